import type * as pulumi from "@pulumi/pulumi";
import {
  contentPolicies,
  type fields,
  type ContentPolicyInputs,
  type ContentPolicyMember,
  type ContentPolicyValues,
} from "../collections/content-policy";
import type { SetInputs } from "../collections/set";
import type { Conditions, Outputs } from "../fields/field";
import { lookUpAll, lookUpOne } from "../functions/look-up";
import type { ById, Found, FoundAll, Order, Search } from "../functions/types";
import { entryClass, setClass } from "./classes";
import type { AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

export type { ContentPolicyInputs, ContentPolicyMember, ContentPolicyValues } from "../collections/content-policy";

/** The arguments of {@link ContentPolicy}. */
export type ContentPolicyArgs = InputsOf<ContentPolicyInputs> & AdoptionArgs & AdviceArgs;

/**
 * An Email Security content policy: a message whose subject or body its pattern matches gets the disposition Malicious. The dashboard
 * calls it blocked content.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create | one list a run, then `POST content_policies` |
 * | read | `GET content_policies/{policy_id}` |
 * | update | `PATCH content_policies/{policy_id}` with the changed fields |
 * | delete | `DELETE content_policies/{policy_id}` |
 *
 * ## Example: a fraud that goes round
 *
 * ```typescript
 * new ContentPolicy("gift-cards", {
 *   name: "Gift cards",
 *   pattern: "\\bgift cards?\\b.*\\burgent",
 *   targets: ["SUBJECT", "BODY"],
 *   notes: "Case 4711",
 * });
 * ```
 */
export class ContentPolicy extends entryClass<ContentPolicyArgs, ContentPolicy>(contentPolicies) {}

export interface ContentPolicy extends Outputs<typeof fields> {}

/** One policy of a {@link ContentPolicySet}: the properties of a ContentPolicy, except the account, which the set has. */
export type ContentPolicySetEntry = Omit<ContentPolicyInputs, "accountId">;

/** The arguments of a {@link ContentPolicySet}. */
export type ContentPolicySetArgs = InputsOf<SetInputs> &
  AdoptionArgs &
  AdviceArgs & {
    /** The policies by keys of your choice; the keys are not sent to Cloudflare. */
    policies: pulumi.Input<Record<string, pulumi.Input<InputsOf<ContentPolicySetEntry>>>>;
  };

/**
 * Many Email Security content policies as one resource: any change of it is one list and one atomic batch, and its refresh is
 * one list. `allowUnmanaged` takes names of policies.
 *
 * ## Example: what is blocked, and nothing else
 *
 * ```typescript
 * new ContentPolicySet("blocked", {
 *   policies: {
 *     giftCards: { name: "Gift cards", pattern: "\\bgift cards?\\b", targets: ["SUBJECT"] },
 *     crypto: { name: "Crypto fraud", pattern: "wallet.{0,20}seed phrase", targets: ["BODY"] },
 *   },
 *   exclusive: true,
 * });
 * ```
 */
export class ContentPolicySet extends setClass<ContentPolicySetArgs, ContentPolicySet>(contentPolicies) {}

export interface ContentPolicySet {
  /** The policies by key, complete. */
  readonly policies: pulumi.Output<Record<string, ContentPolicyMember>>;
}

/** What a content policy can be found by. Several conditions must all hold. */
export interface ContentPolicyConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getContentPolicy}: the id, or conditions that one entry alone meets. */
export interface GetContentPolicyArgs extends ContentPolicyConditions, ById {}

/** The arguments of {@link getContentPolicies}. */
export interface GetContentPoliciesArgs extends ContentPolicyConditions, Order<"name"> {}

/** A content policy as it is in Cloudflare. */
export interface GetContentPolicyResult extends Found, ContentPolicyValues {}

/** What {@link getContentPolicies} found. */
export interface GetContentPoliciesResult extends FoundAll<GetContentPolicyResult> {}

const one = lookUpOne<GetContentPolicyArgs, GetContentPolicyResult>("getContentPolicy", contentPolicies);
const all = lookUpAll<GetContentPoliciesArgs, GetContentPoliciesResult>("getContentPolicies", contentPolicies);

/**
 * Reads a content policy, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { enabled } = await getContentPolicy({ name: "Gift cards" });
 * ```
 */
export const getContentPolicy = one.now;

/** {@link getContentPolicy} for arguments that are Outputs; unknown at preview where one of them is. */
export const getContentPolicyOutput = one.later;

/**
 * Reads all of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getContentPolicies({ enabled: false });
 * ```
 */
export const getContentPolicies = all.now;

/** {@link getContentPolicies} for arguments that are Outputs; unknown at preview where one of them is. */
export const getContentPoliciesOutput = all.later;
