/**
 * Pulumi resources for Cloudflare Email Security. Everything that a program may use is listed here; the host side of the
 * package is `pulumi-cloudflare-email-security/provider` and is the engine's business.
 */
export {
  AllowPolicy,
  type AllowPolicyArgs,
  type AllowPolicyConditions,
  AllowPolicySet,
  type AllowPolicySetArgs,
  type AllowPolicySetEntry,
  getAllowPolicies,
  type GetAllowPoliciesArgs,
  getAllowPoliciesOutput,
  type GetAllowPoliciesResult,
  getAllowPolicy,
  type GetAllowPolicyArgs,
  getAllowPolicyOutput,
  type GetAllowPolicyResult,
} from "./resources/allow-policy";
export {
  getTrustedDomain,
  type GetTrustedDomainArgs,
  getTrustedDomainOutput,
  type GetTrustedDomainResult,
  getTrustedDomains,
  type GetTrustedDomainsArgs,
  getTrustedDomainsOutput,
  type GetTrustedDomainsResult,
  TrustedDomain,
  type TrustedDomainArgs,
  type TrustedDomainConditions,
  TrustedDomainSet,
  type TrustedDomainSetArgs,
  type TrustedDomainSetEntry,
} from "./resources/trusted-domain";
export {
  BlockSender,
  type BlockSenderArgs,
  type BlockSenderConditions,
  BlockSenderSet,
  type BlockSenderSetArgs,
  type BlockSenderSetEntry,
  getBlockSender,
  type GetBlockSenderArgs,
  getBlockSenderOutput,
  type GetBlockSenderResult,
  getBlockSenders,
  type GetBlockSendersArgs,
  getBlockSendersOutput,
  type GetBlockSendersResult,
} from "./resources/block-sender";
export {
  ContentPolicy,
  ContentPolicySet,
  type ContentPolicySetArgs,
  type ContentPolicySetEntry,
  type ContentPolicyArgs,
  type ContentPolicyConditions,
  getContentPolicies,
  getContentPoliciesOutput,
  type GetContentPoliciesArgs,
  type GetContentPoliciesResult,
  getContentPolicy,
  getContentPolicyOutput,
  type GetContentPolicyArgs,
  type GetContentPolicyResult,
} from "./resources/content-policy";
export {
  ImpersonationRegistryEntry,
  type ImpersonationRegistryEntryArgs,
  type ImpersonationRegistryEntryConditions,
  getImpersonationRegistryEntries,
  getImpersonationRegistryEntriesOutput,
  type GetImpersonationRegistryEntriesArgs,
  type GetImpersonationRegistryEntriesResult,
  getImpersonationRegistryEntry,
  getImpersonationRegistryEntryOutput,
  type GetImpersonationRegistryEntryArgs,
  type GetImpersonationRegistryEntryResult,
} from "./resources/impersonation-registry-entry";
export {
  SendingDomainRestriction,
  type SendingDomainRestrictionArgs,
  type SendingDomainRestrictionConditions,
  getSendingDomainRestrictions,
  getSendingDomainRestrictionsOutput,
  type GetSendingDomainRestrictionsArgs,
  type GetSendingDomainRestrictionsResult,
  getSendingDomainRestriction,
  getSendingDomainRestrictionOutput,
  type GetSendingDomainRestrictionArgs,
  type GetSendingDomainRestrictionResult,
} from "./resources/sending-domain-restriction";
export {
  UrlIgnorePattern,
  type UrlIgnorePatternArgs,
  type UrlIgnorePatternConditions,
  getUrlIgnorePatterns,
  getUrlIgnorePatternsOutput,
  type GetUrlIgnorePatternsArgs,
  type GetUrlIgnorePatternsResult,
  getUrlIgnorePattern,
  getUrlIgnorePatternOutput,
  type GetUrlIgnorePatternArgs,
  type GetUrlIgnorePatternResult,
} from "./resources/url-ignore-pattern";
export {
  Domain,
  type DomainArgs,
  type DomainConditions,
  getDomains,
  getDomainsOutput,
  type GetDomainsArgs,
  type GetDomainsResult,
  getDomain,
  getDomainOutput,
  type GetDomainArgs,
  type GetDomainResult,
} from "./resources/domain";
export { Provider, type ProviderArgs } from "./resources/provider";
export type { AdviceCode } from "./advice/advice";
export type { AllowPolicyInputs, AllowPolicyMember, AllowPolicyValues } from "./collections/allow-policy";
export type { BlockSenderInputs, BlockSenderMember, BlockSenderValues } from "./collections/block-sender";
export type { ContentPolicyInputs, ContentPolicyMember, ContentPolicyValues } from "./collections/content-policy";
export type {
  ImpersonationRegistryEntryInputs,
  ImpersonationRegistryEntryValues,
} from "./collections/impersonation-registry-entry";
export type {
  SendingDomainRestrictionInputs,
  SendingDomainRestrictionValues,
} from "./collections/sending-domain-restriction";
export type { UrlIgnorePatternInputs, UrlIgnorePatternValues } from "./collections/url-ignore-pattern";
export type { DomainInputs, DomainValues } from "./collections/domain";
export type { PatternType } from "./fields/field";
export type { TrustedDomainInputs, TrustedDomainMember, TrustedDomainValues } from "./collections/trusted-domain";
