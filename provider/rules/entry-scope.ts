import type { AllowPolicyInputs } from "../collections/allow-policy";
import type { TrustedDomainInputs } from "../collections/trusted-domain";
import { mappedAddress, parseIpBlock, widthOf } from "./ip-block";
import { reachOf } from "./regex-reach";

/** What is known of an entry of any collection. */
export type KnownEntry = Readonly<Partial<AllowPolicyInputs & TrustedDomainInputs>>;

const DISPOSITIONS = [
  "isTrustedSender",
  "isAcceptableSender",
  "isExemptRecipient",
  "isRecent",
  "isSimilarity",
] as const;

/** The dispositions that the entry has. */
export function dispositionsOf(entry: KnownEntry): readonly string[] {
  return DISPOSITIONS.filter((name) => entry[name] === true);
}

/** Whether the entry does anything. One of a collection without dispositions, such as one that blocks, does. */
export function hasEffect(entry: KnownEntry): boolean {
  return dispositionsOf(entry).length > 0 || DISPOSITIONS.every((name) => entry[name] === undefined);
}

/** Whether the entry exempts messages for who sends them; an exempt recipient alone does not. */
export function trustsSender(entry: KnownEntry): boolean {
  return dispositionsOf(entry).some((name) => name !== "isExemptRecipient");
}

export function coversEveryone({ pattern = "", isRegex }: KnownEntry): boolean {
  return isRegex === true && reachOf(pattern).everyone;
}

/** The domains that the entry covers as a whole: every address at them, or every domain below them. */
export function wholeDomains({ pattern = "", patternType, isRegex }: KnownEntry): readonly string[] {
  if (isRegex !== true) return patternType === "DOMAIN" ? [pattern] : [];
  const { domains, parents } = reachOf(pattern);
  return [...domains, ...parents];
}

/** The domains that the entry covers as a whole or in part. */
export function touchedDomains(entry: KnownEntry): readonly string[] {
  const { pattern = "", patternType, isRegex } = entry;
  return isRegex !== true && patternType === "EMAIL" ? [pattern.replace(/^.*@/, "")] : wholeDomains(entry);
}

/** Whether it is a network of more than 65,536 IPv4 addresses, or more than one provider's share of IPv6. */
export function isWideNetwork({ pattern = "", patternType, isRegex }: KnownEntry): boolean {
  const block = isRegex !== true && patternType === "IP" ? parseIpBlock(pattern) : undefined;
  if (block === undefined) return false;
  if (mappedAddress(block.address)) return block.prefix < 96 + 16;
  return block.prefix < (widthOf(block.address) === 32 ? 16 : 32);
}
