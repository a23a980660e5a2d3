import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import type { Values } from "../../provider/collections/collection";
import { AccountEntries } from "../../provider/run/account-entries";
import { Ledger } from "../../provider/run/ledger";
import { NO_PEERS, type Peers, type RemovalEnd } from "../../provider/run/peers";
import type { SetEntries, Wish } from "../../provider/run/set-entries";
import type { Member } from "../../provider/run/set-plan";
import { policyValues } from "../api/support";
import { messageOf } from "../support/failure";
import { keepMoving, MemoryClient, refused, unknown } from "./memory-client";

const MARK = "the set";
const BORN = "2026-01-01T00:00:00Z";
const values = (domain: string, more: Values = {}): Values => ({
  ...policyValues,
  pattern: `${domain}.example`,
  ...more,
});

describe("the entries of a set in a run", () => {
  let api: MemoryClient;
  let ledger: Ledger;
  let entries: SetEntries;
  let said: string[];
  /** What was waited for. */
  let waited: string[];
  let atQuiet: () => void;

  function start(peers: Partial<Peers> = {}): void {
    api = new MemoryClient(allowPolicies);
    ledger = new Ledger(allowPolicies, { ...NO_PEERS, ...peers });
    [said, waited, atQuiet] = [[], [], () => undefined];
    const waitFor = (what: string, then: () => void) => () => {
      waited.push(what);
      then();
      return Promise.resolve();
    };
    const program = { stateKnown: waitFor("state", () => undefined), quiet: waitFor("quiet", () => atQuiet()) };
    entries = new AccountEntries(api, ledger, program, (line) => said.push(line)).ofSet(MARK);
  }
  beforeEach(() => start());

  /** The set has the entries of these ids, each under its id, as they are there. */
  function has(...ids: string[]): Map<string, Member> {
    return new Map(ids.map((id) => [id, api.add(id, values(id), BORN)]));
  }
  const wants = (...ids: string[]) => new Map(ids.map((id) => [id, values(id)]));
  const bring = (wish: Partial<Wish>) =>
    entries.bring({ has: new Map(), wants: new Map(), unwanted: new Map(), adopts: false, heal: false, ...wish });
  async function progressOf(wish: Partial<Wish>): Promise<string[]> {
    const result = await bring(wish);
    if ("conflicts" in result) throw new Error("conflicts");
    return [...result.progress.entries.values()].map(({ id }) => id);
  }

  it("are kept, changed or not, and let go of, but for what another resource has", () => {
    const own = has("same", "changed", "moved", "left", "taken");
    ledger.take("taken");
    const wanted = new Map([
      ["same", values("same")],
      ["changed", values("changed", { comments: "new" })],
      ["moved", values("elsewhere")],
      ["added", values("added")],
    ]);
    expect([...entries.foresee(own, wanted).keys()]).to.deep.equal(["moved", "added"]);
    expect(ledger.keeper("same")).to.deep.equal({ mark: MARK, values: values("same") });
    expect(ledger.keeper("changed")?.change).to.deep.equal({ comments: "new" });
    expect(ledger.keeper("moved")?.change).to.deep.equal({ pattern: "elsewhere.example" });
    expect(["left", "taken"].map((id) => ledger.isOwned(id))).to.deep.equal([false, true]);
    expect(ledger.isLeftOver("left", values("left"))).to.equal(true);
  });

  it("stay the set's own where it keeps all of them", () => {
    entries.keepAll(has("a", "b"));
    expect(["a", "b"].map((id) => ledger.keeper(id)?.mark)).to.deep.equal([MARK, MARK]);
  });

  it("are removed by others where one of them is gone, not where that failed", async () => {
    const own = has("a", "b");
    expect(await entries.isAnyRemoved(own)).to.equal(false);
    ledger.leave(["a"], Promise.resolve(), () => false);
    expect(await entries.isAnyRemoved(own)).to.equal(false);
    ledger.leave(["b"], Promise.resolve(), () => true);
    expect(await entries.isAnyRemoved(own)).to.equal(true);
  });

  it("are read from one list, and from another one before any counts as gone", async () => {
    const own = has("a", "b");
    expect([...(await entries.read(own)).keys()]).to.deep.equal(["a", "b"]);
    expect(api.asked).to.deep.equal(["list"]);
    expect(ledger.isInState({ id: "a", values: {} })).to.equal(true);
    own.set("c", { id: "c", values: values("c") });
    expect([...(await entries.read(own)).keys()]).to.deep.equal(["a", "b"]);
    expect(api.asked).to.deep.equal(["list", "list"]);
  });

  it("are told from strangers by the state, which is waited for where there seem to be any", async () => {
    const [known, late, stranger] = ["known", "late", "stranger"].map((id) => api.add(id, values(id)));
    if (!known || !late || !stranger) throw new Error("not there");
    ledger.noteInState("known");
    expect(await entries.strangersAmong([known])).to.deep.equal([]);
    expect(waited).to.deep.equal([]);
    atQuiet = () => ledger.noteInState("late");
    expect(await entries.strangersAmong([known, late, stranger])).to.deep.equal([stranger]);
    expect(waited).to.deep.equal(["quiet"]);
  });

  it("need the state only where one is removed, or was changed elsewhere", async () => {
    const own = has("a", "b");
    await bring({ has: own, wants: wants("a", "b") });
    expect(waited).to.deep.equal([]);
    await bring({ has: own, wants: wants("a") });
    expect(waited).to.deep.equal(["state"]);
    start();
    const changed = has("a");
    api.add("a", values("a", { comments: "theirs" }));
    const result = await bring({ has: changed, wants: wants("a") });
    expect(waited).to.deep.equal(["state"]);
    expect(result).to.have.nested.property("plan.foreign[0].fields[0]", "comments");
  });

  it("need nothing but the program's end where strangers are to be removed, which others may have after all", async () => {
    const [stranger, other] = ["stranger", "other"].map((id) => api.add(id, values(id)));
    if (!stranger || !other) throw new Error("not there");
    atQuiet = () => ledger.keep("other", { mark: "theirs", values: values("other") });
    const unwanted = new Map([
      ["stranger", stranger],
      ["other", other],
    ]);
    await bring({ unwanted });
    expect([...api.entries.keys()]).to.deep.equal(["other"]);
    expect(waited).to.deep.equal(["quiet"]);
  });

  it("are left to the single resource that the state has one for too, and are given back to it as it is there", async () => {
    const own = has("a", "b");
    api.add("b", values("b", { comments: "the set's" }), BORN);
    ledger.noteSingleInState({ ...values("b"), createdAt: BORN }, "theirs");
    expect(await progressOf({ has: own, wants: wants("a") })).to.deep.equal(["a"]);
    expect(api.entries.get("b")?.values).not.to.have.property("comments", "the set's");
    expect(said).to.deep.equal([
      "allow policy b: now belongs to another resource of this program, so it is not deleted",
    ]);
    expect(api.asked.filter((asked) => asked.startsWith("patch"))).to.have.length(1);
  });

  it("are no more where they are gone and another resource had them, and nothing is said of that", async () => {
    const own = has("a", "b");
    ledger.keep("b", { mark: "theirs", values: values("b") });
    api.entries.delete("b");
    expect(await progressOf({ has: own, wants: wants("a") })).to.deep.equal(["a"]);
    expect(said).to.deep.equal([]);
  });

  it("wait for a removal by another resource of what they are to adopt", async () => {
    api.add("a", values("a"));
    ledger.letGo("a");
    const removal = new Promise(setImmediate).then(() => void api.entries.delete("a"));
    ledger.leave(["a"], removal, (id) => !api.entries.has(id));
    expect(await progressOf({ wants: wants("a"), adopts: true })).to.deep.equal(["made-1"]);
  });

  it("are refused where a stranger has one that is not to be adopted, once the program has ended", async () => {
    api.add("x", values("a"));
    expect(await bring({ wants: wants("a") })).to.deep.equal({ conflicts: [{ name: "a", id: "x" }] });
    expect(waited).to.deep.equal(["quiet"]);
    expect(api.asked).to.deep.equal(["list"]);
  });

  it("are not removed where nobody knows whether the removal was carried out", async () => {
    const own = has("a", "b");
    // Neither is the list of any help.
    api.fail("batch", unknown());
    api.fail("list", unknown());
    expect(await messageOf(entries.remove([...own.keys()]))).to.contain("Whether it was carried out cannot be told");
    await entries.remove([...own.keys()]);
    expect([...api.entries.keys()]).to.deep.equal([]);
  });

  describe("that go where entries of other resources are now", () => {
    /** Another resource has an entry in the place of `a`, and is about to change it to these values. */
    function theyMoveTo(to: Values): void {
      api.add("theirs", values("a"));
      keepMoving(ledger, api, "theirs", to);
    }
    /** The set gives its entry `b` the place of `a`. */
    const take = (own: Map<string, Member>) => ({ has: own, wants: new Map([["b", values("a")]]) });
    const patternOf = (id: string) => api.patternOf(id);
    const writes = () => api.asked.filter((asked) => asked !== "list");

    it("are sent alone where the API allows duplicates for a while", async () => {
      theyMoveTo(values("z"));
      expect(await progressOf({ wants: wants("a") })).to.deep.equal(["made-1"]);
      expect(writes()).to.deep.equal(["post a.example"]);
    });

    for (const duplicates of ["rejected", "rejected at the end"] as const) {
      it(`come after the changes that make way, with duplicates ${duplicates}`, async () => {
        api.duplicates = duplicates;
        const own = has("b");
        theyMoveTo(values("z"));
        expect(await progressOf(take(own))).to.deep.equal(["b"]);
        expect([patternOf("b"), patternOf("theirs")]).to.deep.equal(["a.example", "z.example"]);
        expect(writes()).to.deep.equal(["patch b pattern", "batch of 2"]);
      });
    }

    it("make way for them in the same batch, changed once each", async () => {
      api.duplicates = "rejected at the end";
      const own = has("b", "c");
      theyMoveTo(values("c"));
      const wanted = new Map([
        ["b", values("a")],
        ["c", values("z")],
      ]);
      expect(await progressOf({ has: own, wants: wanted })).to.deep.equal(["b", "c"]);
      expect(["b", "c", "theirs"].map(patternOf)).to.deep.equal(["a.example", "z.example", "c.example"]);
      expect(writes()).to.deep.equal(["batch of 2", "batch of 3"]);
    });

    it("are not tried a third time", async () => {
      const own = has("b");
      theyMoveTo(values("z"));
      api.fail("patch", refused(409));
      api.fail("batch", refused(409));
      const result = await bring(take(own));
      expect(result).to.have.nested.property("progress.failure.details.status", 409);
      expect(result).to.have.nested.property("progress.begun", false);
      expect(writes()).to.deep.equal(["patch b pattern", "batch of 2"]);
    });

    it("move nobody where the API refuses for another reason", async () => {
      const own = has("b");
      theyMoveTo(values("z"));
      api.fail("patch", refused(403));
      const result = await bring(take(own));
      expect(result).to.have.nested.property("progress.failure.details.status", 403);
      expect(writes()).to.deep.equal(["patch b pattern"]);
    });
  });

  describe("beside another host process", () => {
    /** The other one has begun to remove an entry when this one says that it has it. */
    function startBeside(end: RemovalEnd): void {
      let removal: Promise<RemovalEnd> | undefined;
      start({ leaving: () => removal, own: () => void (removal ??= Promise.resolve(end)) });
      api.add("x", values("a"));
    }

    it("are made where it has removed what they were to adopt", async () => {
      startBeside("gone");
      expect(await progressOf({ wants: wants("a"), adopts: true })).to.deep.equal(["made-1"]);
      expect(ledger.isTaken("x")).to.equal(false);
    });

    it("are not made where it has tried to", async () => {
      startBeside("failed");
      expect(await messageOf(bring({ wants: wants("a"), adopts: true }))).to.contain("its removal by another resource");
      expect(ledger.isTaken("x")).to.equal(false);
      expect(api.asked).to.deep.equal(["list"]);
    });

    it("stay where it has taken one that was to be removed, all of them until that is known", async () => {
      const told: string[] = [];
      let isTaken = false;
      start({
        leave: (id, state) => {
          told.push(`${state} ${id}`);
          isTaken = true;
        },
        isOwned: (id) => isTaken && id === "b",
      });
      const own = has("a", "b", "c");
      expect(await progressOf({ has: own, wants: wants("a") })).to.deep.equal(["a"]);
      expect([...api.entries.keys()]).to.deep.equal(["a", "b"]);
      expect(told.slice(0, 4)).to.deep.equal(["leaving b", "leaving c", "stays b", "stays c"]);
      expect(told.at(-1)).to.equal("gone c");
    });
  });
});
