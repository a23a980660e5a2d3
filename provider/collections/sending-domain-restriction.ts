import { text, texts, type Given, type Live } from "../fields/field";
import { comments } from "../fields/shared";
import type { AccountInput } from "./account";
import { collectionOf } from "./collection";

export const fields = {
  /** The domain whose mail must come over TLS: what comes without is dropped. */
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
    const stray = (exclude as readonly string[]).find((one) => !one.endsWith(`.${String(domain)}`));
    if (stray === undefined) return undefined;
    return {
      path: "exclude",
      reason: `${JSON.stringify(stray)} is no subdomain of ${String(domain)}: write one, such as "news.${String(domain)}"`,
    };
  },
});
