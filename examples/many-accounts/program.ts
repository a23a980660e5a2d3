import type * as pulumi from "@pulumi/pulumi";
import * as email from "pulumi-cloudflare-email-security";

export interface Tenant {
  readonly accountId: string;
  /** Whom this tenant trusts, by a name of its choice. */
  readonly partners?: Readonly<Record<string, { readonly pattern: string; readonly comments: string }>>;
}

/** What every tenant has. */
const common = {
  "our-tickets": { pattern: "tickets@provider.example", comments: "Our own help desk" },
  "our-monitoring": { pattern: "alerts.provider.example", comments: "Alerts of the machines that we run" },
};

/** Declares what one tenant's stack is made of, and answers its outputs. The token is in the environment. */
export function declare({ accountId, partners }: Tenant): Record<string, pulumi.Output<unknown>> {
  const all = Object.entries({ ...common, ...partners });
  const trusted = new email.AllowPolicySet("trusted", {
    accountId,
    policies: Object.fromEntries(all.map(([name, partner]) => [name, { ...partner, isTrustedSender: true }])),
  });
  return { policies: trusted.count };
}
