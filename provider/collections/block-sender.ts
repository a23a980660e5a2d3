import type { Given, Kept, Live } from "../fields/field";
import { comments, expiresAt, isRegex, pattern, patternType } from "../fields/shared";
import type { AccountInput } from "./account";
import { collectionOf } from "./collection";

export const fields = {
  /** Whom to block, 1 to 1,024 characters: an address, a domain name, an IP address or CIDR block, or, with `isRegex`, a Java regular expression. */
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
 * The properties of a blocked sender.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/block_senders/
 */
export interface BlockSenderInputs extends AccountInput, Given<typeof fields> {}

/** A blocked sender as it is in Cloudflare. */
export interface BlockSenderValues extends Live<typeof fields> {}

/** A blocked sender of a set. */
export interface BlockSenderMember extends Kept<typeof fields> {}

export const blockSenders = collectionOf({
  type: "BlockSender",
  handler: "blockSender",
  set: { type: "BlockSenderSet", handler: "blockSenderSet", entries: "senders" },
  noun: "blocked sender",
  path: "block_senders",
  fields,
  key: ["pattern", "patternType", "isRegex"],
  pageOrder: "pattern",
  batch: "all",
  untouchable: "none",
  presence: "made",
  effect: "blocks",
});
