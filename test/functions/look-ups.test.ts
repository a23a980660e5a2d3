import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { startEmulator, type Emulator, type WireEntry } from "../../emulator";
import type { Assumptions } from "../../emulator/assumptions";
import { ALL_COLLECTIONS } from "../../provider/collections/all-collections";
import * as provider from "../../provider";
import {
  getAllowPolicies,
  getAllowPoliciesOutput,
  getAllowPolicy,
  getAllowPolicyOutput,
  getBlockSender,
  getBlockSenderOutput,
  getBlockSenders,
  getBlockSendersOutput,
  getTrustedDomain,
  getTrustedDomainOutput,
  getTrustedDomains,
  getTrustedDomainsOutput,
  type GetAllowPoliciesArgs,
} from "../../provider";
import { messageOf } from "../support/failure";

const acme: WireEntry = {
  id: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
  pattern: "acme.example",
  pattern_type: "DOMAIN",
  is_trusted_sender: true,
  comments: "freight",
  created_at: "2026-01-01T00:00:00.000000Z",
};

const patternsOf = ({ results }: { results: readonly { pattern: string }[] }) => results.map(({ pattern }) => pattern);

/** What a program sees of an Output; the SDK's types keep it to themselves. */
async function settled<T>(output: pulumi.Output<T>): Promise<{ value: T; isKnown: boolean; isSecret: boolean }> {
  const internal = output as unknown as {
    promise(): Promise<T>;
    isKnown: Promise<boolean>;
    isSecret: Promise<boolean>;
  };
  return { value: await internal.promise(), isKnown: await internal.isKnown, isSecret: await internal.isSecret };
}

type LookUp<Found> = (args?: object) => Promise<Found>;
type LaterLookUp<Found> = (args?: object) => pulumi.Output<Found>;
interface All {
  readonly results: readonly object[];
}

/** The four functions of a collection, by their names. */
function lookUpsOf({ type }: { readonly type: string }) {
  const many = type.endsWith("y") ? `${type.slice(0, -1)}ies` : `${type}s`;
  const named = provider as unknown as Readonly<Record<string, unknown>>;
  return {
    one: named[`get${type}`] as LookUp<object>,
    oneLater: named[`get${type}Output`] as LaterLookUp<object>,
    all: named[`get${many}`] as LookUp<All>,
    allLater: named[`get${many}Output`] as LaterLookUp<All>,
  };
}

interface Particulars {
  readonly entry: WireEntry;
  /** What is found of it, but for what every entry has. */
  readonly found: object;
  /** Finds it and no stranger. */
  readonly condition: object;
  /** In what another entry differs. */
  readonly stranger: WireEntry;
}

