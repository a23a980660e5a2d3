/**
 * Pulumi resources for Cloudflare Email Security. Everything that a program may use is exported here;
 * `pulumi-cloudflare-email-security/provider` is for the engine only.
 */
export * from "./resources/allow-policy";
export * from "./resources/trusted-domain";
export * from "./resources/block-sender";
export * from "./resources/content-policy";
export * from "./resources/impersonation-registry-entry";
export * from "./resources/sending-domain-restriction";
export * from "./resources/url-ignore-pattern";
export * from "./resources/domain";
export { Provider, type ProviderArgs } from "./resources/provider";
export type { AdviceCode } from "./advice/advice";
export type { PatternType } from "./fields/field";
