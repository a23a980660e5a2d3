import * as pulumi from "@pulumi/pulumi";
import * as email from "pulumi-cloudflare-email-security";

const config = new pulumi.Config();

// By its pattern: the entry that somebody once made by hand is taken over, and made where there is none. Where it differs,
// the preview says what will change.
new email.AllowPolicy(
  "acme-freight",
  {
    pattern: "acme-freight.example",
    isTrustedSender: true,
    comments: "Freight partner: invoices and waybills",
    adoptExisting: true,
  },
  // These entries were here before Pulumi and shall stay when the stack goes.
  { retainOnDelete: true },
);

// By its id, from the address line of the dashboard or from a look-up: one certain entry, also where several have the pattern.
const scannerId = config.get("scannerId");
new email.AllowPolicy(
  "office-scanner",
  {
    pattern: "198.51.100.7",
    isAcceptableSender: true,
    verifySender: false,
    comments: "Scanner in the Lisbon office",
  },
  { retainOnDelete: true, ...(scannerId !== undefined && { import: scannerId }) },
);

// What is not taken over stays as it is. How much of that trusts a sender without verification?
export const unverified = email
  .getAllowPoliciesOutput({ isTrustedSender: true, verifySender: false })
  .results.apply((policies) => policies.map(({ id }) => id));