const particulars: Readonly<Record<string, Particulars>> = {
  allow_policies: {
    entry: { pattern: "acme.example", pattern_type: "DOMAIN", is_trusted_sender: true },
    found: {
      ...{ pattern: "acme.example", patternType: "DOMAIN", isRegex: false, verifySender: true },
      ...{ isTrustedSender: true, isAcceptableSender: false, isExemptRecipient: false },
    },
    condition: { pattern: "ACME.example" },
    stranger: { pattern: "globex.example" },
  },
  trusted_domains: {
    entry: { pattern: "acme.example", is_recent: true, comments: "freight" },
    found: { pattern: "acme.example", isRegex: false, isRecent: true, isSimilarity: false, comments: "freight" },
    condition: { isRecent: true },
    stranger: { is_recent: false, is_similarity: true },
  },
  block_senders: {
    entry: { pattern: "acme.example", pattern_type: "DOMAIN" },
    found: { pattern: "acme.example", patternType: "DOMAIN", isRegex: false },
    condition: { patternType: "DOMAIN" },
    stranger: { pattern: "203.0.113.66", pattern_type: "IP" },
  },
  content_policies: {
    entry: { name: "Gift cards", pattern: "gift cards?", targets: ["BODY", "SUBJECT"], enabled: false, notes: "4711" },
    found: {
      ...{ name: "Gift cards", pattern: "gift cards?", targets: ["BODY", "SUBJECT"], enabled: false, notes: "4711" },
    },
    condition: { name: "Gift cards" },
    stranger: { name: "Gift cards, too" },
  },
  impersonation_registry: {
    entry: { name: "Ann", email: "ann@acme.example", provenance: "SNOOPY-OFFICE_365", directory_id: 7 },
    found: {
      ...{ name: "Ann", email: "ann@acme.example", isEmailRegex: false },
      ...{ provenance: "SNOOPY-OFFICE_365", directoryId: 7 },
    },
    condition: { email: "ann@ACME.example", provenance: "SNOOPY-OFFICE_365" },
    stranger: { email: "ann@acme.example.net" },
  },
  sending_domain_restrictions: {
    entry: { domain: "acme.example", exclude: ["m.acme.example", "news.acme.example"] },
    found: { domain: "acme.example", exclude: ["m.acme.example", "news.acme.example"] },
    condition: { domain: "ACME.example." },
    stranger: { domain: "globex.example", exclude: [] },
  },
  url_ignore_patterns: {
    entry: { pattern: "https://acme\\.example/.*", comments: "sign-in" },
    found: { pattern: "https://acme\\.example/.*", comments: "sign-in" },
    condition: { pattern: "https://acme\\.example/.*" },
    stranger: { pattern: "https://globex\\.example/.*" },
  },
  domains: {
    entry: {
      ...{ domain: "acme.example", allowed_delivery_modes: ["API", "DIRECT"], drop_dispositions: ["SPAM"] },
      ...{ ip_restrictions: [], regions: ["DE", "US"], status: "ACTIVE", lookback_hops: 2, spf_status: "good" },
    },
    found: {
      ...{ domain: "acme.example", allowedDeliveryModes: ["API", "DIRECT"], dropDispositions: ["SPAM"] },
      ...{ ipRestrictions: [], regions: ["DE", "US"], status: "ACTIVE", lookbackHops: 2, spfStatus: "good" },
    },
    condition: { domain: "acme.example" },
    stranger: { domain: "globex.example" },
  },
};

