import { expect } from "chai";
import type { WireEntry } from "../../emulator";
import { domain, localApi, mailDomain, policy, type LocalApi } from "./local-api";

describe("the validation of an entry", () => {
  let api: LocalApi;

  beforeEach(async () => {
    api = await localApi();
  });

  const accepted: [type: string, pattern: string][] = [
    ["EMAIL", "user@example.com"],
    ["EMAIL", "first.last+tag@sub.example.co.uk"],
    ["EMAIL", "user@bücher.example"],
    ["DOMAIN", "example.com"],
    ["DOMAIN", "xn--bcher-kva.example"],
    ["DOMAIN", "bücher.example"],
    ["DOMAIN", "example.com."],
    ["DOMAIN", "com"],
    ["IP", "1.2.3.4"],
    ["IP", "1.2.3.0/24"],
    ["IP", "1.2.3.4/24"],
    ["IP", "2606:4700:4700::1111"],
    ["IP", "2606:4700:4700::/48"],
  ];
  for (const [pattern_type, pattern] of accepted) {
    it(`accepts the ${pattern_type} ${pattern} and keeps it as sent`, async () => {
      const { status, result } = await api.call("POST", "", policy({ pattern_type, pattern }));
      expect(status).to.equal(201);
      expect(result).to.include({ pattern_type, pattern });
    });
  }

  const refused: [type: string, pattern: string][] = [
    ["EMAIL", "example.com"],
    ["EMAIL", "@example.com"],
    ["EMAIL", "user@"],
    ["EMAIL", "user name@example.com"],
    ["EMAIL", "User <user@example.com>"],
    ["DOMAIN", "user@example.com"],
    ["DOMAIN", "*.example.com"],
    ["DOMAIN", "https://example.com"],
    ["DOMAIN", "exa mple.com"],
    ["DOMAIN", "-example.com"],
    ["DOMAIN", "example..com"],
    ["DOMAIN", "1.2.3.4"],
    ["IP", "example.com"],
    ["IP", "1.2.3"],
    ["IP", "1.2.3.4.5"],
    ["IP", "1.2.3.4/33"],
    ["IP", "1.2.3.0/24/8"],
    ["IP", "1.2.3.4/"],
    ["IP", "2606:4700::/129"],
    ["IP", "fe80::1%eth0"],
    ["IP", "10.0.0.1"],
    ["IP", "172.16.0.0/12"],
    ["IP", "192.168.1.1"],
    ["IP", "127.0.0.1"],
    ["IP", "169.254.1.1"],
    ["IP", "0.0.0.0"],
    ["IP", "255.255.255.255"],
    ["IP", "::"],
    ["IP", "::1"],
    ["IP", "fe80::1"],
    ["IP", "fd00::/8"],
    ["IP", "::ffff:10.0.0.1"],
  ];
  for (const [pattern_type, pattern] of refused) {
    it(`refuses the ${pattern_type} ${pattern}`, async () => {
      const { status, errors } = await api.call("POST", "", policy({ pattern_type, pattern }));
      expect(status).to.equal(400);
      expect(errors[0]?.source).to.deep.equal({ pointer: "/pattern" });
    });
  }

  it("says of an address what it refuses, under each list", async () => {
    const said = async () => {
      const { errors } = await api.call("POST", "", policy({ pattern_type: "IP", pattern: "10.0.0.1" }));
      return errors[0]?.message;
    };
    expect(await said()).to.equal("pattern: must not be a private, loopback, link-local or unspecified address");
    api.configure({ assume: { ipReach: "global-only" } });
    expect(await said()).to.equal("pattern: must be a globally reachable address");
  });

  it("accepts as a regular expression what no pattern type could be", async () => {
    const { status } = await api.call("POST", "", policy({ is_regex: true, pattern: ".*@domain\\.com" }));
    expect(status).to.equal(201);
  });

  const bodies: [why: string, body: WireEntry, pointer: string][] = [
    ["an empty pattern", policy({ pattern: "" }), "/pattern"],
    ["a pattern of 1,025 characters", policy({ pattern: "x".repeat(1025), is_regex: true }), "/pattern"],
    ["comments of 1,025 characters", policy({ comments: "x".repeat(1025) }), "/comments"],
    ["a type in lower case", policy({ pattern_type: "email" }), "/pattern_type"],
    ["the retired type", policy({ pattern_type: "UNKNOWN" }), "/pattern_type"],
    ["a text for a boolean", policy({ is_trusted_sender: "true" }), "/is_trusted_sender"],
    ["a number for a text", policy({ comments: 1 }), "/comments"],
    ["a null that is not comments", policy({ verify_sender: null }), "/verify_sender"],
    ["a text for a deprecated boolean", policy({ is_sender: "true" }), "/is_sender"],
  ];
  for (const [why, body, pointer] of bodies) {
    it(`refuses ${why}, also in a patch`, async () => {
      const { id } = api.content("allow_policies").insert(policy());
      for (const answer of [await api.call("POST", "", body), await api.call("PATCH", `/${String(id)}`, body)]) {
        expect(answer.status).to.equal(400);
        expect(answer.errors.map((error) => error.source?.pointer)).to.deep.equal([pointer]);
      }
    });
  }

  const content = { name: "Scams", pattern: "scam", targets: ["BODY"], enabled: true };
  const others: [why: string, collection: string, body: WireEntry, pointer: string][] = [
    ["an empty pattern", "content_policies", { ...content, pattern: "" }, "/pattern"],
    ["an empty pattern", "url_ignore_patterns", { pattern: "" }, "/pattern"],
    ["a pattern of 513 characters", "url_ignore_patterns", { pattern: "x".repeat(513) }, "/pattern"],
    ["an empty domain", "sending_domain_restrictions", { domain: "", exclude: [] }, "/domain"],
    ["a name that is excluded", "sending_domain_restrictions", { domain: "a.example", exclude: ["b c"] }, "/exclude"],
    ["a network", "domains", mailDomain({ ip_restrictions: ["192.0.2.0/24", "192.0.2.0/33"] }), "/ip_restrictions"],
  ];
  for (const [why, collection, body, pointer] of others) {
    it(`refuses ${why} of ${collection}`, async () => {
      const { status, errors } = await api.call("POST", "", body, { collection });
      expect(status).to.equal(400);
      expect(errors.map((error) => error.source?.pointer)).to.deep.equal([pointer]);
    });
  }

  it("accepts a URL ignore pattern of 512 characters, and restrictions to networks of every kind", async () => {
    const taken: [collection: string, body: WireEntry][] = [
      ["url_ignore_patterns", { pattern: "x".repeat(512) }],
      ["domains", mailDomain({ ip_restrictions: ["10.0.0.0/8", "0.0.0.0/0", "::/0"] })],
    ];
    for (const [collection, body] of taken) {
      expect((await api.call("POST", "", body, { collection })).status).to.equal(201);
    }
  });

  it("tries expressions on content and links where it tries others", async () => {
    api.configure({ assume: { regexCheck: "RE2" } });
    for (const [collection, body] of [
      ["content_policies", { ...content, pattern: "(" }],
      ["url_ignore_patterns", { pattern: "(" }],
    ] as const) {
      expect((await api.call("POST", "", body, { collection })).errors[0]?.message).to.equal(
        "pattern: is not a valid regular expression",
      );
    }
  });

  it("accepts pattern and comments of 1,024 characters, however many bytes they are", async () => {
    const text = "🛡".repeat(1024);
    const { status, result } = await api.call("POST", "", policy({ pattern: text, is_regex: true, comments: text }));
    expect(status).to.equal(201);
    expect(result).to.include({ pattern: text, comments: text });
  });

  for (const [name, body] of Object.entries({ policy: policy(), domain: domain() })) {
    const collection = name === "policy" ? "allow_policies" : "trusted_domains";
    it(`asks for every field of a ${name} but comments`, async () => {
      const { status, errors } = await api.call("POST", "", {}, { collection });
      expect(status).to.equal(400);
      expect(errors.map((error) => error.source?.pointer)).to.have.members(Object.keys(body).map((key) => `/${key}`));
    });
  }

  it("looks at a changed type together with the pattern that stays", async () => {
    const { id } = api.content("allow_policies").insert(policy());
    const { status } = await api.call("PATCH", `/${String(id)}`, { pattern_type: "IP" });
    expect(status).to.equal(400);
  });

  it("lets an entry of the retired type be changed elsewhere", async () => {
    const { id } = api.content("allow_policies").insert(policy({ pattern: "?", pattern_type: "UNKNOWN" }));
    const { status, result } = await api.call("PATCH", `/${String(id)}`, { comments: "old" });
    expect(status).to.equal(200);
    expect(result).to.include({ pattern_type: "UNKNOWN", comments: "old" });
  });

  it("ignores read-only and unknown properties", async () => {
    const body = { ...policy(), id: "mine", created_at: "never", color: "red" };
    const { status, result } = await api.call("POST", "", body);
    expect(status).to.equal(201);
    expect(result).not.to.have.property("color");
    expect((result as WireEntry).id).not.to.equal("mine");
  });

  for (const text of ["", "{", "[]", "null", '"text"', "<html>"]) {
    it(`refuses the body ${JSON.stringify(text)}`, async () => {
      const { status, success, errors } = await api.call("POST", "", undefined, { text });
      expect([status, success]).to.deep.equal([400, false]);
      const isJson = !["", "{", "<html>"].includes(text);
      expect(errors[0]?.message.includes("the request body is not valid JSON")).to.equal(!isJson);
      expect(errors[0]?.source).to.equal(undefined);
    });
  }
});
