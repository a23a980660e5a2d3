/**
 * Programs as users write them, for the compiler alone: what is right compiles, and each mistake is an error, or else
 * `@ts-expect-error` is one. Written against the package as it is published.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  AllowPolicy,
  BlockSender,
  BlockSenderSet,
  ContentPolicy,
  ContentPolicySet,
  Domain,
  ImpersonationRegistryEntry,
  Provider,
  SendingDomainRestriction,
  TrustedDomain,
  UrlIgnorePattern,
  type AllowPolicyArgs,
  type AllowPolicyInputs,
  type BlockSenderSetEntry,
  type PatternType,
  type ProviderArgs,
  type TrustedDomainArgs,
  type TrustedDomainInputs,
} from "pulumi-cloudflare-email-security";

export function rightPrograms(config: pulumi.Config): unknown {
  const emea = new Provider("emea", { apiToken: config.requireSecret("emeaToken"), accountId: "account-two" });

  // Every property, with plain values and with outputs.
  const events = new TrustedDomain("events", { pattern: "acme-events.example", isRecent: true, isSimilarity: false });
  const partner = new AllowPolicy(
    "partner",
    {
      accountId: events.accountId,
      pattern: pulumi.interpolate`billing@${events.pattern}`,
      patternType: "EMAIL",
      isRegex: false,
      isTrustedSender: config.getBoolean("trust") ?? false,
      isAcceptableSender: true,
      isExemptRecipient: pulumi.output(false),
      verifySender: Promise.resolve(true),
      comments: pulumi.secret("Acme, our freight partner"),
      adoptExisting: true,
    },
    { provider: emea, protect: true, dependsOn: [events], aliases: [{ name: "old-name" }], import: "2401" },
  );

  // Blocks have no flags, single or in a set.
  new BlockSender("fraud", { pattern: pulumi.output("acme-frieght.example"), patternType: "DOMAIN", isRegex: false });
  const hosts: Record<string, BlockSenderSetEntry> = { host: { pattern: "203.0.113.66", comments: "attacked in May" } };
  const set = new BlockSenderSet("hosts", {
    senders: { ...hosts, mail: { pattern: events.pattern } },
    exclusive: true,
  });
  const senders: pulumi.Output<Record<string, { pattern: string; patternType: PatternType | "UNKNOWN" }>> = set.senders;
  const counted: [pulumi.Output<Record<string, string>>, pulumi.Output<number>] = [set.ids, set.count];

  // Lists, numbers and texts that are one of some.
  const gifts = new ContentPolicy("gifts", {
    name: "Gifts",
    pattern: "gift",
    targets: pulumi.output(["SUBJECT", "BODY"] as const),
  });
  new ContentPolicySet("blocked", {
    policies: { a: { name: gifts.notes.apply(String), pattern: "x", targets: ["BODY"] } },
  });
  new ImpersonationRegistryEntry("ann", { name: "Ann", email: "ann@acme.example", isEmailRegex: false });
  new SendingDomainRestriction("bank", {
    domain: events.pattern,
    exclude: events.pattern.apply((domain) => [`m.${domain}`]),
  });
  new UrlIgnorePattern("intranet", { pattern: "https://acme\\.example/.*", adoptExisting: true });
  const mail = new Domain("acme", { domain: "acme.example", regions: ["DE"], lookbackHops: 2, create: true });
  const shown: {
    status: pulumi.Output<"PENDING" | "ACTIVE" | "FAILED" | "TIMEOUT" | undefined>;
    regions: pulumi.Output<readonly ("GLOBAL" | "AU" | "DE" | "IN" | "US")[]>;
  } = mail;

  // What another resource may not have.
  new TrustedDomain("same-note", { pattern: "acme-events.example", comments: partner.comments });

  // One list in the program, many resources.
  const patterns: Readonly<Record<string, PatternType>> = { "acme.example": "DOMAIN", "198.51.100.7": "IP" };
  const policies = Object.entries(patterns).map(
    ([pattern, patternType]) => new AllowPolicy(pattern, { pattern, patternType }, { parent: partner }),
  );

  // Arguments made elsewhere, and plain data that is checked on its own.
  const shared: AllowPolicyArgs = { pattern: "acme.example", verifySender: false };
  const loaded: readonly AllowPolicyInputs[] = [{ pattern: "acme.example" }];
  const domains: readonly TrustedDomainInputs[] = [{ pattern: "acme.example", isRegex: true }];
  const domain: TrustedDomainArgs = { pattern: pulumi.output("acme.example") };
  const account: ProviderArgs = { accountId: "account-two", baseUrl: "http://127.0.0.1:8787/client/v4" };
  for (const inputs of loaded) new AllowPolicy(inputs.pattern, inputs);
  for (const inputs of domains) new TrustedDomain(inputs.pattern, inputs);

  // What exists already, and what the outputs are.
  const live = AllowPolicy.get("live", "f174e90a-fafe-4643-bbbc-4a0ed4fc8415");
  const other = TrustedDomain.get("other", partner.comments.apply(String), { accountId: emea.id }, { provider: emea });
  const outputs: {
    accountId: pulumi.Output<string>;
    patternType: pulumi.Output<PatternType | "UNKNOWN">;
    verifySender: pulumi.Output<boolean>;
    comments: pulumi.Output<string | undefined>;
    createdAt: pulumi.Output<string>;
  } = live;
  const candidate: unknown = other;
  if (TrustedDomain.isInstance(candidate)) return candidate.isSimilarity;
  return [
    senders,
    counted,
    shown,
    policies,
    outputs,
    new AllowPolicy("shared", shared),
    new TrustedDomain("domain", domain),
    account,
  ];
}

export function wrongPrograms(): void {
  // @ts-expect-error -- the pattern is required
  new AllowPolicy("missing", { isTrustedSender: true });
  // @ts-expect-error -- a name that is misspelt
  new AllowPolicy("misspelt", { pattern: "acme.example", isTrustedsender: true });
  // @ts-expect-error -- the API's own name
  new AllowPolicy("wire", { pattern: "acme.example", is_trusted_sender: true });
  // @ts-expect-error -- a name that the API has given up
  new AllowPolicy("former", { pattern: "acme.example", isSender: true });
  // @ts-expect-error -- a text for a boolean
  new AllowPolicy("text", { pattern: "acme.example", verifySender: "true" });
  // @ts-expect-error -- a type that Cloudflare only shows
  new AllowPolicy("retired", { pattern: "acme.example", patternType: "UNKNOWN" });
  // @ts-expect-error -- a property of the other resource
  new AllowPolicy("foreign", { pattern: "acme.example", isRecent: true });
  // @ts-expect-error -- a property of the other resource
  new TrustedDomain("foreign", { pattern: "acme.example", isTrustedSender: true });
  // @ts-expect-error -- a property of the other resource
  new BlockSender("foreign", { pattern: "acme.example", verifySender: true });
  // @ts-expect-error -- a type that Cloudflare only shows
  new BlockSenderSet("retired", { senders: { acme: { pattern: "acme.example", patternType: "UNKNOWN" } } });
  // @ts-expect-error -- the account is the set's
  new BlockSenderSet("account", { senders: { acme: { pattern: "acme.example", accountId: "account-two" } } });
  // @ts-expect-error -- a target that there is not
  new ContentPolicy("target", { name: "Gifts", pattern: "gift", targets: ["HEADER"] });
  // @ts-expect-error -- what only the API sets
  new ImpersonationRegistryEntry("synced", { name: "Ann", email: "ann@acme.example", provenance: "A1S_INTERNAL" });
  // @ts-expect-error -- a domain is adopted unasked
  new Domain("adopted", { domain: "acme.example", adoptExisting: true });
  // @ts-expect-error -- a text for a list
  new SendingDomainRestriction("text", { domain: "acme.example", exclude: "m.acme.example" });
  // @ts-expect-error -- no arguments at all
  new TrustedDomain("none");
  // @ts-expect-error -- a credential belongs to the provider
  new TrustedDomain("credential", { pattern: "acme.example", apiToken: "token" });
  // @ts-expect-error -- a name that is misspelt
  new Provider("misspelt", { token: "token" });
  // @ts-expect-error -- an entry is found by its id alone
  AllowPolicy.get("got", "2401", { pattern: "acme.example" });
}

// @ts-expect-error -- outputs are read, not written
export const written = (policy: AllowPolicy) => (policy.pattern = pulumi.output("acme.example"));
