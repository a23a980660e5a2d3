import * as email from "pulumi-cloudflare-email-security";

// A partner whose mail was held as spam. Only mail that proves its origin is trusted.
const acme = new email.AllowPolicy("acme-freight", {
  pattern: "acme-freight.example",
  isTrustedSender: true,
  comments: "Freight partner: invoices and waybills",
});

// A partner's domain that is too young to have a reputation.
new email.TrustedDomain("globex-summit", {
  pattern: "globex-summit.example",
  isRecent: true,
  comments: "Globex registered it for the summit",
});

// Somebody whom others like to pose as.
new email.ImpersonationRegistryEntry("jane", { name: "Jane Doe", email: "jane@initech.example" });

export const acmePolicyId = acme.id;
