import { expect } from "chai";
import { compileLinear } from "../../provider/advice/linear-regex";

function compiled(pattern: string) {
  const regex = compileLinear(pattern);
  if (regex === undefined) throw new Error(`not compiled: ${pattern}`);
  return regex;
}

describe("compileLinear", () => {
  it("tells a part from the whole", () => {
    const regex = compiled(String.raw`@acme\.com`);
    expect(regex.finds("bob@acme.com.example")).to.equal(true);
    expect(regex.matches("bob@acme.com")).to.equal(false);
    expect(regex.matches("@acme.com")).to.equal(true);
  });

  for (const pattern of [
    String.raw`.*@acme\.com`,
    String.raw`\Q.*++\E`,
    String.raw`a\++`,
    "[*+]+",
    "[a++]",
    "(?i)acme",
    String.raw`.*(?<!\.test)$`,
    "(?<name>a)",
    "a+?",
  ]) {
    it(`takes ${pattern} to the letter`, () => {
      expect(compiled(pattern).isExact).to.equal(true);
    });
  }

  for (const [pattern, text] of [
    [".*+@acme", "bob@acme"],
    ["a{2,}+b", "aaab"],
    ["(?>a|ab)c", "abc"],
    [String.raw`(?!x\)).*`, "x)"],
  ] as const) {
    it(`takes ${pattern} for a wider one, which matches ${text}`, () => {
      const regex = compiled(pattern);
      expect(regex.isExact).to.equal(false);
      expect(regex.matches(text)).to.equal(true);
    });
  }

  for (const pattern of [
    "(?=a)b",
    String.raw`(a)\1`,
    "[a-z&&[^b]]",
    "[a[b]]",
    String.raw`\p{javaLowerCase}`,
    "(?!(a))b",
  ]) {
    it(`leaves ${pattern} alone`, () => {
      expect(compileLinear(pattern)).to.equal(undefined);
    });
  }

  it("is not slow where others would be", () => {
    expect(compiled("^(a+)+$").matches(`${"a".repeat(5000)}b`)).to.equal(false);
  });
});
