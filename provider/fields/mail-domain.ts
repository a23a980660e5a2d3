import type * as Disposable from "disposable-email-domains-js";
import type * as Tldts from "tldts";

// Both are loaded when first needed: together they take 12 ms.
/* eslint-disable @typescript-eslint/no-require-imports */
let disposable: ReadonlySet<string> | undefined;

/** Whether the domain (canonical form) belongs to a provider of throw-away mailboxes. */
export function isDisposableMail(domain: string): boolean {
  disposable ??= (require("disposable-email-domains-js") as typeof Disposable).disposableEmailBlocklistSet();
  return disposable.has(domain);
}

/** Whether anyone can register names below the domain (canonical form): `com`, `co.uk`, `github.io`. */
export function isPublicSuffix(domain: string): boolean {
  const { parse } = require("tldts") as typeof Tldts;
  const { publicSuffix, isIcann, isPrivate } = parse(domain, { allowPrivateDomains: true });
  return publicSuffix === domain && (isIcann === true || isPrivate === true);
}

/** Whether the domain is one of the oldest top-level domains, where organisations of the whole world are. */
export function isCommonSuffix(domain: string): boolean {
  return ["com", "edu", "gov", "int", "mil", "net", "org"].includes(domain);
}

/** Whether the domain is the other or lies below it: `mail.acme.com` is within `acme.com`, `notacme.com` is not. */
export function isWithin(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`);
}
