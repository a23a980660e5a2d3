import { FREE_MAIL } from "./free-mail";
import { compileLinear, type LinearRegex } from "./linear-regex";
import { TextIndex } from "./part-index";
import { literalsOf } from "./regex-literals";
import { lazily, remembered } from "./remembered";
import { disposableMailDomains, isPublicSuffix, usualSuffixes } from "../fields/mail-domain";

export type IsSo = (domain: string) => boolean;

/**
 * Whom a regular expression means, found by trying it on senders that have nothing to do with each other. It is tried on no
 * more than is asked, and not compiled before: most expressions name only domains that no question is about.
 */
export interface Reach {
  /** Whether it matches nearly every sender there is. What follows is then true of no domain. */
  everyone(): boolean;
  /**
   * Whether it matches the addresses of a domain of which this is so, whatever stands before `@`. Asked of the domains that
   * the expression names, and of those that are known to everybody and not below one of which `coversBelow` is true.
   */
  coversAny(isSo: IsSo): boolean;
  /** Whether it matches any domain below one of which this is so. */
  coversBelow(isSo: IsSo): boolean;
  /** Whether `coversAny` would be true of the domain, were it known to everybody. */
  covers(domain: string): boolean;
}

const words = (text: string) => text.trim().split(/\s+/);

const LOCALS = words("maria john.smith k-tanaka s_olsen7 info Billing+2024");
const PLAIN_LOCALS = words("maria thomas info jt anna42 sales");

/** Names of organisations that have nothing to do with each other. */
export const PLAIN_DOMAINS =
  words(`northwind.com contoso.org fabrikam.net litware.de proseware.io tailspin.edu humongous.jp
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

const ALL_CROWDS = CROWDS.flat().join("\n").toLowerCase();

const NAMES_BELOW = ["northwind", "wood-grove", "mail.wingtip"];

/** The share of a crowd that counts as nearly every sender; of those at one domain or below one name, half do. */
const NEARLY_ALL = 0.8;
const HALF = 0.5;

/**
 * Tries a valid Java regular expression. Cloudflare does not say whether it must match the whole sender or a part, so a part
 * counts. Nothing is found for an expression that {@link compileLinear} does not take.
 */
export const reachOf = remembered(measure);

/** Whether it is so of nearly every domain there is. */
export function isAnyDomain(isSo: (domain: string) => boolean): boolean {
  return hasShare(NEARLY_ALL, DOMAINS, isSo);
}

function measure(pattern: string): Reach {
  const { required: longest, endings } = literalsOf(pattern);
  // One sign, such as the "@", is in any sender.
  const required = longest.some(({ length }) => length < 2) ? [""] : longest;
  const mayFind = (text: string) => required.some((part) => text.includes(part));

  const regex = lazily(() => compileLinear(pattern));
  const finds = (text: string) => regex()?.finds(text) === true;
  const findsToEdge = (text: string) => regex()?.findsToEdge(text) === true;

  const everyone = lazily(() => mayFind(ALL_CROWDS) && CROWDS.some((crowd) => hasShare(NEARLY_ALL, crowd, finds)));
  const names = lazily(() => (everyone() ? [] : namesIn([pattern, ...endings])));
  const known = (list: Known) => (everyone() ? [] : knownTo(list, required));

  const named = lazily(() => names().filter((name) => name.includes(".") && mayFind(`@${name}`)));
  const parents = lazily(() =>
    names().filter((name) => mayFind(`.${name}`) && (name.includes(".") || isPublicSuffix(name))),
  );
  const suffixes = lazily(() => known(SUFFIXES).filter((suffix) => coversAllBelow(suffix, findsToEdge)));
  const isParent = (name: string) =>
    suffixes().includes(name) || (parents().includes(name) && coversAllBelow(name, finds));

  const covers = (domain: string) => !withParents(domain).slice(1).some(isParent) && coversAllOf(domain, findsToEdge);
  const mailers = lazily(() => {
    const freeMail = known(FREE_MAILERS).filter(covers);
    // Whoever reaches ordinary mailboxes is told of these.
    return freeMail.length > 0 ? freeMail : known(DISPOSABLE_MAILERS).filter(covers);
  });

  return {
    everyone,
    coversAny: (isSo) => named().some((name) => isSo(name) && coversAllOf(name, finds)) || mailers().some(isSo),
    coversBelow: (isSo) => parents().some((name) => isSo(name) && coversAllBelow(name, finds)) || suffixes().some(isSo),
    covers: (domain) => mayFind(`@${domain}`) && !everyone() && covers(domain),
  };
}

type Finds = LinearRegex["finds"];

function coversAllOf(domain: string, finds: Finds): boolean {
  return hasShare(HALF, LOCALS, (local) => finds(`${local}@${domain}`)) || finds(domain);
}

function coversAllBelow(parent: string, finds: Finds): boolean {
  return hasShare(HALF, NAMES_BELOW, (name) => coversAllOf(`${name}.${parent}`, finds));
}

/** Whether it is so for at least this share of the texts; stops as soon as that is decided. */
function hasShare(share: number, texts: readonly string[], isSo: (text: string) => boolean): boolean {
  let missing = Math.ceil(texts.length * share);
  return (
    texts.some((text, i) => {
      if (isSo(text)) missing -= 1;
      return missing === 0 || missing > texts.length - i - 1;
    }) && missing === 0
  );
}

/** Known domains, found by the texts of which one is in whatever an expression matches. */
interface Known {
  /** What stands before the domain in every sender that is tried. */
  readonly mark: "@" | ".";
  readonly names: () => Iterable<string>;
  /** Most of them that are tried. Whoever says so little of whom he means is asked about everyone. */
  readonly most: number;
  index?: TextIndex<string>;
}

const FREE_MAILERS: Known = { mark: "@", names: () => FREE_MAIL, most: 500 };
const DISPOSABLE_MAILERS: Known = { mark: "@", names: disposableMailDomains, most: 500 };
const SUFFIXES: Known = { mark: ".", names: usualSuffixes, most: Infinity };

/** Those that an expression may reach. */
function knownTo(list: Known, required: readonly string[]): readonly string[] {
  list.index ??= indexOf(list);
  const found = [...list.index.containing(required)];
  return found.length > list.most ? [] : found;
}

function indexOf({ mark, names }: Known): TextIndex<string> {
  const index = new TextIndex<string>();
  for (const name of names()) index.add(mark + name, name);
  return index;
}

function union(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}

/** Every name that can be read out of expressions or parts of one, with the names above it. */
function namesIn(texts: readonly string[]): string[] {
  const names = texts
    .map((text) =>
      text.toLowerCase().replace(/\\(.)/g, (_, escaped: string) => (/[a-z\d]/.test(escaped) ? " " : escaped)),
    )
    .flatMap((text) => text.match(/[a-z\d-]+(?:\.[a-z\d-]+)*/g) ?? []);
  return union(names.flatMap(withParents));
}

function withParents(name: string): string[] {
  const labels = name.split(".");
  return labels.map((_, i) => labels.slice(i).join("."));
}
