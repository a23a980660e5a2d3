import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { AssumptionName, Assumptions, WireEntry, WireMessage } from "../../emulator";
import { assume, assumptionTable, parseAssumption } from "../../emulator/assumptions";
import { batch, block, domain, localApi, mailDomain, patterns, policy, type Answer, type LocalApi } from "./local-api";

/** What a client sees of one assumption, and what that is under each of its values. */
type Observations = {
  readonly [K in AssumptionName]: {
    readonly observe: (api: LocalApi) => Promise<unknown>;
    readonly expected: Readonly<Record<Assumptions[K], unknown>>;
  };
};

const missing = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

const create = (api: LocalApi, body: WireEntry): Promise<Answer> => api.call("POST", "", body);
const createDomain = (api: LocalApi, body: unknown): Promise<Answer> =>
  api.call("POST", "", body, { collection: "trusted_domains" });
const sendBatch = (api: LocalApi, operations: Parameters<typeof batch>[0]): Promise<Answer> =>
  api.call("POST", "/batch", batch(operations));
const policies = (api: LocalApi) => api.content("allow_policies");
const insertAll = (api: LocalApi, ...names: string[]): WireEntry[] =>
  names.map((pattern) => policies(api).insert(policy({ pattern })));
const status = async (answer: Promise<Answer>): Promise<number> => (await answer).status;
const list = async (api: LocalApi, query = ""): Promise<unknown> => patterns((await api.call("GET", query)).result);

/** What an entry that a directory owns answers to a change and to its removal. */
async function touchSynced(api: LocalApi): Promise<number[]> {
  const collection = "impersonation_registry";
  const made = { name: "Ann", email: "ann@example.com", is_email_regex: false, provenance: "SNOOPY-OFFICE_365" };
  const path = `/${String(api.content(collection).insert(made).id)}`;
  return [
    await status(api.call("PATCH", path, { comments: "why" }, { collection })),
    await status(api.call("DELETE", path, undefined, { collection })),
  ];
}

/** The list of messages, as the API answers it. */
const messages = (api: LocalApi, query = ""): Promise<Answer> =>
  api.call("GET", query, undefined, { collection: "../investigate" });
const insertMessages = (api: LocalApi, ...given: WireMessage[]): void => {
  api.messages.insert(
    given.map((message, i) => ({ id: String(i), scanned_at: minutesAgo(given.length - i), ...message })),
  );
};
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const ids = ({ result }: Answer): unknown[] => (result as WireMessage[]).map(({ id }) => id);
const allowed = { allowlisted_pattern_type: "allowed_sender" };

