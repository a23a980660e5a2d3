import { expect } from "chai";
import fc from "fast-check";
import { compileLinear } from "../../provider/advice/linear-regex";
import { literalsOf } from "../../provider/advice/regex-literals";

const afterX = (first: string) => Array.from("abcdefgh", (second) => `x${first}${second}`);

describe("literalsOf", () => {
  const rows: readonly (readonly [pattern: string, endings: readonly string[], required?: readonly string[]])[] = [
    [String.raw`(?i)@H(?:ot|ey)mail\.com$`, ["@hotmail.com", "@heymail.com"]],
    [String.raw`\.(co|or)\.jp$`, [".co.jp", ".or.jp"]],
    [String.raw`[^@]+@([a-z0-9-]+\.)*maersk\.com`, [".maersk.com", "@maersk.com"]],
    [String.raw`(?:a|b.)*c`, ["c"]],
    [String.raw`(ab)*c`, ["abc", "c"]],
    [String.raw`^(.+\.)?service-now\.com$`, [".service-now.com", "service-now.com"]],
    [String.raw`.*[.]co[mn]?`, [".com", ".con", ".co"], [".co"]],
    [String.raw`noreply@.*\.(?:com|org)`, [".com", ".org"], ["noreply@"]],
    [String.raw`(?:x-\d+@.*|y-9@acme\.com)`, [""], ["x-", "y-9@acme.com"]],
    [String.raw`\Qa.b\E\x41`, [""], ["a.b"]],
    [String.raw`(?!eve|bob)x{2}(?<!b)`, ["x"]],
    [String.raw`.*@acme\.com|`, [""]],
    [String.raw`a|b*|c`, [""]],
    [String.raw`[a-z]`, [""]],
    ["x[abcdefgh][abcdefgh][abc]", ["a", "b", "c"], ["a", "b", "c", "d", "e", "f", "g", "h"].flatMap(afterX)],
  ];
  for (const [pattern, endings, required = endings] of rows) {
    it(`reads ${pattern}`, () => {
      expect(literalsOf(pattern)).to.deep.equal({ endings, required });
    });
  }

  it("is true of every text that an expression matches", () => {
    const part = fc.constantFrom(
      "a",
      "b",
      "ab",
      "(?:a|b)",
      "(a|bb|)",
      "a?",
      "b*",
      "[ab]",
      "(ab)+",
      ".",
      "(?:a|b.){2}",
      "a{0,2}",
      String.raw`\x61`,
      "(?i)B",
      "^",
      "$",
      "(?<!a)",
    );
    const pattern = fc
      .array(fc.oneof(part, fc.constant("|")), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(""));
    const text = fc.stringMatching(/^[abAB]{0,6}$/);
    let matched = 0;
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 20, maxLength: 20 }), (expression, texts) => {
        const regex = compileLinear(expression);
        const { endings, required } = literalsOf(expression);
        for (const one of texts.filter((each) => regex?.matches(each))) {
          matched += 1;
          const lower = one.toLowerCase();
          expect(
            endings.some((ending) => lower.endsWith(ending)),
            `${expression} on ${one}`,
          ).to.equal(true);
          expect(
            required.some((each) => lower.includes(each)),
            `${expression} on ${one}`,
          ).to.equal(true);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(matched).to.be.above(1_000);
  });
});
