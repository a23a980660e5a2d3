import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { startEmulator, type CollectionContent, type Emulator } from "../../emulator";
import { ALL_COLLECTIONS } from "../../provider/collections/all-collections";
import type { Collection, Values } from "../../provider/collections/collection";
import { contentPolicies } from "../../provider/collections/content-policy";
import { domains } from "../../provider/collections/domain";
import { impersonationRegistry } from "../../provider/collections/impersonation-registry-entry";
import { sendingDomainRestrictions } from "../../provider/collections/sending-domain-restriction";
import { urlIgnorePatterns } from "../../provider/collections/url-ignore-pattern";
import { toWire } from "../../provider/collections/wire";
import { setProvider } from "../../provider/lifecycle/set-provider";
import { samples as samplesOfOthers } from "./samples";
import { changeBehind, insert, liveValues, Run } from "./support";
import { messageOf } from "../support/failure";

const { unknownValue } = pulumi.runtime;

/** What tells one collection from another; the lifecycle as such is tested with allow policies and their sisters. */
interface Sample {
  readonly collection: Collection;
  /** What a program gives. */
  readonly given: Values;
  /** What the entry then is. */
  readonly complete: Values;
  /** What a program changes. */
  readonly change: Values;
  /** The same entry in another spelling. */
  readonly spelled: Values;
}

const domain = {
  domain: "acme.example",
  allowedDeliveryModes: ["DIRECT"],
  dropDispositions: ["MALICIOUS", "SPOOF"],
  ipRestrictions: ["203.0.113.0/24"],
  regions: ["GLOBAL"],
};

const samples: readonly Sample[] = [
  {
    collection: contentPolicies,
    given: { name: "Gift cards", pattern: "gift cards?", targets: ["SUBJECT", "BODY"], notes: "case 4711" },
    complete: {
      name: "Gift cards",
      pattern: "gift cards?",
      targets: ["BODY", "SUBJECT"],
      enabled: true,
      notes: "case 4711",
    },
    change: { targets: ["BODY"], enabled: false },
    spelled: { targets: ["BODY", "SUBJECT"] },
  },
  {
    collection: impersonationRegistry,
    given: { name: "Jane Doe", email: "jane@acme.example" },
    complete: { name: "Jane Doe", email: "jane@acme.example", isEmailRegex: false },
    change: { email: "jane.doe@acme.example" },
    spelled: { email: "jane@ACME.example." },
  },
  {
    collection: sendingDomainRestrictions,
    given: { domain: "acme.example", exclude: ["b.acme.example", "a.acme.example"], comments: "agreed" },
    complete: { domain: "acme.example", exclude: ["a.acme.example", "b.acme.example"], comments: "agreed" },
    change: { exclude: [] },
    spelled: { domain: "ACME.example.", exclude: ["a.acme.example", "B.acme.example."] },
  },
  {
    collection: urlIgnorePatterns,
    given: { pattern: "^https://intranet\\.acme\\.example/" },
    complete: { pattern: "^https://intranet\\.acme\\.example/" },
    change: { comments: "VPN" },
    spelled: {},
  },
  {
    collection: domains,
    given: { ...domain, create: true },
    complete: domain,
    change: { dropDispositions: ["SPAM", "MALICIOUS"], lookbackHops: 3 },
    spelled: { domain: "ACME.example." },
  },
];

it("every collection has its lifecycle tried", () => {
  const tried = [...samples, ...samplesOfOthers].map(({ collection }) => collection.type);
  expect(tried).to.have.members(ALL_COLLECTIONS.map(({ type }) => type));
});

