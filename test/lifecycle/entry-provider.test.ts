import { expect } from "chai";
import { startEmulator, type CollectionContent, type Emulator, type FaultKind } from "../../emulator";
import { toWire } from "../../provider/collections/wire";
import { assumptionsTurned, samples, type Sample } from "./samples";
import { empty } from "../support/content";
import { changeBehind, insert, liveValues, Run, type Assume } from "./support";
import { failureOf, messageOf } from "../support/failure";

function lifecycleOf({ collection, given, change, ...sample }: Sample, assume: Assume): void {
  const inputs = { pattern: "acme.example", ...given, comments: "freight partner" };
  const complete = { pattern: "acme.example", ...sample.complete, comments: "freight partner" };
  const changed = { ...complete, ...change };
  const [field = ""] = Object.keys(change);
  let emulator: Emulator;
  let content: CollectionContent;
  const newRun = (config: Record<string, string> = {}) => new Run(emulator, collection, config);
  const live = () => liveValues(content, collection);
  const requests = () => emulator.requests.map(({ action }) => action);

  before(async () => {
    emulator = await startEmulator({ assume });
    content = emulator.content(collection.path);
  });
  after(() => emulator.close());
  beforeEach(() => {
    emulator.configure({ accounts: undefined });
    empty(content);
    emulator.clearRequests();
  });

  it("creates one entry after one look at what exists", async () => {
    const { id, outs } = await newRun().create(inputs);
    expect(requests()).to.deep.equal(["list", "create"]);
    expect(live()).to.deep.equal([complete]);
    expect(outs).to.include({ accountId: emulator.account, ...complete });
    expect(outs.createdAt).to.be.a("string");
    expect(outs.modifiedAt).to.be.a("string");
    expect(id).to.equal(String(content.list()[0]?.id));
  });

  it("looks once for all creates of a run, and sends those that come together as one", async () => {
    const run = newRun();
    const patterns = ["a.example", "b.example", "c.example"];
    const made = await Promise.all(patterns.map((pattern) => run.create({ ...inputs, pattern })));
    expect(requests()).to.deep.equal(["list", "batch"]);
    const ids = new Map(content.list().map(({ id, pattern }) => [pattern, String(id)]));
    expect(made.map(({ id }) => id)).to.deep.equal(patterns.map((pattern) => ids.get(pattern)));
  });

  it("sends every write on its own where coalescing is off", async () => {
    const run = newRun({ "cloudflare-email-security:coalesce": "false" });
    await Promise.all(["a.example", "b.example"].map((pattern) => run.create({ ...inputs, pattern })));
    expect(requests()).to.deep.equal(["list", "create", "create"]);
  });

  it("takes an entry in another spelling of its pattern for the same, so that it makes no twin", async () => {
    const typed = "patternType" in complete;
    const spellings = [
      { known: "münchen.example", there: "xn--mnchen-3ya.example.", patternType: "DOMAIN" },
      { known: "2606:4700::1001", there: "2606:4700:0:0:0:0:0:1001", patternType: "IP" },
      { known: "2606:4700::1002/128", there: "2606:4700:0::1002", patternType: "IP" },
      { known: "ann@münchen.example", there: "ann@xn--mnchen-3ya.example", patternType: "EMAIL" },
    ].filter(({ patternType }) => typed || patternType === "DOMAIN");
    for (const { known, there, patternType } of spellings) {
      const id = insert(content, collection, { ...complete, pattern: there, ...(typed && { patternType }) });
      const { message } = await failureOf(newRun().create({ ...inputs, pattern: known }));
      expect(message, known).to.contain(id);
      const adopted = await newRun().create({ ...inputs, pattern: known, adoptExisting: true });
      expect(adopted.id, known).to.equal(id);
      emulator.clearRequests();
      await newRun().up(adopted, { ...inputs, pattern: known });
      expect(requests(), known).to.deep.equal([]);
    }
    expect(content.list()).to.have.length(spellings.length);
  });

  it("does nothing for a program that has not changed, and asks nobody", async () => {
    const resource = await newRun().create(inputs);
    emulator.clearRequests();
    const again = await newRun().up(resource, inputs);
    expect(again.inputs).to.deep.equal(resource.inputs);
    expect(requests()).to.deep.equal([]);
  });

  it("updates in place, and sends only what changed", async () => {
    const resource = await newRun().create(inputs);
    emulator.clearRequests();
    const { outs } = await newRun().up(resource, { ...inputs, ...change });
    expect(requests()).to.deep.equal(["patch"]);
    expect(emulator.requests[0]?.body).to.deep.equal(toWire(collection, change));
    expect(live()).to.deep.equal([changed]);
    expect(outs).to.include(changed);
  });

  it("removes a comment with an explicit null", async () => {
    const resource = await newRun().create(inputs);
    emulator.clearRequests();
    const { comments: _comments, ...rest } = inputs;
    const { outs } = await newRun().up(resource, rest);
    expect(emulator.requests[0]?.body).to.deep.equal({ comments: null });
    expect(outs).not.to.have.property("comments");
    expect(live()[0]).not.to.have.property("comments");
  });

  it("takes an empty comment for none", async () => {
    const resource = await newRun().create({ ...inputs, comments: "" });
    expect(resource.inputs).not.to.have.property("comments");
    const refreshed = await newRun().refreshed(resource);
    emulator.clearRequests();
    await newRun().up(refreshed, { ...inputs, comments: "" });
    expect(requests()).to.deep.equal([]);
  });

  it("finds drift at refresh, and heals it with the next up", async () => {
    const resource = await newRun().create(inputs);
    changeBehind(content, collection, resource.id, change);
    const drifted = await newRun().refreshed(resource);
    expect(drifted.inputs).to.include(changed);
    await newRun().up(drifted, inputs);
    expect(live()).to.deep.equal([complete]);
  });

  it("shows no drift where nobody changed anything", async () => {
    const mixed = { ...inputs, pattern: "Acme.Example." };
    const resource = await newRun().create(mixed);
    const refreshed = await newRun().refreshed(resource);
    emulator.clearRequests();
    await newRun().up(refreshed, mixed);
    expect(requests()).to.deep.equal([]);
  });

  it("drops an entry that was deleted elsewhere at refresh", async () => {
    const resource = await newRun().create(inputs);
    content.remove(resource.id);
    expect(await newRun().refresh(resource)).to.equal(undefined);
  });

  it("keeps a resource in state on 403", async () => {
    const resource = await newRun().create(inputs);
    emulator.configure({ accounts: [{ id: emulator.account, subscribed: false }] });
    expect(await messageOf(newRun().refresh(resource))).to.contain("does not have Cloudflare Email Security");
  });

  it("gets an entry, and fails for one that does not exist", async () => {
    const id = insert(content, collection, complete);
    const { props } = await newRun().provider.read(id, { __get: true });
    expect(props).to.include({ accountId: emulator.account, ...complete });
    content.remove(id);
    expect(await messageOf(newRun().provider.read(id, { __get: true }))).to.contain(
      `there is no ${collection.noun} ${id}`,
    );
  });

  it("deletes, and takes one that is gone for deleted", async () => {
    const resource = await newRun().create(inputs);
    await newRun().delete(resource);
    expect(content.list()).to.deep.equal([]);
    await newRun().delete(resource);
  });

  it("repairs from the live entry when state and program agree", async () => {
    const resource = await newRun().create(inputs);
    changeBehind(content, collection, resource.id, change);
    const repaired = await newRun().update(resource, resource.inputs);
    expect(live()).to.deep.equal([complete]);
    expect(repaired.outs).to.include(complete);
  });

  it("replaces on another account, and leaves the old one to the delete", async () => {
    const resource = await newRun().create(inputs);
    const other = { ...resource.inputs, accountId: "another-account" };
    expect(await newRun().provider.diff(resource.id, resource.outs, other)).to.deep.equal({ replaces: ["accountId"] });
  });

  describe("an entry of the same pattern that nobody manages", () => {
    it("is an error that names its id and the ways out", async () => {
      const id = insert(content, collection, complete);
      const message = await messageOf(newRun().create({ ...inputs, pattern: "ACME.example." }));
      expect(message).to.contain(id).and.contain("import").and.contain("adoptExisting").and.contain("aliases");
      expect(live()).to.deep.equal([complete]);
    });

    it("is adopted where the resource or the provider says so, and changed where it differs", async () => {
      const ways: { property?: object; config?: Record<string, string> }[] = [
        { property: { adoptExisting: true } },
        { config: { "cloudflare-email-security:adoptExisting": "true" } },
      ];
      for (const { property, config } of ways) {
        const id = insert(content, collection, changed);
        const preview = newRun(config);
        await preview.check({ ...inputs, ...property, __preview: true });
        expect(preview.said).to.deep.equal([`${collection.noun} ${id}: will be adopted; its ${field} will change`]);
        const run = newRun(config);
        const resource = await run.create({ ...inputs, ...property });
        expect(resource.id).to.equal(id);
        expect(live()).to.deep.equal([complete]);
        expect(run.said).to.deep.equal([`${collection.noun} ${id}: adopted; changed ${field}`]);
        content.remove(id);
      }
    });

    it("is adopted by the resource option import, under the id or account and id", async () => {
      for (const prefix of ["", `${emulator.account}/`]) {
        const id = insert(content, collection, complete);
        const run = newRun();
        const resource = await run.create({ ...inputs, __import: `${prefix}${id}` });
        expect(resource.id).to.equal(id);
        emulator.clearRequests();
        await newRun().up(resource, { ...inputs, __import: id });
        await newRun().up(resource, inputs);
        expect(requests()).to.deep.equal([]);
        content.remove(id);
      }
    });
  });

  describe("adoption", () => {
    it("of nothing fails at preview", async () => {
      const message = await messageOf(newRun().check({ ...inputs, __import: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415" }));
      expect(message).to.contain("import: there is no").and.contain("remove the resource option");
    });

    it("of an entry that another resource has fails", async () => {
      const run = newRun();
      const first = await run.create(inputs);
      const taken = "already belongs to another resource";
      expect(await messageOf(run.check({ ...inputs, __import: first.id }))).to.contain(taken);
      expect(await messageOf(run.provider.create({ ...first.inputs, __import: first.id }))).to.contain(taken);
    });

    it("into another account or another id than the resource's fails at preview", async () => {
      const resource = await newRun().create(inputs);
      const elsewhere = newRun().check({ ...inputs, __import: `other-account/${resource.id}` });
      expect(await messageOf(elsewhere)).to.contain("import: names account other-account");
      expect(await messageOf(newRun().up(resource, { ...inputs, __import: "another-id" }))).to.contain(
        "the resource option import names another-id",
      );
    });

    it("never ends in a deletion when a resource is renamed without an alias", async () => {
      const old = await newRun().create(inputs);
      const run = newRun();
      const renamed = await run.create({ ...inputs, adoptExisting: true });
      await run.delete(old);
      expect(renamed.id).to.equal(old.id);
      expect(live()).to.deep.equal([complete]);
    });
  });

  it("does not let two resources of the same content share an entry", async () => {
    const run = newRun();
    const outcomes = await Promise.allSettled([run.create(inputs), run.create(inputs)]);
    const ids = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.id] : []));
    expect(ids).to.have.length(assume.duplicates === "rejected" ? 1 : 2);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(content.list().map(({ id }) => String(id))).to.have.members(ids);
  });

  // What the network does has nothing to do with an assumption, and a time-out takes real time.
  const ours = Object.keys(assume).length === 0;
  const refused: FaultKind[] = ours
    ? ["reset-before", "500-before", "503-before", "429", "429-retry-after"]
    : ["500-before"];
  const lost: FaultKind[] = ours
    ? ["reset-after", "500-after", "502-after", "520-after", "truncated", "malformed", "cut", "timeout-after"]
    : ["truncated"];

  for (const fault of lost) {
    it(`makes no twin when a create meets ${fault}`, async () => {
      emulator.failNext(fault, { action: "create" });
      const resource = await newRun().create(inputs);
      expect(live()).to.deep.equal([complete]);
      expect(resource.id).to.equal(String(content.list()[0]?.id));
    });
  }

  for (const fault of refused) {
    it(`creates in the end when a create meets ${fault}`, async () => {
      emulator.failNext(fault, { action: "create" });
      await newRun().create(inputs);
      expect(live()).to.deep.equal([complete]);
    });
  }

  if (ours) {
    it("changes nothing else in state with an update, by which it would no longer be known", async () => {
      const { inputs: declared, ...resource } = await newRun().create(inputs);
      const { outs } = await newRun().up({ ...resource, inputs: declared }, { ...inputs, ...change });
      expect(resource.outs.__mark).to.be.a("string");
      expect({ ...outs, modifiedAt: "" }).to.deep.equal({ ...resource.outs, ...change, modifiedAt: "" });
    });

    it("goes and is made anew where an option of the program replaces what could be changed", async () => {
      const resource = await newRun().create(inputs);
      const run = newRun();
      const changedInputs = await run.check({ ...inputs, ...change }, resource.inputs);
      const diff = await run.provider.diff(resource.id, resource.outs, changedInputs);
      expect(diff).to.deep.equal({ deleteBeforeReplace: true });
      await run.delete(resource);
      expect(live()).to.deep.equal([]);
      const replaced = await run.create({ ...inputs, ...change });
      expect(live()).to.deep.equal([changed]);
      expect(replaced.id).not.to.equal(resource.id);
    });

    it("keeps the moment at which it was made where the API does not say it again", async () => {
      const resource = await newRun().create(inputs);
      const run = newRun();
      const { accountId } = resource.outs as { accountId: string };
      const entries = run.instance.entriesIn(collection, accountId);
      const update = entries.update.bind(entries);
      entries.update = async (...change) => {
        const { createdAt: _createdAt, ...entry } = await update(...change);
        return entry;
      };
      const updated = await run.up(resource, { ...inputs, ...change });
      expect(updated.outs.createdAt).to.be.a("string").that.equals(resource.outs.createdAt);
    });

    it("records nothing where it cannot be told whether a create happened, and the next run makes no twin", async () => {
      emulator.failNext("timeout-before", { action: "create" });
      expect(await messageOf(newRun().create(inputs)))
        .to.contain("cannot be told")
        .and.contain("run again");
      await newRun().create(inputs);
      expect(live()).to.deep.equal([complete]);
    });
  }

  for (const fault of lost) {
    it(`converges when an update and a delete meet ${fault}`, async () => {
      const resource = await newRun().create(inputs);
      emulator.failNext(fault, { action: "patch" });
      const updated = await newRun().up(resource, { ...inputs, ...change });
      expect(live()).to.deep.equal([changed]);
      emulator.failNext(fault, { action: "delete" });
      await newRun().delete(updated);
      expect(live()).to.deep.equal([]);
    });
  }
}

describe("the lifecycle of one entry, over the local API", () => {
  for (const sample of samples) {
    describe(sample.collection.type, () => lifecycleOf(sample, {}));
  }

  for (const { where, sample, assume } of assumptionsTurned(0)) {
    describe(where, () => lifecycleOf(sample, assume));
  }
});
