import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import {
  AllowPolicy,
  AllowPolicySet,
  BlockSender,
  Provider,
  TrustedDomain,
  type AllowPolicyArgs,
} from "pulumi-cloudflare-email-security";
import { useEngine } from "./support/engine";
import { shown, type Outcome } from "./support/outcome";

/** What an operation said of the resources of this package, each sentence after the resource under which it stands. */
function said({ events }: Outcome, severity: "error" | "warning"): string[] {
  return events
    .flatMap(({ diagnosticEvent: { severity: is, urn = "", message = "" } = {} }) => {
      if (String(is) !== severity || !urn.includes("dynamic/email-security")) return [];
      // What the engine says of a failed check begins with the resource's name.
      const text = message.replace(/<\{%\w*%\}>/g, "").replace(/^.* has a problem: /, "");
      return [`${urn.slice(urn.lastIndexOf("::") + 2)} ${text.trim()}`];
    })
    .sort();
}

const trusted = { isTrustedSender: true };
const wrong = (args: unknown) => args as AllowPolicyArgs;
/** The resource and the kind of each advice. */
const advice = (outcome: Outcome) => said(outcome, "warning").map((text) => text.replace(/:.*/, ""));

describe("mistakes on the real engine", () => {
  const engine = useEngine();

  it("that only the comparison with state can tell come with all others", async () => {
    let options: pulumi.CustomResourceOptions = {};
    let isExclusive = false;
    let imported = "";
    const stack = await engine.stack(() => {
      new AllowPolicy("acme", { pattern: "acme.example", ...trusted }, options);
      new AllowPolicy("globex", { pattern: "globex.example", ...trusted }, options);
      const again = { pattern: "kept.example", ...trusted };
      const asked = imported === "" ? [] : new AllowPolicy("again", again, { import: imported });
      new AllowPolicy("kept", again, { dependsOn: asked });
      const one = new AllowPolicySet("one", { policies: {}, exclusive: isExclusive });
      new AllowPolicySet("two", { policies: {}, exclusive: isExclusive }, { dependsOn: one });
      new AllowPolicy("url", { pattern: isExclusive ? "https://url.example" : "url.example", ...trusted });
    });
    await stack.up();
    imported = stack.resources.find(({ urn }) => urn.endsWith("::kept"))?.id ?? "";
    options = { import: "another" };
    isExclusive = true;
    const preview = await stack.preview({ fails: true });
    expect(said(preview, "error").map((text) => text.split(/ but |, in |, which |" is a/)[0])).to.deep.equal([
      "acme the resource option import names another,",
      "globex the resource option import names another,",
      `kept another resource of this program imports allow policy ${imported}`,
      "two exclusive: AllowPolicySet one is exclusive too",
      'url pattern: "https://url.example',
    ]);
    const up = await stack.up({ fails: true });
    expect(up.requests.filter(({ method }) => method !== "GET")).to.be.empty;
  });

  it("come in one preview, each on its resource and once, with all advice, and an up sends nothing for them", async () => {
    let isRight = true;
    const stack = await engine.stack(() => {
      new AllowPolicy(
        "changed",
        isRight ? { pattern: "acme.example", ...trusted } : { pattern: "*.acme.example", ...trusted },
      );
      if (isRight) return;
      const url = new AllowPolicy("url", { pattern: "https://acme.example/contact", ...trusted });
      new AllowPolicy("two", wrong({ pattern: "globex.example", isTrustedSender: "true", is_sender: true }));
      new BlockSender("host-bits", { pattern: "203.0.113.7/24" });
      const twin = new TrustedDomain("twin", { pattern: "twin.example", isRecent: true });
      new TrustedDomain("other-twin", { pattern: "Twin.example", isRecent: true }, { dependsOn: twin });
      new AllowPolicySet("set", {
        policies: pulumi.output({
          good: { pattern: "gmail.com", ...trusted },
          bad: { pattern: "bob@@globex.example", ...trusted },
          again: { pattern: "acme.example", ...trusted, comments: "c".repeat(2000) },
        }),
      });
      new AllowPolicy("advised", { pattern: "initech.example", ...trusted, verifySender: false });
      // Neither repeats the mistake of the other nor stumbles over its value.
      new AllowPolicy("dependent", { pattern: url.pattern, comments: url.id, ...trusted });
    });
    await stack.up();
    isRight = false;
    const preview = await stack.preview({ fails: true });
    expect(said(preview, "error")).to.deep.equal([
      'changed pattern: "*.acme.example" has a wildcard, which a domain name cannot have: write "acme.example", or ".*\\\\.acme\\\\.example" with isRegex: true and patternType: "DOMAIN"',
      'host-bits pattern: "203.0.113.7/24" has bits set after its first 24: write "203.0.113.0/24" for the network, or "203.0.113.7" for the one address',
      "other-twin pattern: the trusted domain of this pattern is also declared by TrustedDomain twin: remove one of the two; an entry has one resource",
      "set policies.again.comments: has 2000 characters; the API takes at most 1024",
      'set policies.bad.pattern: "bob@@globex.example" has more than one "@": write "bob@globex.example"',
      'two isTrustedSender: "true" is not a boolean: write true without quotes',
      'two is_sender: AllowPolicy has no such property: did you mean "isTrustedSender"?',
      'url pattern: "https://acme.example/contact" is a URL, not a domain name: write "acme.example"',
    ]);
    expect(advice(preview)).to.deep.equal(["advised advice/unverified-trust", "set advice/free-mail"]);
    expect(preview.requests).to.deep.equal([]);

    const up = await stack.up({ fails: true });
    expect(said(up, "error")).not.to.be.empty;
    // It may have made what was right before it came upon the first that is wrong.
    const sent = up.requests.flatMap(({ method, body }) => (method === "GET" ? [] : JSON.stringify(body)));
    for (const text of sent) expect(text).to.match(/"(twin|initech)\.example"/);
    expect(
      stack.api
        .content("allow_policies")
        .list()
        .map(({ pattern }) => pattern),
    ).to.include("acme.example");
    expect(stack.stateText).not.to.contain("__mistakes").and.not.to.contain("__hidden");
  });

  it("fail the preview of a program that the CLI runs, which says no more than they do", async () => {
    const stack = await engine.stack("scripts/capture/program.ts");
    const preview = await stack.preview({ fails: true });
    expect(said(preview, "error").map((text) => text.slice(0, text.indexOf(":")))).to.deep.equal([
      "partners policies.acme.pattern",
      "partners policies.globex.verifySender",
      "partners policies.lisbon.pattern",
    ]);
    expect(advice(preview)).to.deep.equal(["scanner advice/unverified-trust"]);
    expect(preview.stdout.match(/error: /g)).to.have.length(3 * 2);
    expect(preview.requests).to.deep.equal([]);
    expect(said(await stack.up({ fails: true }), "error")).to.deep.equal(said(preview, "error"));
  });

  it("are told of the provider once, and of what is known and not secret; by an up too", async () => {
    const stack = await engine.stack(
      () => {
        const provider = new Provider("emea", { accountId: "no account!" });
        const domain = new TrustedDomain("late", { pattern: "late.example", isRecent: true });
        for (const name of ["a", "b", "c"]) new TrustedDomain(name, { pattern: `${name}.example`, isRecent: true });
        new AllowPolicy("emea-a", { pattern: "one.example", ...trusted }, { provider });
        new AllowPolicy("emea-b", { pattern: "two@@two.example", ...trusted }, { provider });
        new AllowPolicy("unknown", {
          pattern: domain.id,
          patternType: "DOMAIN",
          ...trusted,
          comments: "c".repeat(2000),
        });
        new AllowPolicy("hidden", { pattern: pulumi.secret("hushhush@@a.example"), ...trusted });
        const additionalSecretOutputs = ["pattern"];
        new AllowPolicy("output", { pattern: "hushhush@@b.example", ...trusted }, { additionalSecretOutputs });
        const entry = { pattern: "hushhush@@c.example", ...trusted };
        new AllowPolicySet("keys", {
          policies: pulumi.secret({ hushhush: entry, other: { ...entry, hushhushed: 1 } }),
        });
        new AllowPolicySet("values", { policies: { shown: { ...entry, pattern: pulumi.secret(entry.pattern) } } });
      },
      { config: (api) => ({ "cloudflare-email-security:accountId": { value: api.account } }) },
    );
    const preview = await stack.preview({ fails: true });
    const secret =
      "is not valid; why is not said, since it would show a secret: preview it once without the secret mark, where nobody else reads along";
    const none =
      'provider: no credential: set one with "pulumi config set --secret cloudflare-email-security:apiToken", or the environment variable CLOUDFLARE_API_TOKEN';
    const account = 'accountId: "no account!" is not an account id: copy the 32 characters from the dashboard';
    const sentences = said(preview, "error").map((text) => text.replace(/^.* (?=accountId|provider)/, ""));
    // The credential once for the default provider, and once for the other one; whichever resource comes first has it.
    expect(sentences.sort()).to.deep.equal([
      account,
      'emea-b pattern: "two@@two.example" has more than one "@": write "two@two.example"',
      `hidden pattern: ${secret}`,
      `keys policies[secret 1].pattern: ${secret}`,
      `keys policies[secret 2].pattern: ${secret}`,
      `keys policies[secret 2]: ${secret}`,
      `output pattern: ${secret}`,
      none,
      none,
      "unknown comments: has 2000 characters; the API takes at most 1024",
      `values policies.shown.pattern: ${secret}`,
    ]);
    expect(shown(preview)).not.to.contain("hushhush");
    expect(shown(await stack.up({ fails: true }))).not.to.contain("hushhush");
  });

  it("stay readable where there are many, as does advice", async () => {
    const entry = (pattern: string) => ({ pattern, ...trusted });
    const numbers = Array.from({ length: 3000 }, (_, index) => String(index).padStart(4, "0"));
    const stack = await engine.stack(() => {
      const policies = numbers.map((name, index) => [
        `p${name}`,
        entry(`${index % 30 ? "" : "*."}partner-${name}.example`),
      ]);
      new AllowPolicySet("wrong", { policies: Object.fromEntries(policies) as Record<string, AllowPolicyArgs> });
      const advised = numbers.map((name, index) => [
        `p${name}`,
        { ...entry(`other-${name}.example`), verifySender: index === 2999, isTrustedSender: index < 2999 },
      ]);
      new AllowPolicySet("advised", { policies: Object.fromEntries(advised) as Record<string, AllowPolicyArgs> });
    });
    const preview = await stack.preview({ fails: true });
    const mistakes = said(preview, "error");
    expect(mistakes).to.have.length(21);
    expect(mistakes[0]).to.equal("wrong and 80 more mistakes");
    expect(mistakes[1]).to.match(/^wrong policies\.p0000\.pattern: "\*\.partner-0000\.example" has a wildcard/);
    const warnings = said(preview, "warning");
    expect(warnings).to.have.length(21);
    expect(warnings[20]).to.equal("advised and 2980 more: 2979 advice/unverified-trust, 1 advice/no-disposition");
    expect(preview.stdout.length).to.be.below(40_000);
    expect(said(await stack.up({ fails: true }), "error")).to.deep.equal(mistakes);
  });
});
