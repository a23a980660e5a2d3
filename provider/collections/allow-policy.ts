import { flag, type Given, type Kept, type Live } from "../fields/field";
import { comments, expiresAt, isRegex, pattern, patternType } from "../fields/shared";
import type { AccountInput } from "./account";
import { collectionOf } from "./collection";

export const fields = {
  /** What to match, 1 to 1,024 characters: an address, a domain name, an IP address or CIDR block, or, with `isRegex`, a Java regular expression. */
  pattern,
  /**
   * How `pattern` is read; `UNKNOWN` is on old entries only.
   * @default follows from `pattern`, unless that is a regular expression
   */
  patternType,
  /**
   * Whether `pattern` is a Java regular expression.
   * @default false
   */
  isRegex,
  /**
   * Messages from this sender bypass all detections and link following.
   * @default false
   */
  isTrustedSender: flag({
    wire: "is_trusted_sender",
    formerly: "is_sender",
    default: false,
    filter: true,
    exempts: "sender",
  }),
  /**
   * Messages from this sender are exempt from the Spam, Spoof and Bulk dispositions; Malicious and Suspicious still apply.
   * @default false
   */
  isAcceptableSender: flag({
    wire: "is_acceptable_sender",
    formerly: "is_spoof",
    default: false,
    filter: true,
    exempts: "sender",
  }),
  /**
   * Messages to this recipient bypass all detections.
   * @default false
   */
  isExemptRecipient: flag({
    wire: "is_exempt_recipient",
    formerly: "is_recipient",
    default: false,
    filter: true,
    exempts: "recipient",
  }),
  /**
   * Apply the policy only to messages that pass DMARC, SPF or DKIM.
   * @default true
   */
  verifySender: flag({ wire: "verify_sender", default: true, filter: true }),
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
 * The properties of an allow policy.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/allow_policies/
 */
export interface AllowPolicyInputs extends AccountInput, Given<typeof fields> {}

/** An allow policy as it is in Cloudflare. */
export interface AllowPolicyValues extends Live<typeof fields> {}

/** An allow policy of a set. */
export interface AllowPolicyMember extends Kept<typeof fields> {}

export const allowPolicies = collectionOf({
  type: "AllowPolicy",
  handler: "allowPolicy",
  set: { type: "AllowPolicySet", handler: "allowPolicySet", entries: "policies" },
  noun: "allow policy",
  path: "allow_policies",
  fields,
  key: ["pattern", "patternType", "isRegex"],
  pageOrder: "pattern",
  batch: "all",
  untouchable: "none",
  presence: "made",
  effect: "exempts",
});
