import type * as pulumi from "@pulumi/pulumi";
import {
  trustedDomains,
  type fields,
  type TrustedDomainInputs,
  type TrustedDomainValues,
} from "../collections/trusted-domain";
import type { SetInputs } from "../collections/set";
import type { Outputs } from "../fields/field";
import { EntryResource, entryOf, isResourceOf, SetResource, setOf, type AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

/** The arguments of a {@link TrustedDomain}. */
export type TrustedDomainArgs = InputsOf<TrustedDomainInputs> & AdoptionArgs & AdviceArgs;

/**
 * An Email Security trusted domain: one that would otherwise look suspicious because it is new, or because its spelling is
 * close to yours.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create | one list a run, then `POST trusted_domains` |
 * | read | `GET trusted_domains/{trusted_domain_id}` |
 * | update | `PATCH trusted_domains/{trusted_domain_id}` with the changed fields |
 * | delete | `DELETE trusted_domains/{trusted_domain_id}` |
 *
 * ## Example: a partner's new domain
 *
 * ```typescript
 * new TrustedDomain("acme-events", { pattern: "acme-events.example", isRecent: true });
 * ```
 *
 * ## Example: a domain that resembles your own
 *
 * ```typescript
 * new TrustedDomain("sister-company", { pattern: "examp1e.example", isSimilarity: true });
 * ```
 *
 * ## Adopt an existing entry
 *
 * ```typescript
 * new TrustedDomain("acme-events", { pattern: "acme-events.example", isRecent: true }, { import: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415" });
 * ```
 */
export class TrustedDomain extends EntryResource {
  /**
   * @param name - the resource's name in the stack
   * @param args - what the entry is
   * @param options - the options of every Pulumi resource; `import` adopts the entry of that id
   */
  constructor(name: string, args: TrustedDomainArgs, options?: pulumi.CustomResourceOptions) {
    super(entryOf(trustedDomains), name, args, options);
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
  ): TrustedDomain {
    return new TrustedDomain(name, { ...state } as TrustedDomainArgs, { ...options, id });
  }

  /** Whether the object is a TrustedDomain, also when several copies of this package are loaded. */
  static override isInstance(candidate: unknown): candidate is TrustedDomain {
    return isResourceOf(trustedDomains, candidate);
  }
}

export interface TrustedDomain extends Outputs<typeof fields> {}

/** One domain of a {@link TrustedDomainSet}: the properties of a TrustedDomain but for the account, which the set has. */
export type TrustedDomainSetEntry = Omit<TrustedDomainInputs, "accountId">;

/** The arguments of a {@link TrustedDomainSet}. */
export type TrustedDomainSetArgs = InputsOf<SetInputs> &
  AdoptionArgs &
  AdviceArgs & {
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
export class TrustedDomainSet extends SetResource {
  /** The domains by name, complete. */
  declare readonly domains: pulumi.Output<Record<string, TrustedDomainValues>>;

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
