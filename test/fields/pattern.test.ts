import { expect } from "chai";
import * as fc from "fast-check";
import { comparable as comparableValue } from "../../provider/fields/compare";
import { pattern } from "../../provider/fields/shared";
import { checkLiteral } from "../../provider/fields/pattern-type";

const letters = "abcdefghijklmnopqrstuvwxyz".split("");
const spelledIn = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) => Array.from(text, (letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join(""));
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 });

/** A domain in ASCII and another spelling of it. */
const domain = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.constantFrom("xn--mnchen-3ya", "example"), fc.boolean())
  .chain(([labels, last, dot]) => {
    const plain = [...labels, last].join(".");
    return fc.tuple(
      fc.constant(plain),
      spelledIn(plain.replace("xn--mnchen-3ya", "münchen")).map((text) => `${text}${dot ? "." : ""}`),
    );
  });
const address = fc.tuple(word, domain).chain(([local, [plain, other]]) =>
  fc.tuple(
    fc.constant(`${local}@${plain}`),
    spelledIn(local).map((spelled) => `${spelled}@${other.replace(/\.$/, "")}`),
  ),
);
const ipv4 = fc
  .tuple(fc.integer({ min: 11, max: 99 }), fc.nat(255), fc.nat(255), fc.nat(255))
  .map((parts) => parts.join("."))
  .map((text): [string, string] => [text, `${text}/32`]);
const ipv6 = fc
  .tuple(fc.array(fc.nat(0xffff), { minLength: 7, maxLength: 7 }), fc.boolean())
  .map(([rest, network]): [string, string] => {
    const groups = [0x2606, ...rest].map((group) => group.toString(16));
    const long = groups.map((group) => group.padStart(4, "0").toUpperCase()).join(":");
    return [groups.join(":"), network ? `${long}/128` : long];
  });

const KINDS = { DOMAIN: domain, EMAIL: address, IP: fc.oneof(ipv4, ipv6) } as const;

const comparablePattern = (text: string, entry: Readonly<Record<string, unknown>>) =>
  comparableValue(pattern, text, entry) as string;

describe("the form in which patterns are compared", () => {
  for (const patternType of ["DOMAIN", "EMAIL", "IP"] as const) {
    const comparable = (text: string) => comparablePattern(text, { patternType, isRegex: false });

    it(`is the same for two spellings of one ${patternType}, and for its canonical form`, () => {
      fc.assert(
        fc.property(KINDS[patternType], ([one, other]) => {
          expect(comparable(other)).to.equal(comparable(one));
          for (const text of [one, other]) {
            const verdict = checkLiteral(text, patternType);
            expect(verdict, text).to.have.property("canonical");
            if ("canonical" in verdict) expect(comparable(verdict.canonical)).to.equal(comparable(text));
            expect(comparable(comparable(text))).to.equal(comparable(text));
          }
        }),
      );
    });

    it(`is another for another ${patternType}`, () => {
      fc.assert(
        fc.property(KINDS[patternType], KINDS[patternType], ([one], [, other]) => {
          fc.pre(comparable(one) !== comparable(other));
          const canonical = (text: string) => {
            const verdict = checkLiteral(text, patternType);
            return "canonical" in verdict ? verdict.canonical : text;
          };
          expect(canonical(one)).not.to.equal(canonical(other));
        }),
      );
    });
  }

  it("does not take networks of different sizes, or two addresses, for one", () => {
    const texts = [
      "198.51.100.7",
      "198.51.100.0/24",
      "198.51.100.0",
      "2606:4700::/32",
      "2606:4700::",
      "::ffff:8.8.8.8",
      "8.8.8.8",
    ];
    const forms = texts.map((text) => comparablePattern(text, { patternType: "IP", isRegex: false }));
    expect(new Set(forms)).to.have.length(texts.length);
  });

  it("is the text itself for a regular expression and for what is no valid pattern", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("DOMAIN", "EMAIL", "IP", "UNKNOWN", undefined), (text, patternType) => {
        expect(comparablePattern(text, { patternType, isRegex: true })).to.equal(text);
        expect(comparablePattern(` ${text}.`, { patternType: "IP", isRegex: false })).to.equal(` ${text}.`);
      }),
    );
    for (const text of ["ACME_corp.example.", "*.ACME.example", "10.0.0.1/32", "Nobody@"]) {
      expect(comparablePattern(text, { patternType: "UNKNOWN", isRegex: false })).to.equal(text);
    }
  });

  it("reads a pattern of no known type as what it looks like", () => {
    expect(comparablePattern("198.51.100.7/32", { patternType: "UNKNOWN", isRegex: false })).to.equal("198.51.100.7");
    expect(comparablePattern("ACME.example.", { patternType: undefined, isRegex: false })).to.equal("acme.example");
  });
});
