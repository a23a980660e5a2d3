import * as email from "pulumi-cloudflare-email-security";

new email.AllowPolicy("acme-freight", {
  pattern: "acme-freight.example",
  isTrustedSender: true,
  comments: "OPS-1204: freight partner, invoices and waybills",
});

new email.AllowPolicy("phish-reports", {
  pattern: "phish-reports@ours.example",
  isExemptRecipient: true,
  verifySender: false,
  comments: "SEC-88: mailbox to which people report phishing",
});

new email.AllowPolicySet("scanners", {
  policies: {
    lisbon: {
      pattern: "198.51.100.7",
      isAcceptableSender: true,
      verifySender: false,
      comments: "OPS-311: scanner in the Lisbon office",
    },
  },
});
