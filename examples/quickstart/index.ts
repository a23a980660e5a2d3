import * as email from "pulumi-cloudflare-email-security";

// A partner whose invoices were held as spam. Anyone can write a sender's address: only mail that proves its origin is trusted.
const acme = new email.AllowPolicy("acme-freight", {
  pattern: "acme-freight.example",
  isTrustedSender: true,
  verifySender: true,
  comments: "Freight partner: invoices and waybills",
});

// A machine with a static address that cannot sign its mail. Spam and spoof checks are off for it, malware checks stay on.
new email.AllowPolicy("office-scanner", {
  pattern: "198.51.100.7",
  isAcceptableSender: true,
  verifySender: false,
  comments: "Scanner in the Lisbon office",
});

// A partner's domain that is too young to have a reputation.
new email.TrustedDomain("globex-summit", {
  pattern: "globex-summit.example",
  isRecent: true,
  comments: "Globex registered it for the summit",
});

// A partner's name that happens to resemble ours, and would be taken for an attempt to pass for us.
new email.TrustedDomain("exarnple-media", {
  pattern: "exarnple-media.example",
  isSimilarity: true,
  comments: "Exarnple Media, our printers: the name is theirs",
});

export const acmePolicyId = acme.id;
