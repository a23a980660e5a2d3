import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import type { Entry, Values } from "../../provider/collections/collection";
import { domains } from "../../provider/collections/domain";
import { changeOf, Ledger } from "../../provider/run/ledger";
import { NO_PEERS, type Declaration, type Peers, type RemovalEnd } from "../../provider/run/peers";
import { policyValues } from "../api/support";

const values = (pattern: string): Values => ({ ...policyValues, pattern });
const acme = values("acme.example");
const globex = values("globex.example");

/** What another host says, and what this one tells it. */
class OtherHost implements Peers {
  readonly told: unknown[][] = [];
  readonly owned = new Set<string>();
  readonly kept = new Set<string>();
  readonly declarations: Declaration[] = [];
  removal: Promise<RemovalEnd> | undefined;

  declare(_identity: string, declaration: Declaration): void {
    this.told.push(["declares", declaration]);
  }
  own(id: string, how: string): void {
    this.told.push([how, id]);
  }
  leave(id: string, state: string): void {
    this.told.push([state, id]);
  }
  declared(): Declaration | undefined {
    return this.declarations.at(-1);
  }
  isKept(id: string): boolean {
    return this.kept.has(id);
  }
  isOwned(id: string): boolean {
    return this.owned.has(id);
  }
  leaving(): Promise<RemovalEnd> | undefined {
    return this.removal;
  }
}

