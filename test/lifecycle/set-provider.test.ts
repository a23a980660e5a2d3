import { expect } from "chai";
import { startEmulator, type CollectionContent, type Emulator } from "../../emulator";
import { toWire } from "../../provider/collections/wire";
import type { Value } from "../../provider/fields/field";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import type { Properties } from "../../provider/lifecycle/properties";
import { setProvider } from "../../provider/lifecycle/set-provider";
import { assumptionsTurned, samples, type Sample } from "./samples";
import { empty } from "../support/content";
import { changeBehind, insert, liveValues, Run, type Assume, type Resource } from "./support";
import { failureOf } from "../support/failure";

/** Two texts for one pattern: what `allowUnmanaged` says, and what exists. */
const SPELLINGS = [
  { allowed: "soc-test.example", live: "soc-test.example.", patternType: "DOMAIN" },
  { allowed: "SOC.example.", live: "soc.example", patternType: "DOMAIN" },
  { allowed: "münchen.example", live: "xn--mnchen-3ya.example", patternType: "DOMAIN" },
  { allowed: "198.51.100.7", live: "198.51.100.7/32", patternType: "IP" },
  { allowed: "2606:4700::1111", live: "2606:4700:0:0:0:0:0:1111", patternType: "IP" },
  { allowed: "soc@münchen.example", live: "SOC@xn--mnchen-3ya.example", patternType: "EMAIL" },
];

type Entry = Record<string, Value>;

