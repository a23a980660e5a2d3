import type * as pulumi from "@pulumi/pulumi";
import { allowPolicies, type fields, type AllowPolicyValues } from "../collections/allow-policy";
import type { Conditions } from "../fields/field";
import type { InputsOf } from "../resources/inputs-of";
import { lookUpAll, lookUpOne } from "./look-up";
import type { Found, Order, Search } from "./types";

/** What an allow policy can be found by. Several conditions must all hold. */
export interface AllowPolicyConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getAllowPolicy}: the id, or conditions that one policy alone meets. */
export interface GetAllowPolicyArgs extends AllowPolicyConditions {
  /** The policy's id. */
  id?: string;
}

/** The arguments of {@link getAllowPolicies}. */
export interface GetAllowPoliciesArgs extends AllowPolicyConditions, Order {}

/** An allow policy as it is in Cloudflare. */
export interface GetAllowPolicyResult extends Found, AllowPolicyValues {}

/** The allow policies that {@link getAllowPolicies} found. */
export interface GetAllowPoliciesResult {
  /** The account that was asked. */
  readonly accountId: string;
  /** All that match, from all pages. */
  readonly results: readonly GetAllowPolicyResult[];
}

const one = lookUpOne<GetAllowPolicyResult>("getAllowPolicy", allowPolicies);
const many = lookUpAll<GetAllowPoliciesResult>("getAllowPolicies", allowPolicies);

/**
 * Reads one allow policy, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { id } = await getAllowPolicy({ pattern: "acme.example" });
 * ```
 */
export function getAllowPolicy(
  args: GetAllowPolicyArgs,
  options?: pulumi.InvokeOptions,
): Promise<GetAllowPolicyResult> {
  return one.now({ ...args }, options);
}

/** {@link getAllowPolicy} for arguments that are Outputs; unknown at preview where one of them is. */
export function getAllowPolicyOutput(
  args: InputsOf<GetAllowPolicyArgs>,
  options?: pulumi.InvokeOptions,
): pulumi.Output<GetAllowPolicyResult> {
  return one.later(args, options);
}

/**
 * Reads all allow policies of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getAllowPolicies({ isTrustedSender: true, verifySender: false });
 * ```
 */
export function getAllowPolicies(
  args: GetAllowPoliciesArgs = {},
  options?: pulumi.InvokeOptions,
): Promise<GetAllowPoliciesResult> {
  return many.now({ ...args }, options);
}

/** {@link getAllowPolicies} for arguments that are Outputs; unknown at preview where one of them is. */
export function getAllowPoliciesOutput(
  args: InputsOf<GetAllowPoliciesArgs> = {},
  options?: pulumi.InvokeOptions,
): pulumi.Output<GetAllowPoliciesResult> {
  return many.later(args, options);
}
