import * as email from "pulumi-cloudflare-email-security";

const partners = JSON.parse(`{
  "acme":   { "pattern": "https://acme.example/", "isTrustedSender": true },
  "globex": { "pattern": "billing@globex.example", "isAcceptableSender": true, "verifySender": "true" },
  "lisbon": { "pattern": "198.51.100.7/24", "isAcceptableSender": true, "verifySender": false }
}`) as email.AllowPolicySetArgs["policies"];

new email.TrustedDomain("globex-summit", { pattern: "globex-summit.example", isRecent: true });
new email.AllowPolicySet("partners", { policies: partners });