function lifecycleOf({ collection, given, complete, change, elsewhere, wrong }: Sample, assume: Assume): void {
  const property = collection.set.entries;
  let emulator: Emulator;
  let content: CollectionContent;

  const newRun = (config: Record<string, string> = {}) => new Run(emulator, collection, config, setProvider);
  const entry = (pattern: string, more: Entry = {}): Entry => ({ ...given, pattern, ...more });
  const whole = (pattern: string, more: Entry = {}): Entry => ({ pattern, ...complete, ...more });
  const set = (entries: Record<string, Entry>, more: Properties = {}): Properties => ({ [property]: entries, ...more });
  const live = () => liveValues(content, collection).sort((a, b) => String(a.pattern).localeCompare(String(b.pattern)));
  const idOf = (pattern: string) => String(content.list().find((one) => one.pattern === pattern)?.id);
  const requests = () => emulator.requests.map(({ action }) => action);
  const acmeAndGlobex = { acme: entry("acme.example"), globex: entry("globex.example") };

  before(async () => {
    emulator = await startEmulator({ assume });
    content = emulator.content(collection.path);
  });
  after(() => emulator.close());
  beforeEach(() => {
    empty(content);
    emulator.clearRequests();
  });

  it("creates all entries in one batch after one look", async () => {
    const run = newRun();
    const { outs } = await run.create(set(acmeAndGlobex));
    expect(run.said).to.deep.equal([]);
    expect(requests()).to.deep.equal(["list", "batch"]);
    expect(live()).to.deep.equal([whole("acme.example"), whole("globex.example")]);
    expect(outs).to.deep.equal({
      accountId: emulator.account,
      [property]: { acme: whole("acme.example"), globex: whole("globex.example") },
      ids: { acme: idOf("acme.example"), globex: idOf("globex.example") },
      count: 2,
    });
  });

  it("asks nobody when nothing changed", async () => {
    const resource = await newRun().create(set(acmeAndGlobex));
    emulator.clearRequests();
    await newRun().up(resource, set(acmeAndGlobex));
    expect(requests()).to.deep.equal([]);
  });

  it("adds, changes and removes in one batch, and sends only what changed", async () => {
    const resource = await newRun().create(set({ ...acmeAndGlobex, initech: entry("initech.example") }));
    const acme = idOf("acme.example");
    emulator.clearRequests();
    const { outs } = await newRun().up(
      resource,
      set({
        acme: entry("acme.example", { comments: "changed", ...change }),
        globex: entry("globex.example"),
        umbrella: entry("umbrella.example"),
      }),
    );
    expect(requests()).to.deep.equal(["list", "batch"]);
    expect(live()).to.deep.equal([
      whole("acme.example", { comments: "changed", ...change }),
      whole("globex.example"),
      whole("umbrella.example"),
    ]);
    const body = emulator.requests[1]?.body as Record<string, { id: unknown }[]>;
    expect(body.patches).to.deep.equal([
      {
        id: body.patches?.[0]?.id,
        comments: "changed",
        ...toWire(collection, change),
      },
    ]);
    expect(String(body.patches?.[0]?.id)).to.equal(acme);
    expect([body.deletes?.length, body.puts?.length, body.posts?.length]).to.deep.equal([1, 0, 1]);
    expect(outs).to.deep.include({ count: 3 });
  });

  it("keeps the entries when keys are renamed or swap their patterns", async () => {
    const resource = await newRun().create(set(acmeAndGlobex));
    const ids = [idOf("acme.example"), idOf("globex.example")];
    emulator.clearRequests();
    const swapped = { acme: entry("globex.example"), renamed: entry("acme.example") };
    const { outs } = await newRun().up(resource, set(swapped));
    expect(requests()).to.deep.equal(["list"]);
    expect(outs.ids).to.deep.equal({ renamed: ids[0], acme: ids[1] });
    expect([idOf("acme.example"), idOf("globex.example")]).to.deep.equal(ids);
  });

  it("changes a pattern in place", async () => {
    const resource = await newRun().create(set(acmeAndGlobex));
    const id = idOf("acme.example");
    await newRun().up(resource, set({ ...acmeAndGlobex, acme: entry("acme-group.example") }));
    expect(idOf("acme-group.example")).to.equal(id);
    expect(live()).to.have.length(2);
  });

  it("shows drift by name at refresh, and heals it in one batch", async () => {
    const resource = await newRun().create(set({ ...acmeAndGlobex, initech: entry("initech.example") }));
    changeBehind(content, collection, idOf("acme.example"), change);
    content.remove(idOf("globex.example"));
    const drifted = await newRun().refreshed(resource);
    expect(drifted.inputs[property]).to.deep.equal({
      acme: whole("acme.example", change),
      initech: whole("initech.example"),
    });
    emulator.clearRequests();
    await newRun().up(drifted, set({ ...acmeAndGlobex, initech: entry("initech.example") }));
    expect(requests()).to.deep.equal(["list", "batch"]);
    expect(live()).to.deep.equal([whole("acme.example"), whole("globex.example"), whole("initech.example")]);
  });

  it("refreshes from one list", async () => {
    const resource = await newRun().create(set(acmeAndGlobex));
    emulator.clearRequests();
    expect((await newRun().refreshed(resource)).outs).to.deep.equal(resource.outs);
    expect(requests()).to.deep.equal(["list"]);
  });

  it("leaves what it does not know of, and what others changed in fields that the program does not change", async () => {
    const resource = await newRun().create(set(acmeAndGlobex));
    insert(content, collection, whole("stranger.example"));
    changeBehind(content, collection, idOf("acme.example"), elsewhere);
    const run = newRun();
    await run.up(resource, set({ ...acmeAndGlobex, acme: entry("acme.example", change) }));
    expect(live()).to.deep.equal([
      whole("acme.example", { ...change, ...elsewhere }),
      whole("globex.example"),
      whole("stranger.example"),
    ]);
    expect(run.said.join("\n")).to.contain(`${property}.acme: ${Object.keys(elsewhere).join()} changed elsewhere`);
  });

  it("deletes all of its entries in one batch, gone ones too, and no others", async () => {
    const resource = await newRun().create(set(acmeAndGlobex));
    insert(content, collection, whole("stranger.example"));
    content.remove(idOf("globex.example"));
    await newRun().delete(resource);
    expect(live()).to.deep.equal([whole("stranger.example")]);
    await newRun().delete(resource);
  });

  it("does all or nothing when one entry is refused", async () => {
    const resource = await newRun().create(set(acmeAndGlobex));
    const inputs = await newRun().check(set({ ...acmeAndGlobex, acme: entry("acme.example", change) }));
    const bad = structuredClone(inputs) as Record<string, Record<string, Entry>>;
    // What check would find is put in behind it, for the API to find.
    (bad[property] ??= {}).bad = { ...whole("x.example"), comments: "x".repeat(2_000) };
    const failure = await failureOf(newRun().provider.update(resource.id, resource.outs, bad));
    expect(failure).not.to.have.property("id");
    expect(live()).to.deep.equal([whole("acme.example"), whole("globex.example")]);
  });

  it("names every failure by the path of the entry", async () => {
    const failure = await failureOf(
      newRun().check(set({ acme: entry("https://acme.example"), "b.c": entry("b.example", wrong) })),
    );
    expect(failure.message)
      .to.contain(`${property}.acme.pattern: `)
      .and.contain(`${property}["b.c"].${Object.keys(wrong).join()}: `);
  });

  it("passes unknown values at preview", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const inputs = await newRun().check(set({ acme: entry(unknown), globex: unknown as unknown as Entry }));
    expect((inputs[property] as Record<string, unknown>).globex).to.equal(unknown);
    expect((await newRun().check({ [property]: unknown }))[property]).to.equal(unknown);
  });

  it("says that a set can be neither imported nor got", async () => {
    expect((await failureOf(newRun().check(set(acmeAndGlobex, { __import: "x" })))).message).to.contain("import: ");
    expect((await failureOf(newRun().provider.read("x", { __get: true }))).message).to.contain("cannot be got");
  });

  describe("entries that exist already", () => {
    it("are errors that name them, and nothing is made", async () => {
      const id = insert(content, collection, whole("acme.example"));
      const failure = await failureOf(newRun().create(set(acmeAndGlobex)));
      expect(failure.message).to.contain(`acme (${id})`).and.contain("adoptExisting: true");
      expect(live()).to.have.length(1);
    });

    it("are adopted where the set says so, at create and when they are added later", async () => {
      const acme = insert(content, collection, whole("acme.example", change));
      const later = insert(content, collection, whole("later.example"));
      const preview = newRun();
      await preview.check(set(acmeAndGlobex, { adoptExisting: true, __preview: true }));
      expect(preview.said[0]).to.contain("1 of 2").and.contain("1 of them will change");
      const adopter = newRun();
      const resource = await adopter.create(set(acmeAndGlobex, { adoptExisting: true }));
      expect(adopter.said).to.deep.equal([`${property}: adopted acme`]);
      expect(resource.outs.ids).to.include({ acme });
      const more = { ...acmeAndGlobex, later: entry("later.example") };
      expect((await newRun().up(resource, set(more, { adoptExisting: true }))).outs.ids).to.include({ acme, later });
      expect(live()).to.deep.equal(["acme.example", "globex.example", "later.example"].map((one) => whole(one)));
    });

    it("move from single resources into a set and back without being recreated", async () => {
      const run = newRun();
      const single = entryProvider(run.instance, collection);
      const old = await new Run(emulator, collection).create(entry("acme.example"));
      const resource = await run.create(set(acmeAndGlobex, { adoptExisting: true }));
      await single.delete(old.id, old.outs);
      expect((resource.outs.ids as Record<string, string>).acme).to.equal(old.id);
      expect(live()).to.have.length(2);

      const back = newRun();
      const out = entryProvider(back.instance, collection);
      const { inputs = {} } = await out.check({}, { ...entry("acme.example"), adoptExisting: true });
      expect((await out.create(inputs)).id).to.equal(old.id);
      await back.up(resource, set({ globex: acmeAndGlobex.globex }));
      expect(idOf("acme.example")).to.equal(old.id);
      expect(live()).to.have.length(2);
    });

    it("survive an un-aliased rename of the set", async () => {
      const old = await newRun().create(set(acmeAndGlobex));
      const run = newRun();
      const renamed = await run.create(set(acmeAndGlobex, { adoptExisting: true }));
      await run.delete(old);
      expect(renamed.outs.ids).to.deep.equal(old.outs.ids);
      expect(live()).to.have.length(2);
    });
  });

  describe("exclusive", () => {
    it("shows what others added at refresh, by pattern, and removes it with the next up, but for what is allowed", async () => {
      const settings = { exclusive: true, allowUnmanaged: ["soc.example"] };
      const resource = await newRun().create(set(acmeAndGlobex, settings));
      insert(content, collection, whole("stranger.example"));
      insert(content, collection, whole("soc.example"));
      const found = await newRun().refreshed(resource);
      expect(found.inputs[property]).to.deep.equal({
        acme: whole("acme.example"),
        globex: whole("globex.example"),
        "stranger.example": whole("stranger.example"),
      });
      await newRun().up(found, set(acmeAndGlobex, settings));
      expect(live()).to.deep.equal([whole("acme.example"), whole("globex.example"), whole("soc.example")]);
    });

    it("is shown an own entry that somebody gave another pattern as its own alone", async () => {
      const resource = await newRun().create(set(acmeAndGlobex, { exclusive: true }));
      const { acme } = resource.outs.ids as Record<string, string>;
      content.change(String(acme), { pattern: "drifted.example" });
      const found = await newRun().refreshed(resource);
      expect(found.inputs[property]).to.deep.equal({
        acme: whole("drifted.example"),
        globex: whole("globex.example"),
      });
    });

    it("leaves an allowed pattern alone in whichever spelling either side has it", async () => {
      const more =
        "patternType" in complete ? SPELLINGS : SPELLINGS.filter(({ patternType }) => patternType === "DOMAIN");
      for (const { allowed, live: pattern, patternType } of more) {
        insert(content, collection, whole(pattern, "patternType" in complete ? { patternType } : {}));
        expect(
          content.list().some((one) => one.pattern === pattern),
          `${allowed} for ${pattern}`,
        ).to.equal(true);
      }
      const regex = ".*@soc\\.example";
      insert(content, collection, whole(regex, { isRegex: true }));
      insert(content, collection, whole(".*@SOC\\.example", { isRegex: true }));
      const resource = await newRun().create(
        set(acmeAndGlobex, { exclusive: true, allowUnmanaged: [...more.map(({ allowed }) => allowed), regex] }),
      );
      const found = await newRun().refreshed(resource);
      expect(Object.keys(found.inputs[property] as object)).to.deep.equal(["acme", "globex", ".*@SOC\\.example"]);
    });

    it("sees no change in another spelling of what is allowed", async () => {
      const settings = (allowUnmanaged: string[]) => set(acmeAndGlobex, { exclusive: true, allowUnmanaged });
      const resource = await newRun().create(settings(["soc.example", "drills.example"]));
      emulator.clearRequests();
      // As version 0.1.0 left it.
      const old = { ...resource, outs: { ...resource.outs, allowUnmanaged: ["SOC.example.", "drills.example"] } };
      await newRun().up(old, settings(["DRILLS.example", "soc.example"]));
      expect(requests()).to.deep.equal([]);
    });

    it("refuses a mistake in what is allowed, since it would be an entry removed", async () => {
      const allowUnmanaged = ["soc.example", "soc_test.example", ".*@(soc", 7, "http://soc.example/"];
      const { message } = await failureOf(newRun().check(set(acmeAndGlobex, { exclusive: true, allowUnmanaged })));
      expect(message).to.contain('allowUnmanaged[1]: "soc_test.example" has an underscore');
      expect(message).to.contain('allowUnmanaged[2]: ".*@(soc" is not a Java regular expression');
      expect(message).to.contain("allowUnmanaged[3]: 7 is not a text");
      expect(message).to.contain('allowUnmanaged[4]: "http://soc.example/" is a URL');
      expect(message).not.to.contain("allowUnmanaged[0]");
    });

    it("removes nothing that no preview has shown", async () => {
      insert(content, collection, whole("stranger.example"));
      const resource = await newRun().create(set(acmeAndGlobex, { exclusive: true }));
      await newRun().up(resource, set({ acme: acmeAndGlobex.acme }, { exclusive: true }));
      expect(live()).to.deep.equal([whole("acme.example"), whole("stranger.example")]);
    });

    it("belongs to one set of an account", async () => {
      const one = await newRun().create(set({ acme: acmeAndGlobex.acme }, { exclusive: true }));
      const run = newRun();
      await run.up(one, set({ acme: acmeAndGlobex.acme }, { exclusive: true }));
      const second = run.create(set({ globex: acmeAndGlobex.globex }, { exclusive: true }));
      expect((await failureOf(second)).message).to.contain("two exclusive sets");
    });
  });

  // What an assumption has nothing to do with.
  if (Object.keys(assume).length === 0) {
    it("takes nothing for gone that only one list does not show", async () => {
      emulator.failNext({ kind: "stale", reads: 1 }, { action: "batch" });
      const resource = await newRun().create(set(acmeAndGlobex));
      emulator.clearRequests();
      expect((await newRun().refreshed(resource)).outs).to.deep.equal(resource.outs);
      expect(requests()).to.deep.equal(["list", "list"]);
    });

    it("differs from what the program asks for as the engine then shows it", async () => {
      const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
      const resource = await newRun().create(set(acmeAndGlobex));
      const diff = async (news: Properties, more: Properties = {}) => {
        const run = newRun();
        return run.provider.diff(resource.id, { ...resource.outs, ...more }, await run.check(news, resource.inputs));
      };
      const changed = set({ ...acmeAndGlobex, acme: entry("acme.example", change) });
      expect(await diff(set(acmeAndGlobex))).to.deep.equal({ changes: false });
      expect(await diff(set(acmeAndGlobex), { __unsure: true })).to.deep.equal({ changes: true });
      expect(await diff(set(acmeAndGlobex, { accountId: "another" }))).to.deep.equal({ replaces: ["accountId"] });
      expect(await diff(changed)).to.deep.equal({ deleteBeforeReplace: true });
      expect(await diff(changed, { __gone: ["globex"] })).to.deep.equal({ changes: true });
      expect(await diff({ [property]: unknown, adoptExisting: true })).to.deep.equal({ deleteBeforeReplace: true });
      expect(requests()).to.deep.equal(["list", "batch"]);
    });

    it("says at preview what others deleted and is made again, and what of others stays", async () => {
      const resource = await newRun().create(set(acmeAndGlobex, { exclusive: true }));
      insert(content, collection, whole("stranger.example"));
      insert(content, collection, whole("drills.example"));
      const { inputs, outs } = await newRun().refreshed(resource);
      const said = async (news: Properties, gone: readonly string[] = []) => {
        const run = newRun();
        const checked = await run.check({ __preview: true, ...news }, inputs);
        await run.provider.diff(resource.id, { ...outs, ...(gone.length > 0 && { __gone: gone }) }, checked);
        return run.said;
      };
      const stay = (count: number) =>
        `${property}: ${count} entries of others are only shown here, and stay in Cloudflare`;
      expect(await said(set(acmeAndGlobex))).to.deep.equal([stay(2)]);
      expect(await said(set(acmeAndGlobex, { exclusive: true, allowUnmanaged: ["drills.example"] }))).to.deep.equal([
        stay(1),
      ]);
      const own = set(acmeAndGlobex, { exclusive: true });
      expect(await said(own)).to.deep.equal([]);
      expect(await said(own, ["globex", "initech"])).to.deep.equal([
        `${property}: globex deleted elsewhere; will be made again`,
      ]);
      expect(await said({ ...own, __preview: false }, ["globex"])).to.deep.equal([]);
    });

    it("brings back what others changed where the last run's outcome is not clear, and else leaves it", async () => {
      const resource = await newRun().create(set(acmeAndGlobex));
      changeBehind(content, collection, idOf("globex.example"), elsewhere);
      const changed = set({ ...acmeAndGlobex, acme: entry("acme.example", change) });
      await newRun().up(resource, changed);
      expect(live()[1]).to.deep.equal({ ...whole("globex.example"), ...elsewhere });
      const unsure = { ...resource, outs: { ...resource.outs, __unsure: true } };
      expect((await newRun().up(unsure, changed)).outs).not.to.have.property("__unsure");
      expect(live()[1]).to.deep.equal(whole("globex.example"));
    });

    it("asks for nothing as long as something of it is wrong", async () => {
      const policies = set({ ...acmeAndGlobex, bad: entry("bad.example", wrong) }, { adoptExisting: true });
      await failureOf(newRun().check(policies));
      await newRun().check({ ...policies, __preview: true, __mistakes: true });
      expect(requests()).to.deep.equal([]);
    });

    it("shows others' entries under names that are free", async () => {
      const own = set({ "stranger.example": entry("acme.example") }, { exclusive: true });
      const resource = await newRun().create(own);
      const ids = ["stranger.example", "drills.example", "drills.example"].map((one) =>
        insert(content, collection, whole(one)),
      );
      const found = await newRun().refreshed(resource);
      expect(Object.keys(found.inputs[property] as object)).to.deep.equal([
        "stranger.example",
        `stranger.example (${ids[0]})`,
        "drills.example",
        `drills.example (${ids[2]})`,
      ]);
    });

    it("is exclusive from the next up, also where nothing else changes, and shared again in the same way", async () => {
      const shared = await newRun().create(set(acmeAndGlobex));
      insert(content, collection, whole("stranger.example"));
      const namesAfter = async (resource: Resource) =>
        Object.keys((await newRun().refreshed(resource)).inputs[property] as object);
      expect(await namesAfter(shared)).to.deep.equal(["acme", "globex"]);
      const own = await newRun().up(shared, set(acmeAndGlobex, { exclusive: true }));
      expect(await namesAfter(own)).to.deep.equal(["acme", "globex", "stranger.example"]);
      const sharedAgain = await newRun().up(own, set(acmeAndGlobex));
      expect(await namesAfter(sharedAgain)).to.deep.equal(["acme", "globex"]);
    });

    it("leaves alone what the last up allowed, also where nothing else changed", async () => {
      const allow = (...allowUnmanaged: string[]) => set(acmeAndGlobex, { exclusive: true, allowUnmanaged });
      const resource = await newRun().create(allow("soc.example"));
      insert(content, collection, whole("soc.example"));
      insert(content, collection, whole("drills.example"));
      const changed = await newRun().up(resource, allow("drills.example"));
      const found = await newRun().refreshed(changed);
      expect(Object.keys(found.inputs[property] as object)).to.deep.equal(["acme", "globex", "soc.example"]);
    });
  }

  for (const fault of ["reset-after", "500-after", "truncated", "reset-before", "503-before"] as const) {
    it(`makes no twin and loses nothing when a batch meets ${fault}`, async () => {
      emulator.failNext(fault, { action: "batch" });
      const resource = await newRun().create(set(acmeAndGlobex));
      expect(live()).to.deep.equal([whole("acme.example"), whole("globex.example")]);
      emulator.failNext(fault, { action: "batch" });
      const changed = { acme: entry("acme.example", change), initech: entry("initech.example") };
      const updated = await newRun().up(resource, set(changed));
      expect(live()).to.deep.equal([whole("acme.example", change), whole("initech.example")]);
      emulator.failNext(fault, { action: "batch" });
      await newRun().delete(updated);
      expect(live()).to.deep.equal([]);
    });
  }
}

describe("the lifecycle of a set, over the local API", () => {
  for (const sample of samples) describe(sample.collection.set.type, () => lifecycleOf(sample, {}));

  for (const { where, sample, assume } of assumptionsTurned(1)) {
    describe(where, () => lifecycleOf(sample, assume));
  }
});
