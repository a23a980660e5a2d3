import type * as pulumi from "@pulumi/pulumi";
import type { SetInputs } from "../collections/set";
import { trustedDomains, type TrustedDomainInputs } from "../collections/trusted-domain";
import { DynamicResource, isResourceOf, setOf, type AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";

/** One domain of a {@link TrustedDomainSet}: the properties of a TrustedDomain but for the account, which the set has. */
export type TrustedDomainSetEntry = Omit<TrustedDomainInputs, "accountId">;

/** The arguments of a {@link TrustedDomainSet}. */
export type TrustedDomainSetArgs = InputsOf<SetInputs> &
  AdoptionArgs & {
    /** The domains by a name of your choice; the name is not sent to Cloudflare. */
    domains: pulumi.Input<Record<string, pulumi.Input<InputsOf<TrustedDomainSetEntry>>>>;
  };

/**
 * Many Email Security trusted domains as one resource: any change of it is one list and one atomic batch, and its refresh
 * is one list.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create, update | one list, then `POST trusted_domains/batch` for up to 1,000 deletes, patches and posts each |
 * | read | one list |
 * | delete | `POST trusted_domains/batch` |
 *
 * The id of a set is made up when it is created and means nothing to Cloudflare, so a set can be neither got nor imported;
 * `adoptExisting` takes over what exists.
 *
 * ## Example: young domains of partners
 *
 * ```typescript
 * new TrustedDomainSet("young", {
 *   domains: {
 *     summit: { pattern: "globex-summit.example", isRecent: true },
 *     events: { pattern: "acme-events.example", isRecent: true },
 *   },
 * });
 * ```
 *
 * ## Example: the only truth of an account
 *
 * ```typescript
 * new TrustedDomainSet("all", { domains, exclusive: true });
 * ```
 *
 * ## Adopt existing entries
 *
 * ```typescript
 * new TrustedDomainSet("young", { domains, adoptExisting: true });
 * ```
 */
export class TrustedDomainSet extends DynamicResource {
  /** The account that owns the domains. */
  declare readonly accountId: pulumi.Output<string>;
  /** The domains by name, complete. */
  declare readonly domains: pulumi.Output<
    Record<string, Required<Omit<TrustedDomainSetEntry, "comments">> & { comments?: string }>
  >;
  /** The ids of the entries by name. */
  declare readonly ids: pulumi.Output<Record<string, string>>;
  /** How many domains there are. */
  declare readonly count: pulumi.Output<number>;
  /** Whether the set owns the whole collection. */
  declare readonly exclusive: pulumi.Output<boolean | undefined>;
  /** The patterns that others may have in spite of `exclusive`. */
  declare readonly allowUnmanaged: pulumi.Output<string[] | undefined>;

  /**
   * @param name - the resource's name in the stack
   * @param args - the domains
   * @param options - the options of every Pulumi resource, but `import`
   */
  constructor(name: string, args: TrustedDomainSetArgs, options?: pulumi.CustomResourceOptions) {
    super(setOf(trustedDomains), name, args, options);
  }

  /** Whether the object is a TrustedDomainSet, also when several copies of this package are loaded. */
  static override isInstance(candidate: unknown): candidate is TrustedDomainSet {
    return isResourceOf(setOf(trustedDomains), candidate);
  }
}
