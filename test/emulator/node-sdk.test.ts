import Cloudflare, { APIConnectionError, APIConnectionTimeoutError } from "cloudflare";
import { expect } from "chai";
import type { WireEntry } from "../../emulator";
import { collections } from "../../emulator/collections";
import { block, domain, localApi, mailDomain, policy, type LocalApi } from "./local-api";

type Settings = Cloudflare["emailSecurity"]["settings"];
import Params = Cloudflare.EmailSecurity.Settings;

/** What the resources of all collections have in common; their types differ in what they name. */
interface Resource {
  create(params: object): Promise<WireEntry>;
  get(id: string, params: object): Promise<WireEntry>;
  edit(id: string, params: object): Promise<WireEntry>;
  delete(id: string, params: object): Promise<unknown>;
  list(params: object): PromiseLike<{ readonly result: WireEntry[] }> & AsyncIterable<WireEntry>;
  batch(params: object): Promise<Readonly<Record<"deletes" | "patches" | "puts" | "posts", readonly WireEntry[]>>>;
}

interface Tried {
  readonly resource: keyof Settings;
  /** A valid entry, with each field in which entries may differ. */
  readonly body: WireEntry;
  readonly change: WireEntry;
  /** Everything that the list can be asked, such that it finds the changed entry. */
  readonly query: object;
  /** Beyond those that all have. */
  readonly methods: readonly string[];
  /** Fields that a PUT has no name for. */
  readonly notInPut?: readonly string[];
}

const everywhere = ["create", "delete", "edit", "get", "list"];

/** By the path of the collection. */
const tried: Readonly<Record<string, Tried>> = {
  allow_policies: {
    resource: "allowPolicies",
    body: policy({ comments: "why" }),
    change: { verify_sender: false, comments: null },
    query: {
      search: "partner",
      order: "pattern",
      direction: "desc",
      is_trusted_sender: true,
      is_acceptable_sender: false,
      is_exempt_recipient: false,
      verify_sender: false,
      pattern_type: "EMAIL",
      pattern: "partner@example.com",
    } satisfies Partial<Params.AllowPolicyListParams>,
    methods: ["batch"],
  },
  trusted_domains: {
    resource: "trustedDomains",
    body: domain({ comments: "why" }),
    change: { is_similarity: true },
    query: {
      search: "example",
      order: "created_at",
      direction: "asc",
      is_recent: true,
      is_similarity: true,
      pattern: "example.com",
    } satisfies Partial<Params.TrustedDomainListParams>,
    methods: ["batch"],
  },
  block_senders: {
    resource: "blockSenders",
    body: block({ comments: "fraud" }),
    change: { comments: null, pattern: "fraud@example.com" },
    query: {
      search: "fraud",
      order: "pattern",
      direction: "desc",
      pattern_type: "EMAIL",
      pattern: "fraud@example.com",
    } satisfies Partial<Params.BlockSenderListParams>,
    methods: ["batch"],
  },
  content_policies: {
    resource: "contentPolicies",
    body: {
      name: "Account numbers",
      pattern: "account \\d{8}",
      targets: ["SUBJECT", "BODY"],
      enabled: true,
      notes: "phishing of August",
    },
    change: { enabled: false, targets: ["BODY"] },
    query: {
      search: "account",
      order: "name",
      direction: "desc",
      enabled: false,
      name: "Account numbers",
    } satisfies Partial<Params.ContentPolicyListParams>,
    methods: ["batch"],
  },
  impersonation_registry: {
    resource: "impersonationRegistry",
    body: {
      name: "Ann Example",
      email: "ann@example.com",
      is_email_regex: false,
      comments: "chair",
      directory_id: null,
      directory_node_id: null,
      provenance: "A1S_INTERNAL",
    },
    change: { email: "ann@example.org" },
    query: {
      search: "ann",
      order: "name",
      direction: "asc",
      provenance: "A1S_INTERNAL",
    } satisfies Partial<Params.ImpersonationRegistryListParams>,
    methods: [],
  },
  sending_domain_restrictions: {
    resource: "sendingDomainRestrictions",
    body: { domain: "partner.example", exclude: ["news.partner.example"], comments: "contract" },
    change: { exclude: [], comments: null },
    query: {
      search: "partner",
      order: "domain",
      direction: "desc",
    } satisfies Partial<Params.SendingDomainRestrictionListParams>,
    methods: [],
  },
  url_ignore_patterns: {
    resource: "urlIgnorePatterns",
    body: { pattern: "https://intranet\\.example\\.com/.*", comments: "sign-in" },
    change: { comments: null },
    query: {} satisfies Partial<Params.URLIgnorePatternListParams>,
    methods: [],
  },
  domains: {
    resource: "domains",
    body: mailDomain({
      folder: "Inbox",
      integration_id: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
      lookback_hops: 2,
      require_tls_inbound: true,
      require_tls_outbound: true,
      transport: "mx.example.com",
      status: "ACTIVE",
    }),
    change: { drop_dispositions: ["MALICIOUS", "SPAM"], lookback_hops: 3 },
    query: {
      search: "example",
      order: "domain",
      direction: "desc",
      domain: ["other.example", "example.com"],
      allowed_delivery_mode: "BCC",
      active_delivery_mode: "DIRECT",
      integration_id: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
      status: "ACTIVE",
    } satisfies Partial<Params.DomainListParams>,
    methods: ["batch", "bulkDelete", "update"],
    notInPut: ["domain", "status"],
  },
};

