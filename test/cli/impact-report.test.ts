import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { withDate } from "../support/clock";
import { accessTo, command } from "./support";

const TYPE = "pulumi-nodejs:dynamic/email-security";

describe("what the command impact prints of entries of every kind", () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator();
    fill();
  });
  afterEach(() => emulator.close());

  function fill(): void {
    let number = 0;
    const mail = (from: string, disposition: string, more: object = {}): void =>
      emulator.messages.insert({
        id: `m${number++}`,
        scanned_at: "2025-12-20T12:00:00Z",
        final_disposition: disposition,
        validation: { spf: "pass" },
        from,
        ...more,
      });
    for (let i = 0; i < 3; i += 1) mail("a@acme.example", "SPAM");
    mail("a@mail.acme.example", "BULK");
    mail("a@acme.example", "NONE", { validation: { spf: "fail", dkim: "none", dmarc: "fail" } });
    mail("a@globex.example", "MALICIOUS");
    mail("a@hooli.example", "SUSPICIOUS");
    mail("a@spam.example", "NONE");
    mail("a@maybe.example", "SPOOF");
  }

  const made = (type: string, name: string, inputs: object) => ({
    op: "create",
    urn: `urn:pulumi:dev::mail::${TYPE}:${type}::${name}`,
    newState: { type: `${TYPE}:${type}`, inputs },
  });
  const policy = (name: string, more: object = {}) =>
    made("AllowPolicy", name, {
      ...{ pattern: `${name}.example`, patternType: "DOMAIN", isRegex: false, verifySender: false },
      ...{ isTrustedSender: true, isAcceptableSender: false, isExemptRecipient: false },
      ...more,
    });
  const preview = JSON.stringify({
    steps: [
      policy("secret", { pattern: "[secret]" }),
      policy("nobody"),
      policy("acme"),
      policy("globex"),
      policy("maybe", {
        pattern: "maybe[.]example",
        patternType: "EMAIL",
        isRegex: true,
        isTrustedSender: false,
        isAcceptableSender: true,
      }),
      made("TrustedDomain", "hooli", { pattern: "hooli.example", isRegex: false, isRecent: true, isSimilarity: false }),
      made("BlockSender", "spam", { pattern: "spam.example", patternType: "DOMAIN", isRegex: false }),
    ],
  });

  const run = (...flags: string[]): Promise<string> =>
    command(["impact", "-", ...flags], { env: accessTo(emulator), input: preview }).then(({ stdout }) => stdout);

  const note =
    "Regular expressions are matched with the name of the sending server too, which no message has: what they match by it cannot be told.";
  const sentence =
    "would have let through 3 SPAM and 1 MALICIOUS (at most 3 SPAM, 1 MALICIOUS, 1 SUSPICIOUS, 1 SPOOF and 1 BULK) and blocked 1 NONE of 7 to 9 messages; of 1 of 7 entries it cannot be told";

  it("is a table, what messages do not tell, and a sentence", () =>
    withDate(async () => {
      expect(await run()).to.equal(`\
kind            pattern          messages                             by disposition                                  unverified  would have done                             at
allow policy    globex.example   1                                    1 MALICIOUS                                     0           let through 1 MALICIOUS                     dev AllowPolicy globex
allow policy    acme.example     4 (5 with subdomains)                3 SPAM, 1 BULK, 1 NONE                          1           let through 3 SPAM; at most 3 SPAM, 1 BULK  dev AllowPolicy acme
allow policy    maybe[.]example  0 (1 if a part of a text is enough)  1 SPOOF                                         0           let through at most 1 SPOOF                 dev AllowPolicy maybe
trusted domain  hooli.example    1                                    1 SUSPICIOUS                                    0           let through at most 1 SUSPICIOUS            dev TrustedDomain hooli
blocked sender  spam.example     1                                    1 NONE                                          0           block 1 NONE                                dev BlockSender spam
allow policy    nobody.example   0                                                                                    0           nothing                                     dev AllowPolicy nobody
allow policy    [secret]         cannot be told                       the preview hides its values, which are secret                                                          dev AllowPolicy secret

${note}
${sentence}
`);
    }));

  it("is the same in Markdown", () =>
    withDate(async () => {
      expect(await run("--markdown")).to.equal(`\
### What these entries would have done in the last 30 days

**${sentence}**

| kind | pattern | messages | by disposition | unverified | would have done | at |
| --- | --- | --- | --- | --- | --- | --- |
| allow policy | \`globex.example\` | 1 | 1 MALICIOUS | 0 | let through 1 MALICIOUS | \`dev AllowPolicy globex\` |
| allow policy | \`acme.example\` | 4 (5 with subdomains) | 3 SPAM, 1 BULK, 1 NONE | 1 | let through 3 SPAM; at most 3 SPAM, 1 BULK | \`dev AllowPolicy acme\` |
| allow policy | \`maybe[.]example\` | 0 (1 if a part of a text is enough) | 1 SPOOF | 0 | let through at most 1 SPOOF | \`dev AllowPolicy maybe\` |
| trusted domain | \`hooli.example\` | 1 | 1 SUSPICIOUS | 0 | let through at most 1 SUSPICIOUS | \`dev TrustedDomain hooli\` |
| blocked sender | \`spam.example\` | 1 | 1 NONE | 0 | block 1 NONE | \`dev BlockSender spam\` |
| allow policy | \`nobody.example\` | 0 |  | 0 | nothing | \`dev AllowPolicy nobody\` |
| allow policy | \`[secret]\` | cannot be told | the preview hides its values, which are secret |  |  | \`dev AllowPolicy secret\` |

${note}
`);
    }));

  it("is the same as JSON", () =>
    withDate(async () => {
      const { entries, total, ...rest } = JSON.parse(await run("--json")) as {
        entries: { place: string }[];
        total: object;
      };
      const of = (name: string) => entries.find(({ place }) => place.endsWith(` ${name}`));
      const policy = {
        ...{ collection: "allow_policies", patternType: "DOMAIN", isRegex: false, verifySender: false },
        ...{ isTrustedSender: true, isAcceptableSender: false, isExemptRecipient: false },
      };
      const failedVerification = { spf: 1, dkim: 0, dmarc: 1 };
      const sure = { messages: 4, dispositions: { SPAM: 3, NONE: 1 }, failedVerification, unverified: 1, blocked: {} };
      expect(of("acme")).to.deep.equal({
        ...{ ...policy, ...sure, place: "dev AllowPolicy acme", pattern: "acme.example", letThrough: { SPAM: 3 } },
        atMost: {
          ...{ ...sure, messages: 5, dispositions: { SPAM: 3, BULK: 1, NONE: 1 }, letThrough: { SPAM: 3, BULK: 1 } },
        },
      });
      expect(of("secret")).to.deep.equal({
        ...{ ...policy, place: "dev AllowPolicy secret", pattern: "[secret]" },
        cannotBeTold: "the preview hides its values, which are secret",
      });
      expect(of("spam")).to.deep.include({ collection: "block_senders", messages: 1, blocked: { NONE: 1 } });
      const all = { failedVerification, unverified: 1, blocked: { NONE: 1 } };
      expect(total).to.deep.equal({
        ...{ ...all, messages: 7, dispositions: { MALICIOUS: 1, SUSPICIOUS: 1, SPAM: 3, NONE: 2 } },
        letThrough: { MALICIOUS: 1, SPAM: 3 },
        atMost: {
          ...{
            ...all,
            messages: 9,
            dispositions: { MALICIOUS: 1, SUSPICIOUS: 1, SPOOF: 1, SPAM: 3, BULK: 1, NONE: 2 },
          },
          letThrough: { MALICIOUS: 1, SUSPICIOUS: 1, SPOOF: 1, SPAM: 3, BULK: 1 },
        },
      });
      expect(rest).to.deep.equal({
        accountId: emulator.account,
        from: "2025-12-02T00:00:00.000Z",
        to: "2026-01-01T00:00:00.000Z",
        messages: 9,
        sentence,
      });
    }));
});
