import { freeMailOf } from "./free-mail";
import { compileLinear } from "./linear-regex";
import { isPublicSuffix } from "../fields/mail-domain";

/** Whom a regular expression means, found by trying it on senders that have nothing to do with each other. */
export interface Reach {
  /** It matches nearly every sender there is. */
  readonly everyone: boolean;
  /** The domains named in it of which it matches the addresses whatever stands before `@`. */
  readonly domains: readonly string[];
  /** The domains named in it below which it matches any domain. */
  readonly parents: readonly string[];
}

const NONE: Reach = { everyone: false, domains: [], parents: [] };

const words = (text: string) => text.trim().split(/\s+/);

const LOCALS = words("maria john.smith k-tanaka s_olsen7 info Billing+2024");
const PLAIN_LOCALS = words("maria thomas info jt anna42 sales");

const PLAIN_DOMAINS = words(`northwind.com contoso.org fabrikam.net litware.de proseware.io tailspin.edu humongous.jp
  adatum.info 4thcoffee.ca treyresearch.gov cohovineyard.se fourthc.pl blueyonder.biz relecloud.app datum.us graphic.es`);
const DOMAINS = [
  ...PLAIN_DOMAINS,
  ...words(`mail.wingtip.co.uk woodgrove-bank.fr margies.com.br news.lucerne.ch e.alpineski.nl vanarsdel.com.au
    xn--mnchen-3ya.example nod.co.in`),
];

const ADDRESSES =
  words(`8.8.4.4 17.58.6.40 23.249.208.7 40.107.22.85 52.95.48.140 66.163.184.12 77.238.176.99 91.198.174.192
  104.47.5.36 129.146.10.200 151.101.1.69 168.245.13.8 185.70.40.100 198.2.134.111 209.85.220.41 212.227.17.11`);

const addressesAt = (domains: readonly string[], locals: readonly string[]) =>
  domains.map((domain, i) => `${locals[i % locals.length] ?? ""}@${domain}`);

/** What Cloudflare matches expressions with: senders' addresses, names of servers, IP addresses. */
const CROWDS = [addressesAt(DOMAINS, LOCALS), addressesAt(PLAIN_DOMAINS, PLAIN_LOCALS), DOMAINS, ADDRESSES];

const NAMES_BELOW = ["northwind", "wood-grove", "mail.wingtip"];

/** The share of a crowd that counts as nearly every sender; of those at one domain or below one name, half do. */
const NEARLY_ALL = 0.8;
const HALF = 0.5;

let last: { readonly pattern: string; readonly reach: Reach } | undefined;

/**
 * Tries a valid Java regular expression. Cloudflare does not say whether it must match the whole sender or a part, so a part
 * counts. Nothing is found for an expression that {@link compileLinear} does not take.
 */
export function reachOf(pattern: string): Reach {
  // Several rules ask about the same entry in a row.
  if (last?.pattern !== pattern) last = { pattern, reach: measure(pattern) };
  return last.reach;
}

function measure(pattern: string): Reach {
  const regex = compileLinear(pattern);
  if (regex === undefined) return NONE;
  const findsShare = (share: number, texts: readonly string[]) =>
    texts.filter((text) => regex.finds(text)).length >= texts.length * share;
  if (CROWDS.some((crowd) => findsShare(NEARLY_ALL, crowd))) return { ...NONE, everyone: true };

  const coversAllOf = (domain: string) =>
    regex.finds(domain) ||
    findsShare(
      HALF,
      LOCALS.map((local) => `${local}@${domain}`),
    );
  const coversAllBelow = (parent: string) =>
    NAMES_BELOW.filter((name) => coversAllOf(`${name}.${parent}`)).length >= NAMES_BELOW.length * HALF;
  const named = domainsNamedIn(pattern);
  return { everyone: false, domains: named.filter(coversAllOf), parents: named.filter(coversAllBelow) };
}

/** Every domain name that can be read out of the expression, with the names above it; and free-mail domains by their label. */
function domainsNamedIn(pattern: string): string[] {
  const text = pattern
    .toLowerCase()
    .replace(/\\(.)/g, (_, escaped: string) => (/[a-z\d]/.test(escaped) ? " " : escaped));
  const names = (text.match(/[a-z\d-]+(?:\.[a-z\d-]+)*/g) ?? []).flatMap(withParents);
  const freeMail = names.flatMap((name) => freeMailOf(name.split(".", 1)[0] ?? ""));
  return [...new Set([...names, ...freeMail])].filter((name) => name.includes(".") || isPublicSuffix(name));
}

function withParents(name: string): string[] {
  const labels = name.split(".");
  return labels.map((_, i) => labels.slice(i).join("."));
}