for (const { collection, given, complete, change, spelled } of samples) {
  describe(`a ${collection.noun}, over the local API`, () => {
    let emulator: Emulator;
    let content: CollectionContent;
    const newRun = (config: Record<string, string> = {}) => new Run(emulator, collection, config);
    const live = () => liveValues(content, collection);
    const requests = () => emulator.requests.map(({ action }) => action);
    const changed = { ...complete, ...change };
    const sorted = (values: Values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, typeof value === "object" ? [...value].sort() : value]),
      );

    beforeEach(async () => {
      emulator = await startEmulator();
      content = emulator.content(collection.path);
    });
    afterEach(() => emulator.close());

    it("is made once, and found unchanged by the next run and by a refresh", async () => {
      const resource = await newRun().create(given);
      expect(requests()).to.deep.equal(["list", "create"]);
      expect(live()).to.deep.equal([complete]);
      expect(resource.outs).to.deep.include({ accountId: emulator.account, ...complete });
      emulator.clearRequests();
      await newRun().up(resource, { ...given, ...spelled });
      const refreshed = await newRun().refreshed(resource);
      await newRun().up(refreshed, given);
      expect(requests()).to.deep.equal(["get"]);
    });

    it("is changed in place, with what changed alone", async () => {
      const resource = await newRun().create(given);
      emulator.clearRequests();
      const { outs } = await newRun().up(resource, { ...given, ...change });
      // A change of the key looks whether the place is free.
      const writes = emulator.requests.filter(({ action }) => action !== "list");
      expect(writes.map(({ action }) => action)).to.deep.equal(["patch"]);
      expect(writes[0]?.body).to.deep.equal(toWire(collection, sorted(change)));
      expect(live()).to.deep.equal([sorted(changed)]);
      expect(outs).to.deep.include(sorted(changed));
    });

    it("shows what others changed at refresh, and heals with the next up", async () => {
      const resource = await newRun().create(given);
      changeBehind(content, collection, resource.id, change);
      const drifted = await newRun().refreshed(resource);
      expect(drifted.inputs).to.deep.include(change);
      await newRun().up(drifted, given);
      // What the program never said of a domain stays as it is.
      const kept = Object.keys(change).filter((name) => collection.fields[name]?.kept && !(name in given));
      const left = Object.fromEntries(kept.map((name) => [name, change[name]]));
      expect(live()).to.deep.equal([{ ...complete, ...left }]);
    });

    it("is adopted where it is there in another spelling, and changed where it differs", async () => {
      const id = insert(content, collection, { ...complete, ...spelled, ...differing(collection) });
      const run = newRun();
      const adopted = await run.create({ ...given, ...(collection.presence === "made" && { adoptExisting: true }) });
      expect(adopted.id).to.equal(id);
      expect(content.list()).to.have.length(1);
      expect(run.said.join("\n")).to.contain(`${collection.noun} ${id}: adopted`);
    });

    it("is imported by its id", async () => {
      const id = insert(content, collection, complete);
      const imported = await newRun().create({ ...given, __import: id });
      expect(imported.id).to.equal(id);
      expect(live()).to.deep.equal([complete]);
    });

    it("is got, with all that Cloudflare knows", async () => {
      const id = insert(content, collection, complete);
      const { props } = await newRun().provider.read(id, { __get: true });
      expect(props).to.deep.include(complete);
    });

    it("has no twin where the answer to its create is lost", async () => {
      emulator.failNext("reset-after", { action: "create" });
      const resource = await newRun().create(given);
      expect(content.list().map(({ id }) => id)).to.deep.equal([resource.id]);
    });

    it("refuses a second one in the same program", async () => {
      const run = newRun();
      await run.check({ ...given, __label: "one" });
      const message = await messageOf(run.check({ ...given, ...spelled, __label: "two" }));
      expect(message).to.contain("is also declared by one");
    });

    it("takes what is not known yet, wholly or in part", async () => {
      for (const [name, value] of Object.entries(given)) {
        const unknowns = [
          unknownValue,
          ...(Array.isArray(value) ? [[unknownValue], [...(value as string[]), unknownValue]] : []),
        ];
        for (const unknown of unknowns) await newRun().check({ ...given, [name]: unknown, __preview: true });
      }
    });

    it("finds every mistake at once, each with its property", async () => {
      const wrong = Object.fromEntries(Object.keys(given).map((name) => [name, 7]));
      const message = await messageOf(newRun().check(wrong));
      for (const name of Object.keys(given)) expect(message).to.match(new RegExp(`^${name}: 7 is not a`, "m"));
    });
  });
}