describe("look-ups", () => {
  let emulator: Emulator;

  beforeEach(async () => {
    // Mocks of a file that ran before in this process would answer.
    pulumi.runtime.resetOptions("", "", -1, "", "", false, "");
    emulator = await startEmulator();
    configure({});
  });

  afterEach(async () => {
    pulumi.runtime.setAllConfig({});
    await emulator.close();
  });

  function configure(settings: Record<string, string>): void {
    pulumi.runtime.setAllConfig({
      "cloudflare-email-security:apiToken": emulator.token,
      "cloudflare-email-security:accountId": emulator.account,
      "cloudflare-email-security:baseUrl": emulator.baseUrl,
      ...settings,
    });
  }

  const insert = (...entries: WireEntry[]) =>
    entries.map((entry) => String(emulator.content("allow_policies").insert({ ...acme, ...entry }).id));

  it("give the whole policy of an id", async () => {
    insert(acme);
    expect(await getAllowPolicy({ id: String(acme.id) })).to.deep.equal({
      id: acme.id,
      accountId: emulator.account,
      pattern: "acme.example",
      patternType: "DOMAIN",
      isRegex: false,
      isTrustedSender: true,
      isAcceptableSender: false,
      isExemptRecipient: false,
      verifySender: true,
      comments: "freight",
      createdAt: "2026-01-01T00:00:00.000000Z",
      modifiedAt: "2026-01-01T00:00:00.000000Z",
    });
    expect(emulator.requests.map(({ action }) => action)).to.deep.equal(["get"]);
  });

  it("give the whole trusted domain of a pattern", async () => {
    emulator.content("trusted_domains").insert({ ...acme, is_recent: true });
    const domain = await getTrustedDomain({ pattern: "acme.example" });
    expect(domain).to.include({ id: acme.id, pattern: "acme.example", isRecent: true, isSimilarity: false });
    expect(domain).to.include({ isRegex: false, comments: "freight", accountId: emulator.account });
  });

  it("give the whole blocked sender of an id or a pattern", async () => {
    emulator.content("block_senders").insert({ ...acme, pattern_type: "UNKNOWN" });
    const whole = {
      ...{ id: acme.id, accountId: emulator.account, pattern: "acme.example", patternType: "UNKNOWN", isRegex: false },
      ...{ comments: "freight", createdAt: acme.created_at, modifiedAt: acme.created_at },
    };
    expect(await getBlockSender({ id: String(acme.id) })).to.deep.equal(whole);
    expect(await getBlockSender({ pattern: "ACME.example." })).to.deep.equal(whole);
  });

  for (const [asked, there, pattern_type] of [
    ["globex.EXAMPLE.", "Globex.example", "DOMAIN"],
    ["198.51.100.7", "198.51.100.7/32", "IP"],
    ["2606:4700::1111", "2606:4700:0:0:0:0:0:1111", "IP"],
    ["ann@münchen.example", "Ann@xn--mnchen-3ya.example", "EMAIL"],
    ["not_a.domain", "not_a.domain", "DOMAIN"],
  ] as const) {
    it(`find ${asked} where ${there} is there`, async () => {
      insert({ id: "old", pattern: there, pattern_type }, { id: "other", pattern: "other.example" });
      expect((await getAllowPolicy({ pattern: asked })).id).to.equal("old");
      expect(await messageOf(getAllowPolicy({ pattern: asked, verifySender: false }))).to.contain("no allow policy");
    });
  }

  it("find a pattern in all of its spellings at once", async () => {
    insert({ id: "one", pattern: "globex.example" }, { id: "two", pattern: "GLOBEX.example" });
    expect((await getAllowPolicies({ pattern: "globex.example" })).results.map(({ id }) => id)).to.have.members([
      "one",
      "two",
    ]);
    expect(await messageOf(getAllowPolicy({ pattern: "globex.example" }))).to.contain("2 entries match");
  });

  it("find blocked senders by type, by exact pattern and by what is searched for, in the order asked for", async () => {
    emulator.configure({ assume: { patternFilter: "substring" } });
    const senders = emulator.content("block_senders");
    senders.insert({ pattern: "spam.example", pattern_type: "DOMAIN", created_at: "2026-01-01T00:00:00Z" });
    senders.insert({ pattern: "a@spam.example", pattern_type: "EMAIL", created_at: "2026-01-02T00:00:00Z" });
    senders.insert({ pattern: "203.0.113.66", pattern_type: "IP", comments: "attacked" });
    expect(patternsOf(await getBlockSenders({ patternType: "IP" }))).to.deep.equal(["203.0.113.66"]);
    expect(patternsOf(await getBlockSenders({ pattern: "spam.example" }))).to.deep.equal(["spam.example"]);
    expect(patternsOf(await getBlockSenders({ search: "attacked" }))).to.deep.equal(["203.0.113.66"]);
    const all = ["203.0.113.66", "a@spam.example", "spam.example"];
    expect(patternsOf(await getBlockSenders({ order: "pattern" }))).to.deep.equal(all);
    const { value } = await settled(
      getBlockSendersOutput({ order: "pattern", direction: pulumi.output("desc" as const) }),
    );
    expect(patternsOf(value)).to.deep.equal(all.reverse());
    const one = await settled(getBlockSenderOutput({ pattern: pulumi.output("spam.example") }));
    expect(one.value).to.include({ patternType: "DOMAIN" });
    expect(await messageOf(getBlockSender({ pattern: "globex.example" }))).to.equal(
      "getBlockSender: no blocked sender matches the given pattern",
    );
  });

  it("give all of an account, from all pages, the oldest first", async () => {
    for (let number = 0; number < 2_300; number++) {
      const created_at = new Date(Date.UTC(2026, 0, 1) + (number % 100) * 3_600_000 + number).toISOString();
      insert({ id: `id-${number}`, pattern: `p${2_300 - number}.example`, created_at });
    }
    const { results, accountId } = await getAllowPolicies();
    expect(accountId).to.equal(emulator.account);
    expect(new Set(results.map(({ id }) => id)).size).to.equal(2_300);
    const times = results.map(({ createdAt }) => createdAt);
    expect(times).to.deep.equal([...times].sort());
    expect(emulator.requests).to.have.length(3);
  });

  it("give all that match from all pages", async () => {
    for (let number = 0; number < 2_300; number++) {
      insert({ id: `id-${number}`, pattern: `p${number}.example`, verify_sender: number % 2 === 0 });
    }
    expect((await getAllowPolicies({ verifySender: false })).results).to.have.length(1_150);
    expect((await getAllowPolicies({ isTrustedSender: true })).results).to.have.length(2_300);
  });

  for (const [conditions, ids] of [
    [{ isTrustedSender: true }, ["trusted", "regex"]],
    [{ isAcceptableSender: true }, ["accepted"]],
    [{ isExemptRecipient: true }, ["exempt"]],
    [{ verifySender: false }, ["accepted", "exempt"]],
    [{ verifySender: false, isExemptRecipient: false }, ["accepted"]],
    [{ patternType: "EMAIL" }, ["exempt", "regex"]],
    [{ patternType: "UNKNOWN" }, []],
    [{ pattern: "198.51.100.7" }, ["accepted"]],
    [{ pattern: "198.51.100" }, []],
    [{ search: "phish" }, ["exempt"]],
    [{ order: "pattern" }, ["regex", "accepted", "trusted", "exempt"]],
    [{ order: "pattern", direction: "desc" }, ["exempt", "trusted", "accepted", "regex"]],
    [{ direction: "desc" }, ["regex", "exempt", "accepted", "trusted"]],
  ] satisfies [GetAllowPoliciesArgs, string[]][]) {
    it(`find allow policies by ${JSON.stringify(conditions)}`, async () => {
      insert(
        { id: "trusted", created_at: "2026-01-01T00:00:00Z" },
        {
          id: "accepted",
          created_at: "2026-01-02T00:00:00Z",
          pattern: "198.51.100.7",
          pattern_type: "IP",
          is_trusted_sender: false,
          is_acceptable_sender: true,
          verify_sender: false,
        },
        {
          id: "exempt",
          created_at: "2026-01-03T00:00:00Z",
          pattern: "phish@acme.example",
          pattern_type: "EMAIL",
          is_trusted_sender: false,
          is_exempt_recipient: true,
          verify_sender: false,
        },
        { id: "regex", created_at: "2026-01-04T00:00:00Z", pattern: ".*@acme", pattern_type: "EMAIL", is_regex: true },
      );
      const { results } = await getAllowPolicies(conditions);
      expect(results.map(({ id }) => id)).to.deep.equal(ids);
    });
  }

  for (const assume of [
    { patternFilter: "substring" },
    { totalCount: "matching" },
    { count: "matching" },
  ] satisfies Partial<Assumptions>[]) {
    it(`find an exact pattern among similar ones also with ${JSON.stringify(assume)}`, async () => {
      emulator.configure({ assume });
      const domains = emulator.content("trusted_domains");
      for (const pattern of ["acme.example", "my-acme.example", "acme.example.net"]) domains.insert({ pattern });
      expect(patternsOf(await getTrustedDomains({ pattern: "acme.example" }))).to.deep.equal(["acme.example"]);
      expect(await getTrustedDomain({ pattern: "acme.example" })).to.include({ pattern: "acme.example" });
    });
  }

  it("find trusted domains by their flags", async () => {
    const domains = emulator.content("trusted_domains");
    domains.insert({ pattern: "recent.example", is_recent: true });
    domains.insert({ pattern: "similar.example", is_similarity: true });
    expect(patternsOf(await getTrustedDomains({ isRecent: true }))).to.deep.equal(["recent.example"]);
    expect(patternsOf(await getTrustedDomains({ isSimilarity: true }))).to.deep.equal(["similar.example"]);
  });

  it("take every filter that the field tables have, and no other", async () => {
    const filters = ALL_COLLECTIONS.flatMap(({ fields }) => Object.entries(fields)).filter(([, { filter }]) => filter);
    const values = filters.map(([name, { type, values }]) => [name, type === "boolean" ? true : (values?.[0] ?? "x")]);
    const sample = { accountId: emulator.account, ...(Object.fromEntries(values) as object) };
    for (const collection of ALL_COLLECTIONS) {
      const { all } = lookUpsOf(collection);
      for (const [name, value] of Object.entries(sample)) {
        const field = collection.fields[name];
        const works = await all({ [name]: value }).then(
          () => true,
          () => false,
        );
        expect(works, `${collection.noun} by ${name}`).to.equal(
          field ? field.filter !== undefined : name === "accountId",
        );
      }
    }
  });

  for (const collection of ALL_COLLECTIONS) {
    describe(`of a ${collection.noun}`, () => {
      const { entry, found, condition, stranger } = particulars[collection.path] as Particulars;
      const { one, all, oneLater, allLater } = lookUpsOf(collection);
      const id = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
      let whole: object;

      beforeEach(() => {
        const content = emulator.content(collection.path);
        content.insert({ ...entry, id, created_at: "2026-01-01T00:00:00Z" });
        content.insert({ ...entry, ...stranger, created_at: "2026-01-02T00:00:00Z" });
        const times = { createdAt: "2026-01-01T00:00:00Z", modifiedAt: "2026-01-01T00:00:00Z" };
        whole = { id, accountId: emulator.account, ...found, ...times };
      });

      it("give all of it by its id", async () => {
        expect(await one({ id })).to.deep.equal(whole);
        expect((await settled(oneLater({ id: pulumi.output(id) }))).value).to.deep.equal(whole);
      });

      it("find it among others by what it is", async () => {
        expect(await one(condition)).to.deep.equal(whole);
        expect((await all(condition)).results).to.deep.equal([whole]);
        expect((await settled(allLater(condition))).value.results).to.deep.equal([whole]);
        expect((await all()).results).to.have.length(2);
      });

      it("take what a message calls it by", async () => {
        const [name] = collection.key;
        expect(await messageOf(one({}))).to.contain(`or what it is to be found by, such as ${name}`);
        expect(await messageOf(one({ [name]: "nobody" }))).to.contain(
          `no ${collection.noun} matches the given ${name}`,
        );
      });

      it("fail where there is none", async () => {
        const missing = "00000000-fafe-4643-bbbc-4a0ed4fc8415";
        expect(await messageOf(one({ id: missing }))).to.match(new RegExp(`^get${collection.type}: GET .*404`));
      });
    });
  }

  it("of one policy fail where none matches, and say no value", async () => {
    const message = await messageOf(getAllowPolicy({ pattern: "acme.example", isTrustedSender: true }));
    expect(message).to.equal("getAllowPolicy: no allow policy matches the given pattern, isTrustedSender");
  });

  it("of one policy fail where several match, and name their ids", async () => {
    const ids = insert({ id: "one" }, { id: "two" });
    const message = await messageOf(getAllowPolicy({ pattern: "acme.example" }));
    expect(message).to.equal(
      `getAllowPolicy: 2 entries match the given pattern, not one: ${ids.join(", ")}. Narrow it down, or give the id.`,
    );
    insert(...Array.from({ length: 10 }, (_, index) => ({ id: `more-${index}` })));
    expect(await messageOf(getAllowPolicy({ pattern: "acme.example" }))).to.match(
      /12 entries match .*: one, two, .*, more-7 and 2 more\. Narrow/,
    );
  });

  it("fail for an id that does not exist, and say which", async () => {
    expect(await messageOf(getAllowPolicy({ id: String(acme.id) }))).to.match(/^getAllowPolicy: GET .*f174e90a.*404/);
  });

  for (const [args, message] of [
    [{}, "give either the id"],
    [{ id: "x", pattern: "acme.example" }, "give either the id"],
    [{ isTrustedsender: true }, "did you mean isTrustedSender?"],
    [{ isRegex: true }, "there is no argument isRegex"],
    [{ isTrustedSender: "true" }, "isTrustedSender is not a boolean"],
    [{ patternType: "DOMAINS" }, "patternType is not one of EMAIL, DOMAIN, IP, UNKNOWN"],
    [{ order: "pattern", pattern: "x" }, "there is no argument order"],
    [{ search: 7 }, "search is not a string"],
    [{ id: "../x" }, "is not a valid allow policy id"],
  ] satisfies [object, string][] as [object, string][]) {
    it(`refuse ${JSON.stringify(args)}`, async () => {
      expect(await messageOf(getAllowPolicy(args))).to.contain(message);
      expect(emulator.requests).to.be.empty;
    });
  }

  it("refuse to search where Cloudflare cannot, since all would be found", async () => {
    const { one, all } = lookUpsOf({ type: "UrlIgnorePattern" });
    for (const find of [one, all]) expect(await messageOf(find({ search: "x" }))).to.contain("no argument search");
    expect(emulator.requests).to.be.empty;
  });

  it("say how to give a credential where there is none, and never show one", async () => {
    configure({ "cloudflare-email-security:apiToken": "" });
    expect(await messageOf(getAllowPolicies())).to.contain(
      "pulumi config set --secret cloudflare-email-security:apiToken",
    );
    configure({ "cloudflare-email-security:apiToken": "wrong-token".padEnd(40, "x") });
    expect(await messageOf(getAllowPolicies()))
      .to.contain("401")
      .and.not.contain("wrong-token");
  });

  it("look in the account that the arguments name, else in the config's", async () => {
    emulator.configure({ accounts: [{ id: "one" }, { id: "two" }] });
    configure({ "cloudflare-email-security:accountId": "one" });
    emulator.content("allow_policies", "two").insert(acme);
    expect(patternsOf(await getAllowPolicies())).to.deep.equal([]);
    expect(patternsOf(await getAllowPolicies({ accountId: "two" }))).to.deep.equal(["acme.example"]);
  });

  it("ask with the provider of their options, else with that of their parent, and refuse one that is not ours", async () => {
    emulator.configure({ accounts: ["config", "options", "parent"].map((id) => ({ id })) });
    configure({ "cloudflare-email-security:accountId": "config" });
    const { token, baseUrl } = emulator;
    const ofAccount = (accountId: string) =>
      ({
        [Symbol.for("pulumi-cloudflare-email-security/access")]: {
          "cloudflare-email-security:apiToken": token,
          "cloudflare-email-security:baseUrl": baseUrl,
          "cloudflare-email-security:accountId": accountId,
        },
      }) as unknown as pulumi.ProviderResource;
    const below = (provider?: pulumi.ProviderResource) =>
      ({ getProvider: () => provider }) as unknown as pulumi.Resource;
    for (const [options, accountId] of [
      [{}, "config"],
      [{ parent: below() }, "config"],
      [{ parent: below(ofAccount("parent")) }, "parent"],
      [{ provider: ofAccount("options"), parent: below(ofAccount("parent")) }, "options"],
    ] as const) {
      expect((await getAllowPolicies({}, options)).accountId).to.equal(accountId);
    }
    const foreign = below({ name: "foreign" } as unknown as pulumi.ProviderResource);
    expect(await messageOf(getAllowPolicies({}, { parent: foreign }))).to.contain(
      "getAllowPolicies: the provider of its options is no Provider of pulumi-cloudflare-email-security",
    );
  });

  it("use what the config says now, not what it said before", async () => {
    emulator.configure({ tokens: [{ value: "first" }, { value: "second" }] });
    configure({ "cloudflare-email-security:apiToken": "first" });
    await getAllowPolicies();
    emulator.configure({ tokens: [{ value: "second" }] });
    configure({ "cloudflare-email-security:apiToken": "second" });
    expect((await getAllowPolicies()).results).to.be.empty;
  });

  describe("with Outputs", () => {
    it("wait for the arguments, and give what is no secret", async () => {
      insert(acme);
      const { value, isKnown, isSecret } = await settled(
        getAllowPolicyOutput({ pattern: pulumi.output("acme.example") }),
      );
      expect(value).to.include({ id: acme.id, comments: "freight" });
      expect({ isKnown, isSecret }).to.deep.equal({ isKnown: true, isSecret: false });
    });

    it("give a secret for a secret argument", async () => {
      insert(acme);
      const { isSecret } = await settled(getAllowPolicyOutput({ pattern: pulumi.secret("acme.example") }));
      expect(isSecret).to.be.true;
    });

    it("give all that match", async () => {
      insert(acme);
      emulator.content("trusted_domains").insert(acme);
      expect(patternsOf((await settled(getAllowPoliciesOutput())).value)).to.deep.equal(["acme.example"]);
      const domains = getTrustedDomainsOutput({ pattern: pulumi.output("acme.example") });
      expect(patternsOf((await settled(domains)).value)).to.deep.equal(["acme.example"]);
      expect((await settled(getTrustedDomainOutput({ id: String(acme.id) }))).value).to.include({ id: acme.id });
    });

    it("fail as the plain form does", async () => {
      const message = await messageOf(settled(getAllowPolicyOutput({ pattern: "acme.example" })));
      expect(message).to.equal("getAllowPolicy: no allow policy matches the given pattern");
    });
  });

  describe("under setMocks", () => {
    const calls: pulumi.runtime.MockCallArgs[] = [];

    beforeEach(async () => {
      calls.length = 0;
      await pulumi.runtime.setMocks({
        newResource: ({ inputs }) => ({ id: "id", state: inputs as object }),
        call: (args) => {
          calls.push(args);
          return args.token.endsWith("getAllowPolicies") ? { results: [{ id: "mocked" }] } : { id: "mocked" };
        },
      });
    });

    afterEach(() => pulumi.runtime.resetOptions("", "", -1, "", "", false, ""));

    it("ask the mocks, and nobody else", async () => {
      expect((await getAllowPolicy({ pattern: "acme.example" })).id).to.equal("mocked");
      expect((await getAllowPolicies({})).results[0]?.id).to.equal("mocked");
      const { value } = await settled(getTrustedDomainOutput({ pattern: pulumi.output("acme.example") }));
      expect(value.id).to.equal("mocked");
      expect((await getBlockSender({ pattern: "acme.example" })).id).to.equal("mocked");
      expect((await provider.getDomain({ domain: "acme.example" })).id).to.equal("mocked");
      expect(calls.map(({ token, inputs }) => [token, inputs as object])).to.deep.equal([
        ["pulumi-nodejs:dynamic/email-security:getAllowPolicy", { pattern: "acme.example" }],
        ["pulumi-nodejs:dynamic/email-security:getAllowPolicies", {}],
        ["pulumi-nodejs:dynamic/email-security:getTrustedDomain", { pattern: "acme.example" }],
        ["pulumi-nodejs:dynamic/email-security:getBlockSender", { pattern: "acme.example" }],
        ["pulumi-nodejs:dynamic/email-security:getDomain", { domain: "acme.example" }],
      ]);
      expect(emulator.requests).to.be.empty;
    });
  });
});
