import {
  sendingDomainRestrictions,
  type fields,
  type SendingDomainRestrictionInputs,
  type SendingDomainRestrictionValues,
} from "../collections/sending-domain-restriction";
import type { Conditions, Outputs } from "../fields/field";
import { lookUpAll, lookUpOne } from "../functions/look-up";
import type { ById, Found, FoundAll, Order, Search } from "../functions/types";
import { entryClass } from "./classes";
import type { AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

/** The arguments of {@link SendingDomainRestriction}. */
export type SendingDomainRestrictionArgs = InputsOf<SendingDomainRestrictionInputs> & AdoptionArgs & AdviceArgs;

/**
 * An Email Security sending-domain restriction: mail of a partner's domain must come over TLS, and is dropped where it does not.
 * The dashboard calls it partner domain TLS. One request an entry: the API has no batch of these.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create | one list a run, then `POST sending_domain_restrictions` |
 * | read | `GET sending_domain_restrictions/{restriction_id}` |
 * | update | `PATCH sending_domain_restrictions/{restriction_id}` with the changed fields |
 * | delete | `DELETE sending_domain_restrictions/{restriction_id}` |
 *
 * ## Example: a partner whose mail must be encrypted, but for its newsletter
 *
 * ```typescript
 * new SendingDomainRestriction("acme", {
 *   domain: "acme.example",
 *   exclude: ["news.acme.example"],
 *   comments: "Agreed with Acme in May",
 * });
 * ```
 */
export class SendingDomainRestriction extends entryClass<SendingDomainRestrictionArgs, SendingDomainRestriction>(
  sendingDomainRestrictions,
) {}

export interface SendingDomainRestriction extends Outputs<typeof fields> {}

/** What a sending-domain restriction can be found by. Several conditions must all hold. */
export interface SendingDomainRestrictionConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getSendingDomainRestriction}: the id, or conditions that one entry alone meets. */
export interface GetSendingDomainRestrictionArgs extends SendingDomainRestrictionConditions, ById {}

/** The arguments of {@link getSendingDomainRestrictions}. */
export interface GetSendingDomainRestrictionsArgs extends SendingDomainRestrictionConditions, Order<"domain"> {}

/** A sending-domain restriction as it is in Cloudflare. */
export interface GetSendingDomainRestrictionResult extends Found, SendingDomainRestrictionValues {}

/** What {@link getSendingDomainRestrictions} found. */
export interface GetSendingDomainRestrictionsResult extends FoundAll<GetSendingDomainRestrictionResult> {}

const one = lookUpOne<GetSendingDomainRestrictionArgs, GetSendingDomainRestrictionResult>(
  "getSendingDomainRestriction",
  sendingDomainRestrictions,
);
const all = lookUpAll<GetSendingDomainRestrictionsArgs, GetSendingDomainRestrictionsResult>(
  "getSendingDomainRestrictions",
  sendingDomainRestrictions,
);

/**
 * Reads a sending-domain restriction, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { exclude } = await getSendingDomainRestriction({ domain: "acme.example" });
 * ```
 */
export const getSendingDomainRestriction = one.now;

/** {@link getSendingDomainRestriction} for arguments that are Outputs; unknown at preview where one of them is. */
export const getSendingDomainRestrictionOutput = one.later;

/**
 * Reads all of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getSendingDomainRestrictions({ order: "domain" });
 * ```
 */
export const getSendingDomainRestrictions = all.now;

/** {@link getSendingDomainRestrictions} for arguments that are Outputs; unknown at preview where one of them is. */
export const getSendingDomainRestrictionsOutput = all.later;
