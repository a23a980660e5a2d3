import type * as Disposable from "disposable-email-domains-js";
import type * as Tldts from "tldts";

// Both are loaded when first needed: together they take 12 ms.
/* eslint-disable @typescript-eslint/no-require-imports */
let disposable: ReadonlySet<string> | undefined;

/** Whether the domain (canonical form) belongs to a provider of throw-away mailboxes. */
export function isDisposableMail(domain: string): boolean {
  return disposableMailDomains().has(domain);
}

/** Whether anyone can register names below the domain (canonical form): `com`, `co.uk`, `github.io`. */
export function isPublicSuffix(domain: string): boolean {
  const { parse } = require("tldts") as typeof Tldts;
  const { publicSuffix, isIcann, isPrivate } = parse(domain, { allowPrivateDomains: true });
  return publicSuffix === domain && (isIcann === true || isPrivate === true);
}

/** All known providers of throw-away mailboxes. */
export function disposableMailDomains(): ReadonlySet<string> {
  return (disposable ??= (require("disposable-email-domains-js") as typeof Disposable).disposableEmailBlocklistSet());
}

/** Whether the domain (canonical form) is one that can be registered: `acme.com` is, `mail.acme.com` and `com` are not. */
export function isRegistrable(domain: string): boolean {
  return (require("tldts") as typeof Tldts).parse(domain, { allowPrivateDomains: true }).domain === domain;
}

/**
 * The public suffixes that most organisations have their domains below: those of countries, common ones below these, and
 * general ones.
 */
export function usualSuffixes(): readonly string[] {
  const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
  const countries = letters.flatMap((first) => letters.map((second) => first + second)).filter(isPublicSuffix);
  const categories = words("ac co com edu gob gouv gov go ne net nom or org");
  const below = countries.flatMap((country) => categories.map((category) => `${category}.${country}`));
  return [...countries, ...below.filter(isPublicSuffix), ...COMMON_SUFFIXES, ...GENERAL_SUFFIXES];
}

/** Whether the domain is one of the oldest top-level domains, which organisations of the whole world use. */
export function isCommonSuffix(domain: string): boolean {
  return COMMON_SUFFIXES.includes(domain);
}

/** Whether the domain is the other or lies below it: `mail.acme.com` is within `acme.com`, `notacme.com` is not. */
export function isWithin(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`);
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

const COMMON_SUFFIXES = words("com edu gov int mil net org");
const GENERAL_SUFFIXES = words(`
  academy agency app art asia biz blog bond business buzz capital care cat center cfd click cloud club company consulting coop
  design dev digital email energy expert finance financial fun fund global group guru health host icu info ink jobs law legal
  life link live loan lol ltd media mobi monster mov museum name network news ninja one online page partners party photo
  press pro quest review rocks run sale sbs science services shop site solutions space store stream studio support systems
  team tech technology tel today tools top trade travel vip website wiki win work works world wtf xyz zip zone`);
