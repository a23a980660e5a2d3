import type { AllowPolicyInputs } from "../collections/allow-policy";
import type { Collection } from "../collections/collection";
import type { ContentPolicyInputs } from "../collections/content-policy";
import type { DomainInputs } from "../collections/domain";
import type { TrustedDomainInputs } from "../collections/trusted-domain";
import { mappedAddress, parseIpBlock, widthOf } from "../fields/ip-block";
import { leavesDomainOpen, leavesLabelOpen } from "./regex-hosts";
import { addressesReached, reachesManyIpv6 } from "./regex-networks";
import { reachOf, type IsSo } from "./regex-reach";

/** The values of an entry of any collection, as far as they are known. */
export type KnownValues = Readonly<
  Partial<AllowPolicyInputs & TrustedDomainInputs & ContentPolicyInputs & DomainInputs & RuleTexts>
>;

/** Texts under the names that the rules use for them. */
interface RuleTexts {
  readonly pattern: string;
  readonly contentRegex: string;
  readonly urlRegex: string;
}

/** The names that the rules use for a text, by the form of its field: each collection may call it something else. */
export const RULE_TEXTS: Readonly<Record<string, keyof RuleTexts>> = {
  pattern: "pattern",
  "content-regex": "contentRegex",
  "url-regex": "urlRegex",
};

/** What is known of an entry. */
export interface KnownEntry {
  readonly collection: Collection;
  readonly values: KnownValues;
}

/** The names of the fields by which the entry exempts messages of the sender, or to the recipient. */
export function dispositionsOf(
  { collection, values }: { collection: Collection; values: Readonly<Record<string, unknown>> },
  whose: readonly string[] = ["sender", "recipient"],
): readonly string[] {
  return Object.keys(collection.fields).filter(
    (name) => whose.includes(collection.fields[name]?.exempts ?? "") && values[name] === true,
  );
}

/** Whether the entry blocks its senders; other entries exempt messages from detections. */
export function blocksSender({ collection }: Pick<KnownEntry, "collection">): boolean {
  return collection.effect === "blocks";
}

/** Whether the entry has any effect. */
export function hasEffect(entry: Parameters<typeof dispositionsOf>[0]): boolean {
  return blocksSender(entry) || dispositionsOf(entry).length > 0;
}

/** Whether the entry exempts messages because of their sender, not only of their recipient. */
export function trustsSender(entry: KnownEntry): boolean {
  return dispositionsOf(entry, ["sender"]).length > 0;
}

export function coversEveryone({ values: { pattern = "", isRegex } }: KnownEntry): boolean {
  return isRegex === true && reachOf(pattern).everyone();
}

/** Whether the entry covers a whole domain that meets the condition: every address at it, or every domain below it. */
export function coversDomain(entry: KnownEntry, isSo: IsSo): boolean {
  const { pattern = "", patternType, isRegex } = entry.values;
  const isRegexOnNames = isRegex === true && patternType !== "IP";
  return coversMailOf(entry, isSo) || (isRegexOnNames && reachOf(pattern).coversBelow(isSo));
}

/**
 * Whether the entry covers every address at a domain that meets the condition, other than by covering everything below a
 * wider one.
 */
export function coversMailOf({ values: { pattern = "", patternType, isRegex } }: KnownEntry, isSo: IsSo): boolean {
  if (isRegex !== true) return patternType === "DOMAIN" && isSo(pattern);
  return patternType !== "IP" && reachOf(pattern).coversAny(isSo);
}

/** Whether it is a regular expression that covers every address of the domain, and not of its neighbours too. */
export function reachesDomain({ values: { pattern = "", patternType, isRegex } }: KnownEntry, domain: string): boolean {
  return isRegex === true && patternType !== "IP" && reachOf(pattern).covers(domain);
}

/** Whether it is a regular expression that names senders and allows any domain after the @. */
export function isForAnyDomain(entry: KnownEntry): boolean {
  const { pattern = "", patternType, isRegex } = entry.values;
  return isRegex === true && patternType !== "IP" && !coversEveryone(entry) && leavesDomainOpen(pattern);
}

/** Whether it is a regular expression that also covers other domains which end like the one that is meant. */
export function isForAnyLabel({ values: { pattern = "", patternType, isRegex } }: KnownEntry): boolean {
  return isRegex === true && patternType !== "IP" && leavesLabelOpen(pattern);
}

/** Whether the entry covers a domain that meets the condition, or a part of one. */
export function touchesDomain(entry: KnownEntry, isSo: IsSo): boolean {
  const { pattern = "", patternType, isRegex } = entry.values;
  return isRegex !== true && patternType === "EMAIL" ? isSo(pattern.replace(/^.*@/, "")) : coversDomain(entry, isSo);
}

/** Whether it covers more than 65,536 IPv4 addresses, or more of IPv6 than a provider usually has (a /32). */
export function isWideNetwork(entry: KnownEntry): boolean {
  const { pattern = "", patternType, isRegex } = entry.values;
  if (patternType !== "IP") return false;
  if (isRegex === true) {
    return !coversEveryone(entry) && (addressesReached(pattern) > 2 ** 16 || reachesManyIpv6(pattern));
  }
  const block = parseIpBlock(pattern);
  if (block === undefined) return false;
  if (mappedAddress(block.address)) return block.prefix < 96 + 16;
  return block.prefix < (widthOf(block.address) === 32 ? 16 : 32);
}