/** A change of what is no part of the key. */
function differing({ fields }: Collection): Values {
  return "comments" in fields ? { comments: "a colleague's note" } : "notes" in fields ? { notes: "a note" } : {};
}

describe("entries that are made and removed like others", () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  for (const { collection, given } of samples.filter((sample) => sample.collection.presence === "made")) {
    it(`${collection.noun}: a stranger's is refused, and one that is gone is deleted`, async () => {
      const content = emulator.content(collection.path);
      const resource = await new Run(emulator, collection).create(given);
      const message = await messageOf(new Run(emulator, collection).create(given));
      expect(message).to.contain(resource.id).and.contain("adoptExisting: true");
      await new Run(emulator, collection).delete(resource);
      expect(content.list()).to.deep.equal([]);
      await new Run(emulator, collection).delete(resource);
    });
  }

  for (const { collection, given } of samples.filter((sample) => sample.collection.batch === "none")) {
    it(`${collection.noun}: many go one by one, since there is no batch`, async () => {
      const run = new Run(emulator, collection);
      const [label] = collection.key;
      const other = String(given[label]).replace("acme", "globex").replace("Jane", "Ann");
      const news = { ...given, [label]: other, ...("exclude" in given && { exclude: [] }) };
      await Promise.all([run.create(given), run.create(news)]);
      expect(emulator.requests.map(({ action }) => action).sort()).to.deep.equal(["create", "create", "list"]);
    });
  }
});

describe("where the API refuses duplicates and has no batch", () => {
  it("two entries swap by a detour over a name that nobody has, also where other fields must fit it", async () => {
    const emulator = await startEmulator({ assume: { duplicates: "rejected", crossFieldRules: "rejected" } });
    const content = emulator.content("sending_domain_restrictions");
    const first = new Run(emulator, sendingDomainRestrictions);
    const entry = (domain: string) => ({ domain, exclude: [`news.${domain}`] });
    const one = await first.create(entry("one.example"));
    const two = await first.create(entry("two.example"));
    const run = new Run(emulator, sendingDomainRestrictions);
    const newOne = await run.check(entry("two.example"), one.inputs);
    const newTwo = await run.check(entry("one.example"), two.inputs);
    await run.provider.diff(one.id, one.outs, newOne);
    await run.provider.diff(two.id, two.outs, newTwo);
    await Promise.all([run.update(one, newOne), run.update(two, newTwo)]);
    expect(content.get(one.id)).to.include({ domain: "two.example" });
    expect(content.get(two.id)).to.include({ domain: "one.example" });
    await emulator.close();
  });
});

describe("an impersonation registry entry of a directory", () => {
  const person = { name: "Jane Doe", email: "jane@acme.example" };
  let emulator: Emulator;
  let content: CollectionContent;
  let id: string;
  const newRun = () => new Run(emulator, impersonationRegistry);

  beforeEach(async () => {
    emulator = await startEmulator();
    content = emulator.content("impersonation_registry");
    const synced = { ...person, is_email_regex: false, provenance: "SNOOPY-OFFICE_365", directory_id: 7 };
    id = String(content.insert(synced).id);
  });
  afterEach(() => emulator.close());

  it("is neither adopted nor made a second time, and a program is told so", async () => {
    for (const adoptExisting of [true, false]) {
      const message = await messageOf(newRun().create({ ...person, adoptExisting }));
      expect(message).to.contain(id).and.contain("is synced from a directory").and.contain("remove the resource");
    }
    expect(content.list()).to.have.length(1);
  });

  it("is no obstacle to the adoption of one beside it that people made", async () => {
    const manual = String(content.insert({ ...person, is_email_regex: false, provenance: "A1S_INTERNAL" }).id);
    expect(await messageOf(newRun().create(person))).to.contain(manual);
    const adopted = await newRun().create({ ...person, comments: "head of sales", adoptExisting: true });
    expect(adopted.id).to.equal(manual);
    expect(content.get(manual)).to.include({ comments: "head of sales" });
    expect(content.list()).to.have.length(2);
  });

  it("is not imported", async () => {
    const message = await messageOf(newRun().check({ ...person, __import: id }));
    expect(message).to.contain("is synced from a directory");
  });

  it("is left alone where it became the directory's after it was deployed", async () => {
    content.change(id, { provenance: "A1S_INTERNAL" });
    const resource = await newRun().create({ ...person, adoptExisting: true });
    content.change(id, { provenance: "SNOOPY-GOOGLE_DIRECTORY" });
    const synced = await newRun().refreshed(resource);
    expect(synced.outs).to.include({ provenance: "SNOOPY-GOOGLE_DIRECTORY", directoryId: 7 });
    expect(synced.inputs).not.to.have.any.keys("provenance", "directoryId");
    expect(await messageOf(newRun().up(synced, { ...person, comments: "head" }))).to.contain("cannot be changed");
    const run = newRun();
    await run.delete(synced);
    expect(run.said.join()).to.contain("is synced from a directory, so it is left as it is");
    expect(content.list()).to.have.length(1);
  });
});

