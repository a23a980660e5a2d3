import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startEmulator, type Assumptions, type Emulator, type WireMessage } from "../../emulator";
import { bruteForceImpact, type Line } from "./brute-force-impact";
import { accessTo, command, type Ended } from "./support";

interface Counts {
  readonly messages: number;
  readonly dispositions: Readonly<Record<string, number>>;
  readonly unverified: number;
  readonly letThrough: Readonly<Record<string, number>>;
  readonly blocked: Readonly<Record<string, number>>;
}

type Told = Counts & { readonly atMost: Counts };

interface ImpactJson {
  readonly messages: number;
  readonly entries: readonly (Told & {
    readonly collection: string;
    readonly pattern: string;
    readonly place?: string;
    readonly cannotBeTold?: string;
  })[];
  readonly total: Told;
  readonly sentence: string;
}

describe("the command impact", function () {
  this.timeout(60_000);
  let emulator: Emulator;
  let folder: string;

  beforeEach(async () => {
    emulator = await startEmulator();
    folder = mkdtempSync(join(tmpdir(), "email-security-"));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await emulator.close();
  });

  const run = (args: readonly string[], input = ""): Promise<Ended> =>
    command(["impact", ...args], { env: accessTo(emulator), input });
  const json = async (args: readonly string[], input = ""): Promise<ImpactJson> => {
    const ended = await run([...args, "--json"], input);
    expect(ended).to.include({ code: 0, stderr: "" });
    return JSON.parse(ended.stdout) as ImpactJson;
  };
  const sentence = async (...args: string[]): Promise<string> => (await json(args)).sentence;
  let number = 0;
  const mail = (message: WireMessage, times = 1): void => {
    for (let i = 0; i < times; i += 1) {
      const scannedAt = new Date(Date.now() - 3_600_000).toISOString();
      emulator.messages.insert({ id: `m${number++}`, scanned_at: scannedAt, validation: { spf: "pass" }, ...message });
    }
  };
  const csv = (...lines: string[]): string => {
    const path = join(folder, "entries.csv");
    writeFileSync(path, `${lines.join("\n")}\n`);
    return path;
  };
  const policies = (lines: readonly Line[]): string =>
    csv(
      "Pattern,Pattern Type,Is Regex,Verify Email,Trusted Sender,Acceptable Sender,Exempt Recipient",
      ...lines.map(({ pattern, type, isRegex, verify, trusted, acceptable, exempt }) =>
        [pattern, type, ...[isRegex, verify, trusted, acceptable, exempt].map((flag) => String(flag === true))].join(
          ",",
        ),
      ),
    );

  const lines: readonly Line[] = [
    { pattern: "northwind.example", type: "DOMAIN", trusted: true, verify: true },
    { pattern: "adatum.example", type: "DOMAIN", acceptable: true },
    { pattern: "maria@contoso.example", type: "EMAIL", trusted: true },
    { pattern: "info@fabrikam.example", type: "EMAIL", acceptable: true, verify: true },
    { pattern: "203.0.113.0/26", type: "IP", trusted: true },
    { pattern: "203.0.113.77", type: "IP", acceptable: true },
    { pattern: "ceo@ours.example", type: "EMAIL", exempt: true },
    { pattern: "ours.example", type: "DOMAIN", exempt: true, trusted: true },
    { pattern: ".*@(lit|prose)ware\\.example", type: "EMAIL", isRegex: true, trusted: true },
    { pattern: "tailspin", type: "EMAIL", isRegex: true, acceptable: true, verify: true },
    { pattern: "203\\.0\\.113\\.[12]\\d", type: "IP", isRegex: true, trusted: true },
    { pattern: "nobody.example", type: "DOMAIN", trusted: true },
  ];
  const assumed: Partial<Assumptions>[] = [
    {},
    { messageOrder: "oldest-first", detectionsOnly: "detections", messagePage: "rejected" },
  ];
  for (const assume of assumed) {
    it(`counts what a count by hand has, where the API is ${JSON.stringify(assume)}`, async () => {
      emulator.configure({ assume });
      const allowed = emulator.content("allow_policies");
      allowed.insert({ pattern: "northwind.example", pattern_type: "DOMAIN", is_acceptable_sender: true });
      allowed.insert({
        pattern: "contoso.example",
        pattern_type: "DOMAIN",
        is_trusted_sender: true,
        verify_sender: false,
      });
      emulator.content("trusted_domains").insert({ pattern: "litware.example", is_recent: true });
      for (const seed of [1, 2]) emulator.messages.generate({ seed, count: 1200, days: 28 });
      const { entries, messages } = await json([policies(lines)]);
      expect(messages).to.equal(2400);
      const [sure, most] = [false, true].map((isMost) => bruteForceImpact(lines, emulator.messages.list(), isMost));
      for (const [index, { pattern }] of lines.entries()) {
        const found = entries.find((entry) => entry.pattern === pattern);
        const counted = ({ messages, dispositions, letThrough }: Counts): object => ({
          messages,
          dispositions,
          letThrough,
        });
        expect(found && counted(found), pattern).to.deep.equal(sure?.[index]);
        expect(found && counted(found.atMost), `${pattern} at most`).to.deep.equal(most?.[index]);
      }
      // The mail is such that most of them meet something.
      expect(sure?.filter(({ letThrough }) => Object.keys(letThrough).length > 0).length).to.be.above(6);
    });
  }

  it("ends with the sentence that a reviewer needs", async () => {
    for (const [disposition, times] of [
      ["SPAM", 14],
      ["MALICIOUS", 2],
      ["NONE", 15],
    ] as const) {
      mail({ from: "bob@acme.example", final_disposition: disposition }, times);
    }
    const { stdout } = await run(["--pattern", "acme.example"]);
    expect(stdout.trimEnd().split("\n").at(-1)).to.equal(
      "would have let through 14 SPAM and 2 MALICIOUS of 31 messages",
    );
    expect(stdout).to.match(/acme\.example +31 +2 MALICIOUS, 14 SPAM, 15 NONE/);
  });

  it("lets each kind of entry lift what is documented of it", async () => {
    for (const disposition of ["MALICIOUS", "SUSPICIOUS", "SPOOF", "SPAM", "BULK", "NONE"]) {
      mail({ from: "bob@acme.example", to: ["us@ours.example"], final_disposition: disposition });
    }
    const as = (way: string, pattern = "acme.example"): Promise<string> => sentence("--pattern", pattern, "--as", way);
    const all = "1 MALICIOUS, 1 SUSPICIOUS, 1 SPOOF, 1 SPAM and 1 BULK";
    const words = async (way: string, pattern?: string): Promise<string[]> =>
      [...(await as(way, pattern)).matchAll(/1 [A-Z]+/g)].map(([word]) => word).sort();
    expect(await words("trusted")).to.have.members(all.match(/1 [A-Z]+/g) ?? []);
    expect(await words("acceptable")).to.deep.equal(["1 BULK", "1 SPAM", "1 SPOOF"]);
    expect(await words("exempt", "ours.example")).to.have.members(all.match(/1 [A-Z]+/g) ?? []);
    expect(await as("exempt")).to.equal("would have let through nothing of 0 messages");
    expect(await as("blocked")).to.match(/^would have blocked .*1 NONE.* of 6 messages$/);
  });

  it("says of trusted domains what they let through at most, since the reason of a disposition is in no message", async () => {
    for (const disposition of ["MALICIOUS", "MALICIOUS-BEC", "SPOOF", "SPAM"]) {
      mail({ from: "a@new.example", final_disposition: disposition });
    }
    const { entries } = await json([csv("Domain,Is Regex,Proximity,New", "new.example,false,false,true")]);
    expect(entries[0]?.letThrough).to.deep.equal({});
    expect(entries[0]?.atMost.letThrough).to.deep.equal({ MALICIOUS: 1, "MALICIOUS-BEC": 1 });
    const likeness = await json([csv("Domain,Proximity,New", "new.example,true,false")]);
    expect(likeness.entries[0]?.letThrough).to.deep.equal({});
    expect(likeness.entries[0]?.atMost.letThrough).to.deep.equal({ SPOOF: 1 });
  });

  it("holds verifySender against messages that pass nothing, unless it is given up", async () => {
    mail({
      from: "a@acme.example",
      final_disposition: "SPAM",
      validation: { spf: "fail", dkim: "none", dmarc: "fail" },
    });
    mail({
      from: "a@acme.example",
      final_disposition: "SPAM",
      validation: { spf: "fail", dkim: "pass", dmarc: "fail" },
    });
    mail({ from: "a@acme.example", final_disposition: "SPAM", validation: null });
    expect(await sentence("--pattern", "acme.example")).to.equal(
      "would have let through 1 SPAM (at most 2 SPAM) of 3 messages",
    );
    expect(await sentence("--pattern", "acme.example", "--no-verify-sender")).to.equal(
      "would have let through 3 SPAM of 3 messages",
    );
  });

  it("counts what was let through or blocked already as no change", async () => {
    const noted = (type: string, disposition: string): void =>
      mail({ from: "a@acme.example", final_disposition: disposition, properties: { allowlisted_pattern_type: type } });
    noted("allowed_sender", "MALICIOUS");
    noted("acceptable_sender", "SPAM");
    noted("acceptable_sender", "MALICIOUS");
    noted("managed_acceptable_sender", "BULK");
    mail({ from: "a@acme.example", final_disposition: "SPAM", properties: { blocklisted_message: true } });
    expect(await sentence("--pattern", "acme.example")).to.equal(
      "would have let through 1 MALICIOUS (at most 1 MALICIOUS and 1 SPAM) of 5 messages",
    );
    expect(await sentence("--pattern", "acme.example", "--as", "blocked")).to.match(
      /^would have blocked 2 MALICIOUS, .* of 5/,
    );
  });

  it("shows both counts where subdomains, or a part of a text, would make a difference", async () => {
    mail({ from: "a@acme.example", final_disposition: "SPAM" }, 2);
    mail({ from: "a@mail.acme.example", final_disposition: "SPAM" }, 3);
    mail({ from: "a@notacme.example", final_disposition: "SPAM" }, 5);
    expect((await run(["--pattern", "acme.example"])).stdout).to.contain(" 2 (5 with subdomains) ");
    const regex = ["--pattern", "a@acme[.]example|mail", "--regex", "--type", "EMAIL"];
    expect((await run(regex)).stdout).to.contain(" 2 (5 if a part of a text is enough) ");
    expect((await json(regex)).total.atMost.messages).to.equal(5);
  });

  it("finds senders in every spelling, and servers in networks", async () => {
    mail({ envelope_from: "Bounce <BOB@Xn--Mnchen-3ya.example>" });
    mail({ replyto: "bob@münchen.example" });
    mail({ smtp_helo_server_ip: "2606:4700:0:0:0:0:0:1001" });
    mail({ x_originating_ip: "198.51.100.9", from: "x@other.example" });
    const met = async (pattern: string): Promise<number> => (await json(["--pattern", pattern])).total.messages;
    expect(await met("münchen.example")).to.equal(2);
    expect(await met("bob@münchen.example")).to.equal(2);
    expect(await met("2606:4700::/32")).to.equal(1);
    expect(await met("198.51.100.8/30")).to.equal(1);
    expect(await met("198.51.100.8")).to.equal(0);
  });

  it("says that it cannot tell of an expression that no linear engine can run, and of names of servers", async () => {
    mail({ from: "a@acme.example", final_disposition: "SPAM" });
    const path = policies([
      { pattern: "(?=a).*@acme\\.example", type: "EMAIL", isRegex: true, trusted: true },
      { pattern: "(?!b).*@acme\\.example", type: "EMAIL", isRegex: true, trusted: true },
      { pattern: "initech.example", type: "DOMAIN", trusted: true },
    ]);
    const { entries, sentence } = await json([path]);
    expect(
      entries.map(({ cannotBeTold, messages, atMost }) => [
        cannotBeTold,
        messages,
        (atMost as Counts | undefined)?.messages,
      ]),
    ).to.deep.equal([
      // What a look-ahead forbids is not looked at.
      [undefined, 0, 1],
      [undefined, 0, 0],
      [
        "a regular expression that cannot be tried safely: it has look-around or a back-reference",
        undefined,
        undefined,
      ],
    ]);
    expect(sentence).to.equal(
      "would have let through nothing (at most 1 SPAM) of 0 to 1 message; of 1 of 3 entries it cannot be told",
    );
    expect((await run([path])).stdout).to.contain("the name of the sending server too, which no message has");
  });

  it("shows first what would let malicious mail through, also where others let more through", async () => {
    mail({ from: "a@acme.example", final_disposition: "SPAM" }, 3);
    mail({ from: "a@globex.example", final_disposition: "MALICIOUS-BEC" });
    const path = policies(
      ["acme", "globex", "initech"].map((name) => ({ pattern: `${name}.example`, type: "DOMAIN", trusted: true })),
    );
    const { entries } = await json([path]);
    expect(entries.map(({ pattern }) => pattern)).to.deep.equal(["globex.example", "acme.example", "initech.example"]);
  });

  it("counts a message that several entries meet once in all", async () => {
    mail({ from: "a@acme.example", final_disposition: "SPAM" }, 3);
    const path = policies([
      { pattern: "acme.example", type: "DOMAIN", trusted: true },
      { pattern: "a@acme.example", type: "EMAIL", acceptable: true },
    ]);
    const { entries, total } = await json([path]);
    expect(entries.map(({ messages }) => messages)).to.deep.equal([3, 3]);
    expect(total).to.deep.include({ messages: 3, letThrough: { SPAM: 3 } });
  });

  describe("of a preview of the real engine", () => {
    const preview = readFileSync(join(__dirname, "preview.json"), "utf8");

    it("takes each entry that it makes or widens, and no other", async () => {
      const { entries } = await json(["-"], preview);
      expect(Object.fromEntries(entries.map(({ place, pattern }) => [place, pattern]))).to.deep.equal({
        "dev AllowPolicy widened": "widened@acme.example",
        "dev AllowPolicy unverified": "unverified@acme.example",
        "dev AllowPolicy moved": "moved.example",
        "dev AllowPolicy secret": "[secret]",
        "dev AllowPolicy made": "made@acme.example",
        "dev AllowPolicy unknown": "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "dev AllowPolicySet partners: b": "b.example",
        "dev AllowPolicySet partners: c": "c.example",
        "dev TrustedDomain domain": "new.example",
        "dev BlockSenderSet blocks: x": "x.example",
      });
      const untold = entries.flatMap(({ place, cannotBeTold }) =>
        cannotBeTold === undefined ? [] : [[place, cannotBeTold]],
      );
      expect(untold).to.have.deep.members([
        ["dev AllowPolicy secret", "the preview hides its values, which are secret"],
        ["dev AllowPolicy unknown", "its values are known after other resources are made"],
      ]);
    });

    it("is a comment for a pull request on request", async () => {
      mail({ from: "a@c.example", final_disposition: "SPAM" }, 2);
      const { stdout } = await run(["-", "--markdown"], preview);
      expect(stdout.split("\n").slice(0, 6)).to.deep.equal([
        "### What these entries would have done in the last 30 days",
        "",
        "**would have let through 2 SPAM and blocked nothing of 2 messages; of 2 of 10 entries it cannot be told**",
        "",
        "| kind | pattern | messages | by disposition | unverified | would have done | at |",
        "| --- | --- | --- | --- | --- | --- | --- |",
      ]);
      expect(stdout).to.contain(
        "| allow policy | `c.example` | 2 | 2 SPAM | 0 | let through 2 SPAM | `dev AllowPolicySet partners: c` |",
      );
    });

    it("counts a message that one entry would let through and another block as let through, since that is the worse", async () => {
      mail({ from: "a@acme.example", final_disposition: "SPAM" });
      const step = (type: string, op: string, more: object) => ({
        ...{ op, urn: `urn:pulumi:dev::mail::pulumi-nodejs:dynamic/email-security:${type}::acme` },
        newState: {
          type: `pulumi-nodejs:dynamic/email-security:${type}`,
          inputs: { pattern: "acme.example", patternType: "DOMAIN", isRegex: false, ...more },
        },
      });
      const steps = [
        step("BlockSender", "create", {}),
        step("AllowPolicy", "create-replacement", { isTrustedSender: true, verifySender: false }),
      ];
      const { entries, total } = await json(["-"], JSON.stringify({ steps }));
      expect(entries).to.have.length(2);
      expect(total).to.deep.include({ messages: 1, letThrough: { SPAM: 1 }, blocked: {} });
    });

    it("takes the account from it, and leaves out what is in another", async () => {
      const { CLOUDFLARE_ACCOUNT_ID: _, ...env } = accessTo(emulator);
      expect((await command(["impact", "-"], { env, input: preview })).code).to.equal(0);
      const other = preview.replaceAll(emulator.account, "f".repeat(32));
      const { stdout, stderr } = await run(["-"], other);
      expect(stderr).to.match(/^10 entries are in another account than /);
      expect(stdout).to.equal("no entry is made or widened\n");
    });

    it("that changes nothing needs no message, account or token", async () => {
      emulator.clearRequests();
      const input = '{"config":{},"duration":1,"changeSummary":{"same":3}}';
      expect(await command(["impact", "-"], { input })).to.deep.equal({
        ...{ code: 0, stderr: "", stdout: "no entry is made or widened\n" },
      });
      const { stdout } = await command(["impact", "-", "--json"], { input });
      expect(JSON.parse(stdout)).to.include({ accountId: null, messages: 0 });
      expect(emulator.requests).to.have.length(0);
    });

    for (const [what, input, reason] of [
      [
        "nothing",
        "",
        /not a preview: send what "pulumi preview --json" prints, with PULUMI_ENABLE_STREAMING_JSON_PREVIEW unset/,
      ],
      ["something else", '{"version":3}', /not a preview: send what/],
      ["null", "null", /not a preview: send what/],
      [
        "a preview that failed",
        '{"steps":[],"diagnostics":[{"severity":"error","message":"x"}]}',
        /the preview failed/,
      ],
    ] as const) {
      it(`is refused where it is ${what}`, async () => {
        const { stderr, code } = await run(["-"], input);
        expect(stderr)
          .to.match(/^Standard input: /)
          .and.to.match(reason);
        expect(code).to.equal(1);
      });
    }
  });

  it("lets no pattern break out of a table, and prints nothing of a message", async () => {
    mail({
      from: "alice.private@acme.example",
      to: ["carol.private@ours.example"],
      subject: "private merger",
      final_disposition: "SPAM",
    });
    const pattern = ".*|`@acme";
    for (const flags of [[], ["--json"], ["--markdown"]]) {
      const { stdout, stderr } = await run(["--pattern", pattern, "--regex", "--type", "EMAIL", ...flags]);
      expect(stdout + stderr).to.not.contain("private");
      if (flags[0] === "--markdown") expect(stdout).to.contain("| `.*\\|'@acme` |");
    }
  });

  it("refuses what is no entry, in the words of where it stands", async () => {
    const failure = async (...args: string[]): Promise<string> => {
      const { stderr, code } = await run(args);
      expect(code).to.equal(1);
      return stderr;
    };
    expect(await failure("--pattern", "*.acme.example")).to.match(
      /^--pattern: "\*\.acme\.example" has a wildcard.* --regex/,
    );
    expect(await failure("--pattern", ".*", "--regex")).to.match(/^--type: required here/);
    expect(await failure()).to.equal("Give either a file or --pattern.\n");
    expect(await failure("x.csv", "--pattern", "x")).to.equal("Give either a file or --pattern.\n");
    expect(await failure("-", "--token-stdin")).to.equal("Standard input can hold the token or a preview, not both.\n");
    const path = csv("Pattern,Pattern Type", "10.0.0.1,IP");
    expect(await failure(path)).to.match(/entries\.csv:2: error: Pattern: .*\nNo message was read\.\n$/);
    expect(emulator.requests).to.have.length(0);
  });
});
