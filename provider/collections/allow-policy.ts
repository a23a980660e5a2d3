import type { Collection, Field } from "./collection";
import { comments, isRegex, pattern, patternType, type PatternType } from "./fields";

/**
 * The properties of an allow policy.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/allow_policies/
 */
export interface AllowPolicyInputs {
  /**
   * Cloudflare account that owns the policy. Another account means another policy: changing it replaces.
   * @default the provider's account: config `cloudflare-email-security:accountId`, then `cloudflare:accountId`, then `CLOUDFLARE_ACCOUNT_ID`
   */
  accountId?: string;
  /** What to match, 1 to 1,024 characters: an address, a domain name, an IP address or CIDR block, or, with `isRegex`, a Java regular expression. */
  pattern: string;
  /**
   * How `pattern` is read.
   * @default told from `pattern`, where that is not a regular expression
   */
  patternType?: PatternType;
  /**
   * Whether `pattern` is a Java regular expression.
   * @default false
   */
  isRegex?: boolean;
  /**
   * Messages from this sender bypass all detections and link following.
   * @default false
   */
  isTrustedSender?: boolean;
  /**
   * Messages from this sender are exempt from the Spam, Spoof and Bulk dispositions; Malicious and Suspicious still apply.
   * @default false
   */
  isAcceptableSender?: boolean;
  /**
   * Messages to this recipient bypass all detections.
   * @default false
   */
  isExemptRecipient?: boolean;
  /**
   * Honour the policy only for messages that pass DMARC, SPF or DKIM.
   * @default true
   */
  verifySender?: boolean;
  /** A note for people, up to 1,024 characters. */
  comments?: string;
}

const disposition = { type: "boolean", default: false, filter: true } as const;

export const allowPolicies: Collection = {
  type: "AllowPolicy",
  handler: "allowPolicy",
  set: { type: "AllowPolicySet", handler: "allowPolicySet", entries: "policies" },
  noun: "allow policy",
  path: "allow_policies",
  fields: {
    pattern,
    patternType,
    isRegex,
    isTrustedSender: { ...disposition, exempts: "sender", wire: "is_trusted_sender", formerly: "is_sender" },
    isAcceptableSender: { ...disposition, exempts: "sender", wire: "is_acceptable_sender", formerly: "is_spoof" },
    isExemptRecipient: { ...disposition, exempts: "recipient", wire: "is_exempt_recipient", formerly: "is_recipient" },
    verifySender: { wire: "verify_sender", type: "boolean", default: true, filter: true },
    comments,
  } satisfies Record<Exclude<keyof AllowPolicyInputs, "accountId">, Field>,
  identity: ["pattern", "patternType", "isRegex"],
};