describe("a domain", () => {
  let emulator: Emulator;
  let content: CollectionContent;
  const newRun = () => new Run(emulator, domains);

  beforeEach(async () => {
    emulator = await startEmulator();
    content = emulator.content("domains");
  });
  afterEach(() => emulator.close());

  it("that is there is adopted unasked, and keeps what the program does not say", async () => {
    const id = insert(content, domains, { ...domain, transport: "mx.acme.example" });
    const run = newRun();
    const given = { domain: "acme.example", dropDispositions: ["MALICIOUS"] };
    await run.check({ ...given, __preview: true });
    expect(run.said).to.deep.equal([`domain ${id}: will be adopted; its dropDispositions will change`]);
    const resource = await newRun().create(given);
    expect(liveValues(content, domains)).to.deep.equal([
      { ...domain, dropDispositions: ["MALICIOUS"], transport: "mx.acme.example" },
    ]);
    const refreshed = await newRun().refreshed(resource);
    emulator.clearRequests();
    const inputs = await newRun().check(given, refreshed.inputs);
    expect(inputs).to.deep.include({ transport: "mx.acme.example", regions: ["GLOBAL"] });
    expect(await newRun().provider.diff(id, refreshed.outs, inputs)).to.deep.equal({ changes: false });
    await newRun().up(refreshed, { ...given, requireTlsInbound: true });
    expect(emulator.requests.map(({ body }) => body)).to.deep.equal([{ require_tls_inbound: true }]);
  });

  it("is advised on by what the program says, and not by what it leaves", async () => {
    insert(content, domains, { ...domain, dropDispositions: [], ipRestrictions: [] });
    const strict = () => new Run(emulator, domains, { "cloudflare-email-security:strict": "true" });
    const { inputs } = await newRun().refreshed(await newRun().create({ domain: "acme.example" }));
    expect(inputs).to.deep.include({ dropDispositions: [], ipRestrictions: [] });
    await strict().check({ domain: "acme.example" }, inputs);
    const message = await messageOf(strict().check({ domain: "acme.example", dropDispositions: [] }, inputs));
    expect(message).to.contain("advice/drops-nothing").and.not.contain("ipRestrictions");
  });

  it("is not refused for what the program does not say", async () => {
    insert(content, domains, { ...domain, ipRestrictions: ["203.0.113.7/24"], transport: "not_a.host" });
    const resource = await newRun().create({ domain: "acme.example" });
    await newRun().up(await newRun().refreshed(resource), { domain: "acme.example", requireTlsInbound: true });
    expect(liveValues(content, domains)[0]).to.deep.include({
      ipRestrictions: ["203.0.113.7/24"],
      transport: "not_a.host",
      requireTlsInbound: true,
    });
  });

  it("that is not there is made only where the program says so, and with all that it needs", async () => {
    expect(await messageOf(newRun().check({ domain: "acme.example" }))).to.contain(
      "there is no domain acme.example in this account: set create: true",
    );
    expect(await messageOf(newRun().check({ domain: "acme.example", create: true }))).to.contain(
      "allowedDeliveryModes, dropDispositions, ipRestrictions, regions: needed to make a domain",
    );
    await newRun().create({ ...domain, create: true });
    expect(emulator.requests.at(-1)?.body).not.to.have.property("create");
    expect(content.list()).to.have.length(1);
  });

  it("that went away between preview and up is not made", async () => {
    const id = insert(content, domains, domain);
    const run = newRun();
    const inputs = await run.check(domain);
    emulator.configure({});
    content.remove(id);
    expect(await messageOf(newRun().provider.create(inputs))).to.contain("there is no domain acme.example");
    expect(content.list()).to.deep.equal([]);
  });

  it("stays protected when its resource goes, unless deleteOnRemoval was deployed", async () => {
    const resource = await newRun().create({ ...domain, create: true });
    const run = newRun();
    await run.delete(resource);
    expect(run.said).to.deep.equal([`domain ${resource.id}: deleteOnRemoval was not deployed, so it is left as it is`]);
    expect(content.list()).to.have.length(1);

    emulator.clearRequests();
    const removable = await newRun().up(resource, { ...domain, create: true, deleteOnRemoval: true });
    expect(emulator.requests).to.deep.equal([]);
    expect(removable.outs).to.include({ deleteOnRemoval: true });
    const refreshed = await newRun().refreshed(removable);
    await newRun().delete(refreshed);
    expect(content.list()).to.deep.equal([]);
    await newRun().delete(refreshed);
  });

  it("of another name is another domain, and the old one stays", async () => {
    const resource = await newRun().create({ ...domain, create: true });
    const inputs = await newRun().check({ ...domain, domain: "globex.example", create: true }, resource.inputs);
    expect(await newRun().provider.diff(resource.id, resource.outs, inputs)).to.deep.equal({ replaces: ["domain"] });
  });
});

