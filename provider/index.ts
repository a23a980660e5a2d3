/**
 * Pulumi resources for Cloudflare Email Security. Everything that a program may use is listed here; the host side of the
 * package is `pulumi-cloudflare-email-security/provider` and is the engine's business.
 */
export {
  AllowPolicy,
  AllowPolicySet,
  type AllowPolicyArgs,
  type AllowPolicySetArgs,
  type AllowPolicySetEntry,
} from "./resources/allow-policy";
export {
  TrustedDomain,
  TrustedDomainSet,
  type TrustedDomainArgs,
  type TrustedDomainSetArgs,
  type TrustedDomainSetEntry,
} from "./resources/trusted-domain";
export {
  BlockSender,
  BlockSenderSet,
  type BlockSenderArgs,
  type BlockSenderSetArgs,
  type BlockSenderSetEntry,
} from "./resources/block-sender";
export { Provider, type ProviderArgs } from "./resources/provider";
export type { AdviceCode } from "./advice/advice";
export type { AllowPolicyInputs, AllowPolicyValues } from "./collections/allow-policy";
export type { BlockSenderInputs, BlockSenderValues } from "./collections/block-sender";
export type { PatternType } from "./fields/field";
export type { TrustedDomainInputs, TrustedDomainValues } from "./collections/trusted-domain";
export {
  getAllowPolicies,
  getAllowPoliciesOutput,
  getAllowPolicy,
  getAllowPolicyOutput,
  type AllowPolicyConditions,
  type GetAllowPoliciesArgs,
  type GetAllowPoliciesResult,
  type GetAllowPolicyArgs,
  type GetAllowPolicyResult,
} from "./functions/allow-policies";
export {
  getTrustedDomain,
  getTrustedDomainOutput,
  getTrustedDomains,
  getTrustedDomainsOutput,
  type GetTrustedDomainArgs,
  type GetTrustedDomainResult,
  type GetTrustedDomainsArgs,
  type GetTrustedDomainsResult,
  type TrustedDomainConditions,
} from "./functions/trusted-domains";
export {
  getBlockSender,
  getBlockSenderOutput,
  getBlockSenders,
  getBlockSendersOutput,
  type BlockSenderConditions,
  type GetBlockSenderArgs,
  type GetBlockSenderResult,
  type GetBlockSendersArgs,
  type GetBlockSendersResult,
} from "./functions/block-senders";
