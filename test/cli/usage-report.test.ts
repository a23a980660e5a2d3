import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { withDate } from "../support/clock";
import { accessTo, command } from "./support";

const TYPE = "pulumi-nodejs:dynamic/email-security";

describe("what the command usage prints of entries in every state", () => {
  let emulator: Emulator;
  let folder: string;
  let stack: string;

  beforeEach(async () => {
    emulator = await startEmulator();
    folder = mkdtempSync(join(tmpdir(), "email-security-"));
    stack = join(folder, "prod.json");
    const resources = [
      { urn: `urn:pulumi:prod::mail::${TYPE}:AllowPolicy::acme`, type: `${TYPE}:AllowPolicy`, id: "used" },
      {
        urn: `urn:pulumi:prod::mail::${TYPE}:AllowPolicySet::partners`,
        ...{ type: `${TYPE}:AllowPolicySet`, id: "minted", outputs: { ids: { globex: "spoof1" } } },
      },
    ];
    writeFileSync(stack, JSON.stringify({ version: 3, deployment: { resources } }));
    fill();
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await emulator.close();
  });

  function fill(): void {
    let number = 0;
    const mail = (properties: object, more: object): void =>
      emulator.messages.insert({
        id: `m${number++}`,
        scanned_at: "2025-12-20T12:00:00Z",
        final_disposition: "NONE",
        validation: { spf: "pass", dkim: "pass", dmarc: "pass" },
        ...more,
        properties,
      });
    const allowed = (pattern: string | null, more = {}, type = "allowed_sender"): void =>
      mail({ allowlisted_pattern: pattern, allowlisted_pattern_type: type }, more);
    const blocked = (pattern: string | null, more = {}): void =>
      mail({ blocklisted_message: true, blocklisted_pattern: pattern }, more);
    const old = { created_at: "2025-06-01T00:00:00Z" };
    for (const id of ["bad", "spoof1", "spoof2", "unverified", "old", "new", "twin", "used"]) {
      const policy = { pattern: `${id}.example`, pattern_type: "DOMAIN", is_trusted_sender: true };
      const made = id === "new" ? { created_at: "2025-12-10T00:00:00Z" } : old;
      emulator.content("allow_policies").insert({ ...policy, ...made, id });
      if (id === "twin") emulator.content("allow_policies").insert({ ...policy, ...made, id: "twin2" });
    }
    const regex = { pattern: ".*@maybe\\.example", pattern_type: "EMAIL", is_regex: true, is_trusted_sender: true };
    emulator.content("allow_policies").insert({ ...regex, ...old, id: "regex" });
    const block = { pattern: "block.example", pattern_type: "DOMAIN" };
    emulator.content("block_senders").insert({ ...block, created_at: "2025-06-02T00:00:00Z", id: "block" });

    const failed = { validation: { spf: "fail", dkim: "none", dmarc: "fail" } };
    allowed("bad.example", { final_disposition: "MALICIOUS", ...failed });
    allowed("spoof1.example", { final_disposition: "SPOOF" });
    for (let i = 0; i < 2; i += 1) allowed("spoof2.example", { final_disposition: "SPOOF" });
    allowed("unverified.example", failed);
    allowed("twin.example");
    allowed("used.example", { validation: null });
    allowed("used.example", { final_disposition: "SPAM", scanned_at: "2025-12-22T12:00:00Z" });
    allowed("used.example", { final_disposition: "UNHEARD-OF", scanned_at: "2025-12-21T12:00:00Z" });
    allowed(null, { from: "x@maybe.example" });
    for (let i = 0; i < 2; i += 1) allowed("gone.example");
    allowed("x", {}, "quarantine_release");
    allowed("used.example", {}, "acceptable_sender");
    blocked("block.example", { final_disposition: "MALICIOUS" });
    blocked(null);
  }

  const run = (flags: readonly string[], env = {}): Promise<string> =>
    command(["usage", ...flags], { env: { ...accessTo(emulator), ...env } }).then(({ stdout }) => stdout);

  it("is a table, what messages do not tell, and a sum", () =>
    withDate(async () => {
      expect(await run(["--state", stack])).to.equal(`\
kind            pattern             messages  by disposition                failed SPF DKIM DMARC  unverified  last        resource
allow policy    bad.example         1         1 MALICIOUS                   1 0 1                  1           2025-12-20  in no stack
allow policy    spoof2.example      2         2 SPOOF                       0 0 0                  0           2025-12-20  in no stack
allow policy    spoof1.example      1         1 SPOOF                       0 0 0                  0           2025-12-20  prod AllowPolicySet partners: globex
allow policy    unverified.example  1         1 NONE                        1 0 1                  1           2025-12-20  in no stack
allow policy    old.example         0         unused                                                                       in no stack
allow policy    new.example         0         unused, made 2025-12-10                                                      in no stack
allow policy    .*@maybe\\.example   0         cannot be told                                                               in no stack
allow policy    used.example        3         1 UNHEARD-OF, 1 SPAM, 1 NONE  0 0 0                  0           2025-12-22  prod AllowPolicy acme
allow policy    twin.example        1         1 NONE                        0 0 0                  0           2025-12-20  in no stack
allow policy    twin.example        1         1 NONE                        0 0 0                  0           2025-12-20  in no stack
blocked sender  block.example       1         1 MALICIOUS                   0 0 0                  0           2025-12-20  in no stack

2 messages let through (allowed_sender): the API names an entry that is not there: it was removed since, or is spelt otherwise
1 message let through (allowed_sender): the API does not name the entry, so that it cannot be told which
1 message blocked: the API does not name the entry, so that it cannot be told which
1 message let through (acceptable_sender): the API names an entry that does something else today: it was changed since
1 message let through (quarantine_release): not by an entry of the account
The oldest message is of 2025-12-20: what came before cannot be told
2 entries have the pattern of another: which of them did it cannot be told
Of 1 messages the API does not say whether they passed SPF, DKIM and DMARC: cannot be told
2 of 11 entries did nothing in 30 days; 1 let malicious mail through; of 1 it cannot be told; 16 messages were read
`);
    }));

  it("names the day of the oldest message in whichever order the API sends them", () =>
    withDate(async () => {
      for (const messageOrder of ["newest-first", "oldest-first"] as const) {
        emulator.configure({ assume: { messageOrder } });
        expect(await run([])).to.contain("\nThe oldest message is of 2025-12-20: what came before cannot be told\n");
      }
    }));

  it("has a colour for each state on request", () =>
    withDate(async () => {
      const lines = (await run([], { FORCE_COLOR: "1" })).split("\n").slice(0, 9);
      // eslint-disable-next-line no-control-regex -- the codes of colours
      expect(lines.map((line) => /^\u001b\[(\d+)m.*\u001b\[\d+m$/.exec(line)?.[1] ?? line.slice(0, 12))).to.deep.equal([
        ...["kind        ", "31", "31", "31", "31", "33", "33", "2", "allow policy"],
      ]);
    }));

  it("is the same as JSON", () =>
    withDate(async () => {
      const { entries, ...rest } = JSON.parse(await run(["--state", stack, "--json"])) as { entries: { id: string }[] };
      const of = (id: string) => entries.find((entry) => entry.id === id);
      const policy = {
        ...{ collection: "allow_policies", patternType: "DOMAIN", isRegex: false, isTrustedSender: true },
        ...{ isAcceptableSender: false, isExemptRecipient: false, verifySender: true },
        ...{ createdAt: "2025-06-01T00:00:00Z", unverified: 0, unchecked: 0, maliciousLetThrough: 0 },
        failedVerification: { spf: 0, dkim: 0, dmarc: 0 },
      };
      const lastSeen = "2025-12-20T12:00:00Z";
      expect(of("spoof1")).to.deep.equal({
        ...{ ...policy, id: "spoof1", pattern: "spoof1.example", messages: 1, dispositions: { SPOOF: 1 }, lastSeen },
        state: "risky",
        resource: { urn: `urn:pulumi:prod::mail::${TYPE}:AllowPolicySet::partners`, key: "globex" },
      });
      expect(of("old")).to.deep.equal({
        ...{ ...policy, id: "old", pattern: "old.example", messages: 0, dispositions: {}, lastSeen: null },
        state: "unused",
        resource: null,
      });
      expect(of("twin2")).to.deep.equal({
        ...{ ...policy, id: "twin2", pattern: "twin.example", messages: 1, dispositions: { NONE: 1 }, lastSeen },
        state: "used",
        sharedWith: ["twin"],
        resource: null,
      });
      expect(of("bad")).to.deep.include({
        ...{ failedVerification: { spf: 1, dkim: 0, dmarc: 1 }, unverified: 1, maliciousLetThrough: 1 },
      });
      expect(of("used")).to.deep.include({
        ...{ dispositions: { "UNHEARD-OF": 1, SPAM: 1, NONE: 1 }, unchecked: 1, lastSeen: "2025-12-22T12:00:00Z" },
        resource: { urn: `urn:pulumi:prod::mail::${TYPE}:AllowPolicy::acme` },
      });
      expect(of("block")).to.deep.include({ collection: "block_senders", state: "used", maliciousLetThrough: 0 });
      expect(rest).to.deep.equal({
        accountId: emulator.account,
        from: "2025-12-02T00:00:00.000Z",
        to: "2026-01-01T00:00:00.000Z",
        messages: 16,
        unattributed: [
          { type: "allowed_sender", blocked: false, reason: "no such entry", messages: 2 },
          { type: "allowed_sender", blocked: false, reason: "not named", messages: 1 },
          { blocked: true, reason: "not named", messages: 1 },
          { type: "acceptable_sender", blocked: false, reason: "other effect", messages: 1 },
          { type: "quarantine_release", blocked: false, reason: "no entry's doing", messages: 1 },
        ],
        cannotBeTold: [
          "The oldest message is of 2025-12-20: what came before cannot be told",
          "2 entries have the pattern of another: which of them did it cannot be told",
          "Of 1 messages the API does not say whether they passed SPF, DKIM and DMARC: cannot be told",
        ],
      });
    }));

  it("is a sum alone where there is no entry", async () => {
    const empty = await startEmulator();
    const { stdout } = await command(["usage"], { env: accessTo(empty) });
    await empty.close();
    expect(stdout).to.equal(
      "0 of 0 entries did nothing in 30 days; 0 let malicious mail through; 0 messages were read\n",
    );
  });
});
