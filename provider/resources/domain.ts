import { domains, type fields, type DomainInputs, type DomainValues } from "../collections/domain";
import type { Conditions, Outputs } from "../fields/field";
import { lookUpAll, lookUpOne } from "../functions/look-up";
import type { ById, Found, FoundAll, Order, Search } from "../functions/types";
import { entryClass } from "./classes";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

export type { DomainInputs, DomainValues } from "../collections/domain";

/** The arguments of {@link Domain}. */
export type DomainArgs = InputsOf<DomainInputs> & AdviceArgs;

/**
 * A domain whose mail Email Security protects. It is there before any program is: one that exists is adopted unasked, one that
 * does not is made only with `create: true`, and removing the resource leaves the domain protected, unless `deleteOnRemoval: true`
 * was deployed before. What the program does not say stays as it is in Cloudflare.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create | one list a run, then `PATCH domains/{domain_id}` with what differs; with `create`, `POST domains` |
 * | read | `GET domains/{domain_id}` |
 * | update | `PATCH domains/{domain_id}` with the changed fields |
 * | delete | nothing; with `deleteOnRemoval`, `DELETE domains/{domain_id}` |
 *
 * ## Example: drop what is surely bad
 *
 * ```typescript
 * new Domain("acme", {
 *   domain: "acme.example",
 *   dropDispositions: ["MALICIOUS", "MALICIOUS-BEC", "SPOOF"],
 *   requireTlsInbound: true,
 * });
 * ```
 */
export class Domain extends entryClass<DomainArgs, Domain>(domains) {}

export interface Domain extends Outputs<typeof fields> {}

/** What a domain can be found by. Several conditions must all hold. */
export interface DomainConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getDomain}: the id, or conditions that one entry alone meets. */
export interface GetDomainArgs extends DomainConditions, ById {}

/** The arguments of {@link getDomains}. */
export interface GetDomainsArgs extends DomainConditions, Order<"domain"> {}

/** A domain as it is in Cloudflare. */
export interface GetDomainResult extends Found, DomainValues {}

/** What {@link getDomains} found. */
export interface GetDomainsResult extends FoundAll<GetDomainResult> {}

const one = lookUpOne<GetDomainArgs, GetDomainResult>("getDomain", domains);
const all = lookUpAll<GetDomainsArgs, GetDomainsResult>("getDomains", domains);

/**
 * Reads a domain, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { status } = await getDomain({ domain: "acme.example" });
 * ```
 */
export const getDomain = one.now;

/** {@link getDomain} for arguments that are Outputs; unknown at preview where one of them is. */
export const getDomainOutput = one.later;

/**
 * Reads all of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getDomains({ status: "ACTIVE" });
 * ```
 */
export const getDomains = all.now;

/** {@link getDomains} for arguments that are Outputs; unknown at preview where one of them is. */
export const getDomainsOutput = all.later;
