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
