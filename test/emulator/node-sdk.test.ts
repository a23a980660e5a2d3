import Cloudflare, { APIConnectionError, APIConnectionTimeoutError } from "cloudflare";
import { expect } from "chai";
import { block, domain, localApi, policy, type LocalApi } from "./local-api";

type Settings = Cloudflare["emailSecurity"]["settings"];

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

  it("has no method that is not tried here", () => {
    const tried = ["batch", "create", "delete", "edit", "get", "list"];
    expect(methodsOf(settings.allowPolicies)).to.deep.equal(tried);
    expect(methodsOf(settings.trustedDomains)).to.deep.equal(tried);
    expect(methodsOf(settings.blockSenders)).to.deep.equal(tried);
  });

  it("creates, gets, edits, lists and deletes an allow policy", async () => {
    const created = await settings.allowPolicies.create({ account_id, ...body, comments: "why" });
    expect(created).to.include({ ...body, comments: "why" });
    expect(await settings.allowPolicies.get(created.id, { account_id })).to.deep.equal(created);
    const edited = await settings.allowPolicies.edit(created.id, { account_id, verify_sender: false, comments: null });
    expect(edited).to.include({ ...body, id: created.id, verify_sender: false, comments: null });
    const page = await settings.allowPolicies.list({
      account_id,
      page: 1,
      per_page: 50,
      search: "partner",
      order: "pattern",
      direction: "desc",
      is_trusted_sender: true,
      is_acceptable_sender: false,
      is_exempt_recipient: false,
      verify_sender: false,
      pattern_type: "EMAIL",
      pattern: "partner@example.com",
    });
    expect(page.result).to.deep.equal([edited]);
    expect(page.result_info).to.include({ page: 1, per_page: 50 });
    expect(await settings.allowPolicies.delete(created.id, { account_id })).to.deep.equal({ id: created.id });
    expect(api.content("allow_policies").list()).to.deep.equal([]);
  });

  it("creates, gets, edits, lists and deletes a trusted domain", async () => {
    const created = await settings.trustedDomains.create({ account_id, ...domainBody });
    const id = String(created.id);
    expect(await settings.trustedDomains.get(id, { account_id })).to.deep.equal(created);
    const edited = await settings.trustedDomains.edit(id, { account_id, is_similarity: true });
    expect(edited).to.include({ ...domainBody, id, is_similarity: true });
    const page = await settings.trustedDomains.list({
      account_id,
      search: "example",
      order: "created_at",
      direction: "asc",
      is_recent: true,
      is_similarity: true,
      pattern: "example.com",
    });
    expect(page.result).to.deep.equal([edited]);
    expect(await settings.trustedDomains.delete(id, { account_id })).to.deep.equal({ id });
  });

  it("creates, gets, edits, lists and deletes a blocked sender", async () => {
    const created = await settings.blockSenders.create({ account_id, ...blockBody, comments: "fraud" });
    const id = String(created.id);
    expect(created).to.include({ ...blockBody, comments: "fraud" });
    expect(await settings.blockSenders.get(id, { account_id })).to.deep.equal(created);
    const edited = await settings.blockSenders.edit(id, { account_id, comments: null, pattern: "fraud@example.com" });
    expect(edited).to.include({ ...blockBody, id, comments: null, pattern: "fraud@example.com" });
    const page = await settings.blockSenders.list({
      account_id,
      page: 1,
      per_page: 50,
      search: "fraud",
      order: "pattern",
      direction: "desc",
      pattern_type: "EMAIL",
      pattern: "fraud@example.com",
    });
    expect(page.result).to.deep.equal([edited]);
    expect((await settings.blockSenders.list({ account_id, pattern_type: "IP" })).result).to.deep.equal([]);
    expect(await settings.blockSenders.delete(id, { account_id })).to.deep.equal({ id });
    expect(api.content("block_senders").list()).to.deep.equal([]);
  });

  it("pages through 2,500 entries by itself and ends", async () => {
    for (let i = 0; i < 2500; i += 1) {
      api.content("allow_policies").insert(policy({ pattern: `u${i}@example.com` }));
      api.content("trusted_domains").insert(domain({ pattern: `u${i}.example.com` }));
      api.content("block_senders").insert(block({ pattern: `u${i}@example.com` }));
    }
    for (const resource of [settings.allowPolicies, settings.trustedDomains, settings.blockSenders]) {
      api.clearRequests();
      const seen = new Set<string | undefined>();
      for await (const entry of resource.list({ account_id, per_page: 1000 })) {
        seen.add(entry.id);
      }
      expect(seen.size).to.equal(2500);
      expect(api.requests.map(({ query }) => query.page)).to.deep.equal([undefined, "2", "3", "4"]);
    }
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
    for await (const message of client.emailSecurity.investigate.list({ account_id, per_page: 10 }))
      seen.add(message.id);
    expect(seen.size).to.equal(25);
  });

  it("sends a batch of every operation", async () => {
    const [gone, patched, put] = [1, 2, 3].map((i) =>
      String(api.content("allow_policies").insert(policy({ pattern: `${i}@example.com` })).id),
    ) as [string, string, string];
    // The SDK's types leave out the ids that its own comments ask for: a literal in place would not compile.
    const patches = [{ id: patched, comments: "patched" }];
    const puts = [{ ...body, id: put, pattern: "put@example.com" }];
    const result = await settings.allowPolicies.batch({
      account_id,
      deletes: [{ id: gone }],
      patches,
      puts,
      posts: [{ ...body, pattern: "post@example.com" }],
    });
    expect(result.deletes).to.deep.equal([{ id: gone }]);
    expect(result.patches?.[0]).to.include({ id: patched, comments: "patched" });
    expect(result.puts?.[0]).to.include({ id: put, pattern: "put@example.com" });
    expect(result.posts?.[0]).to.include({ pattern: "post@example.com" });

    const { id } = api.content("trusted_domains").insert(domain());
    const domainPatches = [{ id, is_recent: false }];
    const domainPuts = [{ ...domainBody, id }];
    const domains = await settings.trustedDomains.batch({
      account_id,
      deletes: [],
      patches: domainPatches,
      puts: domainPuts,
      posts: [domainBody],
    });
    expect(domains.patches?.[0]).to.include({ id, is_recent: false });
    expect(domains.puts?.[0]).to.include({ id, is_recent: true });
    expect(domains.posts).to.have.length(1);

    const blocked = api.content("block_senders").insert(block());
    const blockPatches = [{ id: blocked.id, comments: "patched" }];
    const blockPuts = [{ ...blockBody, id: blocked.id, pattern: "put@example.com" }];
    const blocks = await settings.blockSenders.batch({
      account_id,
      deletes: [],
      patches: blockPatches,
      puts: blockPuts,
      posts: [blockBody],
    });
    expect(blocks.patches?.[0]).to.include({ id: blocked.id, comments: "patched" });
    expect(blocks.puts?.[0]).to.include({ id: blocked.id, pattern: "put@example.com", comments: null });
    expect(blocks.posts).to.have.length(1);
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
