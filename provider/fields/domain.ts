import { domainToASCII, domainToUnicode } from "node:url";
import isFQDN from "validator/lib/isFQDN";
import { explain, PREFIXED, REGEX, SCHEME, SPACES_AROUND, TYPOGRAPHY, withoutWildcards, type Mistake } from "./mistake";
import { quote } from "./quote";
import type { Verdict } from "./verdict";

/** In characters, without the trailing dot: 255 octets as DNS writes it (RFC 1035, 2.3.4). */
const MAX_LENGTH = 253;

/**
 * A domain name. Canonical is lower case, in ASCII form (`münchen.de` is `xn--mnchen-3ya.de`) and without a trailing dot. A
 * name of one label is valid: the API does not say otherwise.
 * @param whole - makes the whole text from a suggested name, if the value is only a part of it
 */
export function checkDomain(value: string, whole?: (domain: string) => string): Verdict {
  const canonical = canonicalDomain(value);
  const stranger = canonical === undefined ? undefined : outsideIdna(value);
  if (stranger !== undefined) {
    const typography = explain(value, TYPOGRAPHY, (meant) => checkDomain(meant), whole);
    return { problem: typography ?? `${quote(value)} has ${stranger}, which no domain name can have` };
  }
  if (canonical !== undefined) return { canonical };
  return {
    problem:
      explain(value, MISTAKES, (meant) => checkDomain(meant), whole) ??
      `${quote(value)} is not a domain name: write letters, digits, "-" and dots, such as "acme.com"`,
  };
}

function canonicalDomain(value: string): string | undefined {
  // domainToASCII takes the host of a URL: it would read "%41" as "a", and "1.2" as an IP address.
  if (/[^a-z\d.\-\u0080-\u{10ffff}]/iu.test(value)) return undefined;
  const ascii = /[\u0080-\u{10ffff}]/u.test(value) ? domainToASCII(value) : value.toLowerCase();
  const name = ascii.replace(/\.$/, "");
  return name.length <= MAX_LENGTH && isFQDN(name, { require_tld: false }) ? name : undefined;
}

/**
 * The characters that IDNA 2008 allows in a name: letters, digits and marks, and a few signs between certain letters.
 * Node's own conversion follows UTS 46, which also allows emoji and other symbols.
 *
 * Source: RFC 5892, 2.6 and 2.7
 */
const IDNA_2008 =
  /^(?:[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}.-]|[\u00b7\u0375\u05f3\u05f4\u06fd\u06fe\u0f0b\u3007\u30fb]|\u200c|\u200d)$/u;
const DISALLOWED = /^(?:[\u0640\u07fa\u1100-\u11ff\u3031-\u3035\u303b\ua960-\ua97f\ud7b0-\ud7ff]|\u302e|\u302f)$/u;

function outsideIdna(value: string): string | undefined {
  if (!/[\u0080-\u{10ffff}]/u.test(value)) return undefined;
  const stranger = Array.from(domainToUnicode(domainToASCII(value))).find(
    (character) => !IDNA_2008.test(character) || DISALLOWED.test(character),
  );
  if (stranger === undefined) return undefined;
  const point = (stranger.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `the character ${quote(stranger)} (U+${point})`;
}

/** The domain name in a longer text. */
function bareName(value: string): string {
  return value
    .trim()
    .replace(SCHEME, "")
    .replace(/[/?#].*$/, "")
    .replace(/^.*@/, "")
    .replace(/>$|:\d*$/, "")
    .replace(/^(?:[*.]|_[^.]*\.)+/, "")
    .replace(/\.+$/, "")
    .replace(/\.{2,}/g, ".");
}

const MISTAKES: readonly Mistake[] = [
  { looks: /^\s*$/, says: `is empty: write a domain name, such as "acme.com"` },
  { ...SPACES_AROUND, meant: bareName },
  { looks: SCHEME, says: "is a URL, not a domain name", meant: bareName },
  { looks: /^\[?[\da-f]*:[\da-f]*:[\da-f:.]*\]?(?:\/\d*)?$/i, says: "is an IP address, not a domain name" },
  { looks: /^\d+(?:\.\d+){3}(?::\d*)?(?:\/\d*)?$/, says: "is an IP address, not a domain name" },
  PREFIXED,
  ...TYPOGRAPHY,
  ...REGEX,
  { looks: /[,;\s]/, says: "has a comma, semicolon or space: an entry takes one domain name" },
  { looks: /@/, says: "is an address, not a domain name", meant: bareName },
  {
    looks: /^[^/#]*[*%]|^[^/#?]*\?[^/#?=]*\./,
    says: "has a wildcard, which a domain name cannot have",
    // Suggest the name without the wildcard only if the wildcard stands for whole labels.
    meant: (value) => (/^\*\.[^*%?]*$/.test(value) ? bareName(value) : value),
    or: withoutWildcards,
  },
  { looks: /[/?#]/, says: "has a path, which a domain name does not have", meant: bareName },
  { looks: /:/, says: "has a port, which a domain name does not have", meant: bareName },
  { looks: /^\./, says: "begins with a dot", meant: bareName },
  { looks: /\.\./, says: "has two dots in a row", meant: bareName },
  { looks: /_/, says: "has an underscore, which a domain name does not have", meant: bareName },
  { looks: /(?:^|\.)-|-(?:\.|$)/, says: `has a part that begins or ends with "-"` },
  { looks: /[^.]{64}/, says: "has a part of more than 63 characters" },
  { looks: /^.{254}/, says: `has more than ${MAX_LENGTH} characters` },
  { looks: /(?:^|\.)\d+\.?$/, says: "ends with a number, as no domain name does" },
];
