import type { AllowPolicyInputs } from "../collections/allow-policy";
import type { Collection } from "../collections/collection";
import type { TrustedDomainInputs } from "../collections/trusted-domain";
import { mappedAddress, parseIpBlock, widthOf } from "../fields/ip-block";
import { reachOf } from "./regex-reach";

/** The values of an entry of any collection, as far as they are known. */
export type KnownValues = Readonly<Partial<AllowPolicyInputs & TrustedDomainInputs>>;

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

/** Whether the entry keeps its senders out; the others exempt messages from detections. */
export function blocksSender({ collection }: Pick<KnownEntry, "collection">): boolean {
  return collection.effect === "blocks";
}

/** Whether the entry surely does anything. */
export function hasEffect(entry: Parameters<typeof dispositionsOf>[0]): boolean {
  return blocksSender(entry) || dispositionsOf(entry).length > 0;
}

/** Whether the entry exempts messages for who sends them; an exempt recipient alone does not. */
export function trustsSender(entry: KnownEntry): boolean {
  return dispositionsOf(entry, ["sender"]).length > 0;
}

export function coversEveryone({ values: { pattern = "", isRegex } }: KnownEntry): boolean {
  return isRegex === true && reachOf(pattern).everyone;
}

/** The domains that the entry covers as a whole: every address at them, or every domain below them. */
export function wholeDomains({ values: { pattern = "", patternType, isRegex } }: KnownEntry): readonly string[] {
  if (isRegex !== true) return patternType === "DOMAIN" ? [pattern] : [];
  const { domains, parents } = reachOf(pattern);
  return [...domains, ...parents];
}

/** The domains that the entry covers as a whole or in part. */
export function touchedDomains(entry: KnownEntry): readonly string[] {
  const { pattern = "", patternType, isRegex } = entry.values;
  return isRegex !== true && patternType === "EMAIL" ? [pattern.replace(/^.*@/, "")] : wholeDomains(entry);
}

/** Whether it is a network of more than 65,536 IPv4 addresses, or more than one provider's share of IPv6. */
export function isWideNetwork({ values: { pattern = "", patternType, isRegex } }: KnownEntry): boolean {
  const block = isRegex !== true && patternType === "IP" ? parseIpBlock(pattern) : undefined;
  if (block === undefined) return false;
  if (mappedAddress(block.address)) return block.prefix < 96 + 16;
  return block.prefix < (widthOf(block.address) === 32 ? 16 : 32);
}
