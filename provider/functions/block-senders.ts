import type * as pulumi from "@pulumi/pulumi";
import { blockSenders, type fields, type BlockSenderValues } from "../collections/block-sender";
import type { Conditions } from "../fields/field";
import type { InputsOf } from "../resources/inputs-of";
import { lookUpAll, lookUpOne } from "./look-up";
import type { Found, Order, Search } from "./types";

/** What a blocked sender can be found by. Several conditions must all hold. */
export interface BlockSenderConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getBlockSender}: the id, or conditions that one entry alone meets. */
export interface GetBlockSenderArgs extends BlockSenderConditions {
  /** The entry's id. */
  id?: string;
}

/** The arguments of {@link getBlockSenders}. */
export interface GetBlockSendersArgs extends BlockSenderConditions, Order {}

/** A blocked sender as it is in Cloudflare. */
export interface GetBlockSenderResult extends Found, BlockSenderValues {}

/** The blocked senders that {@link getBlockSenders} found. */
export interface GetBlockSendersResult {
  /** The account that was asked. */
  readonly accountId: string;
  /** All that match, from all pages. */
  readonly results: readonly GetBlockSenderResult[];
}

const one = lookUpOne<GetBlockSenderResult>("getBlockSender", blockSenders);
const many = lookUpAll<GetBlockSendersResult>("getBlockSenders", blockSenders);

/**
 * Reads one blocked sender, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { comments } = await getBlockSender({ pattern: "acme-frieght.example" });
 * ```
 */
export function getBlockSender(
  args: GetBlockSenderArgs,
  options?: pulumi.InvokeOptions,
): Promise<GetBlockSenderResult> {
  return one.now({ ...args }, options);
}

/** {@link getBlockSender} for arguments that are Outputs; unknown at preview where one of them is. */
export function getBlockSenderOutput(
  args: InputsOf<GetBlockSenderArgs>,
  options?: pulumi.InvokeOptions,
): pulumi.Output<GetBlockSenderResult> {
  return one.later(args, options);
}

/**
 * Reads all blocked senders of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getBlockSenders({ patternType: "IP" });
 * ```
 */
export function getBlockSenders(
  args: GetBlockSendersArgs = {},
  options?: pulumi.InvokeOptions,
): Promise<GetBlockSendersResult> {
  return many.now({ ...args }, options);
}

/** {@link getBlockSenders} for arguments that are Outputs; unknown at preview where one of them is. */
export function getBlockSendersOutput(
  args: InputsOf<GetBlockSendersArgs> = {},
  options?: pulumi.InvokeOptions,
): pulumi.Output<GetBlockSendersResult> {
  return many.later(args, options);
}
