import { isIP } from "node:net";
import isEmail from "validator/lib/isEmail";
import { checkDomain } from "./domain";
import { explain, PREFIXED, REGEX, SCHEME, SPACES_AROUND, TYPOGRAPHY, withoutWildcards, type Mistake } from "./mistake";
import { quote } from "./quote";
import type { Verdict } from "./verdict";

/**
 * One e-mail address. Canonical has the domain as {@link checkDomain} has it, and the part before `@` as given: its case may
 * matter.
 */
export function checkEmail(value: string): Verdict {
  const at = Math.max(value.lastIndexOf("@"), 0);
  const local = value.slice(0, at);
  const domain = checkMailDomain(value.slice(at + 1), (name) => `${local}@${name}`);
  const localIsValid = isLocalPart(local);
  if (localIsValid && "canonical" in domain) return { canonical: `${local}@${domain.canonical}` };

  const problem = explain(value, MISTAKES, checkEmail);
  if (problem !== undefined) return { problem };
  if (localIsValid && "problem" in domain) return { problem: `in ${quote(value)}, ${domain.problem}` };
  return {
    problem:
      explain(value, LOCAL_MISTAKES, checkEmail) ??
      `${quote(value)} is not an address: write one such as "bob@acme.com"`,
  };
}

/** The address of a server may stand for the domain: `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321, 4.1.3). */
function checkMailDomain(domain: string, whole: (name: string) => string): Verdict {
  const server = /^\[(?:IPv6:)?([\da-f:.]+)\]$/i.exec(domain)?.[1];
  return server !== undefined && isIP(server) !== 0 ? { canonical: domain } : checkDomain(domain, whole);
}

function isLocalPart(local: string): boolean {
  return isEmail(`${local}@example.com`) && !WILDCARD.test(`${local}@`);
}

/**
 * "*", "?" and "%" are ordinary characters in an address (RFC 5322), but `*@acme.com` is always meant as a wildcard. A "%"
 * between other characters is accepted: gateways write `bob%acme.com@relay.com`.
 */
const WILDCARD = /^(?!")(?:[^@]*[*?][^@]*|%[^@]*|[^@]*%)@|@.*[*?%]/;

/** The first recipient of a link. */
const linked = (value: string) => value.replace(/^\s*mailto:([^?]*).*$/i, "$1");

const bareAddress = (value: string) => linked(linked(value).replace(/^.*<([^<>]*)>.*$/, "$1")).trim();

const domainInstead = (value: string) => {
  const domain = checkDomain(value.slice(value.lastIndexOf("@") + 1));
  return "canonical" in domain ? `${quote(domain.canonical)} with patternType: "DOMAIN"` : undefined;
};

const MISTAKES: readonly Mistake[] = [
  { looks: /^\s*$/, says: `is empty: write an address, such as "bob@acme.com"` },
  { looks: /^\s*mailto:/i, says: "is a link, not an address", meant: bareAddress },
  { looks: /^[^<>]*<[^<>]*>\s*$/, says: "is more than the bare address", meant: bareAddress },
  { ...SPACES_AROUND, meant: bareAddress },
  { looks: SCHEME, says: "is a URL, not an address" },
  PREFIXED,
  ...TYPOGRAPHY,
  ...REGEX,
  { looks: /@.*[,;]|@.*\s.*@/, says: "is more than one address: an entry takes one address" },
  {
    looks: WILDCARD,
    says: "has a wildcard, which an address cannot have",
    or: (value) => {
      const ways = [/^[*%.]+@[^*?%]*$/.test(value) ? domainInstead(value) : undefined, withoutWildcards(value)];
      return ways.filter((way) => way !== undefined).join(", or ") || undefined;
    },
  },
  { looks: /^[^@]*$/, says: `has no "@", as an address does` },
  { looks: /^@[^@]*$/, says: `has nothing before "@"`, or: domainInstead },
  { looks: /@$/, says: `has nothing after "@"` },
  { looks: /@.*@/, says: `has more than one "@"`, meant: (value) => value.replace(/@+/g, "@") },
];

const LOCAL_MISTAKES: readonly Mistake[] = [
  { looks: /\s/, says: "has a space in it" },
  { looks: /\.\..*@/, says: `has two dots in a row before "@"` },
  { looks: /^\.|\.@/, says: `has a dot at the beginning or end of the part before "@"` },
  { looks: /^[^@]{65}/, says: `has more than 64 characters before "@"` },
  { looks: /@/, says: `has a character before "@" that an address does not have` },
];
