import { text, texts, type Given, type Live } from "../fields/field";
import { comments } from "../fields/shared";
import type { AccountInput } from "./account";
import { collectionOf } from "./collection";

export const fields = {
  /** The domain whose mail must come over TLS; other mail from it is dropped. */
  domain: text({ wire: "domain", form: "domain", filter: "here" }),
  /**
   * Subdomains of `domain` whose mail may come without TLS, in no order.
   * @default []
   */
  exclude: texts({ wire: "exclude", form: "domain", default: [] }),
  /** A note for people, up to 1,024 characters. */
  comments,
};

/**
 * The properties of a sending-domain restriction.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/sending_domain_restrictions/
 */
export interface SendingDomainRestrictionInputs extends AccountInput, Given<typeof fields> {}

/** A sending-domain restriction as it is in Cloudflare. */
export interface SendingDomainRestrictionValues extends Live<typeof fields> {}

export const sendingDomainRestrictions = collectionOf({
  type: "SendingDomainRestriction",
  handler: "sendingDomainRestriction",
  set: "none",
  noun: "sending-domain restriction",
  path: "sending_domain_restrictions",
  fields,
  key: ["domain"],
  pageOrder: "domain",
  batch: "none",
  untouchable: "none",
  presence: "made",
  effect: "protects",
  rule: ({ domain, exclude }) => {
    if (typeof domain !== "string" || !Array.isArray(exclude)) return undefined;
    const strays = (exclude as readonly string[]).filter((one) => !one.endsWith(`.${domain}`));
    if (strays.length === 0) return undefined;
    const names = strays.map((one) => JSON.stringify(one)).join(", ");
    return {
      path: "exclude",
      reason: `${names} ${strays.length > 1 ? "are no subdomains" : "is no subdomain"} of ${domain}: write one, such as "news.${domain}"`,
    };
  },
});
