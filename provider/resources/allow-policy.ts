import type * as pulumi from "@pulumi/pulumi";
import {
  allowPolicies,
  type fields,
  type AllowPolicyInputs,
  type AllowPolicyValues,
} from "../collections/allow-policy";
import type { SetInputs } from "../collections/set";
import type { Outputs } from "../fields/field";
import { EntryResource, entryOf, isResourceOf, SetResource, setOf, type AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

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
export class AllowPolicy extends EntryResource {
  /**
   * @param name - the resource's name in the stack
   * @param args - what the policy is
   * @param options - the options of every Pulumi resource; `import` adopts the entry of that id
   */
  constructor(name: string, args: AllowPolicyArgs, options?: pulumi.CustomResourceOptions) {
    super(entryOf(allowPolicies), name, args, options);
  }

  /**
   * Reads a policy that something else manages.
   * @param id - the policy's id
   * @param state - `accountId`, where it is not the provider's
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: { accountId?: pulumi.Input<string> },
    options?: pulumi.CustomResourceOptions,
  ): AllowPolicy {
    return new AllowPolicy(name, { ...state } as AllowPolicyArgs, { ...options, id });
  }

  /** Whether the object is an AllowPolicy, also when several copies of this package are loaded. */
  static override isInstance(candidate: unknown): candidate is AllowPolicy {
    return isResourceOf(allowPolicies, candidate);
  }
}

export interface AllowPolicy extends Outputs<typeof fields> {}

/** One policy of an {@link AllowPolicySet}: the properties of an AllowPolicy but for the account, which the set has. */
export type AllowPolicySetEntry = Omit<AllowPolicyInputs, "accountId">;

/** The arguments of an {@link AllowPolicySet}. */
export type AllowPolicySetArgs = InputsOf<SetInputs> &
  AdoptionArgs &
  AdviceArgs & {
    /** The policies by a name of your choice; the name is not sent to Cloudflare. */
    policies: pulumi.Input<Record<string, pulumi.Input<InputsOf<AllowPolicySetEntry>>>>;
  };

/**
 * Many Email Security allow policies as one resource: any change of it is one list and one atomic batch, and its refresh is
 * one list.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create, update | one list, then `POST allow_policies/batch` for up to 1,000 deletes, patches and posts each |
 * | read | one list |
 * | delete | `POST allow_policies/batch` |
 *
 * The id of a set is made up when it is created and means nothing to Cloudflare, so a set can be neither got nor imported;
 * `adoptExisting` takes over what exists.
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
 * ## Example: the only truth of an account
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
export class AllowPolicySet extends SetResource {
  /** The policies by name, complete. */
  declare readonly policies: pulumi.Output<Record<string, AllowPolicyValues>>;

  /**
   * @param name - the resource's name in the stack
   * @param args - the policies
   * @param options - the options of every Pulumi resource, but `import`
   */
  constructor(name: string, args: AllowPolicySetArgs, options?: pulumi.CustomResourceOptions) {
    super(setOf(allowPolicies), name, args, options);
  }

  /** Whether the object is an AllowPolicySet, also when several copies of this package are loaded. */
  static override isInstance(candidate: unknown): candidate is AllowPolicySet {
    return isResourceOf(setOf(allowPolicies), candidate);
  }
}
