import type * as pulumi from "@pulumi/pulumi";
import {
  blockSenders,
  type fields,
  type BlockSenderInputs,
  type BlockSenderMember,
  type BlockSenderValues,
} from "../collections/block-sender";
import type { SetInputs } from "../collections/set";
import type { Conditions, Outputs } from "../fields/field";
import { lookUpAll, lookUpOne } from "../functions/look-up";
import type { ById, Found, FoundAll, Order, Search } from "../functions/types";
import { entryClass, setClass } from "./classes";
import type { AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

export type { BlockSenderInputs, BlockSenderMember, BlockSenderValues } from "../collections/block-sender";

/** The arguments of a {@link BlockSender}. */
export type BlockSenderArgs = InputsOf<BlockSenderInputs> & AdoptionArgs & AdviceArgs;

/**
 * An Email Security blocked sender: all messages from it get the disposition Malicious, and do not reach their mailboxes.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create | one list a run, then `POST block_senders` |
 * | read | `GET block_senders/{pattern_id}` |
 * | update | `PATCH block_senders/{pattern_id}` with the changed fields |
 * | delete | `DELETE block_senders/{pattern_id}` |
 *
 * ## Example: a domain that keeps sending fraud
 *
 * ```typescript
 * new BlockSender("look-alike", { pattern: "acme-frieght.example", comments: "Poses as our freight partner" });
 * ```
 *
 * ## Example: everything below a top-level domain
 *
 * ```typescript
 * new BlockSender("zip", { pattern: ".*@.*\\.zip$", patternType: "EMAIL", isRegex: true });
 * ```
 *
 * ## Adopt an existing entry
 *
 * ```typescript
 * new BlockSender("look-alike", { pattern: "acme-frieght.example" }, { import: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415" });
 * ```
 */
export class BlockSender extends entryClass<BlockSenderArgs, BlockSender>(blockSenders) {}

export interface BlockSender extends Outputs<typeof fields> {}

/** One sender of a {@link BlockSenderSet}: the properties of a BlockSender, except the account, which the set has. */
export type BlockSenderSetEntry = Omit<BlockSenderInputs, "accountId">;

/** The arguments of a {@link BlockSenderSet}. */
export type BlockSenderSetArgs = InputsOf<SetInputs> &
  AdoptionArgs &
  AdviceArgs & {
    /** The senders by keys of your choice; the keys are not sent to Cloudflare. */
    senders: pulumi.Input<Record<string, pulumi.Input<InputsOf<BlockSenderSetEntry>>>>;
  };

/**
 * Many Email Security blocked senders as one resource: a change takes one list and one atomic batch, and a refresh one
 * list.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create, update | one list, then `POST block_senders/batch` for up to 1,000 deletes, patches and posts each |
 * | read | one list |
 * | delete | `POST block_senders/batch` |
 *
 * The id of a set is made up when it is created and means nothing to Cloudflare, so `get` and `import` do not work for a
 * set; `adoptExisting` takes over entries that exist.
 *
 * ## Example: senders that were seen in an incident
 *
 * ```typescript
 * new BlockSenderSet("incident-42", {
 *   senders: {
 *     host: { pattern: "203.0.113.66" },
 *     lookAlike: { pattern: "acme-frieght.example" },
 *   },
 * });
 * ```
 *
 * ## Example: an account with these entries and no others
 *
 * ```typescript
 * new BlockSenderSet("all", { senders, exclusive: true });
 * ```
 *
 * ## Adopt existing entries
 *
 * ```typescript
 * new BlockSenderSet("incident-42", { senders, adoptExisting: true });
 * ```
 */
export class BlockSenderSet extends setClass<BlockSenderSetArgs, BlockSenderSet>(blockSenders) {}

export interface BlockSenderSet {
  /** The senders by name, complete. */
  readonly senders: pulumi.Output<Record<string, BlockSenderMember>>;
}

/** What a blocked sender can be found by. Several conditions must all hold. */
export interface BlockSenderConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getBlockSender}: the id, or conditions that one entry alone meets. */
export interface GetBlockSenderArgs extends BlockSenderConditions, ById {}

/** The arguments of {@link getBlockSenders}. */
export interface GetBlockSendersArgs extends BlockSenderConditions, Order<"pattern"> {}

/** A blocked sender as it is in Cloudflare. */
export interface GetBlockSenderResult extends Found, BlockSenderValues {}

/** What {@link getBlockSenders} found. */
export interface GetBlockSendersResult extends FoundAll<GetBlockSenderResult> {}

const one = lookUpOne<GetBlockSenderArgs, GetBlockSenderResult>("getBlockSender", blockSenders);
const all = lookUpAll<GetBlockSendersArgs, GetBlockSendersResult>("getBlockSenders", blockSenders);

/**
 * Reads one blocked sender, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { comments } = await getBlockSender({ pattern: "acme-frieght.example" });
 * ```
 */
export const getBlockSender = one.now;

/** {@link getBlockSender} for arguments that are Outputs; unknown at preview where one of them is. */
export const getBlockSenderOutput = one.later;

/**
 * Reads all blocked senders of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getBlockSenders({ patternType: "IP" });
 * ```
 */
export const getBlockSenders = all.now;

/** {@link getBlockSenders} for arguments that are Outputs; unknown at preview where one of them is. */
export const getBlockSendersOutput = all.later;
