import { expect } from "chai";
import fc from "fast-check";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { checkEntry } from "../../provider/collections/check-entry";

/** A text that no mail can match as it is, the sender that it was made from, and what it can have meant. */
interface Slip {
  readonly text: string;
  readonly base: string;
  readonly means: (sender: string) => boolean;
}

interface Suggestion {
  readonly pattern: string;
  readonly patternType: "EMAIL" | "DOMAIN" | "IP";
  readonly isRegex: boolean;
}

/** Shell wildcards, letter by letter: the reference knows nothing of regular expressions. "@" is never crossed. */
function globs(glob: string, text: string): boolean {
  const [sign, rest] = [glob[0], glob.slice(1)];
  if (sign === undefined) return text === "";
  if (sign === "*" || sign === "%") {
    return globs(rest, text) || (text !== "" && !text.startsWith("@") && globs(glob, text.slice(1)));
  }
  const fits = sign === "?" ? text !== "" && !/^[@.]/.test(text) : text.startsWith(sign);
  return fits && globs(rest, text.slice(1));
}

/** An address or a bare name; a name stands for every sender in it. */
function reaches({ pattern, isRegex }: Suggestion, sender: string): boolean {
  const text = pattern.includes("@") ? sender : sender.slice(sender.indexOf("@") + 1);
  return isRegex ? new RegExp(`^(?:${pattern})$`).test(text) : text === pattern;
}

