import * as pulumi from "@pulumi/pulumi";
import * as email from "pulumi-cloudflare-email-security";

const config = new pulumi.Config();

// Whom both organisations trust is written once, so that the two filters cannot drift apart.
const partners = {
  "acme-freight": { pattern: "acme-freight.example", comments: "Freight partner: invoices and waybills" },
  globex: { pattern: "globex.example", comments: "Auditors" },
};

for (const region of ["emea", "apac"]) {
  const provider = new email.Provider(region, {
    accountId: config.require(`${region}Account`),
    apiToken: config.requireSecret(`${region}Token`),
  });
  for (const [name, partner] of Object.entries(partners)) {
    new email.AllowPolicy(`${region}-${name}`, { ...partner, isTrustedSender: true }, { provider });
  }
}
