import * as email from "pulumi-cloudflare-email-security";

const partners = JSON.parse(`{
  "acme":   { "pattern": "https://acme.example/", "isTrustedSender": true },
  "globex": { "pattern": "billing@globex.example", "isAcceptableSender": true, "verifySender": "true" },
  "lisbon": { "pattern": "198.51.100.7/24", "isAcceptableSender": true, "verifySender": false }
}`) as email.AllowPolicySetArgs["policies"];

new email.AllowPolicy("scanner", {
  pattern: "scanner.example",
  isTrustedSender: true,
  verifySender: false,
});
new email.AllowPolicySet("partners", { policies: partners });
