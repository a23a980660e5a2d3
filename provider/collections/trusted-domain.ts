import type { Collection, Field } from "./collection";
import { comments, isRegex, pattern } from "./fields";

/**
 * The properties of a trusted domain.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/trusted_domains/
 */
export interface TrustedDomainInputs {
  /**
   * Cloudflare account that owns the entry. Another account means another entry: changing it replaces.
   * @default the provider's account: config `cloudflare-email-security:accountId`, then `cloudflare:accountId`, then `CLOUDFLARE_ACCOUNT_ID`
   */
  accountId?: string;
  /** The domain name to trust, or, with `isRegex`, a Java regular expression; 1 to 1,024 characters. */
  pattern: string;
  /**
   * Whether `pattern` is a Java regular expression.
   * @default false
   */
  isRegex?: boolean;
  /**
   * A recently registered domain that shall not trigger a Suspicious or Malicious disposition.
   * @default false
   */
  isRecent?: boolean;
  /**
   * A proximity domain: one whose spelling is close to yours and that shall not trigger a Spoof disposition.
   * @default false
   */
  isSimilarity?: boolean;
  /** A note for people, up to 1,024 characters. */
  comments?: string;
}

const disposition = { type: "boolean", default: false, filter: true, exempts: "sender" } as const;

export const trustedDomains: Collection = {
  type: "TrustedDomain",
  handler: "trustedDomain",
  set: { type: "TrustedDomainSet", handler: "trustedDomainSet", entries: "domains" },
  noun: "trusted domain",
  path: "trusted_domains",
  patternType: "DOMAIN",
  fields: {
    pattern,
    isRegex,
    isRecent: { ...disposition, wire: "is_recent" },
    isSimilarity: { ...disposition, wire: "is_similarity" },
    comments,
  } satisfies Record<Exclude<keyof TrustedDomainInputs, "accountId">, Field>,
  identity: ["pattern", "isRegex"],
};