const observations: Observations = {
  urlIgnoreBatch: {
    observe: (api) => status(api.call("POST", "/batch", batch({}), { collection: "url_ignore_patterns" })),
    expected: { absent: 404, present: 200 },
  },
  activeDeliveryMode: {
    observe: async (api) => {
      for (const status of ["ACTIVE", "FAILED"]) api.content("domains").insert(mailDomain({ status }));
      const found = await api.call("GET", "?active_delivery_mode=BCC", undefined, { collection: "domains" });
      return (found.result as WireEntry[]).map(({ status }) => status);
    },
    expected: { "active-domains": ["ACTIVE"], "all-domains": ["ACTIVE", "FAILED"] },
  },
  bulkDelete: {
    observe: async (api) => {
      api.content("domains").insert(mailDomain());
      const answer = await api.call("DELETE", "", undefined, { collection: "domains" });
      return [answer.status, api.content("domains").list().length];
    },
    expected: { all: [200, 0], absent: [404, 1] },
  },
  syncedEntries: { observe: touchSynced, expected: { 400: [400, 400], 403: [403, 403] } },
  crossFieldRules: {
    observe: (api) =>
      Promise.all(
        [["news.acme.example"], ["news.globex.example"]].map((exclude) =>
          status(
            api.call("POST", "", { domain: "acme.example", exclude }, { collection: "sending_domain_restrictions" }),
          ),
        ),
      ),
    expected: { accepted: [201, 201], rejected: [201, 400] },
  },
  ids: {
    observe: async (api) => typeof ((await create(api, policy())).result as WireEntry).id,
    expected: { uuid: "string", integer: "number" },
  },
  validationStatus: {
    observe: (api) => status(create(api, {})),
    expected: { 400: 400, 422: 422 },
  },
  errorCodes: {
    observe: async (api) => (await create(api, policy({ pattern: "" }))).errors[0]?.code,
    expected: { specific: 10400, generic: 10000 },
  },
  errorPointer: {
    observe: async (api) => {
      const single = await create(api, policy({ pattern: "" }));
      const batched = await sendBatch(api, { posts: [policy(), policy({ pattern: "" })] });
      return [single.errors[0]?.source?.pointer, batched.errors[0]?.source?.pointer];
    },
    expected: {
      "json-pointer": ["/pattern", "/posts/1/pattern"],
      path: ["pattern", "posts[1].pattern"],
      absent: [undefined, undefined],
    },
  },
  errorList: {
    observe: async (api) => {
      const body = policy({ pattern: "", verify_sender: null });
      const operations = { deletes: [{ id: missing }, { id: missing }] };
      return [(await create(api, body)).errors.length, (await sendBatch(api, operations)).errors.length];
    },
    expected: { all: [2, 2], first: [1, 1] },
  },
  malformedId: {
    observe: async (api) => (await api.call("GET", "/2401")).errors[0]?.code,
    expected: { "not-found": 10404, "bad-route": 7003 },
  },
  badRouteStatus: {
    observe: (api) => status(api.call("GET", "/a/b")),
    expected: { 404: 404, 400: 400 },
  },
  foreignAccount: {
    observe: async (api) => {
      const { status, errors } = await api.call("GET", "", undefined, { account: "f".repeat(32) });
      return [status, errors[0]?.code];
    },
    expected: { 9109: [403, 9109], 10000: [403, 10000] },
  },
  unknownProperties: {
    observe: (api) => status(create(api, policy({ color: "red" }))),
    expected: { ignored: 201, rejected: 400 },
  },
  defaultOrder: {
    observe: (api) => {
      insertAll(api, "b@example.com", "a@example.com");
      return list(api);
    },
    expected: { created_at: ["b@example.com", "a@example.com"], pattern: ["a@example.com", "b@example.com"] },
  },
  defaultDirection: {
    observe: (api) => {
      insertAll(api, "b@example.com", "a@example.com");
      return list(api, "?order=pattern");
    },
    expected: { asc: ["a@example.com", "b@example.com"], desc: ["b@example.com", "a@example.com"] },
  },
  equalSortKeys: {
    observe: async (api) => {
      await sendBatch(api, { posts: ["a@example.com", "b@example.com"].map((pattern) => policy({ pattern })) });
      return [await list(api), await list(api)];
    },
    expected: {
      stable: [
        ["a@example.com", "b@example.com"],
        ["a@example.com", "b@example.com"],
      ],
      alternating: [
        ["a@example.com", "b@example.com"],
        ["b@example.com", "a@example.com"],
      ],
    },
  },
  defaultPerPage: {
    observe: async (api) => (await api.call("GET")).result_info?.per_page,
    expected: { 20: 20, 50: 50 },
  },
  perPageAboveMaximum: {
    observe: async (api) => (await api.call("GET", "?per_page=1001")).result_info?.per_page,
    expected: { clamped: 1000, rejected: undefined },
  },
  count: {
    observe: async (api) => {
      insertAll(api, "a@example.com", "b@example.com");
      return (await api.call("GET", "?per_page=1")).result_info?.count;
    },
    expected: { page: 1, matching: 2 },
  },
  totalCount: {
    observe: async (api) => {
      insertAll(api, "a@example.com", "b@example.com");
      return (await api.call("GET", "?pattern=a@example.com")).result_info?.total_count;
    },
    expected: { all: 2, matching: 1 },
  },
  patternFilter: {
    observe: async (api) => {
      api.content("trusted_domains").insert(domain({ pattern: "sub.example.com" }));
      insertAll(api, "a@example.com");
      const query = "?pattern=example.com";
      api.content("block_senders").insert(block({ pattern: "a@example.com" }));
      const domains = await api.call("GET", query, undefined, { collection: "trusted_domains" });
      const blocks = await api.call("GET", query, undefined, { collection: "block_senders" });
      return [patterns(domains.result), patterns(blocks.result), await list(api, query)];
    },
    expected: { exact: [[], [], []], substring: [["sub.example.com"], ["a@example.com"], []] },
  },
  search: {
    observe: (api) => {
      policies(api).insert(policy({ comments: "invoices" }));
      return list(api, "?search=invoices");
    },
    expected: { texts: ["partner@example.com"], pattern: [] },
  },
  duplicates: {
    observe: async (api) => {
      const { id } = insertAll(api, "a@example.com", "b@example.com")[0] ?? {};
      const a = policy({ pattern: "a@example.com" });
      return [
        await status(create(api, a)),
        await status(api.call("PATCH", `/${String(id)}`, { pattern: "b@example.com" })),
        await status(api.call("PATCH", `/${String(id)}`, { comments: "same identity, itself" })),
        await status(sendBatch(api, { posts: [policy(), policy()] })),
        await status(sendBatch(api, { deletes: [{ id }], posts: [a] })),
      ];
    },
    expected: { accepted: [201, 200, 200, 200, 200], rejected: [409, 409, 200, 409, 200] },
  },
  modifiedAtOnCreate: {
    observe: async (api) => {
      const { created_at, modified_at } = (await create(api, policy())).result as WireEntry;
      return modified_at === created_at ? "the same" : modified_at;
    },
    expected: { created_at: "the same", null: null, absent: undefined },
  },
  unchangedUpdate: {
    observe: async (api) => {
      const { id, modified_at } = (await create(api, policy())).result as WireEntry;
      const after = (await api.call("PATCH", `/${String(id)}`, { verify_sender: true })).result as WireEntry;
      return after.modified_at === modified_at;
    },
    expected: { moves: false, keeps: true },
  },
  lastModified: {
    observe: async (api) => "last_modified" in ((await create(api, policy())).result as WireEntry),
    expected: { sent: true, absent: false },
  },
  deprecatedBooleans: {
    observe: async (api) => {
      const { is_sender, is_spoof, is_recipient } = (await create(api, policy())).result as WireEntry;
      return [is_sender, is_spoof, is_recipient];
    },
    expected: { sent: [true, false, false], absent: [undefined, undefined, undefined] },
  },
  conflictingBooleans: {
    observe: async (api) => {
      const { errors, result } = await create(api, policy({ is_trusted_sender: true, is_sender: false }));
      return errors[0]?.source?.pointer ?? (result as WireEntry).is_trusted_sender;
    },
    expected: { new: true, old: false, rejected: "/is_trusted_sender" },
  },
  noEffect: {
    observe: async (api) => {
      const { id } = insertAll(api, "a@example.com")[0] ?? {};
      return [
        await status(create(api, policy({ is_trusted_sender: false }))),
        await status(api.call("PATCH", `/${String(id)}`, { is_trusted_sender: false })),
        await status(createDomain(api, domain({ is_recent: false }))),
        await status(api.call("POST", "", block(), { collection: "block_senders" })),
      ];
    },
    expected: { accepted: [201, 200, 201, 201], rejected: [400, 400, 400, 201] },
  },
  severalDispositions: {
    observe: async (api) => [
      await status(create(api, policy({ is_acceptable_sender: true }))),
      await status(createDomain(api, domain({ is_similarity: true }))),
    ],
    expected: { accepted: [201, 201], rejected: [400, 201] },
  },
  emptyComments: {
    observe: async (api) => ((await create(api, policy({ comments: "" }))).result as WireEntry).comments,
    expected: { kept: "", null: null },
  },
  nullInPatch: {
    observe: async (api) => {
      const { id } = insertAll(api, "a@example.com")[0] ?? {};
      const { status, result } = await api.call("PATCH", `/${String(id)}`, { pattern: null, verify_sender: null });
      return [status, (result as WireEntry | null)?.pattern, (result as WireEntry | null)?.verify_sender];
    },
    expected: { rejected: [400, undefined, undefined], unchanged: [200, "a@example.com", true] },
  },
  patternNormalisation: {
    observe: async (api) => {
      const entries = [
        policy({ pattern: "User@Bücher.Example" }),
        policy({ pattern: "Example.COM.", pattern_type: "DOMAIN" }),
        policy({ pattern: "1.2.3.4/24", pattern_type: "IP" }),
        policy({ pattern: "2606:4700:0::F/48", pattern_type: "IP" }),
        policy({ pattern: "[A-Z]", is_regex: true }),
      ];
      return Promise.all(entries.map(async (entry) => ((await create(api, entry)).result as WireEntry).pattern));
    },
    expected: {
      none: ["User@Bücher.Example", "Example.COM.", "1.2.3.4/24", "2606:4700:0::F/48", "[A-Z]"],
      lowercase: ["user@bücher.example", "example.com.", "1.2.3.4/24", "2606:4700:0::f/48", "[A-Z]"],
      canonical: ["user@xn--bcher-kva.example", "example.com", "1.2.3.0/24", "2606:4700::/48", "[A-Z]"],
    },
  },
  hostBits: {
    observe: async (api) => [
      await status(create(api, policy({ pattern_type: "IP", pattern: "1.2.3.4/24" }))),
      await status(create(api, policy({ pattern_type: "IP", pattern: "1.2.3.0/24" }))),
    ],
    expected: { accepted: [201, 201], rejected: [400, 201] },
  },
  ipForms: {
    observe: (api) =>
      Promise.all(
        ["1.2.3.4", "1.2.3.0/24", "2606:4700::1", "2606:4700::/32"].map((pattern) =>
          status(create(api, policy({ pattern_type: "IP", pattern }))),
        ),
      ),
    expected: {
      "IPv4, IPv6, CIDR": [201, 201, 201, 201],
      "IPv4, CIDR": [201, 201, 400, 400],
      IPv4: [201, 400, 400, 400],
    },
  },
  ipReach: {
    observe: (api) =>
      Promise.all(
        ["192.0.2.1", "100.64.0.1", "2001:db8::1", "1.2.3.4"].map((pattern) =>
          status(create(api, policy({ pattern_type: "IP", pattern }))),
        ),
      ),
    expected: { "deny-list": [201, 201, 201, 201], "global-only": [400, 400, 400, 201] },
  },
  trustedDomainFormat: {
    observe: async (api) => [
      await status(createDomain(api, domain({ pattern: "no domain" }))),
      await status(create(api, policy({ pattern_type: "DOMAIN", pattern: "no domain" }))),
    ],
    expected: { checked: [400, 400], unchecked: [201, 400] },
  },
  trustedDomainBooleans: {
    observe: async (api) => {
      const { is_recent: _, is_similarity: __, ...rest } = domain();
      const { status, result } = await createDomain(api, rest);
      const put = await api.call("POST", "/batch", batch({ posts: [rest] }), { collection: "trusted_domains" });
      const { is_recent, is_similarity } = (result ?? {}) as WireEntry;
      return [status, put.status, is_recent, is_similarity];
    },
    expected: { required: [400, 400, undefined, undefined], defaulted: [201, 200, false, false] },
  },
  regexCheck: {
    observe: (api) =>
      Promise.all(
        [".*@example\\.com", "(", "a(?=b)"].map((pattern) => status(create(api, policy({ is_regex: true, pattern })))),
      ),
    expected: { none: [201, 201, 201], RE2: [201, 400, 400] },
  },
  arrayCreate: {
    observe: async (api) => {
      const answer = await createDomain(api, [domain(), domain({ pattern: "example.net" })]);
      return answer.status === 201 ? patterns(answer.result) : answer.status;
    },
    expected: { rejected: 400, accepted: ["example.com", "example.net"] },
  },
  batchPuts: {
    observe: async (api) => {
      const { id } = policies(api).insert(policy({ comments: "why" }));
      const { status } = await sendBatch(api, { puts: [{ id, verify_sender: false }] });
      const { comments, verify_sender } = policies(api).get(String(id)) ?? {};
      return [status, comments, verify_sender];
    },
    expected: { complete: [400, "why", true], partial: [200, "why", false] },
  },
  batchResultOrder: {
    observe: async (api) => {
      const posts = ["a@example.com", "b@example.com"].map((pattern) => policy({ pattern }));
      return patterns(((await sendBatch(api, { posts })).result as Record<string, unknown>).posts);
    },
    expected: { "as-sent": ["a@example.com", "b@example.com"], reversed: ["b@example.com", "a@example.com"] },
  },
  batchUnknownId: {
    observe: async (api) => {
      const id = missing;
      const { status, result } = await sendBatch(api, { deletes: [{ id }], patches: [{ id }], puts: [policy({ id })] });
      return [status, result];
    },
    expected: {
      "not-found": [404, null],
      invalid: [400, null],
      ignored: [200, { deletes: [], patches: [], puts: [], posts: [] }],
    },
  },
  batchRepeatedId: {
    observe: async (api) => {
      const { id } = insertAll(api, "a@example.com")[0] ?? {};
      return status(sendBatch(api, { patches: [{ id }], puts: [policy({ id: id ?? "" })] }));
    },
    expected: { "in-order": 200, rejected: 400 },
  },
  batchTotal: {
    observe: (api) => {
      const posts = Array.from({ length: 1000 }, (_, i) => policy({ pattern: `u${i}@example.com` }));
      const { id } = insertAll(api, "a@example.com")[0] ?? {};
      return status(sendBatch(api, { deletes: [{ id }], posts }));
    },
    expected: { 4000: 200, 1000: 400 },
  },
  batchTimestamps: {
    observe: async (api) => {
      const { posts } = (await sendBatch(api, { posts: [policy(), policy()] })).result as Record<string, WireEntry[]>;
      return new Set(posts?.map((entry) => entry.created_at)).size;
    },
    expected: { same: 1, distinct: 2 },
  },
  messagePage: {
    observe: async (api) => {
      insertMessages(api, {}, {}, {});
      const answer = await messages(api, "?per_page=2&page=2");
      return [answer.status, answer.result && ids(answer), answer.result_info?.page, answer.result_info?.total_count];
    },
    expected: {
      ignored: [200, ["2", "1"], undefined, undefined],
      counts: [200, ["0"], 2, 3],
      rejected: [400, null, undefined, undefined],
    },
  },
  messagesPerPage: {
    observe: async (api) => {
      insertMessages(api, ...Array.from({ length: 1001 }, () => ({})));
      return ids(await messages(api, "?per_page=2000")).length;
    },
    expected: { 1000: 1000, 10000: 1001 },
  },
  messageOrder: {
    observe: async (api) => {
      insertMessages(api, {}, {}, {});
      return ids(await messages(api));
    },
    expected: { "newest-first": ["2", "1", "0"], "oldest-first": ["0", "1", "2"] },
  },
  detectionsOnly: {
    observe: async (api) => {
      insertMessages(api, { final_disposition: "NONE" }, { final_disposition: "SPAM" }, {});
      return [ids(await messages(api)), ids(await messages(api, "?detections_only=false")).length];
    },
    expected: { all: [["2", "1", "0"], 3], detections: [["1"], 3] },
  },
  allowlistedPattern: {
    observe: async (api) => {
      policies(api).insert(policy({ pattern: ".*@ACME", is_regex: true }));
      insertMessages(
        api,
        { properties: { ...allowed, allowlisted_pattern: ".*@ACME" } },
        { properties: { blocklisted_pattern: "Acme.example" } },
      );
      const { result } = await messages(api);
      return (result as { properties: WireMessage }[])
        .reverse()
        .map(({ properties }) => properties.allowlisted_pattern ?? properties.blocklisted_pattern);
    },
    expected: {
      "as-entered": [".*@ACME", "Acme.example"],
      lowercase: [".*@acme", "acme.example"],
      "literals-only": [null, "Acme.example"],
    },
  },
  allowedDisposition: {
    observe: async (api) => {
      insertMessages(api, { final_disposition: "SPAM", properties: allowed }, { final_disposition: "SPAM" });
      return ((await messages(api)).result as WireMessage[]).reverse().map((one) => one.final_disposition);
    },
    expected: { "would-be": ["SPAM", "SPAM"], NONE: ["NONE", "SPAM"] },
  },
};

