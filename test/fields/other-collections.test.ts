import { expect } from "chai";
import { collectionOf } from "../../provider/collections/collection";
import { changedFields, identityOf } from "../../provider/collections/compare";
import { fromWire, toWire } from "../../provider/collections/wire";
import { flag, number, oneOf, someOf, text, texts, type Given, type Live } from "../../provider/fields/field";
import { comments } from "../../provider/fields/shared";
import { checkEntry } from "../../provider/collections/check-entry";

// The other collections of the API as tables: what a field and a collection can be must be enough for them.

const contentPolicyFields = {
  name: text({ wire: "name", length: [1, 1024], filter: true }),
  pattern: text({ wire: "pattern", form: "java-regex" }),
  targets: someOf(["SUBJECT", "BODY"], { wire: "targets" }),
  enabled: flag({ wire: "enabled", default: true, filter: true }),
  notes: text({ wire: "notes", optional: true }),
};
const contentPolicies = collectionOf({
  type: "ContentPolicy",
  handler: "contentPolicy",
  set: { type: "ContentPolicySet", handler: "contentPolicySet", entries: "policies" },
  noun: "content policy",
  path: "content_policies",
  fields: contentPolicyFields,
  key: ["name"],
  pageOrder: "name",
  batch: "all",
  untouchable: "none",
  effect: "protects",
});

const DISPOSITIONS = ["MALICIOUS", "SUSPICIOUS", "SPOOF", "SPAM", "BULK", "NONE"] as const;
const domainFields = {
  domain: text({ wire: "domain", form: "domain", immutable: true, filter: true }),
  allowedDeliveryModes: someOf(["DIRECT", "BCC", "JOURNAL", "API", "RETRO_SCAN"], { wire: "allowed_delivery_modes" }),
  dropDispositions: someOf(DISPOSITIONS, { wire: "drop_dispositions" }),
  ipRestrictions: texts({ wire: "ip_restrictions", form: "ip" }),
  folder: oneOf(["AllItems", "Inbox"], { wire: "folder", optional: true }),
  lookbackHops: number({ wire: "lookback_hops", range: [1, 20], optional: true }),
  requireTlsInbound: flag({ wire: "require_tls_inbound", optional: true }),
  transport: text({ wire: "transport", optional: true }),
  status: oneOf(["PENDING", "ACTIVE", "FAILED", "TIMEOUT"], { wire: "status", outputOnly: true, filter: true }),
};
const domains = collectionOf({
  type: "Domain",
  handler: "domain",
  set: "none",
  noun: "domain",
  path: "domains",
  fields: domainFields,
  key: ["domain"],
  pageOrder: "domain",
  batch: "deletes",
  untouchable: "none",
  effect: "protects",
});

const impersonationRegistry = collectionOf({
  type: "ImpersonationRegistry",
  handler: "impersonationRegistry",
  set: "none",
  noun: "protected name",
  path: "impersonation_registry",
  fields: {
    name: text({ wire: "name", length: [1, 1024] }),
    email: text({ wire: "email" }),
    isEmailRegex: flag({ wire: "is_email_regex", default: false }),
    provenance: text({ wire: "provenance", outputOnly: true, optional: true, filter: true }),
    comments,
  },
  key: ["email", "name"],
  pageOrder: "email",
  batch: "none",
  untouchable: { field: "provenance", values: ["SNOOPY-OFFICE_365", "SNOOPY-GOOGLE_DIRECTORY"] },
  effect: "protects",
});

const urlIgnorePatterns = collectionOf({
  type: "UrlIgnorePattern",
  handler: "urlIgnorePattern",
  set: "none",
  noun: "ignored URL pattern",
  path: "url_ignore_patterns",
  fields: { pattern: text({ wire: "pattern", form: "java-regex" }), comments },
  key: ["pattern"],
  pageOrder: "none",
  batch: "none",
  untouchable: "none",
  effect: "none",
});

/** What the compiler makes of the tables. */
export const typed = {
  policy: { name: "n", pattern: "p", targets: ["BODY"], notes: "why" } satisfies Given<typeof contentPolicyFields>,
  live: { name: "n", pattern: "p", targets: ["BODY"], enabled: true } satisfies Live<typeof contentPolicyFields>,
  domain: {
    domain: "acme.example",
    allowedDeliveryModes: ["API"],
    dropDispositions: [],
    ipRestrictions: ["198.51.100.7"],
    lookbackHops: 2,
  } satisfies Given<typeof domainFields>,
  // @ts-expect-error -- a required field is missing
  missing: { name: "n", pattern: "p" } satisfies Given<typeof contentPolicyFields>,
  // @ts-expect-error -- not one of the texts
  target: { name: "n", pattern: "p", targets: ["HEADER"] } satisfies Given<typeof contentPolicyFields>,
  output: {
    domain: "d",
    allowedDeliveryModes: [],
    dropDispositions: [],
    ipRestrictions: [],
    // @ts-expect-error -- only Cloudflare sets it
    status: "ACTIVE",
  } satisfies Given<typeof domainFields>,
};

