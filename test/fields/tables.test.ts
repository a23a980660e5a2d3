import { expect } from "chai";
import { checkEntry } from "../../provider/collections/check-entry";
import { collectionOf } from "../../provider/collections/collection";
import { changedFields, identityOf, keepSpelling, nobody } from "../../provider/collections/compare";
import { contentPolicies, fields as contentPolicyFields } from "../../provider/collections/content-policy";
import type { fields as domainFields } from "../../provider/collections/domain";
import { domains } from "../../provider/collections/domain";
import { impersonationRegistry } from "../../provider/collections/impersonation-registry-entry";
import { sendingDomainRestrictions } from "../../provider/collections/sending-domain-restriction";
import { urlIgnorePatterns } from "../../provider/collections/url-ignore-pattern";
import { ALL_COLLECTIONS } from "../../provider/collections/all-collections";
import { fromWire, toWire } from "../../provider/collections/wire";
import { flag, number, oneOf, text, type Given, type Live } from "../../provider/fields/field";

/** What the compiler makes of the tables. */
export const typed = {
  policy: { name: "n", pattern: "p", targets: ["BODY"], notes: "why" } satisfies Given<typeof contentPolicyFields>,
  live: { name: "n", pattern: "p", targets: ["BODY"], enabled: true } satisfies Live<typeof contentPolicyFields>,
  domain: { domain: "acme.example", allowedDeliveryModes: ["API"], lookbackHops: 2 } satisfies Given<
    typeof domainFields
  >,
  ours: { domain: "acme.example", create: true } satisfies Given<typeof domainFields>,
  // @ts-expect-error -- Cloudflare does not know it
  notOurs: { domain: "acme.example", create: true } satisfies Partial<Live<typeof domainFields>>,
  // @ts-expect-error -- a required field is missing
  missing: { name: "n", pattern: "p" } satisfies Given<typeof contentPolicyFields>,
  // @ts-expect-error -- not one of the texts
  target: { name: "n", pattern: "p", targets: ["HEADER"] } satisfies Given<typeof contentPolicyFields>,
  output: {
    domain: "d",
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
    // @ts-expect-error -- a field without a name in the API that is not said to be ours alone
    text({ optional: true }),
    // @ts-expect-error -- ours alone, and in the API
    text({ ours: true, wire: "notes" }),
    // @ts-expect-error -- no such form
    text({ wire: "notes", form: "url" }),
    // @ts-expect-error -- a key that is no field
    collectionOf({ ...contentPolicies, fields: contentPolicyFields, key: ["title"] }),
    // @ts-expect-error -- an order that is no field
    collectionOf({ ...contentPolicies, fields: contentPolicyFields, key: ["name"], pageOrder: "title" }),
  ];
}

