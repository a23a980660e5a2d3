import { ADVICE_TOPICS } from "../../provider/advice/advice";
import { expectCurrent } from "./document";

const INTRODUCTION = `# Advice

What the API would reject fails \`pulumi preview\`. What it takes, but a security engineer would not, is a warning on the
resource, once, in the preview:

\`\`\`
warning: advice/unverified-trust: verifySender is false for a trusted sender, so that whoever forges it passes all
detections: make it true, or trust the sender's static IP addresses.
\`\`\`

- A warning never holds a value, so that a secret pattern stays secret.
- The first twenty of a resource are shown, and how many more there are of each kind. How to silence a kind is said once.
- It is given in the preview only, since \`pulumi up\` begins with one; \`pulumi up --skip-preview\` shows none. A value that is
  not known before other resources are made is looked at in the first preview in which it is known; the other properties of
  its resource are looked at all the same.
- Entries are compared with each other within one program and account.

## Silence it

Where it is meant so, name the code, on the resource or on its provider. Advice on two entries is silenced by either.

\`\`\`typescript
new AllowPolicy("scanner", { pattern: "scanner.example", isTrustedSender: true, verifySender: false, silence: ["advice/unverified-trust"] });
new Provider("emea", { silence: ["advice/unverified-trust"] });
\`\`\`

\`\`\`sh
pulumi config set --path 'cloudflare-email-security:silence[0]' advice/unverified-trust
\`\`\`

It is no change of the resource: no diff, no request.

## Make it an error

With \`strict: true\` on the provider (\`pulumi config set cloudflare-email-security:strict true\`) advice that is not silenced
is a mistake of its resource: a preview shows all of them and fails, and an \`up\` fails before that resource is made. This is
what a pipeline wants, with or without a preview. Where an argument of an explicit provider is not known yet, the engine skips the check in that
preview; it is made up for in the \`up\`.

## Your own domains

\`\`\`sh
pulumi config set --path 'cloudflare-email-security:ownDomains[0]' acme.com
\`\`\`

or \`ownDomains\` on an explicit provider. Without it, advice/own-domain and advice/blocked-own-domain are never given.
`;

describe("docs/advice.md", () => {
  it("says of each advice what, why, and what to do", async () => {
    const topics = ADVICE_TOPICS.map(
      ({ code, title, why, instead }) => `## \`${code}\`\n\n**${title}.** ${why}\n\nWhat to do: ${instead}.`,
    );
    await expectCurrent("docs/advice.md", [INTRODUCTION, ...topics].join("\n\n"));
  });
});
