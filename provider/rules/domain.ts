import { domainToASCII } from "node:url";
import isFQDN from "validator/lib/isFQDN";
import { explain, REGEX, SCHEME, SPACES_AROUND, withoutWildcards, type Mistake } from "./mistake";
import { quote } from "./quote";
import type { Verdict } from "./verdict";

/** In characters, without the trailing dot: 255 octets as DNS writes it (RFC 1035, 2.3.4). */
const MAX_LENGTH = 253;

/**
 * A domain name. Canonical is lower case, in ASCII form (`münchen.de` is `xn--mnchen-3ya.de`) and without a trailing dot. A
 * name of one label passes: the API does not say that it would not.
 */
export function checkDomain(value: string): Verdict {
  const canonical = canonicalDomain(value);
  if (canonical !== undefined) return { canonical };
  return {
    problem:
      explain(value, MISTAKES, checkDomain) ??
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

/** The name in a text that holds more than a name. */
function bareName(value: string): string {
  return value
    .trim()
    .replace(SCHEME, "")
    .replace(/[/?#].*$/, "")
    .replace(/^.*@/, "")
    .replace(/>$|:\d*$/, "")
    .replace(/^(?:[*.]|_[^.]*\.)+/, "")
    .replace(/\.+$/, "")
    .replace(/\.{2,}/g, ".")
    .replaceAll("_", "-");
}

const MISTAKES: readonly Mistake[] = [
  { looks: /^\s*$/, says: `is empty: write a domain name, such as "acme.com"` },
  { ...SPACES_AROUND, meant: bareName },
  { looks: SCHEME, says: "is a URL, not a domain name", meant: bareName },
  { looks: /^\[?[\da-f]*:[\da-f]*:[\da-f:.]*\]?(?:\/\d*)?$/i, says: "is an IP address, not a domain name" },
  { looks: /^\d+(?:\.\d+){3}(?::\d*)?(?:\/\d*)?$/, says: "is an IP address, not a domain name" },
  REGEX,
  { looks: /[,;\s]/, says: "has a comma, semicolon or space: an entry takes one domain name" },
  { looks: /@/, says: "is an address, not a domain name", meant: bareName },
  { looks: /\*/, says: "has a wildcard, which a domain name cannot have", meant: bareName, or: withoutWildcards },
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
