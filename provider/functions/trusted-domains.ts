import type * as pulumi from "@pulumi/pulumi";
import { trustedDomains, type fields, type TrustedDomainValues } from "../collections/trusted-domain";
import type { Conditions } from "../fields/field";
import type { InputsOf } from "../resources/inputs-of";
import { lookUpAll, lookUpOne } from "./look-up";
import type { Found, Order, Search } from "./types";

/** What a trusted domain can be found by. Several conditions must all hold. */
export interface TrustedDomainConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getTrustedDomain}: the id, or conditions that one entry alone meets. */
export interface GetTrustedDomainArgs extends TrustedDomainConditions {
  /** The entry's id. */
  id?: string;
}

/** The arguments of {@link getTrustedDomains}. */
export interface GetTrustedDomainsArgs extends TrustedDomainConditions, Order {}

/** A trusted domain as it is in Cloudflare. */
export interface GetTrustedDomainResult extends Found, TrustedDomainValues {}

/** The trusted domains that {@link getTrustedDomains} found. */
export interface GetTrustedDomainsResult {
  /** The account that was asked. */
  readonly accountId: string;
  /** All that match, from all pages. */
  readonly results: readonly GetTrustedDomainResult[];
}

const one = lookUpOne<GetTrustedDomainResult>("getTrustedDomain", trustedDomains);
const many = lookUpAll<GetTrustedDomainsResult>("getTrustedDomains", trustedDomains);

/**
 * Reads one trusted domain, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { isRecent } = await getTrustedDomain({ pattern: "acme-events.example" });
 * ```
 */
export function getTrustedDomain(
  args: GetTrustedDomainArgs,
  options?: pulumi.InvokeOptions,
): Promise<GetTrustedDomainResult> {
  return one.now({ ...args }, options);
}

/** {@link getTrustedDomain} for arguments that are Outputs; unknown at preview where one of them is. */
export function getTrustedDomainOutput(
  args: InputsOf<GetTrustedDomainArgs>,
  options?: pulumi.InvokeOptions,
): pulumi.Output<GetTrustedDomainResult> {
  return one.later(args, options);
}

/**
 * Reads all trusted domains of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getTrustedDomains({ isSimilarity: true });
 * ```
 */
export function getTrustedDomains(
  args: GetTrustedDomainsArgs = {},
  options?: pulumi.InvokeOptions,
): Promise<GetTrustedDomainsResult> {
  return many.now({ ...args }, options);
}

/** {@link getTrustedDomains} for arguments that are Outputs; unknown at preview where one of them is. */
export function getTrustedDomainsOutput(
  args: InputsOf<GetTrustedDomainsArgs> = {},
  options?: pulumi.InvokeOptions,
): pulumi.Output<GetTrustedDomainsResult> {
  return many.later(args, options);
}
