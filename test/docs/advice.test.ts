import { ADVICE_TOPICS } from "../../provider/advice/advice";
import { expectCurrent } from "./document";

const INTRODUCTION = `# Advice

A preview fails on what the API would reject. It warns of what the API accepts and a security engineer would not:

\`\`\`
warning: advice/unverified-trust: verifySender is false for a trusted sender, so that whoever forges it passes all
detections: make it true, or trust the sender's static IP addresses.
\`\`\`

- A warning never shows a value, so that a secret pattern stays secret.
- A resource shows its first twenty warnings, and how many more there are of each kind. How to silence a kind is said once.
- Warnings come in the preview only, also in the one with which \`pulumi up\` begins; \`pulumi up --skip-preview\` shows none. A
  value that depends on a resource which is not made yet is looked at in the first preview in which it is known. The other
  properties of the resource are looked at in any case.
- Entries are compared with each other within one program and account.

## Silence it

If you mean it, name the code on the resource or on its provider. Advice on two entries is silenced on either of them.

\`\`\`typescript
new AllowPolicy("scanner", { pattern: "scanner.example", isTrustedSender: true, verifySender: false, silence: ["advice/unverified-trust"] });
new Provider("emea", { silence: ["advice/unverified-trust"] });
\`\`\`

\`\`\`sh
pulumi config set --path 'cloudflare-email-security:silence[0]' advice/unverified-trust
\`\`\`

This does not change the resource: there is no diff, and no request.

## Make it an error

With \`strict: true\` on the provider (\`pulumi config set cloudflare-email-security:strict true\`) advice that
is not silenced is an error: a preview shows all of it and fails, and an \`up\` fails before the resource is made. Use it in
pipelines. While an argument of an explicit provider is not known yet, the engine skips this check in the preview, and makes it
in the \`up\`.

## Your own domains

\`\`\`sh
pulumi config set --path 'cloudflare-email-security:ownDomains[0]' acme.com
\`\`\`

Or set \`ownDomains\` on an explicit provider. Without it, there is no advice/own-domain and no advice/blocked-own-domain.
`;

describe("docs/advice.md", () => {
  it("says of each advice what, why, and what to do", async () => {
    const topics = ADVICE_TOPICS.map(
      ({ code, title, why, instead }) => `## \`${code}\`\n\n**${title}.** ${why}\n\nWhat to do: ${instead}.`,
    );
    await expectCurrent("docs/advice.md", [INTRODUCTION, ...topics].join("\n\n"));
  });
});
