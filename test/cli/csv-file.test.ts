import { expect } from "chai";
import { readCsv } from "../../cli/csv/csv-file";

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
  });
});
