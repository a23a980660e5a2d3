import { flag, type Given, type Kept, type Live } from "../fields/field";
import { comments, domainPattern as pattern, expiresAt, isRegex } from "../fields/shared";
import type { AccountInput } from "./account";
import { collectionOf } from "./collection";

export const fields = {
  /** The domain name to trust, or, with `isRegex`, a Java regular expression; 1 to 1,024 characters. */
  pattern,
  /**
   * Whether `pattern` is a Java regular expression.
   * @default false
   */
  isRegex,
  /**
   * A recently registered domain that shall not trigger a Suspicious or Malicious disposition.
   * @default false
   */
  isRecent: flag({ wire: "is_recent", default: false, filter: true, exempts: "sender" }),
  /**
   * A proximity domain: one whose spelling is close to yours and that shall not trigger a Spoof disposition.
   * @default false
   */
  isSimilarity: flag({ wire: "is_similarity", default: false, filter: true, exempts: "sender" }),
  /** A note for people, up to 1,024 characters. */
  comments,
  /**
   * When the entry ends: a date, to the end of that day (UTC), or a time of RFC 3339. An entry of a set that has ended is
   * left out, so that the next `up` removes it. For a single resource that has ended, a preview gives advice; one that
   * would be made after its end is an error. The end is kept in Pulumi's state and is not sent to Cloudflare.
   * @default never
   */
  expiresAt,
};

/**
 * The properties of a trusted domain.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/trusted_domains/
 */
export interface TrustedDomainInputs extends AccountInput, Given<typeof fields> {}

/** A trusted domain as it is in Cloudflare. */
export interface TrustedDomainValues extends Live<typeof fields> {}

/** A trusted domain of a set. */
export interface TrustedDomainMember extends Kept<typeof fields> {}

export const trustedDomains = collectionOf({
  type: "TrustedDomain",
  handler: "trustedDomain",
  set: { type: "TrustedDomainSet", handler: "trustedDomainSet", entries: "domains" },
  noun: "trusted domain",
  path: "trusted_domains",
  fields,
  key: ["pattern", "isRegex"],
  pageOrder: "pattern",
  batch: "all",
  untouchable: "none",
  presence: "made",
  effect: "exempts",
});
