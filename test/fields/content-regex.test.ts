import fc from "fast-check";
import { expect } from "chai";
import { checkContentRegex } from "../../provider/fields/content-regex";
import { accepts, refuses } from "./verdicts";

const { raw } = String;
const asItself = (sign: string) => `write \\${sign} where it is meant as itself`;
const unknown = "which content policies do not know";

describe("the regular expression of a content policy", () => {
  accepts(
    checkContentRegex,
    [
      "invoice",
      "gift card",
      ".",
      "a.b*c+d?",
      "^urgent$",
      "urgent|asap",
      "(gift|prize) (card)",
      "(a(b)c)*",
      "|",
      "$*",
      raw`\d{3}-\d{4}`,
      raw`\w+\s\bend\b`,
      raw`\*\+\?\{\(\)\[\\\.\|\$\^\-\_`,
      "x{50}",
      "x{0,50}",
      "x{2,}",
      "x{2,2}",
      "[abc]+",
      "[^abc]",
      "[a-z0-9]",
      "[a-a]",
      "[-a]",
      "[a-]",
      raw`[\]\[]`,
      raw`[\\]x`,
      raw`[\+-\-]`,
      "[[]",
      "[&]",
      "]",
      "}",
      "[\n]",
      "é{1,2}",
    ].map((value) => [value, value] as const),
  );

  refuses(
    checkContentRegex,
    [
      ["*.exe", `has nothing to repeat before "*": ${asItself("*")}`],
      ["+49", `has nothing to repeat before "+": ${asItself("+")}`],
      ["a(?)", `begins a group with "(?", ${unknown}: write a plain group, ( … )`],
      ["(?i)invoice", `begins a group with "(?", ${unknown}: write a plain group, ( … )`],
      ["(*a)", `has nothing to repeat before "*": ${asItself("*")}`],
      ["a|+", `has nothing to repeat before "+": ${asItself("+")}`],
      ["^?", `has nothing to repeat before "?": ${asItself("?")}`],
      ["{2}", `has nothing to repeat before "{": ${asItself("{")}`],
      ["a+*", `repeats a repeat with "*", ${unknown}: leave one of the two out`],
      ["a*?", `repeats a repeat with "?", ${unknown}: leave one of the two out`],
      ["a?+", `repeats a repeat with "+", ${unknown}: leave one of the two out`],
      ["a{2}{3}", `repeats a repeat with "{", ${unknown}: leave one of the two out`],
      ["a{2,3}*", `repeats a repeat with "*", ${unknown}: leave one of the two out`],
      ["(a", `has a "(" without its ")": ${asItself("(")}`],
      ["((a)", `has a "(" without its ")": ${asItself("(")}`],
      ["a)", `has a ")" without its "(": ${asItself(")")}`],
      ["(a))(", `has a ")" without its "(": ${asItself(")")}`],
      [raw`a\ `.trimEnd(), raw`ends with a backslash: write \\ where it is meant as itself`],
      [raw`\S`, raw`has \S, ${unknown}: they know \d, \w, \s and \b`],
      [raw`\n`, raw`has \n, ${unknown}: they know \d, \w, \s and \b`],
      [raw`(a)\1`, raw`has \1, ${unknown}: they know \d, \w, \s and \b`],
      [raw`\D+`, raw`has \D, ${unknown}: they know \d, \w, \s and \b`],
      ["[a-z", `has a "[" without its "]": ${asItself("[")}`],
      [raw`[a\]`, `has a "[" without its "]": ${asItself("[")}`],
      ["[]", "has an empty set of characters"],
      ["[^]", "has an empty set of characters"],
      ["[[:alpha:]]", `has a named or an intersected set of characters, ${unknown}`],
      ["[a-z&&b]", `has a named or an intersected set of characters, ${unknown}`],
      ["[z-a]", "has the range z-a, which ends before it begins"],
      ["[0-9z-a]", "has the range z-a, which ends before it begins"],
      [raw`[\--\+]`, raw`has the range \--\+, which ends before it begins`],
      ["x{", raw`has a "{" that counts nothing: write {2,5}, or \{ where it is meant as itself`],
      ["x{a}", raw`has a "{" that counts nothing: write {2,5}, or \{ where it is meant as itself`],
      ["x{,5}", raw`has a "{" that counts nothing: write {2,5}, or \{ where it is meant as itself`],
      ["x{2,a}", raw`has a "{" that counts nothing: write {2,5}, or \{ where it is meant as itself`],
      ["x{51}", "repeats more than 50 times: 50 is the most"],
      ["x{0,51}", "repeats more than 50 times: 50 is the most"],
      ["x{51,}", "repeats more than 50 times: 50 is the most"],
      ["x{10,9}", "has {10,9}, which ends before it begins"],
    ].map(([value = "", problem = ""]) => [value, `${JSON.stringify(value)} ${problem}`] as const),
  );

  refuses(checkContentRegex, [["", "is empty, which matches every message: write what is looked for"]]);

  it("has a verdict on any text, and takes what it takes for what JavaScript can read too", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."ab01-,|.^$*+?(){}[]\\dwsb".split("")), maxLength: 16 }),
        (text) => {
          const verdict = checkContentRegex(text);
          // JavaScript does not repeat what has no length.
          const isEmptyRepeated = /(?:\$|\\b)[*+?{]/.test(text);
          if ("canonical" in verdict && !isEmptyRepeated) expect(() => new RegExp(text), text).not.to.throw();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
