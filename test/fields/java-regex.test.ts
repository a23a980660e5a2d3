import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { findJavaRegexProblem } from "../../provider/fields/java-regex";

interface Entry {
  readonly accepted: boolean;
  readonly origin: string;
  readonly pattern: string;
}

const corpus: readonly Entry[] = readFileSync(join(__dirname, "corpus/java-regex.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => {
    const [verdict, origin, json] = line.split("\t") as [string, string, string];
    return { accepted: verdict === "accepted", origin, pattern: JSON.parse(json) as string };
  });

describe("findJavaRegexProblem", () => {
  describe("on patterns with the verdict of a real JDK", () => {
    it("has at least 3,000 different patterns to be judged by", () => {
      expect(new Set(corpus.map(({ pattern }) => pattern)).size)
        .to.be.at.least(3000)
        .and.to.equal(corpus.length);
    });

    const { raw } = String;
    /** Names that Java's version of Unicode may have or not, and blanks in a number that it refuses even where it skips blanks. */
    const notLookedAt: Record<string, readonly string[]> = {
      "hand-picked": [raw`\N{no such name}`, raw`\p{IsQaai}`, raw`\p{InNo_Such_Block}`, "(?x)a{ 2}"],
      mutated: [],
      generated: [],
    };
    for (const origin of ["hand-picked", "mutated", "generated"]) {
      const entries = corpus.filter((entry) => entry.origin === origin);
      const good = entries.filter(({ accepted }) => accepted).map(({ pattern }) => pattern);
      const bad = entries.filter(({ accepted }) => !accepted).map(({ pattern }) => pattern);

      it(`finds no fault with the ${good.length} ${origin} ones that Java accepts`, () => {
        expect(good.length).to.be.at.least(300);
        expect(good.filter((pattern) => findJavaRegexProblem(pattern))).to.deep.equal([]);
      });

      it(`catches the ${bad.length} ${origin} ones that Java refuses, but for what it does not look at`, () => {
        expect(bad.length).to.be.at.least(300);
        const missed = bad.filter((pattern) => !findJavaRegexProblem(pattern));
        // The greatest length of what a look-behind matches is not counted.
        expect(missed.filter((pattern) => !/\(\?<[=!]/.test(pattern))).to.deep.equal(notLookedAt[origin]);
        expect(missed.length / bad.length).to.be.at.most(0.03);
      });
    }
  });

  describe("says what is wrong, where, and what to write instead", () => {
    const { raw } = String;
    const slips: readonly (readonly [pattern: string, index: number, message: string, suggestion?: string])[] = [
      // globs, and signs that are meant as they stand
      [
        "*@acme.com",
        0,
        `"*" at character 1 has nothing to repeat`,
        raw`for "anything" write ".*", here ".*@acme\.com"`,
      ],
      ["(*|x)", 1, `"*" at character 2 has nothing to repeat`, `for "anything" write ".*"`],
      ["+49.*", 0, `"+" at character 1 has nothing to repeat`, raw`to match "+" itself write "\+"`],
      ["a**", 2, `"*" at character 3 follows another quantifier`, raw`to match "*" itself write "\*"`],
      ["a+?+", 3, `"+" at character 4 follows another quantifier`, raw`to match "+" itself write "\+"`],
      ["a\\.b\\", 4, raw`"\" at character 5 has nothing after it to escape`, raw`to match "\" itself write "\\"`],
      // groups
      ["a.b(c|d", 3, "the group opened at character 4 is never closed", raw`to match "(" itself write "\("`],
      ["😀)", 2, `")" at character 2 closes no group`, raw`to match ")" itself write "\)"`],
      [
        "(?P<name>x)",
        0,
        "the group opened at character 1 is of no kind that Java knows",
        `write "(?<name>" for a named group`,
      ],
      [
        "(?'name'x)",
        0,
        "the group opened at character 1 is of no kind that Java knows",
        `write "(?<name>" for a named group`,
      ],
      [
        "(?<n>.)(?P=n)",
        7,
        "the group opened at character 8 is of no kind that Java knows",
        raw`write "\k<n>" for what the named group matched`,
      ],
      [
        "(?R)",
        0,
        "the group opened at character 1 is of no kind that Java knows",
        "Java knows no recursion: write the part out again",
      ],
      [
        "(?(1)a|b)",
        0,
        "the group opened at character 1 is of no kind that Java knows",
        `Java knows no conditional groups: write both cases out, with "|" between them`,
      ],
      [
        "(?#note)",
        0,
        "the group opened at character 1 is of no kind that Java knows",
        "Java knows no comment groups: leave the comment out",
      ],
      [
        "(?g)a",
        0,
        "the group opened at character 1 is of no kind that Java knows",
        `write "(?:" for a group that is not captured; the flags are i, d, m, s, u, x and U`,
      ],
      [
        "(?<na_me>x)",
        2,
        `the group name after "<" at character 3 must be a letter, more letters or digits, and a ">"`,
        `write "<name>"`,
      ],
      ["(?<a>x)(?<a>y)", 10, `the group name "a" at character 11 is taken already`],
      [
        raw`(?<a>x)\k<b>`,
        9,
        `the name "b" at character 10 is given to no group before it`,
        "the names before it are a",
      ],
      [raw`\k<a>(?<a>x)`, 2, `the name "a" at character 3 is given to no group before it`],
      [
        raw`(?<=(\w+\.)+)com`,
        0,
        "the look-behind opened at character 1 has no obvious maximum length",
        "leave out back-references, and repeat no group that holds alternatives or repetitions",
      ],
      // counts
      ["x{2,1}", 1, "the count at character 2 has its larger number first", `write "{1,2}"`],
      ["x{,3}", 1, "the count at character 2 is not of the form {2}, {2,} or {2,5}", `write "{0,3}"`],
      [
        "{a,b}@acme.com",
        0,
        "the count at character 1 is not of the form {2}, {2,} or {2,5}",
        raw`to match "{" itself write "\{"`,
      ],
      ["x{99999999999}", 1, "the count at character 2 is above 2147483647"],
      // classes
      ["x[ab", 1, "the character class opened at character 2 is never closed", raw`to match "[" itself write "\["`],
      [
        "[^]",
        0,
        "the character class opened at character 1 is never closed",
        `"]" in first place is one of the characters and closes nothing: put another "]" at the end`,
      ],
      ["[a-Z]", 1, `the range "a-Z" at character 2 runs backwards`, `write "a-zA-Z"`],
      ["[9-0]", 1, `the range "9-0" at character 2 runs backwards`, `write "0-9"`],
      ["[_-.]", 1, `the range "_-." at character 2 runs backwards`, raw`to match "-" itself write "\-"`],
      [
        raw`[.-\w]`,
        1,
        raw`the range ".-\w" at character 2 ends in a set of characters`,
        raw`to match "-" itself write "\-"`,
      ],
      ["[&&]", 1, `"&&" at character 2 has nothing on either side`, raw`to match "&" itself write "\&"`],
      [
        raw`[\b]`,
        1,
        raw`"\b" at character 2 is not for a class`,
        raw`write "\x08" for a backspace, and "\b" or "\b{g}" for an edge outside of a class`,
      ],
      // escapes
      [raw`a\q`, 1, raw`"\q" at character 2 is no escape that Java knows`, `write "q" for the letter itself`],
      [
        raw`a\Kb`,
        1,
        raw`"\K" at character 2 is no escape that Java knows`,
        `write what goes before as a look-behind, "(?<=...)"`,
      ],
      [
        raw`\Qa\E\E`,
        5,
        raw`"\E" at character 6 is no escape that Java knows`,
        raw`"\E" ends what "\Q" begins: leave it out`,
      ],
      [
        raw`\u{1F600}`,
        0,
        raw`"\u" at character 1 is incomplete`,
        raw`write hexadecimal digits, as in "\x41", "\u0041" or "\x{1F600}"`,
      ],
      [raw`\x{110000}`, 0, raw`"\x" at character 1 is above the last character`, raw`that is "\x{10FFFF}"`],
      [raw`\N{}`, 0, raw`"\N" at character 1 is incomplete`, raw`name the character, as in "\N{WHITE SMILING FACE}"`],
      [raw`\p{Latin}`, 0, raw`"\p{Latin}" at character 1 names no property`, raw`write "\p{IsLatin}"`],
      [raw`\p{alpha}`, 0, raw`"\p{alpha}" at character 1 names no property`, raw`write "\p{Alpha}"`],
      [raw`\p{L`, 0, raw`"\p{" at character 1 is never closed`, `add "}" after the name`],
    ];
    for (const [pattern, index, message, suggestion] of slips) {
      it(`of ${pattern}`, () => {
        expect(findJavaRegexProblem(pattern)).to.deep.equal({ index, message, ...(suggestion && { suggestion }) });
      });
    }

    it("points into the pattern, whatever that is", () => {
      const text = fc.string({
        unit: fc.constantFrom(..."a 1 é 😀 ( ) [ ] { } * + ? | ^ $ . \\ & - , < > = ! # Q E p x u".split(" ")),
      });
      fc.assert(
        fc.property(text, (pattern) => {
          const { index } = findJavaRegexProblem(pattern) ?? { index: -1 };
          expect(index).to.be.within(-1, pattern.length - 1);
        }),
      );
    });
  });

  it("gives a verdict however deep a pattern nests", () => {
    const depth = 100_000;
    expect(findJavaRegexProblem("(".repeat(1024))).to.have.property("index", 1023);
    expect(findJavaRegexProblem("(".repeat(depth) + ")".repeat(depth))).to.equal(undefined);
    expect(findJavaRegexProblem("[a".repeat(depth) + "]".repeat(depth))).to.equal(undefined);
    expect(findJavaRegexProblem("[a".repeat(depth))).to.have.property("index", 2 * (depth - 1));
  });

  it("knows the scripts, categories and classes of Java by all their names", () => {
    const names = [
      "IsLatin",
      "IsLATN",
      "Isold_italic",
      "sc=SignWriting",
      "script=Zzzz",
      "gc=Lu",
      "InGreek",
      "javaMirrored",
    ];
    expect(names.filter((name) => findJavaRegexProblem(`\\p{${name}}`))).to.deep.equal([]);
  });

  it("takes what this machine's Unicode tables cannot know of for what it says it is", () => {
    expect(findJavaRegexProblem(String.raw`\p{InSome_Block_Of_2030}\N{SOME LETTER OF 2030}`)).to.equal(undefined);
  });
});
