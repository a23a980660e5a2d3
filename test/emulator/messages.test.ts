import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startEmulator, type WireMessage } from "../../emulator";
import { block, domain, localApi, policy, type Answer, type LocalApi } from "./local-api";

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe("the messages of the local API", () => {
  let api: LocalApi;
  const get = (query: Record<string, string> = {}, path = ""): Promise<Answer> =>
    api.call("GET", `${path}?${new URLSearchParams(query).toString()}`, undefined, { collection: "../investigate" });
  const ids = async (query: Record<string, string> = {}): Promise<unknown[]> =>
    ((await get(query)).result as WireMessage[]).map(({ id }) => id);

  beforeEach(async () => {
    api = await localApi();
  });

  it("are completed and shown as the API shows them", async () => {
    api.messages.insert({ from: "bob@acme.example", to: ["us@ours.example"], scanned_at: minutesAgo(1) });
    const [message] = (await get()).result as [WireMessage];
    expect(message).to.include({ from: "bob@acme.example", final_disposition: null, is_quarantined: false });
    expect(message.client_recipients).to.deep.equal(["us@ours.example"]);
    expect(message.ts).to.equal(message.scanned_at);
    expect(message.properties).to.deep.equal({
      allowlisted_pattern: null,
      allowlisted_pattern_type: null,
      blocklisted_message: false,
      blocklisted_pattern: null,
    });
    const one = await get({}, `/${encodeURIComponent(String(message.id))}`);
    expect(one.result).to.deep.equal(message);
    expect((await get({}, "/nothing")).status).to.equal(404);
  });

  it("come in pages by cursor, each once, whatever arrives meanwhile", async () => {
    api.messages.insert(Array.from({ length: 25 }, (_, i) => ({ id: `m${i}`, scanned_at: minutesAgo(i + 10) })));
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { result, result_info } = await get({ per_page: "10", ...(cursor !== undefined && { cursor }) });
      seen.push(...(result as WireMessage[]).map(({ id }) => id));
      cursor = (result_info as { next?: string } | undefined)?.next;
      api.messages.insert({ scanned_at: minutesAgo(1) });
    } while (cursor !== undefined);
    expect(seen).to.deep.equal(Array.from({ length: 25 }, (_, i) => `m${i}`));
  });

  it("refuse a cursor of somebody else, and a time that is none or to come", async () => {
    for (const query of [{ cursor: "x" }, { start: "soon" }, { end: "soon" }, { start: minutesAgo(-60) }]) {
      const { status, errors } = await get(query);
      expect(status, JSON.stringify(query)).to.equal(400);
      expect(errors[0]?.source?.pointer).to.equal(`/${Object.keys(query)[0] ?? ""}`);
    }
  });

  it("are those of 30 days, unless another time is asked for", async () => {
    const days = (count: number): string => minutesAgo(count * 24 * 60);
    api.messages.insert([29, 31, 40].map((age) => ({ id: String(age), scanned_at: days(age) })));
    expect(await ids()).to.deep.equal(["29"]);
    expect(await ids({ start: days(35) })).to.deep.equal(["29", "31"]);
    expect(await ids({ start: days(45), end: days(30) })).to.deep.equal(["31", "40"]);
  });

  it("are found by every documented filter", async () => {
    api.messages.insert({ id: "other", scanned_at: minutesAgo(2), from: "a@other.example", final_disposition: "NONE" });
    api.messages.insert({
      id: "sought",
      scanned_at: minutesAgo(1),
      from: "Bob@Acme.example",
      envelope_from: "bounce@mail.acme.example",
      to: ["us@ours.example"],
      subject: "Your invoice for March",
      smtp_helo_server_ip: "198.51.100.7",
      message_id: "<1@acme.example>",
      alert_id: "alert",
      final_disposition: "SPAM",
      delivery_status: ["delivered", "moved"],
      post_delivery_operations: ["QUARANTINE_RELEASE"],
    });
    const filters: Record<string, string>[] = [
      ...["bob@acme.example", "mail.acme.example", "ACME.example"].map((sender) => ({ sender })),
      ...["us@ours.example", "ours.example"].map((recipient) => ({ recipient })),
      ...["ours.example", "acme.example"].map((domain) => ({ domain })),
      { subject: "march INVOICE" },
      { query: "bounce@ invoice" },
      { smtp_helo_ip: "198.51.100.7" },
      { message_id: "<1@acme.example>" },
      { alert_id: "alert" },
      { final_disposition: "SPAM" },
      { delivery_status: "moved" },
      { message_action: "QUARANTINE_RELEASED" },
      { detections_only: "true" },
    ];
    for (const filter of filters) expect(await ids(filter), JSON.stringify(filter)).to.deep.equal(["sought"]);
    for (const filter of [{ sender: "me.example" }, { message_action: "MOVED" }, { subject: "invoice april" }]) {
      expect(await ids(filter), JSON.stringify(filter)).to.deep.equal([]);
    }
    expect((await get({ final_disposition: "FINE" })).status).to.equal(400);
  });

  it("need no more than the permission to read, and belong to one account", async () => {
    const [one, two] = ["a".repeat(32), "b".repeat(32)];
    api.configure({ accounts: [{ id: one }, { id: two }], tokens: [{ value: api.token, permission: "read" }] });
    api.messages.insert({ id: "one", scanned_at: minutesAgo(1) });
    api.messages.insert({ id: "two", scanned_at: minutesAgo(1) }, two);
    expect(await ids()).to.deep.equal(["one"]);
    expect(api.messages.list(two).map(({ id }) => id)).to.deep.equal(["two"]);
    api.messages.clear();
    expect(await ids()).to.deep.equal([]);
  });

  it("are in the log, and meet faults, as the collection investigate", async () => {
    api.failNext("503-before", { action: "list", collection: "investigate" });
    const answer = await fetch(`${api.baseUrl}/accounts/${api.account}/email-security/investigate`, {
      headers: { authorization: `Bearer ${api.token}` },
    });
    expect(answer.status).to.equal(503);
    expect(api.requests.map(({ action, collection, id }) => [action, collection, id])).to.deep.equal([
      ["list", "investigate", undefined],
    ]);
  });

  describe("from a file", () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "email-security-"));
    });
    afterEach(() => rm(folder, { recursive: true }));
    const file = async (content: string): Promise<string> => {
      const path = join(folder, "messages");
      await writeFile(path, content);
      return path;
    };
    const given = ["1", "2"].map((id) => ({ id, scanned_at: "2026-01-02T03:04:05Z" }));

    it("are a JSON array, or an object on each line", async () => {
      for (const content of [
        JSON.stringify(given, undefined, 2),
        `${given.map((one) => JSON.stringify(one)).join("\n")}\n`,
      ]) {
        const emulator = await startEmulator({ messages: await file(content) });
        await emulator.close();
        expect(emulator.messages.list().map(({ id }) => id)).to.deep.equal(["1", "2"]);
      }
    });

    it("are refused with the line that is wrong", async () => {
      const failure = async (content: string): Promise<string> => {
        const error: unknown = await startEmulator({ messages: await file(content) }).catch(
          (reason: unknown) => reason,
        );
        return (error as Error).message;
      };
      expect(await failure('{"id":"1"}\n{\n')).to.match(/messages:2 is not JSON/);
      expect(await failure("7")).to.equal("A message is an object with the API's names.");
      expect(await failure('{"scanned_at":"soon"}')).to.equal('The scanned_at of a message is no time: "soon".');
      const missing: unknown = await startEmulator({ messages: join(folder, "no") }).catch((reason: unknown) => reason);
      expect((missing as Error).message).to.match(/cannot be read/);
    });
  });

  describe("that are made up", () => {
    const until = new Date("2026-03-01T00:00:00Z");

    beforeEach(() => {
      const policies = api.content("allow_policies");
      policies.insert(policy({ pattern: "partner@acme.example" }));
      policies.insert(policy({ pattern: ".*@(mail|news)\\.globex\\.example$", is_regex: true, verify_sender: false }));
      policies.insert(
        policy({ pattern: "203.0.113.0/28", pattern_type: "IP", is_trusted_sender: false, is_acceptable_sender: true }),
      );
      policies.insert(policy({ pattern: "abuse@ours.example", is_trusted_sender: false, is_exempt_recipient: true }));
      api.content("trusted_domains").insert(domain({ pattern: "new.example" }));
      api.content("block_senders").insert(block({ pattern: "spam.example", pattern_type: "DOMAIN" }));
    });

    it("are the same for the same seed, and others for another", () => {
      const made = (seed: number): WireMessage[] => {
        api.messages.clear();
        api.messages.generate({ seed, count: 50, until });
        return api.messages.list();
      };
      const first = made(1);
      expect(made(1)).to.deep.equal(first);
      expect(made(2)).not.to.deep.equal(first);
    });

    it("meet the entries that are there, over the days asked for", () => {
      // Which entries are never used is up to the seed.
      for (let seed = 1; seed <= 20; seed += 1) api.messages.generate({ seed, count: 100, days: 14, until });
      const messages = api.messages.list();
      expect(messages).to.have.length(2000);
      const times = messages.map(({ scanned_at: time }) => String(time));
      expect(times.every((time) => time > "2026-02-15" && time <= until.toISOString())).to.equal(true);
      const noted = messages.map(({ properties }) => properties as Record<string, unknown>);
      expect(new Set(noted.flatMap((one) => one.allowlisted_pattern_type ?? []))).to.deep.equal(
        new Set(["allowed_sender", "acceptable_sender", "allowed_recipient", "domain_recency"]),
      );
      expect(new Set(noted.flatMap((one) => one.blocklisted_pattern ?? []))).to.deep.equal(new Set(["spam.example"]));
      const of = (pattern: string): WireMessage[] =>
        messages.filter(({ properties }) => (properties as WireMessage).allowlisted_pattern === pattern);
      expect(of("partner@acme.example").map(({ from }) => from)).to.include("partner@acme.example");
      expect(String(of(".*@(mail|news)\\.globex\\.example$")[0]?.from)).to.match(/.*@(mail|news)\.globex\.example$/);
      expect(of("203.0.113.0/28")[0]?.smtp_previous_hop_ip).to.match(/^203\.0\.113\./);
      expect(of("abuse@ours.example")[0]?.to).to.deep.equal(["abuse@ours.example"]);
      expect(messages.filter(({ properties }) => Object.keys(properties as object).length === 0).length).to.be.above(
        1000,
      );
    });

    it("can wait until they are asked for", async () => {
      const emulator = await startEmulator({ mail: { count: 20, days: 1 } });
      try {
        emulator.content("block_senders").insert(block());
        const url = `${emulator.baseUrl}/accounts/${emulator.account}/email-security/investigate`;
        expect(emulator.messages.list()).to.have.length(0);
        for (let i = 0; i < 2; i += 1) await fetch(url, { headers: { authorization: `Bearer ${emulator.token}` } });
        expect(emulator.messages.list()).to.have.length(20);
      } finally {
        await emulator.close();
      }
    });
  });
});