/** The methods of a resource class of the SDK, whatever they will be. */
function methodsOf(resource: object): string[] {
  const names = new Set<string>();
  for (
    let at = resource as object | null;
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    Object.getOwnPropertyNames(at)
      .filter((name) => name !== "constructor" && !name.startsWith("_"))
      .forEach((name) => names.add(name));
  }
  return [...names].sort();
}

describe("the official Node SDK", () => {
  let api: LocalApi;
  let client: Cloudflare;
  let settings: Settings;
  let account_id: string;

  beforeEach(async () => {
    api = await localApi();
    account_id = api.account;
    // Explicit nulls, or the SDK would take them from the environment.
    client = new Cloudflare({
      baseURL: api.baseUrl,
      apiToken: api.token,
      apiEmail: null,
      apiKey: null,
      maxRetries: 0,
    });
    settings = client.emailSecurity.settings;
  });

  const body = { ...policy(), pattern: "partner@example.com", pattern_type: "EMAIL" } as unknown as Omit<
    Cloudflare.EmailSecurity.Settings.AllowPolicyCreateParams,
    "account_id"
  >;
  const domainBody = domain() as unknown as Omit<
    Cloudflare.EmailSecurity.Settings.TrustedDomainCreateParams,
    "account_id"
  >;
  const blockBody = block() as unknown as Omit<Cloudflare.EmailSecurity.Settings.BlockSenderCreateParams, "account_id">;

  it("is tried for every collection", () => {
    expect(Object.keys(tried)).to.have.members(collections.map(({ path }) => path));
  });

  for (const [path, { resource: name, body, change, query, methods, notInPut = [] }] of Object.entries(tried)) {
    describe(`for ${path}`, () => {
      const changed = { ...body, ...change };
      const put = Object.fromEntries(Object.entries(changed).filter(([field]) => !notInPut.includes(field)));
      let resource: Resource;

      beforeEach(() => {
        resource = settings[name] as unknown as Resource;
      });

      it("has no method that is not tried here", () => {
        expect(methodsOf(resource)).to.deep.equal([...everywhere, ...methods].sort());
      });

      it("creates, gets, edits, lists and deletes", async () => {
        const created = await resource.create({ account_id, ...body });
        const id = String(created.id);
        expect(created).to.deep.include(body);
        expect(await resource.get(id, { account_id })).to.deep.equal(created);
        const edited = await resource.edit(id, { account_id, ...change });
        expect(edited).to.deep.include({ ...changed, id });
        const page = await resource.list({ account_id, page: 1, per_page: 50, ...query });
        expect(page.result).to.deep.equal([edited]);
        expect(page).to.have.property("result_info").that.includes({ page: 1, per_page: 50 });
        expect(await resource.delete(id, { account_id })).to.deep.equal({ id });
        expect(api.content(path).list()).to.deep.equal([]);
      });

      if (methods.includes("batch")) {
        it("sends a batch of every operation", async () => {
          const [gone, patched, replaced] = [1, 2, 3].map(() => String(api.content(path).insert(body).id));
          const result = await resource.batch({
            account_id,
            deletes: [{ id: gone }],
            // Most of the SDK's types leave out the ids that its own comments ask for.
            patches: [{ id: patched, ...change }],
            puts: [{ ...put, id: replaced }],
            posts: [body],
          });
          expect(result.deletes).to.deep.equal([{ id: gone }]);
          expect(result.patches[0]).to.deep.include({ ...changed, id: patched });
          expect(result.puts[0]).to.deep.include({ ...changed, id: replaced });
          expect(result.posts[0]).to.deep.include(body);
        });
      }

      it("pages through 1,100 entries by itself and ends", async () => {
        for (let i = 0; i < 1100; i += 1) api.content(path).insert(body);
        const seen = new Set<unknown>();
        for await (const entry of resource.list({ account_id, per_page: 500 })) seen.add(entry.id);
        expect(seen.size).to.equal(1100);
        expect(api.requests.map(({ query }) => query.page)).to.deep.equal([undefined, "2", "3", "4"]);
      });
    });
  }

  it("replaces a domain without its name, and keeps what only the API sets", async () => {
    const { id } = api.content("domains").insert({ ...tried.domains?.body });
    const replaced = await settings.domains.update(String(id), {
      account_id,
      allowed_delivery_modes: ["API"],
      drop_dispositions: [],
      ip_restrictions: [],
      regions: ["DE"],
    });
    expect(replaced).to.deep.include({ domain: "example.com", status: "ACTIVE", regions: ["DE"], transport: null });
  });

  it("removes all domains at once by the method that is deprecated", async () => {
    const ids = [1, 2].map(() => api.content("domains").insert({ ...tried.domains?.body }).id);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- every method that there is
    const page = await settings.domains.bulkDelete({ account_id });
    expect(page.result).to.deep.equal(ids.map((id) => ({ id })));
    expect(api.content("domains").list()).to.deep.equal([]);
  });

  it("reads messages, by cursor and one by one", async () => {
    const { investigate } = client.emailSecurity;
    expect(methodsOf(investigate)).to.include.members(["get", "list"]);
    api.messages.insert(
      Array.from({ length: 250 }, (_, i) => ({
        id: `m${i}`,
        scanned_at: new Date(Date.now() - (i + 1) * 1000).toISOString(),
        from: "bob@acme.example",
        final_disposition: "SPAM",
        properties: { allowlisted_pattern: "acme.example", allowlisted_pattern_type: "allowed_sender" },
      })),
    );
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await investigate.list({
        account_id,
        per_page: 100,
        sender: "acme.example",
        final_disposition: "SPAM",
        detections_only: false,
        ...(cursor !== undefined && { cursor }),
      });
      for (const message of page.result) {
        seen.add(message.id);
        expect(message.properties.allowlisted_pattern_type).to.equal("allowed_sender");
      }
      // The SDK's types still have pages of before.
      cursor = (page.result_info as { next?: string }).next;
    } while (cursor !== undefined);
    expect(seen.size).to.equal(250);
    const one = await investigate.get("m7", { account_id });
    expect(one.properties.allowlisted_pattern).to.equal("acme.example");
  });

  it("pages through messages by itself as long as `page` counts", async () => {
    api.configure({ assume: { messagePage: "counts" } });
    api.messages.insert(
      Array.from({ length: 25 }, (_, i) => ({
        id: `m${i}`,
        scanned_at: new Date(Date.now() - i * 1000).toISOString(),
      })),
    );
    const seen = new Set<string>();
    for await (const message of client.emailSecurity.investigate.list({ account_id, per_page: 10 })) {
      seen.add(message.id);
    }
    expect(seen.size).to.equal(25);
  });

  it("works with an email and a Global API Key", async () => {
    api.configure({ tokens: [{ value: "k".repeat(37), email: "me@example.com" }] });
    const old = new Cloudflare({ baseURL: api.baseUrl, apiEmail: "me@example.com", apiKey: "k".repeat(37) });
    expect((await old.emailSecurity.settings.allowPolicies.list({ account_id })).result).to.deep.equal([]);
  });

  const failures: [error: new (...args: never[]) => Error, why: string, call: () => Promise<unknown>][] = [
    [
      Cloudflare.BadRequestError,
      "an invalid pattern",
      () => settings.allowPolicies.create({ account_id, ...body, pattern: "nobody" }),
    ],
    [
      Cloudflare.BadRequestError,
      "a blocked sender of the type that is no longer taken",
      () => settings.blockSenders.create({ account_id, ...blockBody, pattern_type: "UNKNOWN" }),
    ],
    [
      Cloudflare.AuthenticationError,
      "an unknown token",
      () =>
        new Cloudflare({ baseURL: api.baseUrl, apiToken: "x".repeat(40) }).emailSecurity.settings.allowPolicies.list({
          account_id,
        }),
    ],
    [
      Cloudflare.PermissionDeniedError,
      "a token that may only read",
      () => {
        api.configure({ tokens: [{ value: api.token, permission: "read" }] });
        return settings.allowPolicies.create({ account_id, ...body });
      },
    ],
    [
      Cloudflare.NotFoundError,
      "an id that does not exist",
      () => settings.trustedDomains.get("f174e90a-fafe-4643-bbbc-4a0ed4fc8415", { account_id }),
    ],
    [
      Cloudflare.ConflictError,
      "a duplicate, where they are rejected",
      () => {
        api.configure({ assume: { duplicates: "rejected" } });
        api.content("trusted_domains").insert(domain());
        return settings.trustedDomains.create({ account_id, ...domainBody });
      },
    ],
    [
      Cloudflare.UnprocessableEntityError,
      "an invalid body, where the status is 422",
      () => {
        api.configure({ assume: { validationStatus: 422 } });
        return settings.trustedDomains.create({ account_id, ...domainBody, pattern: "" });
      },
    ],
    [
      Cloudflare.RateLimitError,
      "one request too many",
      () => {
        api.configure({ rateLimit: { requests: 0, windowSeconds: 60 } });
        return settings.allowPolicies.list({ account_id });
      },
    ],
    [
      Cloudflare.InternalServerError,
      "a server error",
      () => {
        api.failNext("503-before");
        return settings.allowPolicies.list({ account_id });
      },
    ],
    [
      APIConnectionError,
      "a connection that is reset",
      () => {
        api.failNext("reset-before");
        return settings.allowPolicies.list({ account_id });
      },
    ],
    [
      APIConnectionTimeoutError,
      "an answer that never comes",
      () => {
        api.failNext("timeout-before");
        return settings.allowPolicies.list({ account_id }, { timeout: 100 });
      },
    ],
  ];
  for (const [type, why, call] of failures) {
    it(`throws its ${type.name} for ${why}`, async () => {
      const error = await call().catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(type);
    });
  }

  it("reads code, message and pointer of an error", async () => {
    const error = await settings.trustedDomains
      .create({ account_id, ...domainBody, pattern: "" })
      .catch((reason: unknown) => reason);
    expect((error as InstanceType<typeof Cloudflare.APIError>).errors[0]).to.deep.include({
      code: 10400,
      source: { pointer: "/pattern" },
    });
  });

  it("makes a twin when the answer to a create is lost: there is nothing that could stop it", async () => {
    api.failNext("reset-after");
    await settings.trustedDomains.create({ account_id, ...domainBody }, { maxRetries: 2 });
    expect(api.content("trusted_domains").list()).to.have.length(2);
  });
});
