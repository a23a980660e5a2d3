import { expect } from "chai";
import { contextOf } from "./context";
import fc from "fast-check";
import { RE2JS } from "re2js";
import { parse } from "tldts";
import { entryAdvice, type AdviceCode } from "../../provider/advice/advice";
import { FREE_MAIL } from "../../provider/advice/free-mail";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { usualSuffixes } from "../../provider/fields/mail-domain";

const FREE = [...FREE_MAIL];
const MIDDLES = ["mail", "box", "hot", "x"];
// Below some, as mm, nom.br and pl, names of these tests are public suffixes themselves.
const SUFFIXES = usualSuffixes().filter((suffix) =>
  ["partner", ...MIDDLES].every(
    (name) => parse(`${name}.${suffix}`, { allowPrivateDomains: true }).publicSuffix === suffix,
  ),
);

// The reference: every known name is tried with senders of its own, and nothing is read out of the expression.
const PEOPLE = ["ann", "peter.moss", "qz-17", "Wu_4", "office", "x+tag"];
const COMPANIES = ["quillfeather", "bluefin-67", "mx.grovewell"];

/** The whole sender must match, as the generated expressions are written. */
function reachedByTrying(pattern: string): { readonly suffix: boolean; readonly freeMail: boolean } {
  const regex = RE2JS.compile(pattern);
  const reachesAll = (domain: string) => PEOPLE.every((person) => regex.testExact(`${person}@${domain}`));
  const suffixes = new Set(SUFFIXES.filter((suffix) => COMPANIES.every((name) => reachesAll(`${name}.${suffix}`))));
  const freeMail = FREE.some((domain) => {
    const { publicSuffix } = parse(domain);
    return reachesAll(domain) && !suffixes.has(publicSuffix ?? "") && !suffixes.has(domain.replace(/^.*\./, ""));
  });
  return { suffix: suffixes.size > 0, freeMail };
}

const quoted = (name: string) => name.replaceAll(".", String.raw`\.`);

/** One expression for several names, factored as people do. */
function together([first = "", ...more]: readonly string[], style: number): string {
  const names = [first, ...more];
  if (style === 0) return `(?:${names.map(quoted).join("|")})`;
  if (style === 1) {
    const common = Array.from(first).findIndex((letter, i) => more.some((other) => other[i] !== letter));
    const at = common < 0 ? first.length : common;
    return `${quoted(first.slice(0, at))}(${names.map((name) => quoted(name.slice(at))).join("|")})`;
  }
  if (style === 2) {
    const ends = names.map((name) => name.slice(name.indexOf(".") + 1));
    return `(?:${names.map((name) => name.slice(0, name.indexOf("."))).join("|")})\\.(?:${ends.map(quoted).join("|")})`;
  }
  return quoted(first).replace(/[a-z]/, (letter) => `[${letter}${letter === "x" ? "y" : "x"}]`);
}

const name = fc.oneof(
  fc.constantFrom(...FREE),
  fc.constantFrom(...SUFFIXES).map((suffix) => `partner.${suffix}`),
  fc.constantFrom("acme.com", "mail.acme.example", "northwind.co.uk", "mail.me.example", "gmail.com.acme.example"),
);
const names = fc
  .tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.nat(3))
  .map(([all, style]) => together(all, style));
const suffixes = fc
  .tuple(fc.array(fc.constantFrom(...SUFFIXES), { minLength: 1, maxLength: 3 }), fc.constantFrom(0, 1, 3))
  .map(([all, style]) => together(all, style));

const expression = fc
  .oneof(
    fc.tuple(fc.constantFrom(".*@", "[^@]+@", "^.+@", String.raw`(?i)\S+@`, "(?:.*)@"), names),
    fc
      .tuple(fc.constantFrom(".*@", "^.+@"), fc.constantFrom("mail", "news[0-9]*", String.raw`(?:[\w-]+\.)*em`), names)
      .map(([start, below, end]) => [start, `${below}\\.${end}`] as const),
    fc.tuple(fc.constantFrom(String.raw`.*@.*\.`, String.raw`.*\.`, String.raw`^[^@]+@[^@]+\.`), suffixes),
    fc.tuple(fc.constantFrom("noreply@", String.raw`bob\.\d+@`), names),
    fc
      .tuple(fc.constantFrom(".*@.*"), fc.constantFrom(...MIDDLES), fc.constantFrom(...SUFFIXES))
      .map(([start, middle, suffix]) => [start, `${middle}\\.${quoted(suffix)}`] as const),
    fc.constantFrom(...FREE).map((domain) => [".*@", `${domain.slice(0, domain.indexOf("."))}\\..*`] as const),
  )
  .map(([start, end]) => `${start}${end}$`);

function advised(pattern: string): ReadonlySet<AdviceCode> {
  const values = { pattern, patternType: "EMAIL", isRegex: true, isTrustedSender: true };
  return new Set(entryAdvice(allowPolicies, values, contextOf([])).map(({ code }) => code));
}

describe("the reach of an expression", () => {
  it("is what trying every known provider and suffix finds", function () {
    this.timeout(120_000);
    const counts = { tried: 0, right: 0, missed: [] as string[], wrong: [] as string[] };
    for (const pattern of new Set(fc.sample(expression, { numRuns: 1_500, seed: 12 }))) {
      const expected = reachedByTrying(pattern);
      const codes = advised(pattern);
      counts.tried += 1;
      for (const [code, isReached] of [
        ["advice/public-suffix", expected.suffix],
        ["advice/free-mail", expected.freeMail],
      ] as const) {
        const isSaid = codes.has(code) || codes.has("advice/broad-regex");
        if (isSaid && isReached) counts.right += 1;
        if (isReached && !isSaid) counts.missed.push(`${code} ${pattern}`);
        if (isSaid && !isReached) counts.wrong.push(`${code} ${pattern}`);
      }
    }
    if (process.env.SHOW_COUNTS) console.log(counts);
    expect(counts.right).to.be.above(400);
    expect(counts.missed).to.deep.equal([]);
    expect(counts.wrong).to.deep.equal([]);
  });
});
