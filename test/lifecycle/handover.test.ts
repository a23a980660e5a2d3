import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { startEmulator, type Action, type Emulator } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import type { PartialFailure } from "../../provider/lifecycle/partial-failure";
import type { Properties } from "../../provider/lifecycle/properties";
import { setProvider } from "../../provider/lifecycle/set-provider";
import type { StateEntry } from "../../provider/run/stack-state";
import { failureOf } from "../support/failure";
import { liveValues, Run, type Resource } from "./support";

const acme = { pattern: "acme.example", isTrustedSender: true };
const globex = { pattern: "globex.example", isTrustedSender: true };

describe("an entry that passes between a set and a resource of its own", () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  // Writes that wait for each other could not overtake each other.
  const oneByOne = { "cloudflare-email-security:coalesce": "false" };
  /** One run, with sets and single resources. The stack's state has the entries of these. */
  function newRun(...state: readonly Resource[]) {
    const readState = () => Promise.resolve(state.flatMap(({ outs }) => entriesOf(outs)));
    const sets = new Run(emulator, allowPolicies, oneByOne, setProvider, { readState, quietMs: 300 });
    if (state.length > 0) sets.instance.belongsTo("run");
    const single = new Run(emulator, allowPolicies, {}, () => entryProvider(sets.instance, allowPolicies));
    return { sets, single };
  }
  const entriesOf = (outs: Properties): StateEntry[] => {
    const ids = Object.values((outs.ids ?? {}) as Record<string, string>);
    const known = ids.length > 0 ? ids.map((id) => ({ id })) : [{ values: outs }];
    return known.map((one) => ["allow_policies", emulator.account, one]);
  };
  const set = (policies: Properties, more: Properties = {}): Properties => ({ policies, ...more });
  const content = () => emulator.content("allow_policies");
  const patterns = () =>
    content()
      .list()
      .map(({ pattern }) => pattern);
  /** Waits for the next such request. */
  const asked = async (wanted: Action): Promise<void> => {
    const before = emulator.requests.length;
    while (!emulator.requests.slice(before).some(({ action }) => action === wanted)) await sleep(1);
  };
  const idsOf = ({ outs }: Resource) => outs.ids as Readonly<Record<string, string>>;

  for (const first of ["set", "resource"] as const) {
    it(`is there once and for good when both are asked at the same time, the ${first} first`, async () => {
      const before = await newRun().sets.create(set({ acme, globex }));
      const { sets, single } = newRun();
      const letGo = () => sets.up(before, set({ globex }));
      const take = () => single.create({ ...acme, adoptExisting: true });
      const steps = first === "set" ? [letGo(), take()] : [take(), letGo()];
      const after = await Promise.all(steps);
      const taken = after[first === "set" ? 1 : 0];
      expect(patterns()).to.have.members(["acme.example", "globex.example"]);
      expect(content().get(taken?.id ?? "")).to.include({ pattern: "acme.example" });
    });
  }

  it("is there once and for good when it passes from one set to another at the same time", async () => {
    const before = await newRun().sets.create(set({ acme, globex }));
    const { sets } = newRun();
    const [after, other] = await Promise.all([
      sets.up(before, set({ globex })),
      sets.create(set({ acme }, { adoptExisting: true })),
    ]);
    expect(patterns()).to.have.members(["acme.example", "globex.example"]);
    expect(content().get(idsOf(other).acme ?? "")).to.include({ pattern: "acme.example" });
    expect(idsOf(after)).to.have.all.keys("globex");
  });

  it("is not made a second time while its removal may still be carried out", async () => {
    const before = await newRun().sets.create(set({ acme, globex }));
    emulator.failNext("503-before", { action: "delete" }, 5);
    const { sets, single } = newRun();
    const [letGo, taken] = await Promise.allSettled([
      sets.up(before, set({ globex })),
      asked("delete").then(() => single.create({ ...acme, adoptExisting: true })),
    ]);
    expect([letGo.status, taken.status]).to.deep.equal(["rejected", "rejected"]);
    expect(String((taken as PromiseRejectedResult).reason)).to.contain("its removal by another resource");
    expect(patterns()).to.have.members(["acme.example", "globex.example"]);
  });

  it("is made again by the resource whose entry a set removed in the same run", async () => {
    // A run died after the resource had adopted the entry and before the set could say so: both have it in state.
    const both = await newRun().sets.create(set({ acme, globex }));
    const taken = await newRun().single.create({ ...acme, adoptExisting: true });
    expect(taken.id).to.equal(idsOf(both).acme);

    const { sets, single } = newRun();
    await sets.up(both, set({ globex }));
    const diff = await single.provider.diff(taken.id, taken.outs, taken.inputs);
    expect(diff).to.deep.equal({ changes: true, replaces: ["pattern"], deleteBeforeReplace: true });
    expect(sets.said.at(-1)).to.equal(
      `allow policy ${taken.id}: removed by another resource of this program, so it is made again`,
    );
  });

  it("stays where the resource that has it was asked before the set", async () => {
    const both = await newRun().sets.create(set({ acme, globex }));
    const taken = await newRun().single.create({ ...acme, adoptExisting: true });
    const { sets, single } = newRun();
    await single.up(taken, { ...acme, adoptExisting: true });
    await sets.up(both, set({ globex }));
    expect(patterns()).to.have.members(["acme.example", "globex.example"]);
  });

  it("leaves the state of the set also when nothing else of the set's update was carried out", async () => {
    const before = await newRun().sets.create(set({ acme, globex }));
    const { sets, single } = newRun();
    await single.create({ ...acme, adoptExisting: true });
    emulator.configure({ tokens: [{ value: emulator.token, permission: "read" }] });
    const { properties } = await failureOf<PartialFailure>(
      sets.up(before, set({ globex: { ...globex, comments: "changed" } })),
    );
    expect(properties.ids).to.have.all.keys("globex");
  });

  it("gets back what its resource declares when the set that changed it lets go of it", async () => {
    const own = await newRun().single.create(acme);
    // The up that moves it into the set fails elsewhere, so that the resource stays in state, and the program goes back.
    const took = await newRun().sets.create(set({ acme: { ...acme, verifySender: false } }, { adoptExisting: true }));
    expect(liveValues(content(), allowPolicies)[0]).to.include({ verifySender: false });

    const { sets, single } = newRun();
    await single.up(own, acme);
    await sets.delete(took);
    expect(liveValues(content(), allowPolicies)).to.have.length(1);
    expect(liveValues(content(), allowPolicies)[0]).to.include({ verifySender: true });
  });

  it("gets back what its resource declares also when the set is asked first", async () => {
    const own = await newRun().single.create(acme);
    const changed = { ...acme, verifySender: false };
    const took = await newRun().sets.create(set({ acme: changed, globex }, { adoptExisting: true }));

    const { sets, single } = newRun();
    await Promise.all([sets.up(took, set({ globex })), single.up(own, acme)]);
    expect(patterns()).to.have.members(["acme.example", "globex.example"]);
    expect(content().get(own.id)).to.include({ verify_sender: true });
  });

  it("is not changed by its resource before the set that lets go of it has given it back", async () => {
    const own = await newRun().single.create(acme);
    const changed = { ...acme, isTrustedSender: false, verifySender: false };
    const took = await newRun().sets.create(set({ acme: changed, globex }, { adoptExisting: true }));
    const { sets, single } = newRun(own, took);
    emulator.failNext("503-before", { action: "patch" });
    await Promise.all([
      sets.up(took, set({ globex })),
      asked("patch").then(() => single.up(own, { ...acme, verifySender: false })),
    ]);
    expect(content().get(own.id)).to.include({ is_trusted_sender: true, verify_sender: false });
    expect(sets.said).to.include(
      `allow policy ${own.id}: now belongs to another resource of this program, so it is not deleted`,
    );
  });

  it("is changed back by its resource also in the course of another change", async () => {
    const own = await newRun().single.create(acme);
    const took = await newRun().sets.create(
      set({ acme: { ...acme, verifySender: false }, globex }, { adoptExisting: true }),
    );
    const second = await newRun().sets.create(
      set({ globex: { ...globex, comments: "second's" } }, { adoptExisting: true }),
    );
    const { sets, single } = newRun(own, took, second);
    const after = await single.up(own, { ...acme, comments: "ours" });
    expect(after.outs).to.include({ verifySender: true, comments: "ours" });
    expect(content().get(own.id)).to.include({ verify_sender: true, comments: "ours" });
    const others = set({ globex, umbrella: { ...acme, pattern: "umbrella.example" } });
    const { policies } = (await sets.up(took, others)).outs as { policies: { globex: object } };
    expect(policies.globex).not.to.have.property("comments");
    expect(sets.said.join()).not.to.contain("changed elsewhere");
  });

  it("is removed with its resource where that has left the program, and a set lets go of it too", async () => {
    const own = await newRun().single.create(acme);
    const took = await newRun().sets.create(set({ acme, globex }, { adoptExisting: true }));
    const { sets, single } = newRun(own, took);
    const after = await sets.up(took, set({ globex }));
    expect(idsOf(after)).to.have.all.keys("globex");
    expect(patterns()).to.have.members(["acme.example", "globex.example"]);
    await single.delete(own);
    expect(patterns()).to.deep.equal(["globex.example"]);
  });

  for (const [what, wanted, left] of [
    ["stays where the other of two sets that have it in state keeps it", { acme }, ["acme.example", "globex.example"]],
    ["is removed where both of two sets that have it in state let go of it", {}, ["globex.example"]],
  ] as const) {
    it(what, async () => {
      const first = await newRun().sets.create(set({ acme, globex }));
      const second = await newRun().sets.create(set({ acme }, { adoptExisting: true }));
      const { acme: id = "" } = idsOf(first);
      const { sets } = newRun(first, second);
      const late = asked("list").then(() => sleep(50));
      await Promise.all([sets.up(first, set({ globex })), late.then(() => sets.up(second, set(wanted)))]);
      expect(patterns()).to.have.members(left);
      expect(content().get(id) !== undefined).to.equal(left.length > 1);
    });
  }

  it("is in state as unclear when the only write of a set has no clear outcome", async () => {
    const before = await newRun().sets.create(set({ acme, globex }));
    emulator.failNext("500-after", { action: "patch" }, 5);
    const run = newRun();
    await run.sets.instance.entriesIn(allowPolicies, emulator.account).ofSet("").read(new Map());
    emulator.failNext("500-before", { action: "list" }, 5);
    const changed = set({ acme, globex: { ...globex, verifySender: false } });
    const { id, properties } = await failureOf<PartialFailure>(run.sets.up(before, changed));
    expect(id).to.equal(before.id);
    expect(properties).to.include({ __unsure: true });

    await newRun().sets.up({ ...before, outs: properties }, set({ acme, globex }));
    expect(liveValues(content(), allowPolicies).map(({ verifySender }) => verifySender)).to.deep.equal([true, true]);
  });
});
