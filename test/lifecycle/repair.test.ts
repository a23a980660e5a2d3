import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import type { PartialFailure } from "../../provider/lifecycle/partial-failure";
import { failureOf } from "../support/failure";
import { insert, liveValues, Run, type Resource } from "./support";

const inputs = { pattern: "acme.example", isTrustedSender: true, comments: "a note nobody may see" };
const adopting = { ...inputs, adoptExisting: true };

describe("what a run leaves half-done", () => {
  let emulator: Emulator;
  const newRun = () => new Run(emulator, allowPolicies);
  const content = () => emulator.content("allow_policies");
  const live = () => liveValues(content(), allowPolicies);
  const ids = () =>
    content()
      .list()
      .map(({ id }) => String(id));

  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  /** What the engine keeps of it. */
  const kept = (resource: Resource, { id, properties }: PartialFailure): Resource => ({
    ...resource,
    id,
    outs: properties,
  });

  it("is found by a look when an update or a delete was carried out and no answer says so", async () => {
    const resource = await newRun().create(inputs);
    emulator.failNext("500-after", { action: "patch" }, 5);
    const updated = await newRun().up(resource, { ...inputs, isTrustedSender: false });
    expect(updated.outs).to.include({ isTrustedSender: false }).and.not.have.property("__unsure");
    emulator.failNext("500-before", { action: "delete" }, 4);
    emulator.failNext("500-after", { action: "delete" });
    await newRun().delete(updated);
    expect(live()).to.be.empty;
  });

  it("is an error when a delete was not carried out", async () => {
    const resource = await newRun().create(inputs);
    emulator.failNext("500-before", { action: "delete" }, 5);
    expect((await failureOf<PartialFailure>(newRun().delete(resource))).message).to.contain("500");
    await newRun().delete(resource);
    expect(live()).to.be.empty;
  });

  it("reaches the engine with the whole state when an update has no clear outcome, and no value", async () => {
    const resource = await newRun().create(inputs);
    emulator.failNext("500-after", { action: "patch" }, 5);
    emulator.failNext("500-before", { action: "list" }, 5);
    const failure = await failureOf<PartialFailure>(newRun().up(resource, { ...inputs, isTrustedSender: false }));
    expect(failure.id).to.equal(resource.id);
    expect(failure.properties).to.include({ pattern: "acme.example", __provider: "text", __unsure: true });
    expect(failure.reasons).to.deep.equal([
      `the update of allow policy ${resource.id} failed (500 [code: 10001]); whether it was carried out cannot be told. Run again: the next run reads the entry and does what is left.`,
    ]);
  });

  it("is repaired from the live entry, also when the program went back and changes something else", async () => {
    const resource = await newRun().create(inputs);
    emulator.failNext("500-after", { action: "patch" }, 5);
    emulator.failNext("500-before", { action: "list" }, 5);
    const failure = await failureOf<PartialFailure>(newRun().up(resource, { ...inputs, isTrustedSender: false }));
    expect(live()[0]).to.include({ isTrustedSender: false });

    const repaired = await newRun().up(kept(resource, failure), { ...inputs, comments: "changed" });
    expect(live()[0]).to.include({ isTrustedSender: true, comments: "changed" });
    expect(repaired.outs).to.include({ isTrustedSender: true }).and.not.have.property("__unsure");
  });

  it("is repaired also when the program went back to just what state has", async () => {
    const resource = await newRun().create(inputs);
    emulator.failNext("500-after", { action: "patch" }, 5);
    emulator.failNext("500-before", { action: "list" }, 5);
    const failure = await failureOf<PartialFailure>(newRun().up(resource, { ...inputs, isTrustedSender: false }));
    expect(live()[0]).to.include({ isTrustedSender: false });
    const { id, outs } = kept(resource, failure);
    const diff = await newRun().provider.diff(id, outs, await newRun().check(inputs, resource.inputs));
    expect(diff).to.deep.equal({ changes: true });
    await newRun().up(kept(resource, failure), inputs);
    expect(live()[0]).to.include({ isTrustedSender: true });
  });

  it("does not make a stranger's entry twice when its repair changes the pattern", async () => {
    const resource = await newRun().create(inputs);
    emulator.failNext("500-before", { action: "patch" }, 5);
    const moved = { ...inputs, pattern: "globex.example" };
    const failure = await failureOf<PartialFailure>(newRun().up(resource, moved));
    const stranger = insert(content(), allowPolicies, { pattern: "globex.example", patternType: "DOMAIN" });
    const again = await failureOf(newRun().up(kept(resource, failure), moved));
    expect(again.message).to.contain(stranger).and.contain("adoptExisting");
    expect(live().map(({ pattern }) => pattern)).to.deep.equal(["acme.example", "globex.example"]);
    content().remove(stranger);
    await newRun().up(kept(resource, failure), moved);
    expect(live().map(({ pattern }) => pattern)).to.deep.equal(["globex.example"]);
  });

  it("is a resource in state when an adoption has no clear outcome", async () => {
    const id = insert(content(), allowPolicies, {
      pattern: "acme.example",
      patternType: "DOMAIN",
      isTrustedSender: false,
    });
    emulator.failNext("500-before", { action: "patch" }, 5);
    const run = newRun();
    const checked = await run.check(adopting);
    const failure = await failureOf<PartialFailure>(run.provider.create(checked));
    expect(failure.id).to.equal(id);
    await newRun().update({ id, inputs: checked, outs: failure.properties }, checked);
    expect(live()).to.have.length(1);
    expect(live()[0]).to.include({ isTrustedSender: true });
  });

  it("is nobody's when an adoption is refused", async () => {
    insert(content(), allowPolicies, { pattern: "acme.example", patternType: "DOMAIN", isTrustedSender: false });
    emulator.configure({ tokens: [{ value: emulator.token, permission: "read" }] });
    expect(await failureOf<PartialFailure>(newRun().create(adopting))).not.to.have.property("id");
  });

  it("does not cost the entry when a run that renames ends between the adoption and the deletion", async () => {
    const old = await newRun().create(inputs);
    const renamed = await newRun().create(adopting);
    expect(renamed.id).to.equal(old.id);

    const next = newRun();
    await next.up(renamed, adopting);
    await next.delete(old);
    expect(ids()).to.deep.equal([renamed.id]);
    expect(next.said.join()).to.contain("belongs to another resource");

    await newRun().delete(renamed);
    expect(ids()).to.deep.equal([]);
  });

  it("gives a resource whose entry another one adopted an entry of its own", async () => {
    const first = await newRun().create(inputs);
    const run = newRun();
    const second = await run.create(adopting);
    expect(second.id).to.equal(first.id);
    const diff = await run.provider.diff(first.id, first.outs, await run.check(inputs, first.inputs));
    expect(diff.replaces).to.deep.equal(["pattern"]);
    const successor = await run.create(inputs);
    await run.delete(first);
    expect(ids()).to.have.members([second.id, successor.id]);
  });
});