/** Mistakes in a table, which do not compile. */
export function wrongTables(): unknown {
  return [
    // @ts-expect-error -- a text for a boolean
    flag({ wire: "enabled", default: "true" }),
    // @ts-expect-error -- a default that is none of the texts
    oneOf(["A", "B"], { wire: "folder", default: "C" }),
    // @ts-expect-error -- a number has no length
    number({ wire: "hops", length: [1, 2] }),
    // @ts-expect-error -- an option that is misspelt
    text({ wire: "notes", optinal: true }),
    // @ts-expect-error -- a field without a name in the API
    text({ optional: true }),
    // @ts-expect-error -- no such form
    text({ wire: "notes", form: "url" }),
    // @ts-expect-error -- a key that is no field
    collectionOf({ ...contentPolicies, fields: contentPolicyFields, key: ["title"] }),
    // @ts-expect-error -- an order that is no field
    collectionOf({ ...contentPolicies, fields: contentPolicyFields, key: ["name"], pageOrder: "title" }),
  ];
}

describe("a table of fields", () => {
  const policy = { name: "wire", pattern: "(?i)wire transfer", targets: ["SUBJECT", "BODY"] };

  it("checks and completes lists, numbers and flags", () => {
    expect(checkEntry(contentPolicies, policy)).to.deep.equal({
      values: { name: "wire", pattern: "(?i)wire transfer", targets: ["BODY", "SUBJECT"], enabled: true },
      failures: [],
    });
    const domain = { domain: "ACME.example.", allowedDeliveryModes: ["API"], dropDispositions: [], ipRestrictions: [] };
    expect(checkEntry(domains, { ...domain, ipRestrictions: ["2606:4700:0::1"], lookbackHops: 3 })).to.deep.equal({
      values: { ...domain, domain: "acme.example", ipRestrictions: ["2606:4700::1"], lookbackHops: 3 },
      failures: [],
    });
  });

  for (const [collection, wrong, reason] of [
    [contentPolicies, { ...policy, pattern: "(" }, 'pattern: "(" is not a Java regular expression'],
    [contentPolicies, { ...policy, targets: ["HEADER"] }, 'targets: "HEADER" is not one of SUBJECT, BODY'],
    [contentPolicies, { ...policy, targets: "BODY" }, 'targets: "BODY" is not a list: write a list of texts'],
    [contentPolicies, { ...policy, enabled: "true" }, 'enabled: "true" is not a boolean'],
    [domains, { lookbackHops: 21 }, "lookbackHops: 21 is not a number from 1 to 20"],
    [domains, { lookbackHops: "2" }, 'lookbackHops: "2" is not a number'],
    [domains, { ipRestrictions: ["8.8.8.8", "10.0.0.1"] }, 'ipRestrictions: "10.0.0.1" is a private address'],
    [domains, { domain: "not_a.domain" }, 'domain: "not_a.domain" has an underscore'],
    [domains, { status: "ACTIVE" }, "status: is set by Cloudflare alone"],
  ] as const) {
    it(`refuses: ${reason}`, () => {
      const reasons = checkEntry(collection, wrong).failures.map((failure) => `${failure.path}: ${failure.reason}`);
      expect(
        reasons.some((one) => one.startsWith(reason)),
        reasons.join("\n"),
      ).to.equal(true);
    });
  }

  it("compares lists without their order, and keys in whatever spelling", () => {
    const turned = { ...policy, targets: ["BODY", "SUBJECT"] };
    expect(changedFields(contentPolicies, policy, turned)).to.be.empty;
    expect(changedFields(contentPolicies, policy, { ...policy, targets: ["BODY"] })).to.deep.equal(["targets"]);
    expect(identityOf(domains, { domain: "ACME.example." })).to.equal(identityOf(domains, { domain: "acme.example" }));
    const name = { email: "ann@acme.example", name: "Ann" };
    expect(identityOf(impersonationRegistry, name)).not.to.equal(
      identityOf(impersonationRegistry, { ...name, name: "Bob" }),
    );
    const url = (pattern: string) => identityOf(urlIgnorePatterns, { pattern });
    expect(url("ACME")).not.to.equal(url("acme"));
  });

  it("goes over the wire and back, without what only Cloudflare sets", () => {
    const values = {
      domain: "acme.example",
      allowedDeliveryModes: ["API"],
      dropDispositions: [],
      ipRestrictions: [],
      lookbackHops: 3,
    };
    const wire = toWire(domains, { ...values, status: "ACTIVE" });
    expect(wire).to.deep.equal({
      domain: "acme.example",
      allowed_delivery_modes: ["API"],
      drop_dispositions: [],
      ip_restrictions: [],
      lookback_hops: 3,
    });
    const live = fromWire(domains, { ...wire, id: "one", status: "PENDING", folder: null });
    expect(live).to.deep.equal({ id: "one", values: { ...values, status: "PENDING" } });
    expect(() => fromWire(domains, { ...wire, id: "one", lookback_hops: "3" })).to.throw(
      '"lookback_hops" is not a number',
    );
  });
});
