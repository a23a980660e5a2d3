// Before: import { EmailSecurityAllowPolicy, EmailSecurityTrustedDomains } from "@pulumi/cloudflare";
import { AllowPolicy, TrustedDomain } from "pulumi-cloudflare-email-security";

// The id as "pulumi stack export" or "pulumi stack --show-ids" of the old stack shows it. An integer of before 2026-05 is
// fine too: where the API has the entry under another id by now, it is found by its pattern.
new AllowPolicy(
  "acme-freight",
  {
    pattern: "acme-freight.example",
    patternType: "DOMAIN",
    isRegex: false,
    isTrustedSender: true,
    isAcceptableSender: false,
    isExemptRecipient: false,
    verifySender: true,
    comments: "Freight partner: invoices and waybills",
  },
  { import: "2401" },
);

// "<account id>/<id>", as @pulumi/cloudflare wants it, is fine as well.
new TrustedDomain(
  "globex-summit",
  { pattern: "globex-summit.example", isRegex: false, isRecent: true, isSimilarity: false },
  { import: "023e105f4ecef8ad9ca31a8372d0c353/9b1e5d0c-7b1f-4f38-9d4c-0d3bb0d6f1a2" },
);
