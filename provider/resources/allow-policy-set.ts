import type * as pulumi from "@pulumi/pulumi";
import { allowPolicies, type AllowPolicyInputs, type PatternType } from "../collections/allow-policy";
import type { SetInputs } from "../collections/set";
import { DynamicResource, isResourceOf, setOf, type AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";

/** One policy of an {@link AllowPolicySet}: the properties of an AllowPolicy but for the account, which the set has. */
export type AllowPolicySetEntry = Omit<AllowPolicyInputs, "accountId">;

/** The arguments of an {@link AllowPolicySet}. */
export type AllowPolicySetArgs = InputsOf<SetInputs> &
  AdoptionArgs & {
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
export class AllowPolicySet extends DynamicResource {
  /** The account that owns the policies. */
  declare readonly accountId: pulumi.Output<string>;
  /** The policies by name, complete. */
  declare readonly policies: pulumi.Output<
    Record<
      string,
      Required<Omit<AllowPolicySetEntry, "comments" | "patternType">> & {
        patternType: PatternType | "UNKNOWN";
        comments?: string;
      }
    >
  >;
  /** The ids of the policies by name. */
  declare readonly ids: pulumi.Output<Record<string, string>>;
  /** How many policies there are. */
  declare readonly count: pulumi.Output<number>;
  /** Whether the set owns the whole collection. */
  declare readonly exclusive: pulumi.Output<boolean | undefined>;
  /** The patterns that others may have in spite of `exclusive`. */
  declare readonly allowUnmanaged: pulumi.Output<string[] | undefined>;

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
