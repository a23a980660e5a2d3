import { expect } from "chai";
import type { Collection, Values } from "../../provider/collections/collection";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { domains } from "../../provider/collections/domain";
import { impersonationRegistry } from "../../provider/collections/impersonation-registry-entry";
import { isFormerId } from "../../provider/collections/imported-id";
import { AccountEntries, UnclearAdoption } from "../../provider/run/account-entries";
import { Ledger } from "../../provider/run/ledger";
import { NO_PEERS, type Peers, type RemovalEnd } from "../../provider/run/peers";
import { policyValues } from "../api/support";
import { failureOf, messageOf } from "../support/failure";
import { keepMoving, MemoryClient, refused, unknown } from "./memory-client";

const values = (pattern: string, more: Values = {}): Values => ({ ...policyValues, pattern, ...more });
const acme = values("acme.example");
const globex = values("globex.example");

describe("the entries of a run", () => {
  let api: MemoryClient;
  let ledger: Ledger;
  let entries: AccountEntries;
  let said: string[];
  let quiet: number;

  function start(collection: Collection = allowPolicies, peers: Peers = NO_PEERS): void {
    api = new MemoryClient(collection);
    ledger = new Ledger(collection, peers);
    said = [];
    quiet = 0;
    const program = {
      stateKnown: () => Promise.resolve(),
      quiet: () => {
        quiet += 1;
        return Promise.resolve();
      },
    };
    const options = { looksMs: [0, 0], attempts: 3 };
    entries = new AccountEntries(api, ledger, program, (line) => said.push(line), options);
  }
  beforeEach(() => start());

  const patternOf = (id: string) => api.patternOf(id);
  const moving = (id: string, to: Values) => keepMoving(ledger, api, id, to);

  describe("are read", () => {
    it("by its id where it is a single one, and from one list where there are many", async () => {
      for (const id of ["a", "b", "c"]) api.add(id, values(`${id}.example`));
      expect((await entries.read("a"))?.id).to.equal("a");
      expect(api.asked).to.deep.equal(["get a"]);
      const all = await Promise.all(["a", "b", "c"].map((id) => entries.read(id)));
      expect(all.map((entry) => entry?.id)).to.deep.equal(["a", "b", "c"]);
      expect(api.asked).to.deep.equal(["get a", "list"]);
      expect((await entries.read("c"))?.id).to.equal("c");
      expect(api.asked).to.deep.equal(["get a", "list"]);
    });

    it("and one that the list does not have is asked for before it counts as gone", async () => {
      api.add("a", acme);
      api.add("b", globex);
      api.stale = [];
      expect((await Promise.all(["a", "x"].map((id) => entries.read(id)))).map((entry) => entry?.id)).to.deep.equal([
        "a",
        undefined,
      ]);
      expect(api.asked).to.have.members(["list", "get a", "get x"]);
    });

    it("and a failure is one, for whom it concerns", async () => {
      api.add("b", acme);
      api.stale = [];
      api.fail("get", refused(403));
      const [a, b] = await Promise.allSettled(["a", "b"].map((id) => entries.read(id)));
      expect(a).to.have.nested.property("reason.message", "refused with 403");
      expect(b).to.have.nested.property("value.id", "b");
    });
  });

  describe("are created", () => {
    it("where nothing is in their place", async () => {
      const created = await entries.create(acme, false);
      expect(created).to.deep.equal({ entry: { id: "made-1", values: acme } });
      expect(api.asked).to.deep.equal(["list", "post acme.example"]);
      expect(ledger.isTaken("made-1")).to.equal(true);
      expect(quiet).to.equal(0);
    });

    it("not beside a stranger's, once the program has had time to say that it is its own", async () => {
      api.add("a", values("ACME.example"));
      expect(await messageOf(entries.create(acme, false))).to.equal(
        'the allow policy a has the same pattern already. To manage it here, set the resource option import: "a" or the property adoptExisting: true; if a resource of this stack was renamed, give it aliases; else delete the entry in Cloudflare.',
      );
      expect(quiet).to.equal(1);
      expect(api.asked).to.deep.equal(["list"]);
    });

    it("by taking over what is there where that is wanted, of which only what differs is changed", async () => {
      api.add("a", values("ACME.example.", { verifySender: false, comments: "theirs" }));
      const { entry, adopted } = await entries.create(acme, true);
      expect(adopted).to.deep.equal(["verifySender", "comments"]);
      expect(entry).to.deep.equal({ id: "a", values: acme });
      expect(api.asked).to.deep.equal(["list", "patch a verifySender,comments"]);
      expect(api.entries.get("a")?.values).to.deep.equal(values("ACME.example."));
    });

    it("by taking over without a request what is as it should be", async () => {
      api.add("a", acme);
      expect(await entries.create(acme, true)).to.deep.equal({ entry: { id: "a", values: acme }, adopted: [] });
      expect(api.asked).to.deep.equal(["list"]);
      expect(quiet).to.equal(0);
    });

    it("from what a resource of the program let go of, or what the state has and nobody declares", async () => {
      api.add("a", acme);
      api.add("b", globex);
      ledger.letGo("a");
      expect((await entries.create(acme, false)).entry.id).to.equal("a");
      expect(quiet).to.equal(0);
      ledger.noteInState("b");
      expect((await entries.create(globex, false)).entry.id).to.equal("b");
      expect(quiet).to.equal(1);
    });

    it("as twins where two resources want the same at once, neither of which takes the other's", async () => {
      const made = await Promise.all([entries.create(acme, true), entries.create(acme, true)]);
      expect(made.map(({ entry }) => entry.id)).to.deep.equal(["made-1", "made-2"]);
    });

    it("after the removal of what is in their place, and not where that fails", async () => {
      api.add("a", acme);
      api.add("b", globex);
      ledger.letGo("a");
      const removing = entries.delete("a", "mark");
      const creating = entries.create(acme, false);
      await removing;
      expect((await creating).entry.id).to.equal("made-1");
      expect([...api.entries.keys()]).to.deep.equal(["b", "made-1"]);

      ledger.letGo("b");
      api.fail("delete", refused(403));
      const failing = failureOf(entries.delete("b", "mark"));
      expect(await messageOf(entries.create(globex, false))).to.equal(
        "the allow policy b has the same pattern, and its removal by another resource of this program failed: run again",
      );
      await failing;
    });

    it("only where they may be made, else they must be there", async () => {
      start(domains);
      const domain = { domain: "acme.example" };
      expect(await messageOf(entries.create(domain, true, false))).to.equal(
        "there is no domain acme.example in this account: set create: true to add it, or correct the domain",
      );
      api.add("a", domain);
      entries = new AccountEntries(
        api,
        ledger,
        { stateKnown: () => Promise.resolve(), quiet: () => Promise.resolve() },
        () => undefined,
      );
      expect((await entries.create(domain, true, false)).entry.id).to.equal("a");
    });

    it("not where what is there must be left as it is", async () => {
      start(impersonationRegistry);
      const ann = { name: "Ann", email: "ann@acme.example", isEmailRegex: false };
      api.add("a", { ...ann, provenance: "SNOOPY-OFFICE_365" });
      for (const attempt of [entries.create(ann, true), entries.adopt("a", ann)]) {
        expect(await messageOf(attempt)).to.equal(
          "the impersonation registry entry a is synced from a directory: it can be neither managed nor made a second time; remove the resource",
        );
      }
      expect(api.asked).to.deep.equal(["list"]);
    });

    it("with what the adoption left open where nobody knows whether it was carried out", async () => {
      api.add("a", values("acme.example", { comments: "theirs" }));
      for (let time = 0; time < 3; time++) api.fail("patch", unknown());
      const error = await failureOf<UnclearAdoption>(entries.create(acme, true));
      expect(error).to.be.instanceOf(UnclearAdoption);
      expect(error.entry).to.deep.equal({ id: "a", values: values("acme.example", { comments: "theirs" }) });
      expect(error.message).to.contain("cannot be told");
      expect(ledger.isTaken("a")).to.equal(true);
      start();
      api.add("a", values("acme.example", { comments: "theirs" }));
      api.fail("patch", refused(400));
      expect(await failureOf(entries.create(acme, true))).not.to.be.instanceOf(UnclearAdoption);
    });

    it("not from what another host of the run has removed meanwhile", async () => {
      for (const [end, id] of [
        ["gone", "made-1"],
        ["stays", "a"],
      ] as const) {
        startBeside(end);
        expect((await entries.create(acme, false)).entry.id).to.equal(id);
      }
    });

    it("not from what another host of the run had removed before, whatever the list says", async () => {
      start(allowPolicies, { ...NO_PEERS, leaving: () => Promise.resolve("gone") });
      api.add("a", acme);
      ledger.letGo("a");
      expect((await entries.create(acme, false)).entry.id).to.equal("made-1");
      start(allowPolicies, { ...NO_PEERS, leaving: () => Promise.resolve("failed") });
      api.add("a", acme);
      ledger.letGo("a");
      expect((await failureOf(entries.create(acme, false))).message).to.contain("its removal by another resource");
    });

    it("not from what another host of the run tried to remove: it may be there or not", async () => {
      startBeside("failed");
      expect((await failureOf(entries.create(acme, false))).message).to.contain("its removal by another resource");
      expect(ledger.isTaken("a")).to.equal(false);
      expect(api.entries.size).to.equal(1);
    });

    /** Where another host has begun to remove the entry when it is claimed. */
    function startBeside(end: RemovalEnd): void {
      let removal: Promise<RemovalEnd> | undefined;
      start(allowPolicies, { ...NO_PEERS, leaving: () => removal, own: () => void (removal = Promise.resolve(end)) });
      api.add("a", acme);
      ledger.letGo("a");
    }
  });

  describe("are imported", () => {
    it("by their id, and are given the values", async () => {
      api.add("a", values("acme.example", { comments: "theirs" }));
      expect((await entries.adopt("a", globex)).adopted).to.deep.equal(["pattern", "comments"]);
      expect(api.entries.get("a")?.values).to.deep.equal(globex);
    });

    it("by an integer of old, where one of the same identity is there", async () => {
      api.add("a", acme);
      expect((await entries.adopt("2401", acme)).entry.id).to.equal("a");
      expect(await messageOf(entries.adopt("2401", globex))).to.equal(
        "there is no allow policy 2401 in this account: remove the resource option import to create one, or correct the id",
      );
      expect(await messageOf(entries.adopt("b2401", values("x.example")))).to.contain("there is no allow policy b2401");
      for (const id of ["1", "2401"]) expect(isFormerId(id)).to.equal(true);
      for (const id of ["", "a1", "1a", "f174e90a-fafe"]) expect(isFormerId(id)).to.equal(false);
    });

    it("not from another resource, unless it is the one that is replaced", async () => {
      api.add("a", acme);
      ledger.keep("a", { mark: 1, by: "one", values: acme });
      expect(await messageOf(entries.adopt("a", acme, "two"))).to.equal(
        "the allow policy a already belongs to another resource of this program: remove one of the two",
      );
      expect((await entries.adopt("a", acme, "one")).entry.id).to.equal("a");
    });

    it("after a removal under way, so that one that is gone is not there", async () => {
      api.add("a", acme);
      const removing = entries.delete("a", "mark");
      expect(await messageOf(entries.adopt("a", acme))).to.contain("there is no allow policy a in this account");
      await removing;
    });
  });

  describe("are updated", () => {
    it("with what differs alone", async () => {
      api.add("a", values("acme.example", { comments: "theirs" }));
      const entry = await entries.update("a", acme, values("acme.example", { verifySender: false }));
      expect(entry.values).to.include({ verifySender: false, comments: "theirs" });
      expect(api.asked).to.deep.equal(["patch a verifySender"]);
      expect(said).to.deep.equal([
        'allow policy a: comments changed elsewhere, and left as it is; "pulumi refresh" shows it',
      ]);
    });

    it("from what is there where state and program agree, or nothing is known of it", async () => {
      api.add("a", values("ACME.example.", { comments: "theirs" }));
      for (const from of [acme, undefined]) {
        api.asked.length = 0;
        expect((await entries.update("a", from, acme)).values).to.deep.equal(acme);
        expect(api.asked.at(0)).to.equal("get a");
      }
      expect(api.asked).to.deep.equal(["get a"]);
      expect(api.entries.get("a")?.values).to.deep.equal(values("ACME.example."));
    });

    it("not where they are gone, which is said with the way out; another failure is as it is", async () => {
      const error = await failureOf(entries.update("a", acme, values("acme.example", { verifySender: false })));
      expect(error.message).to.equal(
        'the allow policy a is gone: somebody deleted it in Cloudflare. Run "pulumi refresh", then "pulumi up" makes it again.',
      );
      expect(error.cause).to.have.property("message", "refused with 404");
      api.fail("patch", refused(403));
      expect(await messageOf(entries.update("a", acme, values("acme.example", { verifySender: false })))).to.equal(
        "refused with 403",
      );
    });

    it("to another pattern, where no stranger's entry has it; what was let go of makes way", async () => {
      api.add("a", acme);
      api.add("b", globex);
      expect(await messageOf(entries.update("a", acme, globex))).to.contain("the allow policy b has the same pattern");
      ledger.letGo("b");
      expect((await entries.update("a", acme, globex)).id).to.equal("a");
      expect([...api.entries.keys()]).to.deep.equal(["a"]);
      expect(patternOf("a")).to.equal("globex.example");
    });

    it("to the same pattern in another spelling without a look", async () => {
      api.add("a", acme);
      await entries.update("a", acme, values("ACME.example"));
      expect(api.asked).to.deep.equal(["patch a pattern"]);
    });
  });

  describe("that swap places", () => {
    for (const duplicates of ["allowed", "rejected at the end", "rejected"] as const) {
      it(`end where they belong, with duplicates ${duplicates}`, async () => {
        api.duplicates = duplicates;
        api.add("a", acme);
        api.add("b", globex);
        moving("a", globex);
        moving("b", acme);
        await Promise.all([entries.update("a", acme, globex), entries.update("b", globex, acme)]);
        expect([patternOf("a"), patternOf("b")]).to.deep.equal(["globex.example", "acme.example"]);
        expect(api.entries.size).to.equal(2);
      });
    }

    it("are changed in one batch, and none moved aside, where the API looks at its end", async () => {
      api.duplicates = "rejected at the end";
      api.add("a", acme);
      api.add("b", globex);
      moving("b", acme);
      await entries.update("a", acme, globex);
      expect(api.asked).to.deep.equal(["list", "patch a pattern", "batch of 2"]);
    });

    it("move in a row, the one in the free place first", async () => {
      api.duplicates = "rejected";
      const initech = values("initech.example");
      api.add("a", acme);
      api.add("b", globex);
      moving("a", globex);
      moving("b", initech);
      const made = entries.create(acme, false);
      const moved = [entries.update("a", acme, globex), entries.update("b", globex, initech)];
      await Promise.all([made, ...moved]);
      expect([patternOf("a"), patternOf("b"), patternOf((await made).entry.id)]).to.deep.equal([
        "globex.example",
        "initech.example",
        "acme.example",
      ]);
    });

    it("are asked one after another where the API takes no batch", async () => {
      start(impersonationRegistry);
      api.duplicates = "rejected";
      const [ann, bob] = ["ann", "bob"].map((name) => ({ name, email: `${name}@acme.example`, isEmailRegex: false }));
      if (!ann || !bob) throw new Error("there are two");
      api.add("a", ann);
      api.add("b", bob);
      moving("a", bob);
      moving("b", ann);
      await entries.update("a", ann, bob);
      await entries.update("b", bob, ann);
      expect([api.entries.get("a")?.values, api.entries.get("b")?.values]).to.deep.equal([bob, ann]);
      expect(api.asked.some((asked) => asked.startsWith("batch"))).to.equal(false);
    });

    it("are back where they were when the last step is refused, and stay away where nobody knows", async () => {
      for (const [error, pattern] of [
        [refused(403), "acme.example"],
        [unknown({ timedOut: true }), "a.invalid"],
      ] as const) {
        start();
        api.duplicates = "rejected";
        api.add("a", acme);
        api.add("b", globex);
        moving("b", acme);
        const patch = api.patch.bind(api);
        let patches = 0;
        api.patch = (id, change) => {
          // The first is refused, the second clears the place, the third is the move of the other one.
          if (++patches === 3) return Promise.reject(error);
          return patch(id, change);
        };
        await failureOf(entries.update("a", acme, globex));
        expect(patternOf("a")).to.equal(pattern);
        expect(patternOf("b")).to.equal("globex.example");
      }
    });

    it("are not moved where the API refuses for another reason", async () => {
      api.add("a", acme);
      api.add("b", globex);
      moving("b", acme);
      api.fail("patch", refused(403));
      expect(await messageOf(entries.update("a", acme, globex))).to.equal("refused with 403");
      expect(api.asked).to.deep.equal(["list", "patch a pattern"]);
      api.fail("patch", refused(409));
      api.fail("batch", refused(403));
      expect(await messageOf(entries.update("a", acme, globex))).to.equal("refused with 403");
      expect(api.asked).to.deep.equal(["list", "patch a pattern", "patch a pattern", "batch of 2"]);
    });

    it("are asked for once where nobody is in the way, whatever the API says", async () => {
      api.add("a", acme);
      api.fail("patch", refused(409));
      expect(await messageOf(entries.update("a", acme, globex))).to.equal("refused with 409");
      expect(api.asked).to.deep.equal(["list", "patch a pattern"]);
    });
  });

  describe("are deleted", () => {
    it("once, also where they are gone already", async () => {
      api.add("a", acme);
      await entries.delete("a", "mark");
      await entries.delete("a", "mark");
      expect(api.asked).to.deep.equal(["delete a"]);
      await entries.delete("b", "mark");
      expect(api.entries.size).to.equal(0);
    });

    it("not where another resource has them: that is said, and it is given what it declares", async () => {
      api.add("a", values("acme.example", { comments: "theirs" }));
      ledger.keep("a", { mark: "other", values: acme });
      await entries.delete("a", "mine");
      expect(said).to.deep.equal([
        "allow policy a: now belongs to another resource of this program, so it is not deleted",
      ]);
      expect(api.entries.get("a")?.values).to.deep.equal(acme);
      expect(api.asked).to.deep.equal(["list", "patch a comments"]);
      api.asked.length = 0;
      await entries.delete("a", "mine");
      expect(api.asked).to.deep.equal([]);
    });

    it("not where another one took them, which has them as it wants already", async () => {
      api.add("a", values("acme.example", { comments: "theirs" }));
      ledger.take("a");
      await entries.delete("a", "mine");
      expect(api.asked).to.deep.equal([]);
      expect(api.entries.has("a")).to.equal(true);
    });

    it("not given back where somebody else deleted them", async () => {
      ledger.keep("a", { mark: "other", values: acme });
      await entries.delete("a", "mine");
      expect(api.asked).to.deep.equal(["list"]);
    });

    it("once by two resources, of which the second comes while the first is at it", async () => {
      api.add("a", acme);
      const first = entries.delete("a", "one");
      await new Promise(setImmediate);
      await Promise.all([first, entries.delete("a", "two")]);
      expect(api.asked).to.deep.equal(["delete a"]);
    });
  });
});
