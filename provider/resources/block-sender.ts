import type * as pulumi from "@pulumi/pulumi";
import { blockSenders, type fields, type BlockSenderInputs, type BlockSenderValues } from "../collections/block-sender";
import type { SetInputs } from "../collections/set";
import type { Outputs } from "../fields/field";
import { EntryResource, entryOf, isResourceOf, SetResource, setOf, type AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

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
export class BlockSender extends EntryResource {
  /**
   * @param name - the resource's name in the stack
   * @param args - what the entry is
   * @param options - the options of every Pulumi resource; `import` adopts the entry of that id
   */
  constructor(name: string, args: BlockSenderArgs, options?: pulumi.CustomResourceOptions) {
    super(entryOf(blockSenders), name, args, options);
  }

  /**
   * Reads an entry that something else manages.
   * @param id - the entry's id
   * @param state - `accountId`, where it is not the provider's
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: { accountId?: pulumi.Input<string> },
    options?: pulumi.CustomResourceOptions,
  ): BlockSender {
    return new BlockSender(name, { ...state } as BlockSenderArgs, { ...options, id });
  }

  /** Whether the object is a BlockSender, also when several copies of this package are loaded. */
  static override isInstance(candidate: unknown): candidate is BlockSender {
    return isResourceOf(blockSenders, candidate);
  }
}

export interface BlockSender extends Outputs<typeof fields> {}

/** One sender of a {@link BlockSenderSet}: the properties of a BlockSender but for the account, which the set has. */
export type BlockSenderSetEntry = Omit<BlockSenderInputs, "accountId">;

/** The arguments of a {@link BlockSenderSet}. */
export type BlockSenderSetArgs = InputsOf<SetInputs> &
  AdoptionArgs &
  AdviceArgs & {
    /** The senders by a name of your choice; the name is not sent to Cloudflare. */
    senders: pulumi.Input<Record<string, pulumi.Input<InputsOf<BlockSenderSetEntry>>>>;
  };

/**
 * Many Email Security blocked senders as one resource: any change of it is one list and one atomic batch, and its refresh
 * is one list.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create, update | one list, then `POST block_senders/batch` for up to 1,000 deletes, patches and posts each |
 * | read | one list |
 * | delete | `POST block_senders/batch` |
 *
 * The id of a set is made up when it is created and means nothing to Cloudflare, so a set can be neither got nor imported;
 * `adoptExisting` takes over what exists.
 *
 * ## Example: senders that an incident brought up
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
 * ## Example: the only truth of an account
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
export class BlockSenderSet extends SetResource {
  /** The senders by name, complete. */
  declare readonly senders: pulumi.Output<Record<string, BlockSenderValues>>;

  /**
   * @param name - the resource's name in the stack
   * @param args - the senders
   * @param options - the options of every Pulumi resource, but `import`
   */
  constructor(name: string, args: BlockSenderSetArgs, options?: pulumi.CustomResourceOptions) {
    super(setOf(blockSenders), name, args, options);
  }

  /** Whether the object is a BlockSenderSet, also when several copies of this package are loaded. */
  static override isInstance(candidate: unknown): candidate is BlockSenderSet {
    return isResourceOf(setOf(blockSenders), candidate);
  }
}