function suggestionsOf(problem: string, isAddress: boolean): Suggestion[] {
  const [, ways = ""] = problem.split(/: write (?=")/);
  return [
    ...ways.matchAll(/("(?:[^"\\\\]|\\\\.)*") ?(with isRegex: true and)? ?(?:(?:with )?patternType: "([A-Z]+)")?/g),
  ].map(([, text = "", regex, type]) => ({
    pattern: JSON.parse(text) as string,
    patternType: (type ?? (isAddress ? "EMAIL" : "DOMAIN")) as Suggestion["patternType"],
    isRegex: regex !== undefined,
  }));
}

const label = fc.stringMatching(/^[a-z][a-z\d]{0,6}$/);
const domain = fc
  .tuple(label, label, fc.constantFrom("com", "example", "co.uk", "org"))
  .map((labels) => labels.join("."));
const local = fc.stringMatching(/^[a-z]{1,5}([+=_.-][a-z]{1,3})?$/);
const sender = fc.tuple(local, domain).map((parts) => parts.join("@"));

/** A wildcard in any place of the text, for none or more of its letters. */
const wildcard = fc
  .tuple(sender, fc.boolean(), fc.nat(40), fc.nat(4), fc.constantFrom("*", "%", "?"))
  .map(([address, whole, at, length, sign]): Slip => {
    const subject = whole ? address : address.slice(address.indexOf("@") + 1);
    const start = at % subject.length;
    const text = subject.slice(0, start) + sign + subject.slice(start + length);
    const means = (other: string) => globs(text, text.includes("@") ? other : other.slice(other.indexOf("@") + 1));
    return { text, base: address, means };
  });

const decorated = fc
  .tuple(
    sender,
    fc.boolean(),
    fc.constantFrom<(text: string) => string>(
      (text) => text.replace(/\.(?=[^.]*$)/, ".."),
      (text) => `${text}..`,
      (text) => ` ${text} `,
      (text) => `<${text}>`,
      (text) => `${text}:25`,
      (text) => `${text}/inbox`,
      (text) => `“${text}”`,
      (text) => `• ${text}`,
      (text) => `domain:${text}`,
      (text) => `https://${text}/`,
      (text) => `${text},${text}`,
      (text) => `${text};`,
      (text) => `/${text}/`,
      (text) => text.replace(/\.(?=[^.]*$)/, "_."),
    ),
  )
  .map(([address, whole, decorate]): Slip => {
    const name = address.slice(address.indexOf("@") + 1);
    const means = (other: string) => (whole ? other === address : other.endsWith(`@${name}`));
    return { text: decorate(whole ? address : name), base: address, means };
  });

/** Senders that a careless suggestion would reach. */
function neighbours(base: string): string[] {
  const [name = "", host = ""] = base.split("@");
  const hosts = [
    host,
    `evil-${host}`,
    `evil${host}`,
    `${host}.evil.test`,
    `mail.${host}`,
    host.replaceAll("_", "-"),
    host.replace(".", "x"),
    host.replace(/[^.]*$/, "evil"),
    host.slice(host.indexOf(".") + 1),
    "evil.test",
  ];
  return hosts.flatMap((one) => [`${name}@${one}`, `evil@${one}`, `evil${name}@${one}`, `${name}x@${one}`]);
}

describe("a suggestion, done to the letter", () => {
  for (const [kind, slips] of Object.entries({ wildcards: wildcard, decorations: decorated })) {
    it(`passes, and reaches no sender that the text did not mean: ${kind}`, () => {
      let applied = 0;
      fc.assert(
        fc.property(slips, ({ text, base, means }) => {
          const { failures } = checkEntry(allowPolicies, { pattern: text, isTrustedSender: true });
          for (const suggestion of suggestionsOf(failures[0]?.reason ?? "", text.includes("@"))) {
            applied += 1;
            const said = `${text} → ${suggestion.pattern}`;
            const again = checkEntry(allowPolicies, { ...suggestion, isTrustedSender: true });
            expect(again.failures, said).to.deep.equal([]);
            const strangers = neighbours(base).filter((other) => reaches(suggestion, other) && !means(other));
            // "*.acme.com" and ".acme.com" are written for the name itself too.
            const meant =
              /^[*.]+/.test(text) && !suggestion.isRegex
                ? strangers.filter((other) => !other.endsWith(`@${suggestion.pattern}`))
                : strangers;
            expect(meant, said).to.deep.equal([]);
          }
        }),
        { numRuns: 3_000 },
      );
      expect(applied).to.be.above(300);
      if (process.env.SHOW_COUNTS) console.log(`${kind}: 3000 mistakes, ${applied} suggestions applied`);
    });
  }
});

/** A text that is no address or network, and the first and last address that it can have meant, as numbers. */
interface IpSlip {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

const toNumber = (address: string) => address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

/** What an address or block stands for, by arithmetic alone. */
function spanOf(block: string): { first: number; last: number } {
  const [address = "", prefix = "32"] = block.split("/");
  return { first: toNumber(address), last: toNumber(address) + 2 ** (32 - Number(prefix)) - 1 };
}

const ipSlip = fc
  .tuple(fc.integer({ min: 20, max: 99 }), fc.nat(255), fc.nat(255), fc.nat(200), fc.integer({ min: 1, max: 55 }))
  .chain(([a, b, c, d, more]): fc.Arbitrary<IpSlip> => {
    const ip = `${a}.${b}.${c}.${d}`;
    const at = toNumber(ip);
    const net = at - d;
    const one = (text: string): IpSlip => ({ text, first: at, last: at });
    const range = (text: string): IpSlip => ({ text, first: at, last: at + more });
    const whole = (text: string): IpSlip => ({ text, first: net, last: net + 255 });
    const wider: Omit<IpSlip, "text"> = { first: net - c * 256, last: net - c * 256 + 65_535 };
    return fc.constantFrom<IpSlip>(
      ...[`${ip}:25`, `[${ip}]`, `[${ip}]:25`, ` ${ip}`, `ip4:${ip}`, `cidr: ${ip}`, `smtp://${ip}:25/`].map(one),
      ...[ip.replace(/\d+$/, (byte) => byte.padStart(3, "0")), `${ip}/032`].map(one),
      ...[`${ip}-${a}.${b}.${c}.${d + more}`, `${ip} - ${a}.${b}.${c}.${d + more}`, `${ip}-${d + more}`].map(range),
      range(`${ip}–${a}.${b}.${c}.${d + more}`),
      ...[`${a}.${b}.${c}.*`, `${a}.${b}.${c}.x`, `${a}.${b}.${c}.%`, `${a}.${b}.${c}`, `${a}.${b}.${c}.`].map(whole),
      ...[`${ip}/24`, `${a}.${b}.${c}.0/255.255.255.0`, `ip4:${a}.${b}.${c}.0/24`, `${a}.${b}.${c}/24`].map(whole),
      ...[`${a}.${b}.*.*`, `${a}.${b}.*`, `${a}.${b}`, `${a}.${b}/16`].map((text) => ({ ...wider, text })),
      ...[`${a}.${b}.*.${d}`, `${a}.*.${c}.${d}`].map((text) => ({ text, first: at, last: at })),
    );
  });

describe("a suggestion for an IP address, done to the letter", () => {
  it("passes, and is a part of what the text meant; all blocks of a range are the range", () => {
    let applied = 0;
    fc.assert(
      fc.property(ipSlip, ({ text, first, last }) => {
        const { failures } = checkEntry(allowPolicies, { pattern: text, patternType: "IP", isTrustedSender: true });
        const suggestions = suggestionsOf((failures[0]?.reason ?? "").replace("an entry for each of ", ""), false);
        const spans = suggestions.map(({ pattern }) => {
          const again = checkEntry(allowPolicies, { pattern, patternType: "IP", isTrustedSender: true });
          expect(again.failures, `${text} → ${pattern}`).to.deep.equal([]);
          return spanOf(pattern);
        });
        applied += spans.length;
        for (const span of spans) {
          expect(span.first >= first && span.last <= last, `${text} → ${JSON.stringify(suggestions)}`).to.equal(true);
        }
        if (spans.length === 0 || text.endsWith("/24")) return;
        const size = spans.reduce((sum, span) => sum + span.last - span.first + 1, 0);
        expect(size, `${text} → ${JSON.stringify(suggestions)}`).to.equal(last - first + 1);
      }),
      { numRuns: 3_000 },
    );
    expect(applied).to.be.above(2_000);
    if (process.env.SHOW_COUNTS) console.log(`IP: 3000 mistakes, ${applied} suggestions applied`);
  });
});
