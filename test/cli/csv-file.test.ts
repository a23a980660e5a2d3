import { expect } from "chai";
import { readCsv } from "../../cli/csv/csv-file";
import { inWordsOfFile } from "../../cli/csv/wording";

const HEADER = "Domain, Proximity, New, Notes";
const ROW = "münchen.example, true, false, Grüße";

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
const tabs = (text: string) => text.replaceAll(", ", "\t");

describe("a CSV file", () => {
  const text = `${HEADER}\r\n${ROW}\r\n`;
  const quoted = text.replace("Grüße", '"Grüße"');
  for (const [form, bytes] of Object.entries({
    "UTF-8": Buffer.from(text),
    "UTF-8 with a byte order mark": Buffer.from(`\ufeff${text}`),
    'the "Unicode text" of Excel': utf16(tabs(text)),
    "UTF-16 with its bytes the other way": utf16(text).swap16(),
    semicolons: Buffer.from(text.replaceAll(", ", ";")),
    tabs: Buffer.from(tabs(text)),
    "a first line that names the delimiter": Buffer.from(`sep=;\r\n${text.replaceAll(", ", ";")}`),
    "that line after a byte order mark": Buffer.from(`\ufeffsep=|\r\n${text.replaceAll(", ", "|")}`),
    "quotes after the space that follows a comma": Buffer.from(quoted),
    "empty cells at the end of each line": Buffer.from(text.replaceAll("\r\n", ",,,\r\n")),
    "empty lines, and lines of empty cells": Buffer.from(`\r\n${text}\r\n,,,\r\n ,\r\n`),
    "spaces around yes, no and names of columns": Buffer.from(
      "Domain\t Proximity \t New \t Notes \t \t\r\nmünchen.example\t TRUE \t false \tGrüße\t \t\r\n",
    ),
    "lines that end in a line feed": Buffer.from(text.replaceAll("\r", "")),
    "columns in another order": Buffer.from("Notes,New,Domain,Proximity\nGrüße,false,münchen.example,true"),
    "the column Recent": Buffer.from(text.replace("New", "Recent")),
  })) {
    it(`is read with ${form}`, () => {
      const { errors, entries } = readCsv(bytes);
      expect(errors).to.deep.equal([]);
      expect(entries.map(({ values }) => values)).to.deep.equal([
        { pattern: "xn--mnchen-3ya.example", isRegex: false, isSimilarity: true, isRecent: false, comments: "Grüße" },
      ]);
    });
  }

  it("keeps a quoted delimiter, and the number of each line below the one that names it", () => {
    const { entries } = readCsv(Buffer.from('sep=;\nDomain;Notes;New\nacme.example;"a; b";true\n'));
    expect(entries).to.have.length(1);
    expect(entries[0]?.line).to.equal(3);
    expect(entries[0]?.values).to.include({ comments: "a; b" });
  });

  const refused = (bytes: Buffer) => readCsv(bytes).errors.map(({ line, reason }) => `${line}: ${reason}`);

  it("names line and byte of what is no UTF-8, and what to save as", () => {
    const save = 'save it as UTF-8, in Excel as "CSV UTF-8 (Comma delimited)"';
    expect(refused(Buffer.from(text, "latin1"))).to.deep.equal([
      `2: the file has the byte 0xFC at position 33, which is not UTF-8: ${save}`,
    ]);
    expect(refused(Buffer.from(text.replace("ü", "\ufffd")))).to.deep.equal([
      `2: the file has a character that an earlier program could not read: ${save}`,
    ]);
    expect(refused(utf16(text).subarray(0, -1))[0]).to.match(
      /^1: the file has bytes that are not UTF-16LE: save it as/,
    );
  });

  it("names the first byte that is no UTF-8, also at the start and after a character that stands for one", () => {
    expect(refused(Buffer.from([0xfc, 0x0a]))[0]).to.contain("1: the file has the byte 0xFC at position 1,");
    expect(refused(Buffer.from("\ufffdDomain\n"))[0]).to.contain("1: the file has a character that an earlier program");
    const replaced = Buffer.concat([Buffer.from("Domain\n\ufffd\n"), Buffer.from([0x80])]);
    expect(refused(replaced)[0]).to.contain("3: the file has the byte 0x80 at position 12,");
  });

  it("reads one column, also with empty cells after it", () => {
    const { errors, entries } = readCsv(Buffer.from("Blocked Sender\nacme.example,,\n"));
    expect(errors).to.deep.equal([]);
    expect(entries.map(({ values }) => values.pattern)).to.deep.equal(["acme.example"]);
  });

  it("takes a type in any letters, and nothing but true and false for a yes or no", () => {
    const { entries } = readCsv(Buffer.from("Pattern\tPattern Type\tVerify Email\nacme.example\t domain \t \n"));
    expect(entries.map(({ values }) => values)).to.deep.include.members([
      { ...entries[0]?.values, pattern: "acme.example", patternType: "DOMAIN", verifySender: true },
    ]);
    for (const cell of ["untrue", "truely", "false!", "xfalse"]) {
      expect(refused(Buffer.from(`Domain,New\nacme.example,${cell}`))).to.deep.equal([
        `2: "${cell}" is neither true nor false`,
      ]);
    }
  });

  it("names a column without the spaces around it", () => {
    const { errors } = readCsv(Buffer.from("Domain\t Colour \t New \nacme.example\t\ttrue"));
    expect(errors).to.deep.equal([{ line: 1, column: "Colour", reason: "no such column" }]);
    expect(readCsv(Buffer.from("Domain\t New \nacme.example\tyes")).errors[0]?.column).to.equal("New");
  });

  it("says without a parser's words what is wrong with quotes", () => {
    expect(refused(Buffer.from('Domain,Notes\nacme.example,"x'))[0]).to.match(
      /: a cell begins with a quote that nothing closes/,
    );
    expect(refused(Buffer.from('Domain,Notes\nacme.example,x"y"'))[0]).to.match(/^2: a quote in the middle of a cell/);
    expect(refused(Buffer.from('Domain,Notes\nacme.example,"x"y'))[0]).to.match(/^2: a quote in the middle of a cell/);
  });

  it("suggests the text of a cell and the file's own columns", () => {
    expect(refused(Buffer.from("Pattern,Pattern Type,Is Regex\n*@acme.example,EMAIL,false"))).to.deep.equal([
      String.raw`2: "*@acme.example" has a wildcard, which an address cannot have: write "acme.example" with DOMAIN in the column "Pattern Type", or ".*@acme\.example" with true in the column "Is Regex" and EMAIL in the column "Pattern Type"`,
    ]);
    expect(refused(Buffer.from("Pattern,Pattern Type\nbounce+*@acme.example,EMAIL"))).to.deep.equal([
      String.raw`2: "bounce+*@acme.example" has a wildcard, which an address cannot have: write "bounce\+.*@acme\.example" with true in a column "Is Regex" (the file has none: add it) and EMAIL in the column "Pattern Type"`,
    ]);
    expect(refused(Buffer.from("Pattern,Is Regex\n*@acme.example,false"))[0]).to.contain(
      'write "acme.example" with DOMAIN in a column "Pattern Type" (the file has none: add it), or',
    );
  });

  it("leaves in a sentence what is no program's text", () => {
    const said = inWordsOfFile(String.raw`"a\\b" is one, "\d" is none, "a\u0007" rings`, () => undefined);
    expect(said).to.equal(String.raw`"a\b" is one, "\d" is none, "a\u0007" rings`);
  });
});
