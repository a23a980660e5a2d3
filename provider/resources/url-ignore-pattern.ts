import {
  urlIgnorePatterns,
  type fields,
  type UrlIgnorePatternInputs,
  type UrlIgnorePatternValues,
} from "../collections/url-ignore-pattern";
import type { Conditions, Outputs } from "../fields/field";
import { lookUpAll, lookUpOne } from "../functions/look-up";
import type { ById, Found, FoundAll, InAccount, Order } from "../functions/types";
import { entryClass } from "./classes";
import type { AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

/** The arguments of {@link UrlIgnorePattern}. */
export type UrlIgnorePatternArgs = InputsOf<UrlIgnorePatternInputs> & AdoptionArgs & AdviceArgs;

/**
 * An Email Security URL ignore pattern: links that it matches are not rewritten, so that a click on them is not checked. One
 * request an entry: the API has no batch of these.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create | one list a run, then `POST url_ignore_patterns` |
 * | read | `GET url_ignore_patterns/{pattern_id}` |
 * | update | `PATCH url_ignore_patterns/{pattern_id}` with the changed fields |
 * | delete | `DELETE url_ignore_patterns/{pattern_id}` |
 *
 * ## Example: leave the links of the intranet as they are
 *
 * ```typescript
 * new UrlIgnorePattern("intranet", {
 *   pattern: "^https://intranet\\.acme\\.example/",
 *   comments: "Opens in the VPN only",
 * });
 * ```
 */
export class UrlIgnorePattern extends entryClass<UrlIgnorePatternArgs, UrlIgnorePattern>(urlIgnorePatterns) {}

export interface UrlIgnorePattern extends Outputs<typeof fields> {}

/** What a URL ignore pattern can be found by. Several conditions must all hold. */
export interface UrlIgnorePatternConditions extends InAccount, Conditions<typeof fields> {}

/** The arguments of {@link getUrlIgnorePattern}: the id, or conditions that one entry alone meets. */
export interface GetUrlIgnorePatternArgs extends UrlIgnorePatternConditions, ById {}

/** The arguments of {@link getUrlIgnorePatterns}. */
export interface GetUrlIgnorePatternsArgs extends UrlIgnorePatternConditions, Order<"pattern"> {}

/** A URL ignore pattern as it is in Cloudflare. */
export interface GetUrlIgnorePatternResult extends Found, UrlIgnorePatternValues {}

/** What {@link getUrlIgnorePatterns} found. */
export interface GetUrlIgnorePatternsResult extends FoundAll<GetUrlIgnorePatternResult> {}

const one = lookUpOne<GetUrlIgnorePatternArgs, GetUrlIgnorePatternResult>("getUrlIgnorePattern", urlIgnorePatterns);
const all = lookUpAll<GetUrlIgnorePatternsArgs, GetUrlIgnorePatternsResult>("getUrlIgnorePatterns", urlIgnorePatterns);

/**
 * Reads a URL ignore pattern, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { id } = await getUrlIgnorePattern({ pattern: "^https://intranet\\.acme\\.example/" });
 * ```
 */
export const getUrlIgnorePattern = one.now;

/** {@link getUrlIgnorePattern} for arguments that are Outputs; unknown at preview where one of them is. */
export const getUrlIgnorePatternOutput = one.later;

/**
 * Reads all of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getUrlIgnorePatterns();
 * ```
 */
export const getUrlIgnorePatterns = all.now;

/** {@link getUrlIgnorePatterns} for arguments that are Outputs; unknown at preview where one of them is. */
export const getUrlIgnorePatternsOutput = all.later;
