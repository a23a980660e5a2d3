// Prints the patterns of the corpus, one a line: its origin, a tab, and the pattern as a JSON string in ASCII.
// Arguments: a seed, how many mutated patterns, how many generated ones.
import { readFileSync } from "node:fs";
import fc from "fast-check";

const [seed = 1, mutated = 2000, generated = 2000] = process.argv.slice(2).map(Number);

const handPicked = readFileSync(new URL("hand-picked.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("## "));

const words = (text) => text.trim().split(/\s+/);
const oneOf = (texts) => fc.constantFrom(...texts);
const chain = (...parts) => fc.tuple(...parts).map((texts) => texts.join(""));
const several = (part, [minLength, maxLength], separator = "") =>
  fc.array(part, { minLength, maxLength, size: "max" }).map((texts) => texts.join(separator));

const characters = [..."aAbBfgkpxzZQE0129@._-:;/ ~#&%\"'<>=!,\n\r\t\0\u0085\u2028éßı日😀"];
const signs = [..."()[]{}*+?|^$.\\&-,:<>=!#"];
const escapes = words(String.raw`
  \. \\ \- \@ \/ \( \[ \] \{ \& \# \é \😀 \a \e \f \n \r \t \d \D \h \H \s \S \v \V \w \W \b \B \A \G \z \Z \R \X \b{g}
  \00 \07 \012 \0377 \x41 \x7a \x{41} \x{1F600} \u0041 \u007A \uD83D \uD83D\uDE00 \cA \cz \N{SPACE} \N{HYPHEN-MINUS} \1 \2 \_
  \Qa.b\E \Q*\E \Q]\E \Q1\E \p{L} \P{Lu} \pN \p{Alpha} \p{IsLatin} \p{IsGreek} \p{InGreek} \p{IsAlphabetic} \p{sc=Han}
  \p{gc=Nd} \p{blk=Greek} \p{javaDigit}`);
const openings = words("( ( (?: (?: (?= (?! (?<= (?<= (?<! (?> (?<a> (?<b> (?i: (?x: (?-i: (?im-x:");
const flags = words("(?i) (?x) (?-x) (?xd) (?U) (?s-m) (?idmsuxU) (?-) (?)");
const counts = words("* + ? * + ? *? +? ?? *+ ++ ?+ {2} {0} {3}+ {1,3} {1,3}? {2,} {2,}? {0,1}");
const classOperators = words("&& && & - ^ -[ [ ]");
const slips = words(String.raw`
  \08 \x4 \xg \x{110000} \x{} \u41 \u{41} \c \N{} \E \q \y \K \g1 \i \k<a> \k<b> \k{a} \k \Q \b{w} \pX \p{alpha} \p{Latin}
  \p{} \p{L (? (?P<a> (?< (?<a_b> (?# (?n) (?R) {2,1} {,2} {a} {2 {2147483648} { {} ** ) ] z-a`);

const { pattern } = fc.letrec((tie) => ({
  atom: fc.oneof(
    { maxDepth: 5 },
    { arbitrary: oneOf(characters), weight: 10 },
    { arbitrary: oneOf(escapes), weight: 10 },
    { arbitrary: oneOf([".", "^", "$", ...flags]), weight: 3 },
    { arbitrary: oneOf(slips), weight: 1 },
    { arbitrary: tie("class"), weight: 4 },
    { arbitrary: chain(oneOf(openings), tie("pattern"), fc.constant(")")), weight: 12 },
  ),
  member: fc.oneof(
    { maxDepth: 4 },
    { arbitrary: oneOf([...characters, ...escapes]), weight: 8 },
    {
      arbitrary: chain(oneOf([...characters, ...escapes]), fc.constant("-"), oneOf([...characters, ...escapes])),
      weight: 1,
    },
    { arbitrary: oneOf(["a-z", "0-9", ...classOperators]), weight: 4 },
    { arbitrary: tie("class"), weight: 2 },
  ),
  class: chain(oneOf(["[", "[", "[^"]), several(tie("member"), [1, 4]), fc.constant("]")),
  piece: chain(tie("atom"), fc.oneof(fc.constant(""), oneOf(counts))),
  pattern: several(several(tie("piece"), [0, 4]), [1, 2], "|"),
}));

const token = fc.oneof(...[characters, signs, escapes, openings, flags, counts, classOperators, slips].map(oneOf));
const soup = several(token, [1, 10]);
// Few edits, so that many a pattern stays good.
const edit = fc.tuple(fc.nat(1023), fc.nat(2), fc.oneof(oneOf(["", ...signs]), token));
const mutation = fc
  .tuple(oneOf(["", "", "", "", "", "", "", "(?x)"]), oneOf(handPicked), fc.array(edit, { minLength: 1, maxLength: 2 }))
  .map(([flag, text, edits]) => {
    const chars = [...text];
    for (const [at, remove, insert] of edits) chars.splice(at % (chars.length + 1), remove, insert);
    return flag + chars.join("");
  });

const seen = new Set();
function print(origin, patterns) {
  for (const pattern of patterns) {
    if (pattern === "" || pattern.length > 1024 || seen.has(pattern)) continue;
    seen.add(pattern);
    const json = pattern.replace(/["\\]|[^ -~]/g, (unit) =>
      /[ -~]/.test(unit) ? `\\${unit}` : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    process.stdout.write(`${origin}\t"${json}"\n`);
  }
}
print("hand-picked", handPicked);
print("mutated", fc.sample(mutation, { seed, numRuns: mutated }));
print("generated", fc.sample(fc.oneof(pattern, soup), { seed, numRuns: generated }));
