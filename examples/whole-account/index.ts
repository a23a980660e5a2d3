import * as pulumi from "@pulumi/pulumi";
import * as email from "pulumi-cloudflare-email-security";

// The domain whose mail Email Security protects already. It is adopted, and stays protected when the stack goes; what is not
// said here stays as it is.
const own = new pulumi.Config().require("domain");
new email.Domain("own", {
  domain: own,
  dropDispositions: ["MALICIOUS", "MALICIOUS-BEC", "SPOOF"],
  requireTlsInbound: true,
});

// Whom others like to pose as.
const leaders = { jane: "Jane Doe", carlos: "Carlos Ortega" };
for (const [mailbox, name] of Object.entries(leaders)) {
  new email.ImpersonationRegistryEntry(mailbox, { name, email: `${mailbox}@${own}`, comments: "Board" });
}

// Whose mail is let through.
new email.AllowPolicySet("partners", {
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
});
new email.TrustedDomain("globex-summit", {
  pattern: "globex-summit.example",
  isRecent: true,
  comments: "Globex registered it for the summit",
});

// Whose mail is kept out, and what marks a message as malicious whoever sends it.
new email.BlockSenderSet("look-alikes", {
  senders: {
    "acme-frieght": { pattern: "acme-frieght.example", comments: "Poses as acme-freight.example: forged waybills" },
    "globex-payroll": { pattern: "globex-payroll.example", comments: "Asked HR for new bank accounts" },
  },
});
new email.ContentPolicySet("scams", {
  policies: {
    "gift-cards": {
      name: "Gift cards",
      pattern: "gift cards?.{0,40}(scratch|code on the back)",
      targets: ["SUBJECT", "BODY"],
      notes: "In the name of the board, in March",
    },
    "seed-phrases": { name: "Seed phrases", pattern: "\\b(12|24)[- ]word (seed|recovery) phrase", targets: ["BODY"] },
  },
});

// Our bank sends over TLS; only its newsletter cannot.
new email.SendingDomainRestriction("bank", {
  domain: "initech-bank.example",
  exclude: ["news.initech-bank.example"],
  comments: "Agreed with the bank in May",
});

// Links that open in the VPN only, where a rewritten one would not.
new email.UrlIgnorePattern("intranet", { pattern: `^https://intranet\\.${own.replaceAll(".", "\\.")}/` });
