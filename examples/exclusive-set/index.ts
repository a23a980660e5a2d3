import * as email from "pulumi-cloudflare-email-security";

// The account has these allow policies and no others: an exception that was not reviewed here does not stay.
new email.AllowPolicySet("all", {
  policies: {
    "acme-freight": {
      pattern: "acme-freight.example",
      isTrustedSender: true,
      comments: "Freight partner: invoices and waybills",
    },
    "office-scanner": {
      pattern: "198.51.100.7",
      isAcceptableSender: true,
      verifySender: false,
      comments: "Scanner in the Lisbon office",
    },
  },
  exclusive: true,
  // The security team opens and closes this one by hand, for its phishing drills.
  allowUnmanaged: ["drills.example"],
});
