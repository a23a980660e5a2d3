import type * as pulumi from "@pulumi/pulumi";
import {
  trustedDomains,
  type fields,
  type TrustedDomainInputs,
  type TrustedDomainMember,
  type TrustedDomainValues,
} from "../collections/trusted-domain";
import type { SetInputs } from "../collections/set";
import type { Conditions, Outputs } from "../fields/field";
import { lookUpAll, lookUpOne } from "../functions/look-up";
import type { ById, Found, FoundAll, Order, Search } from "../functions/types";
import { entryClass, setClass } from "./classes";
import type { AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

export type { TrustedDomainInputs, TrustedDomainMember, TrustedDomainValues } from "../collections/trusted-domain";

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
export class TrustedDomain extends entryClass<TrustedDomainArgs, TrustedDomain>(trustedDomains) {}

export interface TrustedDomain extends Outputs<typeof fields> {}

/** One domain of a {@link TrustedDomainSet}: the properties of a TrustedDomain, except the account, which the set has. */
export type TrustedDomainSetEntry = Omit<TrustedDomainInputs, "accountId">;

/** The arguments of a {@link TrustedDomainSet}. */
export type TrustedDomainSetArgs = InputsOf<SetInputs> &
  AdoptionArgs &
  AdviceArgs & {
    /** The domains by keys of your choice; the keys are not sent to Cloudflare. */
    domains: pulumi.Input<Record<string, pulumi.Input<InputsOf<TrustedDomainSetEntry>>>>;
  };

/**
 * Many Email Security trusted domains as one resource: a change takes one list and one atomic batch, and a refresh one
 * list.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create, update | one list, then `POST trusted_domains/batch` for up to 1,000 deletes, patches and posts each |
 * | read | one list |
 * | delete | `POST trusted_domains/batch` |
 *
 * The id of a set is made up when it is created and means nothing to Cloudflare, so `get` and `import` do not work for a
 * set; `adoptExisting` takes over entries that exist.
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
 * ## Example: an account with these entries and no others
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
export class TrustedDomainSet extends setClass<TrustedDomainSetArgs, TrustedDomainSet>(trustedDomains) {}

export interface TrustedDomainSet {
  /** The domains by name, complete. */
  readonly domains: pulumi.Output<Record<string, TrustedDomainMember>>;
}

/** What a trusted domain can be found by. Several conditions must all hold. */
export interface TrustedDomainConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getTrustedDomain}: the id, or conditions that one entry alone meets. */
export interface GetTrustedDomainArgs extends TrustedDomainConditions, ById {}

/** The arguments of {@link getTrustedDomains}. */
export interface GetTrustedDomainsArgs extends TrustedDomainConditions, Order<"pattern"> {}

/** A trusted domain as it is in Cloudflare. */
export interface GetTrustedDomainResult extends Found, TrustedDomainValues {}

/** What {@link getTrustedDomains} found. */
export interface GetTrustedDomainsResult extends FoundAll<GetTrustedDomainResult> {}

const one = lookUpOne<GetTrustedDomainArgs, GetTrustedDomainResult>("getTrustedDomain", trustedDomains);
const all = lookUpAll<GetTrustedDomainsArgs, GetTrustedDomainsResult>("getTrustedDomains", trustedDomains);

/**
 * Reads one trusted domain, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { isRecent } = await getTrustedDomain({ pattern: "acme-events.example" });
 * ```
 */
export const getTrustedDomain = one.now;

/** {@link getTrustedDomain} for arguments that are Outputs; unknown at preview where one of them is. */
export const getTrustedDomainOutput = one.later;

/**
 * Reads all trusted domains of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getTrustedDomains({ isSimilarity: true });
 * ```
 */
export const getTrustedDomains = all.now;

/** {@link getTrustedDomains} for arguments that are Outputs; unknown at preview where one of them is. */
export const getTrustedDomainsOutput = all.later;
