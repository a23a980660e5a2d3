import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import type { PartialFailure } from "../../provider/lifecycle/partial-failure";
import type { Properties } from "../../provider/lifecycle/properties";
import { setProvider } from "../../provider/lifecycle/set-provider";
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

  /** One run, with a set and a single resource. */
  function newRun() {
    const sets = new Run(emulator, allowPolicies, {}, setProvider);
    const single = new Run(emulator, allowPolicies, {}, () => entryProvider(sets.instance, allowPolicies));
    return { sets, single };
  }
  const set = (policies: Properties, more: Properties = {}): Properties => ({ policies, ...more });
  const content = () => emulator.content("allow_policies");
  const patterns = () =>
    content()
      .list()
      .map(({ pattern }) => pattern);
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
      single.create({ ...acme, adoptExisting: true }),
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
