import { expect } from "chai";
import { comment, key, literal, property } from "../../cli/program/source-text";

describe("the text of a generated program", () => {
  it("has no line of a comment outside it, however a text breaks its lines", () => {
    for (const end of ["\n", "\r", "\r\n", "\u2028", "\u2029"]) {
      const lines = comment([`It is "a${end}process.exit()"`, "more"], "  ");
      expect(lines.length, JSON.stringify(end)).to.be.greaterThan(2);
      for (const line of lines) expect(line).to.match(/^ {2}\/\/( [^\n\r\u2028\u2029]+)?$/);
      expect(lines.join("\n")).to.contain("// process.exit()");
    }
    expect(comment(["", "a"], "")).to.deep.equal(["//", "// a"]);
  });

  it("has in its strings nothing that cannot be seen, and the quotes that need fewer escapes", () => {
    for (const [text, written] of [
      ["plain", '"plain"'],
      ['say "hi"', "'say \"hi\"'"],
      ["it's", '"it\'s"'],
      [`"it's"`, `'"it\\'s"'`],
      [`'"`, `"'\\""`],
      ["a\\b", '"a\\\\b"'],
      ['"a\\b"', "'\"a\\\\b\"'"],
      ["a\u202eb", '"a\\u202eb"'],
      ["a\u2028\u00a0\u0007", '"a\\u2028\\u00a0\\u0007"'],
      ["tag \u{e0041}", '"tag \\udb40\\udc41"'],
      ["line\nbreak", '"line\\nbreak"'],
    ] as const) {
      expect(literal(text)).to.equal(written);
      expect((0, eval)(literal(text))).to.equal(text);
    }
  });

  it("has a property on one line where that is short enough, else on more", () => {
    expect(property("a", true, "  ")).to.deep.equal(["  a: true,"]);
    expect(property("a", 7, "")).to.deep.equal(["a: 7,"]);
    expect(property("a", ["x", "y"], "")).to.deep.equal(['a: ["x", "y"],']);
    // Quotes, name, colon and comma are 6 of the 80.
    expect(property("a", "x".repeat(74), "")).to.deep.equal([`a: "${"x".repeat(74)}",`]);
    expect(property("a", "x".repeat(75), " ")).to.deep.equal([" a:", `   "${"x".repeat(75)}",`]);
    expect(property("a", "\u{1f600}".repeat(74), "")).to.have.length(1);
    const [long, other] = ["x".repeat(40), "y".repeat(40)];
    expect(property("a", [long, other], " ")).to.deep.equal([" a: [", `   "${long}",`, `   "${other}",`, " ],"]);
  });

  it("quotes a key only where it must", () => {
    for (const name of ["acme", "_a", "$", "a1"]) expect(key(name)).to.equal(name);
    for (const name of ["1a", "a-b", "a.b", "", "münchen"]) expect(key(name)).to.equal(`"${name}"`);
  });
});
