import { expect } from "chai";
import nock from "nock";
import { messageFromWire, type Message } from "../../provider/api/message";
import { MessageClient } from "../../provider/api/message-client";
import { mockTheApi, ACCOUNT, api, failure, failureOf, success, testClient } from "./support";

const PATH = `/client/v4/accounts/${ACCOUNT}/email-security/investigate`;
const period = { from: new Date("2026-01-01T00:00:00Z"), to: new Date("2026-01-31T00:00:00Z") };

interface Page {
  readonly ids: readonly string[];
  readonly next?: unknown;
}

describe("the list of messages", () => {
  mockTheApi();

  const read = async (): Promise<string[]> => {
    const ids: string[] = [];
    for await (const messages of new MessageClient(testClient().client, ACCOUNT).pages(period)) {
      ids.push(...messages.map(({ id }) => id));
    }
    return ids;
  };
  /** What a server answers that goes on as the function says: by the cursor that it is sent. */
  const serve = (pageOf: (cursor: string | undefined, request: number) => Page): (() => number) => {
    let requests = 0;
    api()
      .get(PATH)
      .query(true)
      .reply(200, (uri) => {
        const cursor = new URL(uri, "https://api.example.test").searchParams.get("cursor") ?? undefined;
        const { ids, next } = pageOf(cursor, ++requests);
        return success(
          ids.map((id) => ({ id })),
          { result_info: { next } },
        );
      })
      .persist();
    return () => requests;
  };
  afterEach(() => nock.cleanAll());

  it("asks for a period and for all messages, and follows the cursor until there is none", async () => {
    const query = { start: "2026-01-01T00:00:00.000Z", end: "2026-01-31T00:00:00.000Z", detections_only: "false" };
    const first = { ...query, per_page: "1000" };
    api()
      .get(PATH)
      .query(first)
      .reply(200, success([{ id: "a" }, { id: "b" }], { result_info: { next: "to/c" } }));
    api()
      .get(PATH)
      .query({ ...first, cursor: "to/c" })
      .reply(200, success([{ id: "c" }], { result_info: { next: null } }));
    expect(await read()).to.deep.equal(["a", "b", "c"]);
  });

  it("goes on after an empty page, as long as there is a next one", async () => {
    serve((cursor) => (cursor === undefined ? { ids: [], next: "1" } : { ids: ["a"] }));
    expect(await read()).to.deep.equal(["a"]);
  });

  it("reads on for as long as there are messages, and takes no page for empty that is not", async () => {
    serve((cursor, n) => ({ ids: [`${n}`], ...(n <= 100 && { next: `${n}` }) }));
    expect(await read()).to.have.length(101);
  });

  it("ends where the next page has no name", async () => {
    serve(() => ({ ids: ["a"], next: "" }));
    expect(await read()).to.deep.equal(["a"]);
  });

  it("hands over no page on which nothing is new", async () => {
    serve((cursor) => (cursor === undefined ? { ids: ["a", "b"], next: "1" } : { ids: ["b"] }));
    const pages: number[] = [];
    for await (const page of new MessageClient(testClient().client, ACCOUNT).pages(period)) pages.push(page.length);
    expect(pages).to.deep.equal([2]);
  });

  it("takes an empty cursor for none, and a page that has something for a sign that the server goes on", async () => {
    const sparse = 99;
    serve((_, n) => ({ ids: n === sparse + 1 ? ["a"] : [], next: n > 2 * sparse ? "" : `${n}` }));
    expect(await read()).to.deep.equal(["a"]);
  });

  it("counts once what two pages in a row have in common", async () => {
    serve((cursor) => (cursor === undefined ? { ids: ["a", "b"], next: "1" } : { ids: ["b", "c"] }));
    expect(await read()).to.deep.equal(["a", "b", "c"]);
  });

  const endless: [string, (cursor: string | undefined, request: number) => Page, RegExp, number][] = [
    [
      "repeats a page under new cursors",
      (_, n) => ({ ids: ["a", "b"], next: `${n}` }),
      /same page again.* 2 messages/,
      2,
    ],
    ["repeats its pages in turn", (_, n) => ({ ids: [`${n % 3}`], next: `${n}` }), /same page again.* 3 messages/, 4],
    [
      "repeats a page after one that overlaps it",
      (_, n) => ({ ids: n % 2 ? ["a", "b"] : ["b", "c"], next: `${n}` }),
      /same page again.* 3 messages/,
      3,
    ],
    [
      "repeats a page in another order",
      (_, n) => ({ ids: n % 2 ? ["a", "b"] : ["b", "a"], next: `${n}` }),
      /same page/,
      2,
    ],
    ["names one next page for ever", (_, n) => ({ ids: [`${n}`], next: "1" }), /same next page again.* 2 messages/, 2],
    ["leads in a circle", (_, n) => ({ ids: [`${n}`], next: `${n % 3}` }), /same next page again.* 4 messages/, 4],
    ["sends empty pages for ever", (_, n) => ({ ids: [], next: `${n}` }), /100 empty pages in a row.* 0 messages/, 100],
  ];
  for (const [what, pageOf, reason, most] of endless) {
    it(`ends with a server that ${what}`, async () => {
      const requests = serve(pageOf);
      const error = await failureOf(read());
      expect(error.message).to.match(reason);
      expect(requests()).to.equal(most);
    });
  }

  it("says how far it came when it must stop", async () => {
    serve((cursor, n) => ({ ids: [`a${n}`, `b${n}`], next: `${n}` }));
    nock.cleanAll();
    api()
      .get(PATH)
      .query((query) => !("cursor" in query))
      .reply(200, success([{ id: "a" }], { result_info: { next: "1" } }));
    api()
      .get(PATH)
      .query((query) => query.cursor === "1")
      .times(4)
      .reply(429, failure(971, "Please wait"));
    const { message } = await failureOf(read());
    expect(message).to.match(/429 Please wait .*rate limit is used up.* 1 message was read before\.$/);
  });

  for (const [what, result] of [
    ["no list", { a: 1 }],
    ["a message without an id", [{ from: "a" }]],
    ["a message that is none", [null]],
  ] as const) {
    it(`refuses ${what}`, async () => {
      api().get(PATH).query(true).reply(200, success(result));
      const { message, details } = await failureOf(read());
      expect(message).to.match(/the response holds .*Check that the base URL/);
      expect(details).to.deep.equal({ outcome: "unclear", unreadable: true });
    });
  }
});