describe("the ledger of owners", () => {
  let other: OtherHost;
  let ledger: Ledger;

  beforeEach(() => {
    other = new OtherHost();
    ledger = new Ledger(allowPolicies, other);
  });

  describe("on what is declared", () => {
    it("refuses the second one of one identity, in whatever spelling", () => {
      expect(ledger.declare(acme, "one", false)).to.equal(undefined);
      expect(ledger.declare(values("ACME.example."), "two", false)).to.equal("one");
      expect(ledger.declare(globex, "two", false)).to.equal(undefined);
    });

    it("hears the same resource more than once, also when it has been settled meanwhile", () => {
      for (const isSettled of [false, false, true, false, true]) {
        expect(ledger.declare(acme, "one", isSettled)).to.equal(undefined);
      }
      expect(ledger.declare(acme, "two", true)).to.equal(undefined);
    });

    it("lets two be that both did so before this run, and refuses a new one beside a settled one", () => {
      ledger.declare(acme, "one", true);
      expect(ledger.declare(acme, "two", true)).to.equal(undefined);
      expect(ledger.declare(acme, "three", false)).to.equal("two");
      const fresh = new Ledger(allowPolicies, other);
      fresh.declare(acme, "one", false);
      expect(fresh.declare(acme, "two", true)).to.equal("one");
    });

    it("does so across hosts, and tells them once what is new", () => {
      other.declarations.push({ by: "theirs", isSettled: false });
      expect(ledger.declare(acme, "ours", false)).to.equal("theirs");
      expect(ledger.declare(acme, "ours", true)).to.equal("theirs");
      expect(other.told).to.deep.equal([]);
      other.declarations.push({ by: "theirs", isSettled: true });
      expect(ledger.declare(acme, "ours", true)).to.equal(undefined);
      expect(ledger.declare(acme, "ours", true)).to.equal(undefined);
      expect(other.told).to.deep.equal([["declares", { by: "ours", isSettled: true }]]);
      other.declarations.push({ by: "ours", isSettled: false });
      expect(ledger.declare(globex, "ours", false)).to.equal(undefined);
    });
  });

  describe("on what is owned", () => {
    it("has what is taken, reserved or kept, here or elsewhere, and nothing else", () => {
      ledger.take("taken");
      ledger.reserve("reserved", acme);
      ledger.keep("kept", { mark: 1, values: acme });
      other.owned.add("theirs");
      for (const id of ["taken", "reserved", "kept", "theirs"]) expect(ledger.isOwned(id), id).to.equal(true);
      expect(ledger.isOwned("free")).to.equal(false);
      expect([ledger.isTaken("taken"), ledger.isTaken("reserved")]).to.deep.equal([true, false]);
    });

    it("tells the other hosts of each once", () => {
      ledger.reserve("a", acme);
      ledger.take("a");
      ledger.keep("b", { mark: 1, values: acme });
      ledger.keep("b", { mark: 1, values: globex });
      ledger.take("c");
      ledger.keep("c", { mark: 1, values: acme });
      expect(other.told).to.deep.equal([
        ["owned", "a"],
        ["kept", "b"],
        ["owned", "c"],
      ]);
    });

    it("is another's where it is taken, reserved, kept by another mark, or of another host", () => {
      ledger.take("taken");
      ledger.reserve("reserved", acme);
      ledger.keep("kept", { mark: "mine", values: acme });
      other.owned.add("theirs");
      for (const id of ["taken", "reserved", "theirs"]) expect(ledger.isOthers(id, "mine"), id).to.equal(true);
      expect(ledger.isOthers("kept", "mine")).to.equal(false);
      expect(ledger.isOthers("kept", "yours")).to.equal(true);
      expect(ledger.isOthers("free", "mine")).to.equal(false);
    });

    it("has a keeper, until it is taken or let go", () => {
      const keeper = { mark: 1, by: "one", values: acme };
      ledger.keep("a", keeper);
      ledger.keep("b", keeper);
      ledger.keep("c", keeper);
      ledger.take("b");
      ledger.letGo("c");
      expect(ledger.keeper("a")).to.equal(keeper);
      for (const id of ["b", "c", "d"]) expect(ledger.keeper(id), id).to.equal(undefined);
      expect(ledger.isOwned("c")).to.equal(false);
    });
  });

  describe("on what may be taken", () => {
    it("lets a create have what nobody has, or what is reserved for just that and not taken yet", () => {
      expect(ledger.isFreeFor("a", acme)).to.equal(true);
      ledger.reserve("a", acme);
      expect(ledger.isFreeFor("a", values("ACME.example."))).to.equal(true);
      expect(ledger.isFreeFor("a", globex)).to.equal(false);
      ledger.take("a");
      expect(ledger.isFreeFor("a", acme)).to.equal(false);
      ledger.keep("b", { mark: 1, values: acme });
      expect(ledger.isFreeFor("b", acme)).to.equal(false);
    });

    it("lets an import have that too, or what its own resource keeps, which is replaced", () => {
      expect(ledger.mayImport("a", acme, "one")).to.equal(true);
      ledger.keep("a", { mark: 1, by: "one", values: acme });
      expect(ledger.mayImport("a", acme, "one")).to.equal(true);
      expect(ledger.mayImport("a", acme, "two")).to.equal(false);
      expect(ledger.mayImport("a", acme, undefined)).to.equal(false);
      ledger.keep("b", { mark: 1, values: acme });
      expect(ledger.mayImport("b", acme, undefined)).to.equal(false);
      other.owned.add("c");
      expect(ledger.mayImport("c", acme, "one")).to.equal(false);
      ledger.keep("c", { mark: 1, by: "one", values: acme });
      expect(ledger.mayImport("c", acme, "one")).to.equal(false);
      ledger.reserve("a", globex);
      expect(ledger.mayImport("a", acme, "one")).to.equal(false);
    });

    it("knows an import from an adoption", () => {
      ledger.reserve("a", acme);
      ledger.reserve("b", acme, true);
      expect([ledger.isImported("a"), ledger.isImported("b")]).to.deep.equal([false, true]);
    });

    it("takes for left over what was let go of or is reserved for it, and nobody has taken", () => {
      expect(ledger.isLeftOver("a", acme)).to.equal(false);
      ledger.letGo("a");
      expect(ledger.isLeftOver("a", acme)).to.equal(true);
      ledger.keep("a", { mark: 1, values: acme });
      expect(ledger.isLeftOver("a", acme)).to.equal(false);
      ledger.reserve("b", acme);
      expect(ledger.isLeftOver("b", acme)).to.equal(true);
      expect(ledger.isLeftOver("b", globex)).to.equal(false);
      ledger.take("b");
      expect(ledger.isLeftOver("b", acme)).to.equal(false);
      ledger.letGo("c");
      ledger.take("c");
      expect(ledger.isLeftOver("c", acme)).to.equal(false);
    });

    it("gives up what was claimed in vain", async () => {
      expect(ledger.claim("a")).to.equal(undefined);
      other.removal = Promise.resolve("gone");
      expect(await ledger.claim("b")).to.equal("gone");
      expect(ledger.isTaken("b")).to.equal(true);
      ledger.giveUp("b");
      expect([ledger.isTaken("a"), ledger.isTaken("b")]).to.deep.equal([true, false]);
    });
  });

  describe("on what the state has", () => {
    const entry = (id: string, pattern: string, createdAt?: string): Entry => ({
      id,
      values: values(pattern),
      ...(createdAt !== undefined && { createdAt }),
    });

    it("knows an entry by its id, or by the moment in which one of its identity was made", () => {
      ledger.noteInState("a");
      ledger.noteSingleInState({ ...values("ACME.example"), createdAt: "2026-01-01T00:00:00Z" }, "mark");
      expect(ledger.isInState(entry("a", "globex.example"))).to.equal(true);
      expect(ledger.isInState(entry("b", "acme.example", "2026-01-01T00:00:00Z"))).to.equal(true);
      expect(ledger.isInState(entry("b", "acme.example", "2026-01-02T00:00:00Z"))).to.equal(false);
      expect(ledger.isInState(entry("b", "globex.example", "2026-01-01T00:00:00Z"))).to.equal(false);
      expect(ledger.isInState(entry("b", "acme.example"))).to.equal(false);
    });

    it("leaves an entry to the single resource that has it there, as it is there, and tells no other process of an owner", () => {
      const born = "2026-01-01T00:00:00Z";
      ledger.noteSingleInState({ ...acme, comments: "theirs", createdAt: born }, "theirs");
      ledger.letGo("a");
      other.told.length = 0;
      expect(ledger.leaveToSingle(entry("a", "globex.example", born))).to.equal(false);
      expect(ledger.leaveToSingle(entry("a", "acme.example"))).to.equal(false);
      expect(ledger.isOthers("a", "mine")).to.equal(false);
      expect(ledger.leaveToSingle(entry("a", "acme.example", born))).to.equal(true);
      expect(ledger.isOthers("a", "mine")).to.equal(true);
      expect(ledger.isOthers("a", "theirs")).to.equal(false);
      expect(ledger.keeper("a")?.values).to.include({ comments: "theirs" });
      expect(ledger.isLeftOver("a", acme)).to.equal(false);
      expect(other.told).to.be.empty;
    });

    it("leaves nothing to a resource that was only read there", () => {
      ledger.noteSingleInState({ ...acme, createdAt: "2026-01-01T00:00:00Z" }, undefined);
      expect(ledger.leaveToSingle(entry("a", "acme.example", "2026-01-01T00:00:00Z"))).to.equal(false);
    });

    it("knows an entry that two sets have there", () => {
      for (const id of ["a", "b", "b"]) ledger.noteSetInState(id);
      expect(["a", "b", "c"].filter((id) => ledger.isOfTwoSets(id))).to.deep.equal(["b"]);
    });

    it("knows an entry that two resources have there, sets or one of them not", () => {
      const born = "2026-01-01T00:00:00Z";
      ledger.noteSingleInState({ ...acme, createdAt: born }, "theirs");
      for (const id of ["a", "b", "c", "c"]) ledger.noteSetInState(id);
      const shared = [
        entry("a", "acme.example", born),
        entry("b", "acme.example", "2026-01-02T00:00:00Z"),
        entry("c", "globex.example"),
        entry("d", "acme.example", born),
      ].filter((one) => ledger.isShared(one));
      expect(shared.map(({ id }) => id)).to.deep.equal(["a", "c"]);
    });

    it("takes no moment from outputs that have none", () => {
      for (const createdAt of [undefined, null, 7]) ledger.noteSingleInState({ ...acme, createdAt }, "mark");
      expect(ledger.isInState(entry("b", "acme.example"))).to.equal(false);
      expect(ledger.isInState(entry("b", "acme.example", "undefined"))).to.equal(false);
    });
  });

  describe("on what is removed", () => {
    it("says that all of them leave, or that all of them stay where another has one", () => {
      ledger.keep("b", { mark: "theirs", values: acme });
      other.told.length = 0;
      expect(ledger.mayRemove(["a"], "mine")).to.equal(true);
      expect(ledger.mayRemove(["a", "b"], "mine")).to.equal(false);
      expect(other.told).to.deep.equal([
        ["leaving", "a"],
        ["leaving", "a"],
        ["leaving", "b"],
        ["stays", "a"],
        ["stays", "b"],
      ]);
    });

    it("tells how a removal ended, here and to the other hosts, also one that failed", async () => {
      ledger.leave(["gone", "left"], Promise.resolve(), (id) => id === "gone");
      ledger.leave(["failed"], Promise.reject(new Error("no")), () => false);
      expect(await ledger.leaving("gone")).to.equal("gone");
      expect(await ledger.leaving("left")).to.equal("failed");
      expect(await ledger.leaving("failed")).to.equal("failed");
      expect([await ledger.isRemoved("gone"), await ledger.isRemoved("failed")]).to.deep.equal([true, false]);
      expect(other.told).to.have.deep.members([
        ["gone", "gone"],
        ["failed", "left"],
        ["failed", "failed"],
      ]);
    });

    it("knows of a removal of another host's", async () => {
      expect(ledger.leaving("a")).to.equal(undefined);
      other.removal = Promise.resolve("gone");
      expect(await ledger.leaving("a")).to.equal("gone");
    });

    it("waits for what is given back, which stays", async () => {
      other.told.length = 0;
      let end = (): void => undefined;
      ledger.giveBack("a", new Promise<void>((resolve) => (end = resolve)));
      expect(other.told).to.deep.equal([["leaving", "a"]]);
      let isRemoved: boolean | undefined;
      const asked = ledger.isRemoved("a").then((answer) => (isRemoved = answer));
      await Promise.resolve();
      expect(isRemoved).to.equal(undefined);
      end();
      await asked;
      expect(isRemoved).to.equal(false);
      expect(other.told.at(-1)).to.deep.equal(["stays", "a"]);
    });
  });

  describe("on who is about to move", () => {
    const keeper = { mark: 1, values: globex, change: { pattern: "globex.example" } };
    const entry: Entry = { id: "a", values: acme };

    it("names the resource that keeps the entry and changes what makes it the same", () => {
      ledger.keep("a", keeper);
      expect(ledger.mover(entry)).to.equal(keeper);
      expect(ledger.mover({ id: "b", values: acme })).to.equal(undefined);
    });

    it("names none where it stays, changes nothing, or leaves", () => {
      ledger.keep("a", { ...keeper, values: { ...acme, comments: "x" }, change: { comments: "x" } });
      expect(ledger.mover(entry)).to.equal(undefined);
      ledger.keep("a", { mark: 1, values: globex });
      expect(ledger.mover(entry)).to.equal(undefined);
      ledger.keep("a", keeper);
      ledger.leave(["a"], Promise.resolve(), () => true);
      expect(ledger.mover(entry)).to.equal(undefined);
      ledger.keep("c", keeper);
      ledger.take("c");
      expect(ledger.mover({ id: "c", values: acme })).to.equal(undefined);
    });
  });

  it("is of one host where a run has only one", () => {
    const alone = new Ledger(allowPolicies, NO_PEERS);
    alone.take("a");
    expect(alone.isOwned("b")).to.equal(false);
    expect(alone.leaving("b")).to.equal(undefined);
    expect(alone.declare(acme, "one", false)).to.equal(undefined);
  });
});

describe("what a resource changes of its entry", () => {
  it("is what differs, and no part of what Cloudflare does not know", () => {
    expect(changeOf(allowPolicies, { ...acme, comments: "x" }, { ...acme, verifySender: false })).to.deep.equal({
      verifySender: false,
      comments: undefined,
    });
    expect(changeOf(domains, { domain: "a" }, { domain: "a", create: true, lookbackHops: 2 })).to.deep.equal({
      lookbackHops: 2,
    });
  });
});
