import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { command, type Ended } from "./support";

const FIRST = "Pattern, Pattern Type, Verify Email, Trusted Sender, Exempt Recipient, Acceptable Sender, Notes";
const SECOND =
  "Values, Rule Type, Is Regex, Sender Verification, Trusted Sender, Exempt Recipient, Acceptable Sender, Notes";

describe("the command check", function () {
  this.timeout(30_000);
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "email-security-"));
    file = join(folder, "partners.csv");
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const check = (lines: readonly string[], ...flags: string[]): Promise<Ended> => {
    writeFileSync(file, lines.join("\n"));
    return command(["check", file, ...flags]);
  };

  const found = ({ stdout }: Ended) => stdout.replaceAll(`${file}:`, "").trimEnd().split("\n");

  it("finds nothing in a good file of either form", async () => {
    for (const lines of [
      [FIRST, "acme.example,DOMAIN,true,true,false,false,freight", "198.51.100.7,IP,false,false,false,true,"],
      [
        SECOND,
        "acme.example,DOMAIN,false,true,true,false,false,freight",
        ".*@acme\\.example,EMAIL,TRUE,true,true,false,false,",
      ],
      ["Domain, Is Regex, Proximity, New, Notes", "acme.example,false,true,true,", ""],
      [
        "Values, Rule Type, Sender Verification, Trusted Sender, Exempt Recipient, Acceptable Sender, Notes",
        "whale@acme.example, EMAIL, true, true, false, true, not a phish",
      ],
      // The examples of Area 1's documentation, and of Cloudflare One's blocked senders.
      [
        "Pattern, Notes, Verify Email, Trusted Sender, Exempt Recipient, Acceptable Sender",
        "whale@acme.example, not a phish, true, true, false, true",
      ],
      [
        "Domain, Notes, Proximity, Recent",
        "acme.example, First Person, true, true",
        "globex.example, New Hire, false, true",
      ],
      ["Blocked_Sender, Notes", "john.smith@acme.example, John Smith", "198.51.100.7, Melanie Turner"],
      [
        "Blocked Sender, Pattern Type, Notes",
        "john.smith@acme.example, EMAIL, John Smith",
        "globex.example, DOMAIN, Melanie",
      ],
      ["Blocked_Sender, Pattern Type, Notes", "acme-frieght.example,DOMAIN,poses as acme.example", ""],
      [
        "Blocked Sender, Blocked Sender Type, Is Regex, Notes",
        "ceo.acme@mailbox.example,EMAIL,false,",
        ".*@.*\\.zip$,EMAIL,true,",
      ],
    ]) {
      const ended = await check(lines);
      expect(found(ended)).to.deep.equal([
        `${lines.filter(Boolean).length - 1} ${lines[2] ? "entries" : "entry"}: 0 errors, 0 advised against`,
      ]);
      expect(ended.code).to.equal(0);
    }
  });

  it("names file, line and column of every error, also after notes of several lines", async () => {
    const ended = await check([
      SECOND,
      'acme.example,DOMAIN,false,true,true,false,false,"a note, of',
      'two lines"',
      "",
      "https://globex.example,DOMAIN,false,true,true,false,false,",
      "10.0.0.1,IP,false,false,false,false,true,",
      "*.acme.example,DOMAIN,false,yes,true,false,false,",
      "[a,EMAIL,true,true,true,false,false,",
      "initech.example,HOST,false,true,true,false,false,",
      "hooli.example,DOMAIN,false,true,true,false,false,one, two",
    ]);
    expect(ended.code).to.equal(1);
    const lines = found(ended);
    expect(lines).to.have.length(8);
    for (const [index, start] of [
      '5: error: Values: "https://globex.example"',
      '6: error: Values: "10.0.0.1" is a private address',
      '7: error: Sender Verification: "yes" is neither true nor false',
      '7: error: Values: "*.acme.example"',
      '8: error: Values: "[a" is not a Java regular expression',
      '9: error: Rule Type: "HOST" is not one of EMAIL, DOMAIN, IP',
      "10: error: 9 cells, where the header has 8",
      "7 entries: 7 errors, 0 advised against",
    ].entries()) {
      expect(lines[index]).to.match(new RegExp(`^${start.replace(/[[\].*+]/g, "\\$&")}`));
    }
  });

  it("gives advice on a line by itself and on lines together, which fails only a strict check", async () => {
    const lines = [
      FIRST,
      "gmail.com,DOMAIN,true,true,false,false,",
      "acme.example,DOMAIN,true,true,false,false,",
      "bob@acme.example,EMAIL,true,true,false,false,",
      "ours.example,DOMAIN,true,true,false,false,",
    ];
    const relaxed = await check(lines, "--own-domain", "ours.example");
    expect(relaxed.code).to.equal(0);
    const said = found(relaxed);
    expect(said[0]).to.match(/^2: advice: Pattern: covers a whole free-mail provider.*\[advice\/free-mail\]$/);
    expect(said[1]).to.match(/^4: advice: Pattern: is covered by line 3.*\[advice\/redundant\]$/);
    expect(said[2]).to.match(/^5: advice: Pattern: covers your own domain.*\[advice\/own-domain\]$/);
    expect(said[3]).to.equal("4 entries: 0 errors, 3 advised against");
    expect((await check(lines, "--strict")).code).to.equal(1);
    expect(
      (await check(lines.filter((line) => !/gmail|acme|ours/.test(line)).concat("a.example,,,true,,,"), "--strict"))
        .code,
    ).to.equal(0);
  });

  it("gives advice on blocked senders, as on lines of a program", async () => {
    const said = found(
      await check(
        [
          "Blocked Sender,Blocked Sender Type,Notes",
          "gmail.com,DOMAIN,",
          "ours.example,DOMAIN,",
          "a@ours.example,EMAIL,",
        ],
        ...["--own-domain", "ours.example"],
      ),
    );
    expect(said[0]).to.match(/^2: advice: Blocked Sender: .*\[advice\/blocked-free-mail\]$/);
    expect(said[1]).to.match(/^3: advice: Blocked Sender: .*\[advice\/blocked-own-domain\]$/);
    expect(said[2]).to.match(/^4: advice: Blocked Sender: is covered by line 3.*\[advice\/redundant\]$/);
    expect(said).to.have.length(4);
  });

  it("prints all of it as JSON", async () => {
    const { stdout, code } = await check(
      ["Domain,Proximity,New,Notes", "gmail.com,true,false,", "a b,true,false,"],
      "--json",
    );
    const { kind, entries, errors, advice } = JSON.parse(stdout) as Record<string, Record<string, unknown>[]>;
    expect({ kind, entries }).to.deep.equal({ kind: "TrustedDomain", entries: 2 });
    expect(errors?.map(({ line, column }) => [line, column])).to.deep.equal([[3, "Domain"]]);
    expect(advice?.map(({ line, column, code: of }) => [line, column, of])).to.deep.equal([
      [2, "Domain", "advice/free-mail"],
    ]);
    expect(code).to.equal(1);
    const unread = await check(["Name,Notes", "a,b"], "--json");
    expect(JSON.parse(unread.stdout)).to.include({ file, kind: null, entries: 0 });
  });

  for (const [lines, message] of [
    [[], "1: error: the file is empty"],
    [
      ["Name,Notes", "a,b"],
      '1: error: the header has no column "Pattern" or "Values", or "Domain", or "Blocked Sender"',
    ],
    [[`${FIRST},Colour`], "1: error: Colour: no such column\n0 entries: 1 error, 0 advised against"],
    [["Pattern,Patern Type", "a"], '1: error: Patern Type: no such column: did you mean "Pattern Type"?'],
    [["Pattern,Values", "a,b"], "1: error: Values: this column is there twice"],
    [
      [
        "Pattern, Notes, Verify Email, Trusted Sender, ",
        "Exempt Recipient, Acceptable Sender",
        "a@acme.example, x,,,,",
      ],
      "2: error: the header goes on here: put all columns into line 1",
    ],
    [["Domain,Notes", '"acme.example,x'], "error: a cell begins with a quote that nothing closes"],
  ] satisfies [string[], string][]) {
    it(`says plainly of ${JSON.stringify(lines.at(0) ?? "")}: ${message}`, async () => {
      const ended = await check(lines);
      expect(found(ended).join("\n")).to.contain(message);
      expect(ended.code).to.equal(1);
      expect(ended.stderr).to.equal("");
    });
  }

  it("reads when an entry ends, and says that the dashboard has no such column", async () => {
    const said = found(await check(["Pattern,Acceptable Sender,Expires At", "acme.example,true,2020-01-31"]));
    expect(said[0]).to.match(/^1: advice: Expires At: Cloudflare has no such column.* \[csv\/column\]$/);
    expect(said[1]).to.match(/^2: advice: Expires At: is over: .*\[advice\/expired\]$/);
    expect(said[2]).to.equal("1 entry: 0 errors, 2 advised against");
    const wrong = found(await check(["Domain,New,Expires At", "acme.example,true,31.12.2026"]));
    expect(wrong[1]).to.match(/^2: error: Expires At: "31\.12\.2026" is neither a date nor .*: write "2026-12-31"/);
  });

  it("says which addresses the dashboard's upload page takes for invalid", async () => {
    const said = found(
      await check([
        "Pattern,Pattern Type,Is Regex,Acceptable Sender",
        ...["203.0.113.0/24,IP,,true", "2606:4700::1111,IP,,true", "203.0.113.7,IP,,true"],
        ...["2606:4700::(1|2)+,IP,true,true", "acme.example,DOMAIN,,true", "a/b@acme.example,EMAIL,,true"],
      ]),
    ).filter((line) => line.endsWith("[csv/address]"));
    expect(said).to.have.length(2);
    expect(said[0]).to.match(/^2: advice: Pattern: is a CIDR block, which the dashboard's upload page calls invalid/);
    expect(said[1]).to.match(/^3: advice: Pattern: is an IPv6 address, which/);
  });

  it("knows how much the dashboard takes", async () => {
    const line = "acme.example,DOMAIN,true,true,false,false,";
    // The dashboard's 150 KB are 150,000 bytes.
    const room = 150_000 - [FIRST, line, ""].join("\n").length;
    expect((await check([FIRST, line, "\n".repeat(room)])).stdout).not.to.contain("csv/size");
    const large = await check([FIRST, line, "\n".repeat(room + 1)]);
    expect(found(large)[0]).to.match(
      /^1: advice: the file has 151 KB, where the dashboard takes 150: split it, .*\[csv\/size\]$/,
    );
  });

  it("colours nothing that is piped, unless it is asked to, and never where NO_COLOR is set", async () => {
    writeFileSync(file, [FIRST, "a b,DOMAIN,true,true,false,false,"].join("\n"));
    const said = async (env: Record<string, string>, isTerminal?: true) =>
      (await command(["check", file], { env, ...(isTerminal && { isTerminal }) })).stdout;
    expect(await said({}, true)).to.contain("\u001b[31merror");
    for (const env of [{ TERM: "dumb" }, { NO_COLOR: "1" }]) expect(await said(env, true)).not.to.contain("\u001b");
    expect(await said({ CI: "1" }))
      .to.contain("2: error: ")
      .and.not.contain("\u001b");
    expect(await said({ FORCE_COLOR: "1" })).to.contain("\u001b[31merror");
    expect(await said({ FORCE_COLOR: "1", NO_COLOR: "1" }))
      .to.contain("2: error: ")
      .and.not.contain("\u001b");
  });
});