describe("a table of fields", () => {
  const policy = { name: "wire", pattern: "wire transfer", targets: ["SUBJECT", "BODY"] };

  it("checks and completes lists, numbers and flags", () => {
    expect(checkEntry(contentPolicies, policy)).to.deep.equal({
      values: { name: "wire", pattern: "wire transfer", targets: ["BODY", "SUBJECT"], enabled: true },
      failures: [],
    });
    const domain = { domain: "ACME.example.", allowedDeliveryModes: ["API"], dropDispositions: [], ipRestrictions: [] };
    expect(checkEntry(domains, { ...domain, ipRestrictions: ["2606:4700:0::1"], lookbackHops: 3 })).to.deep.equal({
      values: { ...domain, domain: "acme.example", ipRestrictions: ["2606:4700::1"], lookbackHops: 3 },
      failures: [],
    });
  });

  for (const [collection, wrong, reason] of [
    [contentPolicies, { ...policy, pattern: "(" }, 'pattern: "(" has a "(" without its ")"'],
    [contentPolicies, { ...policy, targets: [] }, "targets: needs at least 1: SUBJECT, BODY"],
    [
      sendingDomainRestrictions,
      { domain: "acme.example", exclude: ["news.acme.example", "globex.example"] },
      'exclude: "globex.example" is no subdomain of acme.example',
    ],
    [sendingDomainRestrictions, { domain: "acme.example", exclude: ["acme.example"] }, 'exclude: "acme.example" is no'],
    [urlIgnorePatterns, { pattern: "*.acme.example" }, 'pattern: "*.acme.example" is not a regular expression'],
    [urlIgnorePatterns, { pattern: "" }, "pattern: is empty, which matches every link"],
    [urlIgnorePatterns, { pattern: "x".repeat(513) }, "pattern: has 513 characters; the API takes at most 512"],
    [impersonationRegistry, { name: "Ann", email: "ann" }, 'email: "ann"'],
    [impersonationRegistry, { name: "Ann", email: "a*@acme.example" }, "isEmailRegex: true"],
    [impersonationRegistry, { name: "Ann", email: "(", isEmailRegex: true }, 'email: "(" is not a Java'],
    [contentPolicies, { ...policy, targets: ["HEADER"] }, 'targets: "HEADER" is not one of SUBJECT, BODY'],
    [contentPolicies, { ...policy, targets: "BODY" }, 'targets: "BODY" is not a list: write a list of texts'],
    [contentPolicies, { ...policy, enabled: "true" }, 'enabled: "true" is not a boolean'],
    [domains, { lookbackHops: 21 }, "lookbackHops: 21 is not a number from 1 to 20"],
    [domains, { lookbackHops: "2" }, 'lookbackHops: "2" is not a number'],
    [
      domains,
      { ipRestrictions: ["8.8.8.8", "10.0.0.0/33"] },
      'ipRestrictions: "10.0.0.0/33" has a prefix length of 33',
    ],
    [domains, { domain: "not_a.domain" }, 'domain: "not_a.domain" has an underscore'],
    [domains, { status: "ACTIVE" }, "status: is set by Cloudflare alone"],
  ] as const) {
    it(`refuses: ${reason}`, () => {
      const reasons = checkEntry(collection, wrong).failures.map((failure) => `${failure.path}: ${failure.reason}`);
      expect(
        reasons.some((one) => one.includes(reason)),
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

  it("lets be what a change leaves as it is, and what the API alone sets", () => {
    const live = { domain: "acme.example", regions: ["GLOBAL"], transport: "mx.acme.example", status: "ACTIVE" };
    expect(changedFields(domains, live, { domain: "acme.example" })).to.be.empty;
    expect(changedFields(domains, live, { domain: "acme.example", regions: ["US"] })).to.deep.equal(["regions"]);
  });

  it("keeps the spelling that is known, in every field, and what is ours alone", () => {
    const known = { domain: "acme.example", exclude: ["b.acme.example", "a.acme.example"] };
    const live = { domain: "ACME.example.", exclude: ["a.acme.example.", "B.acme.example"] };
    expect(keepSpelling(sendingDomainRestrictions, live, known)).to.deep.equal(known);
    expect(keepSpelling(sendingDomainRestrictions, { ...live, exclude: [] }, known)).to.deep.equal({
      ...known,
      exclude: [],
    });
    const ours = { domain: "acme.example", deleteOnRemoval: true };
    expect(keepSpelling(domains, { domain: "acme.example", status: "ACTIVE" }, ours)).to.deep.equal({
      ...ours,
      status: "ACTIVE",
    });
  });

  it("puts an entry of every collection where it meets nobody", () => {
    for (const collection of ALL_COLLECTIONS) {
      const away = nobody(collection, "f174e90a");
      const complete = {
        name: "Ann",
        email: "ann@acme.example",
        exclude: [],
        pattern: "acme.example",
        targets: ["BODY"],
        ...away,
      };
      const given = Object.fromEntries(Object.entries(complete).filter(([name]) => name in collection.fields));
      expect(checkEntry(collection, given).failures, collection.type).to.be.empty;
      expect(JSON.stringify(away)).to.include("f174e90a");
    }
  });

  it("goes over the wire and back, without what only Cloudflare sets", () => {
    const values = {
      domain: "acme.example",
      allowedDeliveryModes: ["API"],
      dropDispositions: [],
      ipRestrictions: [],
      lookbackHops: 3,
    };
    const wire = toWire(domains, { ...values, status: "ACTIVE", create: true });
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
