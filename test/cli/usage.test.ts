import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startEmulator, type Assumptions, type Emulator, type WireEntry, type WireMessage } from "../../emulator";
import { accessTo, command, useNoPauses, type Ended } from "./support";
import { bruteForceUsage } from "./brute-force-usage";

interface UsageEntry {
  readonly collection: string;
  readonly id: string;
  readonly pattern: string;
  readonly messages: number;
  readonly dispositions: Readonly<Record<string, number>>;
  readonly failedVerification: Readonly<Record<"spf" | "dkim" | "dmarc", number>>;
  readonly unverified: number;
  readonly maliciousLetThrough: number;
  readonly lastSeen: string | null;
  readonly state: string;
  readonly sharedWith?: readonly string[];
  readonly resource?: { readonly urn: string; readonly key?: string } | null;
}

interface UsageJson {
  readonly accountId: string;
  readonly from: string;
  readonly to: string;
  readonly messages: number;
  readonly entries: readonly UsageEntry[];
  readonly unattributed: readonly { readonly type?: string; readonly reason: string; readonly messages: number }[];
  readonly cannotBeTold: readonly string[];
}

describe("the command usage", function () {
  this.timeout(60_000);
  useNoPauses();
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  const run = (...args: string[]): Promise<Ended> => command(["usage", ...args], { env: accessTo(emulator) });
  const json = async (...args: string[]): Promise<UsageJson> => {
    const ended = await run("--json", ...args);
    expect(ended).to.include({ code: 0, stderr: "" });
    return JSON.parse(ended.stdout) as UsageJson;
  };
  const policy = (fields: WireEntry): string => {
    const entry = { pattern_type: "EMAIL", is_trusted_sender: true, created_at: "2026-01-01T00:00:00Z", ...fields };
    return String(emulator.content("allow_policies").insert(entry).id);
  };
  const block = (fields: WireEntry): string =>
    String(emulator.content("block_senders").insert({ pattern_type: "DOMAIN", ...fields }).id);
  const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
  let number = 0;
  const mail = (properties: object, more: WireMessage = {}): void =>
    emulator.messages.insert({
      id: `m${number++}`,
      scanned_at: hoursAgo(1),
      final_disposition: "NONE",
      ...more,
      properties,
    });
  const allowed = (pattern: string | null, more: WireMessage = {}, type = "allowed_sender"): void =>
    mail({ allowlisted_pattern: pattern, allowlisted_pattern_type: type }, more);
  const blocked = (pattern: string | null, more: WireMessage = {}): void =>
    mail({ blocklisted_message: true, blocklisted_pattern: pattern }, more);
  const counts = ({ entries }: UsageJson): Record<string, number> =>
    Object.fromEntries(entries.map(({ pattern, messages }) => [pattern, messages]));

  /** Entries of every kind, and mail for them. */
  const fill = (seed: number): void => {
    for (let i = 0; i < 12; i += 1) {
      policy({
        pattern: `P${i}@Acme${i}.example`,
        is_trusted_sender: i % 2 === 0,
        is_acceptable_sender: i % 2 === 1,
        verify_sender: i % 3 === 0,
      });
    }
    policy({ pattern: "x.example", pattern_type: "DOMAIN" });
    policy({ pattern: "198.51.100.0/28", pattern_type: "IP", verify_sender: false });
    policy({ pattern: "abuse@ours.example", is_trusted_sender: false, is_exempt_recipient: true });
    for (const name of ["Globex", "initech"]) {
      policy({ pattern: `.*@(mail|news)\\.${name}\\.example$`, is_regex: true });
    }
    emulator.content("trusted_domains").insert({ pattern: "new.example", is_recent: true });
    emulator.content("trusted_domains").insert({ pattern: "0urs.example", is_similarity: true });
    block({ pattern: "spam.example" });
    block({ pattern: "spam@junk.example", pattern_type: "EMAIL" });
    emulator.messages.generate({ seed, count: 1500, days: 28 });
  };

  const assumed: Partial<Assumptions>[] = [
    {},
    { allowlistedPattern: "lowercase", messageOrder: "oldest-first" },
    { allowlistedPattern: "literals-only", detectionsOnly: "detections", messagePage: "rejected" },
    { allowedDisposition: "NONE", messagePage: "counts", perPageAboveMaximum: "rejected" },
  ];
  for (const [index, assume] of assumed.entries()) {
    it(`counts what a count by hand has, where the API is ${JSON.stringify(assume)}`, async () => {
      for (const seed of [index, index + 10]) {
        emulator.configure({ assume: undefined });
        fill(seed);
        emulator.configure({ assume });
        const found = await json();
        const expected = bruteForceUsage(emulator, assume);
        expect(found.messages).to.equal(emulator.messages.list().length);
        expect(Object.fromEntries(found.entries.map((entry) => [entry.id, entry.messages > 0]))).to.deep.equal(
          Object.fromEntries([...expected].map(([id, entry]) => [id, entry.messages > 0])),
        );
        for (const { id, messages, dispositions, failedVerification, unverified, lastSeen } of found.entries) {
          const found = { messages, dispositions, failedVerification, unverified, lastSeen };
          expect(found).to.deep.equal(expected.get(id));
        }
      }
    });
  }

  it("says what let harm through first, then what did nothing, then the rest, and sums up", async () => {
    policy({ pattern: "used@acme.example" });
    policy({ pattern: "unused@acme.example" });
    policy({ pattern: "spoof@acme.example", is_trusted_sender: false, is_acceptable_sender: true });
    policy({ pattern: "bad@acme.example" });
    policy({ pattern: "unverified@acme.example" });
    block({ pattern: "blocked.example" });
    const pass = { validation: { spf: "pass", dkim: "none", dmarc: "fail" } };
    const fail = { validation: { spf: "fail", dkim: "none", dmarc: "neutral" } };
    for (let i = 0; i < 3; i += 1) allowed("used@acme.example", pass);
    allowed("spoof@acme.example", { ...pass, final_disposition: "SPOOF" }, "acceptable_sender");
    allowed("bad@acme.example", { ...pass, final_disposition: "MALICIOUS" });
    allowed("bad@acme.example", { ...pass, final_disposition: "MALICIOUS-BEC" });
    for (let i = 0; i < 2; i += 1) allowed("unverified@acme.example", fail);
    blocked("blocked.example", { ...fail, final_disposition: "MALICIOUS" });
    const { stdout, code } = await run();
    const order = stdout.split("\n").flatMap((line) => /\S+@acme\.example|blocked\.example/.exec(line)?.[0] ?? []);
    expect(order).to.deep.equal([
      ...["bad@acme.example", "spoof@acme.example", "unverified@acme.example"],
      ...["unused@acme.example", "used@acme.example", "blocked.example"],
    ]);
    expect(stdout).to.match(/unverified@acme.example +2 +2 NONE +2 0 0 +2 +\d{4}-\d\d-\d\d$/m);
    expect(stdout).to.contain("1 of 6 entries did nothing in 30 days; 1 let malicious mail through");
    expect(code).to.equal(0);
  });

  it("takes a message that an acceptable sender's entry matched and that stayed malicious for stopped", async () => {
    policy({ pattern: "a@acme.example", is_trusted_sender: false, is_acceptable_sender: true });
    allowed("a@acme.example", { final_disposition: "MALICIOUS" }, "acceptable_sender");
    const { entries } = await json("--exit-code");
    expect(entries[0]).to.deep.include({
      dispositions: { MALICIOUS: 1 },
      maliciousLetThrough: 0,
      state: "used",
    });
  });

  it("finds the entry in whatever spelling the API names it", async () => {
    policy({ pattern: "München.example", pattern_type: "DOMAIN" });
    policy({ pattern: "Bob@ACME.example" });
    policy({ pattern: "2606:4700:0:0:0:0:0:1001", pattern_type: "IP" });
    policy({ pattern: "old.example", pattern_type: "UNKNOWN" });
    policy({ pattern: ".*\\D@Acme\\.example", is_regex: true });
    for (const name of ["xn--mnchen-3ya.example.", "bob@acme.example", "2606:4700::1001", "OLD.example"]) allowed(name);
    for (const name of [".*\\D@Acme\\.example", ".*\\d@acme\\.example", ".*\\D@acme\\.example"]) allowed(name);
    const found = await json();
    expect(counts(found)).to.deep.equal({
      "München.example": 1,
      "Bob@ACME.example": 1,
      "2606:4700:0:0:0:0:0:1001": 1,
      "old.example": 1,
      // In capitals and in lower case; not what is another expression.
      ".*\\D@Acme\\.example": 2,
    });
    expect(found.unattributed).to.deep.equal([
      { type: "allowed_sender", blocked: false, reason: "no such entry", messages: 1 },
    ]);
  });

  it("says of how many messages the API does not say whether they passed the checks", async () => {
    policy({ pattern: "a@acme.example" });
    allowed("a@acme.example", { validation: null });
    allowed("a@acme.example", { validation: { spf: "fail", dkim: null, dmarc: "none" } });
    const { entries, cannotBeTold } = await json();
    expect(entries[0]).to.include({ unchecked: 1, unverified: 1 });
    expect(cannotBeTold.join()).to.contain(
      "Of 1 messages the API does not say whether they passed SPF, DKIM and DMARC",
    );
  });

  it("counts with each of the entries that have the pattern, and says that it cannot tell which", async () => {
    const ids = [
      policy({ pattern: "acme.example", pattern_type: "DOMAIN" }),
      policy({ pattern: "ACME.example.", pattern_type: "DOMAIN" }),
    ];
    allowed("acme.example");
    const { entries, cannotBeTold } = await json();
    expect(entries.map(({ id, messages, sharedWith }) => [id, messages, sharedWith])).to.have.deep.members([
      [ids[0], 1, [ids[1]]],
      [ids[1], 1, [ids[0]]],
    ]);
    expect(cannotBeTold).to.include("2 entries have the pattern of another: which of them did it cannot be told");
  });

  it("keeps apart what an allow policy, a trusted domain and a blocked sender of one pattern did", async () => {
    const trusted = policy({ pattern: "acme.example", pattern_type: "DOMAIN" });
    const accepted = policy({
      pattern: "acme.example",
      pattern_type: "DOMAIN",
      is_trusted_sender: false,
      is_acceptable_sender: true,
    });
    const domain = String(emulator.content("trusted_domains").insert({ pattern: "acme.example", is_recent: true }).id);
    const blockId = block({ pattern: "acme.example" });
    const times = (count: number, act: () => void): void => void Array.from({ length: count }, act);
    times(1, () => allowed("acme.example"));
    times(2, () => allowed("acme.example", {}, "acceptable_sender"));
    times(3, () => allowed("acme.example", {}, "domain_recency"));
    times(4, () => blocked("acme.example"));
    const { entries } = await json();
    expect(Object.fromEntries(entries.map(({ id, messages }) => [id, messages]))).to.deep.equal({
      ...{ [trusted]: 1, [accepted]: 2, [domain]: 3, [blockId]: 4 },
    });
  });

  it("counts under its own heading what names no entry of the account", async () => {
    policy({ pattern: "changed@acme.example" });
    allowed("removed@acme.example");
    allowed("changed@acme.example", {}, "allowed_recipient");
    allowed("junk@acme.example", {}, "managed_acceptable_sender");
    allowed(null, {}, "quarantine_release");
    allowed("changed@acme.example", {}, "outbound_ndr");
    blocked("removed.example");
    const { entries, unattributed } = await json();
    expect(entries[0]).to.include({ messages: 0, state: "cannot be told" });
    expect(unattributed.map(({ type, reason }) => [type, reason])).to.have.deep.members([
      ["allowed_sender", "no such entry"],
      ["allowed_recipient", "other effect"],
      ["managed_acceptable_sender", "no entry's doing"],
      ["quarantine_release", "no entry's doing"],
      ["outbound_ndr", "no entry's doing"],
      [undefined, "no such entry"],
    ]);
    const { stdout } = await run();
    expect(stdout).to.contain("1 message let through (allowed_sender): the API names an entry that is not there");
    expect(stdout).to.not.match(/removed@|removed\.example/);
  });

  it("says that it cannot tell of entries that the API may mean without naming them", async () => {
    policy({ pattern: ".*@acme\\.example", is_regex: true });
    policy({ pattern: ".*@other\\.example", is_regex: true });
    policy({ pattern: "(?=x).*", is_regex: true });
    policy({ pattern: ".*@acme\\.example.*", is_regex: true, is_trusted_sender: false, is_acceptable_sender: true });
    block({ pattern: "acme.example" });
    allowed(null, { from: "bob@acme.example" });
    const states = async (): Promise<Record<string, string>> =>
      Object.fromEntries((await json()).entries.map(({ pattern, state }) => [pattern, state]));
    const expected = {
      ".*@acme\\.example": "cannot be told",
      ".*@other\\.example": "unused",
      "(?=x).*": "cannot be told",
      ".*@acme\\.example.*": "unused",
    };
    expect(await states()).to.deep.equal({ ...expected, "acme.example": "unused" });
    blocked(null, { from: "bob@acme.example" });
    expect(await states()).to.deep.equal({ ...expected, "acme.example": "cannot be told" });
    expect((await run()).stdout).to.contain("; of 3 it cannot be told; ");
  });

  it("says that it cannot tell what was let through where every message says NONE", async () => {
    policy({ pattern: "a@acme.example" });
    allowed("a@acme.example", { final_disposition: "MALICIOUS" });
    emulator.configure({ assume: { allowedDisposition: "NONE" } });
    const { cannotBeTold } = await json();
    expect(cannotBeTold[0]).to.match(
      /^No message that was let through has another disposition than NONE.*cannot be told$/,
    );
  });

  it("reads the days that are asked for", async () => {
    policy({ pattern: "a@acme.example" });
    for (const hours of [1, 30, 24 * 40]) allowed("a@acme.example", { scanned_at: hoursAgo(hours) });
    expect((await json()).messages).to.equal(2);
    const day = await json("--days", "1");
    expect([day.messages, Date.parse(day.to) - Date.parse(day.from)]).to.deep.equal([1, 86_400_000]);
    const long = await json("--days", "60");
    expect(long.messages).to.equal(3);
    expect(long.cannotBeTold).to.include(
      `The oldest message is of ${hoursAgo(24 * 40).slice(0, 10)}: what came before cannot be told`,
    );
    expect((await run("--days", "0")).stderr).to.match(/It must be a number of days/);
    expect((await run("--days", "1")).stdout).to.contain("did nothing in 1 day;");
  });

  it("lists what is unused alone on request", async () => {
    policy({ pattern: "used@acme.example" });
    policy({ pattern: "new@acme.example", created_at: hoursAgo(2) });
    policy({ pattern: "unused@acme.example" });
    allowed("used@acme.example");
    // The oldest first.
    expect(Object.keys(counts(await json("--unused")))).to.deep.equal(["unused@acme.example", "new@acme.example"]);
    const { stdout } = await run("--unused");
    expect(stdout)
      .to.match(/ unused@acme.example +0 +unused$/m)
      .and.to.match(/ new@acme.example +0 +unused, made 20/m);
    expect(stdout).to.contain("2 of 3 entries did nothing");
  });

  it("has exit code 2 on request, where an entry is unused or let malicious mail through", async () => {
    const code = async (): Promise<number | null> => (await run("--exit-code")).code;
    expect(await code()).to.equal(0);
    policy({ pattern: "a@acme.example" });
    expect(await code()).to.equal(2);
    allowed("a@acme.example", { final_disposition: "SPAM" });
    expect(await code()).to.equal(0);
    // Shown first, but no alarm.
    allowed("a@acme.example", { final_disposition: "SPOOF", validation: { spf: "fail" } });
    expect(await code()).to.equal(0);
    allowed("a@acme.example", { final_disposition: "MALICIOUS" });
    expect(await code()).to.equal(2);
    expect((await run()).code).to.equal(0);
  });

  it("never prints a subject, a recipient, or a sender that is no entry", async () => {
    policy({ pattern: "acme.example", pattern_type: "DOMAIN" });
    policy({ pattern: ".*@globex\\.example", is_regex: true });
    const secret = {
      from: "alice.private@acme.example",
      envelope_from: "bounce.private@acme.example",
      replyto: "reply.private@acme.example",
      to: ["carol.private@ours.example"],
      envelope_to: ["dave.private@ours.example"],
      subject: "private merger",
      final_disposition: "MALICIOUS",
    };
    allowed("acme.example", secret);
    allowed("erin.private@gone.example", secret);
    allowed(null, secret);
    blocked("frank.private@gone.example", secret);
    for (const flags of [[], ["--json"], ["--unused"], ["--days", "1"]]) {
      const { stdout, stderr } = await run(...flags);
      expect(stdout + stderr).to.not.contain("private");
    }
    emulator.failNext("malformed", { collection: "investigate" }, 20);
    const { stderr } = await run();
    expect(stderr).to.not.contain("private");
  });

  it("lets no entry and no message move the reader's cursor", async () => {
    policy({ pattern: "\u001b[2Ja@acme.example\nfake" });
    allowed("\u001b[2Ja@acme.example\nfake", { final_disposition: "\u001b[3J" });
    allowed("x", {}, "\u001b[4J");
    const { stdout } = await run();
    expect(stdout).to.not.contain("\u001b").and.to.not.match(/^fake/m);
  });

  describe("with the state of stacks", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "email-security-"))));
    afterEach(() => rmSync(folder, { recursive: true }));
    const TYPE = "pulumi-nodejs:dynamic/email-security";

    it("names the resource that has the entry", async () => {
      const [single, inSet] = [policy({ pattern: "a@acme.example" }), policy({ pattern: "b@acme.example" })];
      policy({ pattern: "c@acme.example" });
      const resources = [
        {
          urn: `urn:pulumi:prod::mail::${TYPE}:AllowPolicy::acme`,
          type: `${TYPE}:AllowPolicy`,
          id: single,
          outputs: {},
        },
        {
          urn: `urn:pulumi:prod::mail::my:index:Partner$${TYPE}:AllowPolicySet::partners`,
          ...{
            type: `${TYPE}:AllowPolicySet`,
            id: "minted",
            outputs: { ids: { b: inSet }, accountId: emulator.account },
          },
        },
      ];
      const path = join(folder, "prod.json");
      writeFileSync(path, JSON.stringify({ version: 3, deployment: { resources } }));
      const { stdout } = await run("--state", path);
      expect(stdout).to.match(/a@acme.example .* prod AllowPolicy acme$/m);
      expect(stdout).to.match(/b@acme.example .* prod AllowPolicySet partners: b$/m);
      expect(stdout).to.match(/c@acme.example .* in no stack$/m);
      const { CLOUDFLARE_ACCOUNT_ID: _, ...env } = accessTo(emulator);
      const { entries } = JSON.parse(
        (await command(["usage", "--json", "--state", path], { env })).stdout,
      ) as UsageJson;
      expect(
        entries.map(({ pattern, resource }) => [pattern, resource?.key ?? resource?.urn.split("::").at(-1)]),
      ).to.have.deep.members([
        ["a@acme.example", "acme"],
        ["b@acme.example", "b"],
        ["c@acme.example", undefined],
      ]);
    });
  });

  it("needs one request a thousand messages, and one list a kind of entry", async () => {
    policy({ pattern: "a@acme.example" });
    emulator.messages.generate({ count: 2500, days: 20 });
    expect((await json()).messages).to.equal(2500);
    const lists = emulator.requests.map(({ collection }) => collection);
    expect(lists.filter((collection) => collection === "investigate")).to.have.length(3);
    expect(lists).to.include.members(["allow_policies", "trusted_domains", "block_senders"]);
  });

  it("says how far it came when the API gives no more, and prints no half of a result", async () => {
    emulator.messages.generate({ count: 2500, days: 20 });
    let lists = 0;
    emulator.configure({
      faults: ({ collection }) => (collection === "investigate" && ++lists > 1 ? "500-before" : undefined),
    });
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
    expect(stderr).to.match(/500 .* 1000 messages were read before\.\n$/);
  });
});
