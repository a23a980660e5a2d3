import * as email from "pulumi-cloudflare-email-security";

const partners = JSON.parse(`{
  "acme":   { "pattern": "https://acme.example/", "isTrustedSender": true },
  "globex": { "pattern": "billing@globex.example", "isAcceptableSender": true, "verifySender": "true" },
  "lisbon": { "pattern": "198.51.100.7/24", "isAcceptableSender": true, "verifySender": false }
}`) as email.AllowPolicySetArgs["policies"];

const scanner = new email.AllowPolicy("scanner", {
  pattern: "scanner.example",
  isTrustedSender: true,
  verifySender: false,
});
// A mistake ends the program: what depends on the scanner leaves it the time for its advice.
new email.AllowPolicySet("partners", { policies: partners }, { dependsOn: scanner });