describe("a message", () => {
  it("is read without its subject, its body and its names", () => {
    const wire = {
      id: "1",
      subject: "secret plans",
      from: "bob@acme.example",
      from_name: "Bob",
      envelope_from: "bounce@acme.example",
      replyto: "bob@acme.example",
      to: ["us@ours.example"],
      envelope_to: ["us@ours.example", "you@ours.example"],
      client_recipients: [],
      scanned_at: "2026-01-02T03:04:05Z",
      final_disposition: "SPAM",
      smtp_previous_hop_ip: "198.51.100.7",
      smtp_helo_server_ip: "198.51.100.7",
      x_originating_ip: null,
      validation: { spf: "pass", dkim: null, dmarc: "fail", comment: "x" },
      properties: { allowlisted_pattern: "acme.example", allowlisted_pattern_type: "allowed_sender" },
    };
    const expected: Message = {
      id: "1",
      scannedAt: "2026-01-02T03:04:05Z",
      disposition: "SPAM",
      validation: { spf: "pass", dkim: undefined, dmarc: "fail" },
      allowed: { type: "allowed_sender", pattern: "acme.example" },
      senders: ["bob@acme.example", "bounce@acme.example"],
      recipients: ["us@ours.example", "you@ours.example"],
      servers: ["198.51.100.7"],
    };
    expect(messageFromWire(wire)).to.deep.equal(expected);
  });

  it("may lack all but its id, and whatever it has may be of another type", () => {
    const bare = { id: "1", disposition: "UNKNOWN", senders: [], recipients: [], servers: [] };
    expect(messageFromWire({ id: "1" })).to.deep.equal(bare);
    const odd = { id: "1", properties: 7, validation: "x", from: {}, to: "not a list", ts: 5, final_disposition: null };
    expect(messageFromWire(odd)).to.deep.equal({ ...bare, recipients: ["not a list"] });
  });

  it("is read by the names of before too", () => {
    const message = messageFromWire({
      id: "1",
      ts: "2026",
      properties: { whitelisted_pattern_type: "allowed_sender" },
    });
    expect(message)
      .to.include({ scannedAt: "2026" })
      .and.deep.include({ allowed: { type: "allowed_sender" } });
  });

  it("is blocked where the filter says so, with or without a pattern", () => {
    const blocked = (properties: object) => messageFromWire({ id: "1", properties }).blocked;
    expect(blocked({ blocklisted_message: true })).to.deep.equal({});
    expect(blocked({ blocklisted_message: false, blocklisted_pattern: "x" })).to.deep.equal({ pattern: "x" });
    expect(blocked({ blocklisted_message: false, blocklisted_pattern: null })).to.equal(undefined);
  });
});
