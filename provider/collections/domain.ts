import { flag, number, oneOf, someOf, text, texts, type Given, type Live } from "../fields/field";
import type { AccountInput } from "./account";
import { collectionOf } from "./collection";

const DELIVERY_MODES = ["DIRECT", "BCC", "JOURNAL", "API", "RETRO_SCAN"] as const;
const DISPOSITIONS = [
  "MALICIOUS",
  "MALICIOUS-BEC",
  "SUSPICIOUS",
  "SPOOF",
  "SPAM",
  "BULK",
  "ENCRYPTED",
  "EXTERNAL",
  "UNKNOWN",
  "NONE",
] as const;

export const fields = {
  /** The domain name whose mail is protected. Another name is another domain: changing it replaces. */
  domain: text({ wire: "domain", form: "domain", immutable: true, filter: true }),
  /**
   * How mail reaches Email Security, in no order.
   * @default as it is in Cloudflare; needed to make a domain
   */
  allowedDeliveryModes: someOf(DELIVERY_MODES, { wire: "allowed_delivery_modes", kept: true }),
  /**
   * The dispositions whose messages are dropped instead of delivered, in no order.
   * @default as it is in Cloudflare; needed to make a domain
   */
  dropDispositions: someOf(DISPOSITIONS, { wire: "drop_dispositions", kept: true }),
  /**
   * The IP addresses and CIDR blocks that mail is taken from, in no order; all others are refused.
   * @default as it is in Cloudflare; needed to make a domain
   */
  ipRestrictions: texts({ wire: "ip_restrictions", form: "ip", kept: true }),
  /**
   * The regions whose servers process the mail, in no order.
   * @default as it is in Cloudflare; needed to make a domain
   */
  regions: someOf(["GLOBAL", "AU", "DE", "IN", "US"], { wire: "regions", kept: true }),
  /**
   * The folder that is scanned, with the delivery mode `API`.
   * @default as it is in Cloudflare
   */
  folder: oneOf(["AllItems", "Inbox"], { wire: "folder", kept: true, optional: true }),
  /**
   * The id of the CASB integration that authorises the domain.
   * @default as it is in Cloudflare
   */
  integrationId: text({ wire: "integration_id", kept: true, optional: true, filter: true }),
  /**
   * How many hops of the received headers are traced back to the original message, 1 to 20.
   * @default as it is in Cloudflare
   */
  lookbackHops: number({ wire: "lookback_hops", range: [1, 20], kept: true, optional: true }),
  /**
   * Whether mail must come in over TLS.
   * @default as it is in Cloudflare
   */
  requireTlsInbound: flag({ wire: "require_tls_inbound", kept: true, optional: true }),
  /**
   * Whether mail must go out over TLS.
   * @default as it is in Cloudflare
   */
  requireTlsOutbound: flag({ wire: "require_tls_outbound", kept: true, optional: true }),
  /**
   * The host that mail is delivered to, such as `mx.acme.example`, with the delivery mode `DIRECT`.
   * @default as it is in Cloudflare
   */
  transport: text({ wire: "transport", form: "domain", kept: true, optional: true }),
  /**
   * Make the domain if the account does not have it. Email Security then processes its mail.
   * @default false
   */
  create: flag({ ours: true, optional: true }),
  /**
   * Remove the domain from Email Security when the resource is removed, which cannot be undone. It has an effect only after
   * it was deployed.
   * @default false
   */
  deleteOnRemoval: flag({ ours: true, optional: true }),
  /** Whether the domain is authorised and mail flows. */
  status: oneOf(["PENDING", "ACTIVE", "FAILED", "TIMEOUT"], {
    wire: "status",
    outputOnly: true,
    optional: true,
    filter: true,
  }),
  /** What DNS says of the domain's DMARC policy. */
  dmarcStatus: oneOf(["none", "good", "invalid"], { wire: "dmarc_status", outputOnly: true, optional: true }),
  /** What DNS says of the domain's SPF record. */
  spfStatus: oneOf(["none", "good", "neutral", "open", "invalid"], {
    wire: "spf_status",
    outputOnly: true,
    optional: true,
  }),
  /** Where the mailboxes are. */
  inboxProvider: oneOf(["Microsoft", "Google"], { wire: "inbox_provider", outputOnly: true, optional: true }),
  /** The tenant of Microsoft 365. */
  o365TenantId: text({ wire: "o365_tenant_id", outputOnly: true, optional: true }),
};

/**
 * The properties of a domain that Email Security protects.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/domains/
 */
export interface DomainInputs extends AccountInput, Given<typeof fields> {}

/** A protected domain as it is in Cloudflare. */
export interface DomainValues extends Live<typeof fields> {}

export const domains = collectionOf({
  type: "Domain",
  handler: "domain",
  set: "none",
  noun: "domain",
  path: "domains",
  fields,
  key: ["domain"],
  pageOrder: "domain",
  batch: "none",
  untouchable: "none",
  presence: "found",
  effect: "protects",
});
