import type { Collection, Field } from "./collection";
import { comments, isRegex, pattern, patternType, type PatternType } from "./fields";

/**
 * The properties of a blocked sender.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/block_senders/
 */
export interface BlockSenderInputs {
  /**
   * Cloudflare account that owns the entry. Another account means another entry: changing it replaces.
   * @default the provider's account: config `cloudflare-email-security:accountId`, then `cloudflare:accountId`, then `CLOUDFLARE_ACCOUNT_ID`
   */
  accountId?: string;
  /** Whom to block, 1 to 1,024 characters: an address, a domain name, an IP address or CIDR block, or, with `isRegex`, a Java regular expression. */
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
  /** A note for people, up to 1,024 characters. */
  comments?: string;
}

export const blockSenders: Collection = {
  type: "BlockSender",
  handler: "blockSender",
  set: { type: "BlockSenderSet", handler: "blockSenderSet", entries: "senders" },
  noun: "blocked sender",
  path: "block_senders",
  fields: { pattern, patternType, isRegex, comments } satisfies Record<
    Exclude<keyof BlockSenderInputs, "accountId">,
    Field
  >,
  identity: ["pattern", "patternType", "isRegex"],
};