describe("a set of content policies", () => {
  it("is one list and one batch, keeps its lists without order, and allows others by name", async () => {
    const emulator = await startEmulator();
    const content = emulator.content("content_policies");
    const policies = {
      cards: { name: "Gift cards", pattern: "gift cards?", targets: ["SUBJECT", "BODY"] },
      crypto: { name: "Crypto", pattern: "seed phrase", targets: ["BODY"] },
    };
    const newRun = () => new Run(emulator, contentPolicies, {}, setProvider);
    const args = { policies, exclusive: true, allowUnmanaged: ["Of the SOC"] };
    const set = await newRun().create(args);
    expect(emulator.requests.map(({ action }) => action)).to.deep.equal(["list", "batch"]);
    content.insert({ name: "Of the SOC", pattern: "canary", targets: ["BODY"], enabled: true });
    content.insert({ name: "Somebody's", pattern: "x", targets: ["BODY"], enabled: true });
    const seen = await newRun().refreshed(set);
    expect(seen.inputs.policies).to.have.all.keys("cards", "crypto", "Somebody's");
    const turned = { ...policies, cards: { ...policies.cards, targets: ["BODY", "SUBJECT"] } };
    await newRun().up(seen, { ...args, policies: turned });
    expect(content.list().map(({ name }) => name)).to.have.members(["Gift cards", "Crypto", "Of the SOC"]);
    emulator.clearRequests();
    await newRun().delete(set);
    expect(content.list().map(({ name }) => name)).to.deep.equal(["Of the SOC"]);
    await emulator.close();
  });

  it("refuses two policies of one name, and a mistake under its key", async () => {
    const emulator = await startEmulator();
    const run = new Run(emulator, contentPolicies, {}, setProvider);
    const policy = { name: "Gift cards", pattern: "gift", targets: ["BODY"] };
    expect(await messageOf(run.check({ policies: { a: policy, b: policy }, __label: "set" }))).to.contain(
      "policies.b: the content policy of this name is also declared by policies.a of set",
    );
    expect(await messageOf(run.check({ policies: { a: { ...policy, targets: [] } } }))).to.contain(
      "policies.a.targets: needs at least 1",
    );
    await emulator.close();
  });
});