describe("an assumption", () => {
  for (const [name, { observe, expected }] of Object.entries(observations)) {
    const { values } = assumptionTable[name as AssumptionName];
    for (const [index, value] of values.entries()) {
      it(`${name} is ${value}${index === 0 ? ", unless said otherwise" : ""}`, async () => {
        const api = await localApi({ assume: index === 0 ? {} : { [name]: value } });
        expect(await observe(api)).to.deep.equal((expected as Record<string, unknown>)[value]);
      });
    }

    it(`${name} looks different under each of its values`, () => {
      const seen = new Set(values.map((value) => JSON.stringify((expected as Record<string, unknown>)[value])));
      expect(seen.size).to.equal(values.length);
    });
  }

  it("can be turned while the emulator runs, and back", async () => {
    const api = await localApi();
    const { observe, expected } = observations.lastModified;
    api.configure({ assume: { lastModified: "absent" } });
    expect(await observe(api)).to.equal(expected.absent);
    api.configure({ assume: undefined });
    expect(await observe(api)).to.equal(expected.sent);
  });

  it("that is unknown is refused with the list of those there are", () => {
    expect(() => parseAssumption("luck=good")).to.throw(/no assumption "luck".*validationStatus/);
  });

  it("with an unknown value is refused with the values it can have", () => {
    expect(() => assume({ validationStatus: 418 as 400 })).to.throw('cannot be "418". It can be: 400 | 422.');
  });

  it("has its row in the README", async () => {
    const readme = await readFile(join(__dirname, "..", "..", "emulator", "README.md"), "utf8");
    const rows = readme.split("\n").map((line) => line.replaceAll(/ +/g, " "));
    for (const [name, { meaning, values, why }] of Object.entries(assumptionTable)) {
      const cells = [`\`${name}\``, meaning, values.map((value) => `\`${value}\``).join(" "), why];
      expect(rows).to.include(`| ${cells.join(" | ")} |`);
    }
  });

  it("is read from text into the type it has", () => {
    expect(parseAssumption("validationStatus=422")).to.deep.equal({ validationStatus: 422 });
    expect(parseAssumption("ipForms=IPv4, CIDR")).to.deep.equal({ ipForms: "IPv4, CIDR" });
  });
});
