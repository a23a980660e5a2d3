import {
  appendFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { SharedLedger, type Peers, type RemovalEnd } from "../../provider/run/peers";
import { runFolder } from "../../provider/run/run-folder";
import { withClock } from "../support/clock";
import { endOfProcess, useTemporaryFolder } from "../support/temporary";

const ADDRESS = "127.0.0.1:4711";
const SCOPE = "account/allow_policies";

/** A process that lives as long as the test, and one that is no more. */
const OTHER = process.ppid;
const GONE = 2 ** 30;

describe("what the hosts of one run tell each other", () => {
  useTemporaryFolder();
  let end: ReturnType<typeof endOfProcess>;
  beforeEach(() => {
    end = endOfProcess();
  });
  afterEach(() => end.now());

  const folder = () => runFolder(ADDRESS);
  const ownFile = () => join(folder(), `${process.pid}.jsonl`);

  function open(address = ADDRESS): SharedLedger {
    const ledger = SharedLedger.open(address);
    if (!ledger) throw new Error("there is no folder for temporary files");
    return ledger;
  }

  /** The hosts share a file by process: what this one says is moved to where another one of that number would say it. */
  function saysAs(pid: number, say: (peers: Peers) => void, scope = SCOPE): void {
    const file = join(folder(), `${pid}.jsonl`);
    const before = existsSync(ownFile()) ? readFileSync(ownFile()) : undefined;
    const speaker = open();
    say(speaker.of(scope));
    appendFileSync(file, readFileSync(ownFile()));
    if (before) writeFileSync(ownFile(), before);
    else rmSync(ownFile());
  }

  it("is which entries have an owner, in the same collection and account alone", () => {
    const peers = open().of(SCOPE);
    expect(peers.isOwned("a")).to.equal(false);
    saysAs(OTHER, (other) => {
      other.own("a", "owned");
      other.own("ä", "owned");
    });
    expect([peers.isOwned("a"), peers.isOwned("ä"), peers.isOwned("b")]).to.deep.equal([true, true, false]);
    expect(open().of("account/trusted_domains").isOwned("a")).to.equal(false);
    expect(open("127.0.0.1:4712").of(SCOPE).isOwned("a")).to.equal(false);
  });

  it("is which of them its resource keeps, until it takes it over", () => {
    const peers = open().of(SCOPE);
    saysAs(OTHER, (other) => {
      other.own("a", "kept");
      other.own("b", "owned");
    });
    expect(["a", "b", "c"].map((id) => [peers.isOwned(id), peers.isKept(id)])).to.deep.equal([
      [true, true],
      [true, false],
      [false, false],
    ]);
    saysAs(OTHER, (other) => other.own("a", "owned"));
    expect([peers.isOwned("a"), peers.isKept("a")]).to.deep.equal([true, false]);
  });

  it("is not what a host says itself", () => {
    const peers = open().of(SCOPE);
    peers.own("a", "owned");
    peers.declare("a", { by: "mine", isSettled: false });
    peers.leave("b", "leaving");
    expect(peers.isOwned("a")).to.equal(false);
    expect(peers.declared("a")).to.equal(undefined);
    expect(peers.leaving("b")).to.equal(undefined);
  });

  it("is what a program declares, the last word of it", () => {
    const peers = open().of(SCOPE);
    expect(peers.declared("acme")).to.equal(undefined);
    saysAs(OTHER, (other) => other.declare("acme", { by: "theirs", isSettled: false }));
    expect(peers.declared("acme")).to.deep.equal({ by: "theirs", isSettled: false });
    saysAs(OTHER, (other) => other.declare("acme", { by: "theirs", isSettled: true }));
    expect(peers.declared("acme")).to.deep.equal({ by: "theirs", isSettled: true });
    expect(peers.isOwned("acme")).to.equal(false);
  });

  it("is heard also where it is said later, in many lines, or line by line in pieces", () => {
    const peers = open().of(SCOPE);
    const ids = Array.from({ length: 3_000 }, (_, number) => `id-${number}`);
    const some = ids.filter((_, number) => number % 100 === 99);
    saysAs(OTHER, (other) => {
      for (const id of ids.slice(0, 2_500)) other.own(id, "owned");
    });
    expect(some.filter((id) => peers.isOwned(id))).to.have.length(25);
    saysAs(OTHER, (other) => {
      for (const id of ids.slice(2_500)) other.own(id, "owned");
    });
    expect(some.filter((id) => peers.isOwned(id))).to.have.length(30);

    const file = join(folder(), `${OTHER}.jsonl`);
    const length = lstatSync(file).size;
    saysAs(OTHER, (other) => other.declare("acme", { by: "Bäcker", isSettled: false }));
    const text = readFileSync(file);
    // In the middle of the letter that takes two bytes.
    const middle = text.indexOf(Buffer.from("ä")) + 1;
    writeFileSync(file, text.subarray(0, middle));
    expect(middle).to.be.greaterThan(length);
    expect(peers.declared("acme")).to.equal(undefined);
    appendFileSync(file, text.subarray(middle));
    expect(peers.declared("acme")).to.deep.equal({ by: "Bäcker", isSettled: false });
  });

  it("is not what a host said that is no more: it may be one of another run", () => {
    const peers = open().of(SCOPE);
    saysAs(GONE, (other) => {
      other.own("a", "owned");
      other.declare("a", { by: "theirs", isSettled: true });
      other.leave("a", "gone");
    });
    expect(peers.isOwned("a")).to.equal(false);
    expect(peers.declared("a")).to.equal(undefined);
    expect(peers.leaving("a")).to.equal(undefined);
  });

  it("is nothing of a host whose file is gone already", () => {
    const peers = open().of(SCOPE);
    symlinkSync("gone", join(folder(), `${OTHER}.jsonl`));
    expect(peers.isOwned("a")).to.equal(false);
  });

  it("holds ids as hashes, and can be read by this user alone", () => {
    open().of(SCOPE).own("f174e90a-fafe-4643-bbbc-4a0ed4fc8415", "owned");
    expect(readFileSync(ownFile(), "utf8")).not.to.contain("f174e90a");
    if (process.platform !== "win32") expect(lstatSync(ownFile()).mode & 0o777).to.equal(0o600);
  });

  it("begins anew with a process, and ends with it, down to the folder", () => {
    open().of(SCOPE).own("a", "owned");
    end.now();
    expect(existsSync(ownFile())).to.equal(false);
    expect(existsSync(dirname(folder()))).to.equal(false);

    open().of(SCOPE).own("a", "owned");
    expect(readFileSync(ownFile(), "utf8")).not.to.equal("");
    open();
    expect(readFileSync(ownFile(), "utf8")).to.equal("");
    saysAs(OTHER, (other) => other.own("a", "owned"));
    end.now();
    expect(readdirSync(folder())).to.deep.equal([`${OTHER}.jsonl`]);
  });

  it("is nothing where the folder for temporary files cannot be used", () => {
    const file = join(tmpdir(), "file");
    writeFileSync(file, "");
    process.env.TMPDIR = file;
    expect(SharedLedger.open(ADDRESS)).to.equal(undefined);
  });

  describe("of removals", () => {
    const watch = (peers: Peers, id: string) => {
      const seen: { end?: RemovalEnd } = {};
      void peers.leaving(id)?.then((end) => (seen.end = end));
      return seen;
    };

    it("is how they end, which is waited for", () =>
      withClock(async (clock) => {
        const peers = open().of(SCOPE);
        saysAs(OTHER, (other) => {
          for (const id of ["gone", "stays", "failed"]) other.leave(id, "leaving");
        });
        const ends = ["gone", "stays", "failed"] as const;
        const seen = ends.map((end) => watch(peers, end));
        await clock.tickAsync(10_000);
        expect(seen).to.deep.equal([{}, {}, {}]);
        saysAs(OTHER, (other) => {
          for (const end of ends) other.leave(end, end);
        });
        await clock.tickAsync(100);
        expect(seen).to.deep.equal(ends.map((end) => ({ end })));
      }));

    it("is what had become of them before somebody asked", async () => {
      const peers = open().of(SCOPE);
      saysAs(OTHER, (other) => {
        for (const id of ["a", "b", "failed"]) other.leave(id, "leaving");
        other.leave("a", "gone");
        other.leave("b", "stays");
        other.leave("failed", "failed");
      });
      expect(await peers.leaving("a")).to.equal("gone");
      expect(await peers.leaving("failed")).to.equal("failed");
      expect(peers.leaving("b")).to.equal(undefined);
      expect(peers.leaving("c")).to.equal(undefined);
      expect(open().of("account/trusted_domains").leaving("a")).to.equal(undefined);
    });

    it("is that they failed where their host ends in between", () =>
      withClock(async (clock) => {
        const peers = open().of(SCOPE);
        saysAs(OTHER, (other) => other.leave("a", "leaving"));
        const a = watch(peers, "a");
        await clock.tickAsync(1_000);
        expect(a).to.deep.equal({});
        const kill = process.kill.bind(process);
        process.kill = () => {
          throw new Error("ESRCH");
        };
        try {
          await clock.tickAsync(100);
        } finally {
          process.kill = kill;
        }
        expect(a).to.deep.equal({ end: "failed" });
      }));
  });
});
