import type * as pulumi from "@pulumi/pulumi";
import {
  allowPolicies,
  type fields,
  type AllowPolicyInputs,
  type AllowPolicyMember,
  type AllowPolicyValues,
} from "../collections/allow-policy";
import type { SetInputs } from "../collections/set";
import type { Conditions, Outputs } from "../fields/field";
import { lookUpAll, lookUpOne } from "../functions/look-up";
import type { ById, Found, FoundAll, Order, Search } from "../functions/types";
import { entryClass, setClass } from "./classes";
import type { AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

export type { AllowPolicyInputs, AllowPolicyMember, AllowPolicyValues } from "../collections/allow-policy";

/** The arguments of an {@link AllowPolicy}. */
export type AllowPolicyArgs = InputsOf<AllowPolicyInputs> & AdoptionArgs & AdviceArgs;

/**
 * An Email Security allow policy: messages that match its pattern are exempt from some or all detections.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create | one list a run, then `POST allow_policies` |
 * | read | `GET allow_policies/{policy_id}` |
 * | update | `PATCH allow_policies/{policy_id}` with the changed fields |
 * | delete | `DELETE allow_policies/{policy_id}` |
 *
 * ## Example: trust a partner's domain
 *
 * ```typescript
 * new AllowPolicy("acme", {
 *   pattern: "acme.example",
 *   isTrustedSender: true,
 *   comments: "Acme, our freight partner",
 * });
 * ```
 *
 * ## Example: accept what a scanner sends from a static address
 *
 * ```typescript
 * new AllowPolicy("scanner", { pattern: "198.51.100.7", isAcceptableSender: true, verifySender: false });
 * ```
 *
 * ## Adopt an existing entry
 *
 * ```typescript
 * new AllowPolicy("acme", { pattern: "acme.example", isTrustedSender: true }, { import: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415" });
 * ```
 */
export class AllowPolicy extends entryClass<AllowPolicyArgs, AllowPolicy>(allowPolicies) {}

export interface AllowPolicy extends Outputs<typeof fields> {}

/** One policy of an {@link AllowPolicySet}: the properties of an AllowPolicy, except the account, which the set has. */
export type AllowPolicySetEntry = Omit<AllowPolicyInputs, "accountId">;

/** The arguments of an {@link AllowPolicySet}. */
export type AllowPolicySetArgs = InputsOf<SetInputs> &
  AdoptionArgs &
  AdviceArgs & {
    /** The policies by keys of your choice; the keys are not sent to Cloudflare. */
    policies: pulumi.Input<Record<string, pulumi.Input<InputsOf<AllowPolicySetEntry>>>>;
  };

/**
 * Many Email Security allow policies as one resource: a change takes one list and one atomic batch, and a refresh one list.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create, update | one list, then `POST allow_policies/batch` for up to 1,000 deletes, patches and posts each |
 * | read | one list |
 * | delete | `POST allow_policies/batch` |
 *
 * The id of a set is made up when it is created and means nothing to Cloudflare, so `get` and `import` do not work for a
 * set; `adoptExisting` takes over entries that exist.
 *
 * ## Example: the partners of a company
 *
 * ```typescript
 * new AllowPolicySet("partners", {
 *   policies: {
 *     acme: { pattern: "acme.example", isTrustedSender: true },
 *     globex: { pattern: "billing@globex.example", isAcceptableSender: true, comments: "Invoices" },
 *   },
 * });
 * ```
 *
 * ## Example: an account with these entries and no others
 *
 * ```typescript
 * new AllowPolicySet("all", { policies, exclusive: true, allowUnmanaged: ["soc-test.example"] });
 * ```
 *
 * ## Adopt existing entries
 *
 * ```typescript
 * new AllowPolicySet("partners", { policies, adoptExisting: true });
 * ```
 */
export class AllowPolicySet extends setClass<AllowPolicySetArgs, AllowPolicySet>(allowPolicies) {}

export interface AllowPolicySet {
  /** The policies by name, complete. */
  readonly policies: pulumi.Output<Record<string, AllowPolicyMember>>;
}

/** What an allow policy can be found by. Several conditions must all hold. */
export interface AllowPolicyConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getAllowPolicy}: the id, or conditions that one entry alone meets. */
export interface GetAllowPolicyArgs extends AllowPolicyConditions, ById {}

/** The arguments of {@link getAllowPolicies}. */
export interface GetAllowPoliciesArgs extends AllowPolicyConditions, Order<"pattern"> {}

/** An allow policy as it is in Cloudflare. */
export interface GetAllowPolicyResult extends Found, AllowPolicyValues {}

/** What {@link getAllowPolicies} found. */
export interface GetAllowPoliciesResult extends FoundAll<GetAllowPolicyResult> {}

const one = lookUpOne<GetAllowPolicyArgs, GetAllowPolicyResult>("getAllowPolicy", allowPolicies);
const all = lookUpAll<GetAllowPoliciesArgs, GetAllowPoliciesResult>("getAllowPolicies", allowPolicies);

/**
 * Reads one allow policy, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { id } = await getAllowPolicy({ pattern: "acme.example" });
 * ```
 */
export const getAllowPolicy = one.now;

/** {@link getAllowPolicy} for arguments that are Outputs; unknown at preview where one of them is. */
export const getAllowPolicyOutput = one.later;

/**
 * Reads all allow policies of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getAllowPolicies({ isTrustedSender: true, verifySender: false });
 * ```
 */
export const getAllowPolicies = all.now;

/** {@link getAllowPolicies} for arguments that are Outputs; unknown at preview where one of them is. */
export const getAllowPoliciesOutput = all.later;
