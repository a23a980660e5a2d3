import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import { readPattern, type Collection, type Values } from "../../provider/collections/collection";
import {
  changedFields,
  hasValue,
  identityOf,
  isOursAlone,
  keepSpelling,
  nobody,
  withOurs,
} from "../../provider/collections/compare";
import { contentPolicies } from "../../provider/collections/content-policy";
import { domains } from "../../provider/collections/domain";
import { impersonationRegistry } from "../../provider/collections/impersonation-registry-entry";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import { urlIgnorePatterns } from "../../provider/collections/url-ignore-pattern";
import { policyValues } from "../api/support";
import { comparable } from "../../provider/fields/compare";
import { flag, number, oneOf, text, texts } from "../../provider/fields/field";

const policy: Values = { ...policyValues, comments: "a note" };

describe("two entries", () => {
  it("differ in the fields that have another value, in the table's order", () => {
    expect(changedFields(allowPolicies, policy, { ...policy })).to.deep.equal([]);
    const { comments: _comments, ...rest } = policy;
    expect(changedFields(allowPolicies, policy, { ...rest, isRegex: true, pattern: "ACME.example" })).to.deep.equal([
      "pattern",
      "isRegex",
      "comments",
    ]);
    expect(changedFields(allowPolicies, policy, { ...policy, accountId: "another" })).to.deep.equal([]);
  });

  it("do not differ in the order of a list, which is left as it is", () => {
    const [one, other] = [{ targets: ["SUBJECT", "BODY"] }, { targets: ["BODY", "SUBJECT"] }];
    expect(changedFields(contentPolicies, one, other)).to.deep.equal([]);
    expect(changedFields(contentPolicies, other, one)).to.deep.equal([]);
    expect([one.targets, other.targets]).to.deep.equal([
      ["SUBJECT", "BODY"],
      ["BODY", "SUBJECT"],
    ]);
    for (const targets of [["BODY"], ["BODY", "BODY"], undefined, "BODY"]) {
      expect(changedFields(contentPolicies, one, { targets }), String(targets)).to.deep.equal(["targets"]);
      expect(changedFields(contentPolicies, { targets }, one), String(targets)).to.deep.equal(["targets"]);
    }
  });

  for (const collection of [allowPolicies, trustedDomains, blockSenders]) {
    it(`of the ${collection.noun} collection are the same by pattern, type and regex flag, not by what they do`, () => {
      const identity = (more: Values = {}) => identityOf(collection, { ...policy, ...more });
      expect(identity({ pattern: "ACME.example." })).to.equal(identity());
      expect(identity({ comments: "another", isTrustedSender: false, isRecent: true })).to.equal(identity());
      expect(identity({ pattern: "globex.example" })).not.to.equal(identity());
      expect(identity({ isRegex: true })).not.to.equal(identity());
      expect(identity({ isRegex: true, pattern: "ACME.example" })).not.to.equal(identity({ isRegex: true }));
      expect(identity({ patternType: "EMAIL" }) === identity()).to.equal(!("patternType" in collection.fields));
    });
  }

  it("have a value in whatever spelling", () => {
    const has = hasValue(allowPolicies, "pattern", "MÜNCHEN.example");
    expect(has({ ...policy, pattern: "xn--mnchen-3ya.example." })).to.equal(true);
    expect(has({ ...policy, pattern: "munchen.example" })).to.equal(false);
    expect(has({ ...policy, pattern: "xn--mnchen-3ya.example", isRegex: true })).to.equal(false);
    expect(hasValue(allowPolicies, "verifySender", false)({ ...policy, verifySender: false })).to.equal(true);
    expect(hasValue(allowPolicies, "verifySender", false)(policy)).to.equal(false);
  });
});

describe("a change of what Cloudflare does not know", () => {
  it("is one of such fields alone", () => {
    const from: Values = { domain: "acme.example", regions: ["DE"], create: true };
    const isOurs = (to: Values) => isOursAlone(domains, changedFields(domains, from, to));
    expect(isOurs({ ...from, create: false, deleteOnRemoval: true })).to.equal(true);
    expect(isOurs({ ...from, create: false, regions: ["AU"] })).to.equal(false);
    expect(isOurs({ ...from, regions: ["AU"] })).to.equal(false);
    expect(isOurs(from)).to.equal(false);
  });

  it("takes those fields from the program, and leaves everything else in state as it is", () => {
    const state = { accountId: "account", domain: "acme.example", create: true, createdAt: "then" };
    const values = { accountId: "another", domain: "globex.example", deleteOnRemoval: true };
    expect(withOurs(domains, state, values)).to.deep.equal({
      accountId: "account",
      domain: "acme.example",
      createdAt: "then",
      deleteOnRemoval: true,
    });
  });
});

describe("the live values", () => {
  it("keep the spelling that is known where it means the same", () => {
    const live = { ...policy, pattern: "xn--mnchen-3ya.example", comments: "live" };
    const known = { ...policy, pattern: "münchen.example." };
    expect(keepSpelling(allowPolicies, live, known)).to.deep.equal({ ...live, pattern: "münchen.example." });
    for (const other of [{ ...known, pattern: "munich.example" }, { ...known, isRegex: true }, {}, { pattern: 7 }]) {
      expect(keepSpelling(allowPolicies, live, other)).to.deep.equal(live);
    }
    const domain = { domain: "acme.example", regions: ["DE"] };
    expect(keepSpelling(domains, domain, { domain: "acme.example" })).to.deep.equal(domain);
    expect(keepSpelling(domains, domain, { domain: "acme.example", create: true })).to.deep.equal({
      ...domain,
      create: true,
    });
    expect(keepSpelling(allowPolicies, { comments: "x" }, { comments: "y" })).to.deep.equal({ comments: "x" });
    const ended = { ...policy, expiresAt: "2030-12-31" };
    expect(keepSpelling(allowPolicies, ended, policy)).to.deep.equal(ended);
    const list = { targets: ["BODY", "SUBJECT"] };
    expect(keepSpelling(contentPolicies, list, { targets: ["SUBJECT", "BODY"] })).to.deep.equal(list);
  });

  it("become those of nobody in every collection", () => {
    const none = { pattern: "one.invalid", isRegex: false };
    expect(nobody(allowPolicies, "one")).to.deep.equal({ ...none, patternType: "DOMAIN" });
    expect(nobody(blockSenders, "one")).to.deep.equal({ ...none, patternType: "DOMAIN" });
    expect(nobody(trustedDomains, "one")).to.deep.equal(none);
    expect(nobody(contentPolicies, "one")).to.deep.equal({ name: "one" });
    expect(nobody(domains, "one")).to.deep.equal({ domain: "one.invalid" });
    expect(nobody(urlIgnorePatterns, "one")).to.deep.equal({ pattern: "^one[.]invalid$" });
    const ofPeople = { ...impersonationRegistry, key: ["email"] as const };
    expect(nobody(ofPeople, "one")).to.deep.equal({ email: "nobody@one.invalid", isEmailRegex: false });
    const ofAddresses = { ...ofPeople, fields: { email: text({ wire: "email", form: "address" }) } };
    expect(nobody(ofAddresses, "one")).to.deep.equal({ email: "nobody@one.invalid" });
  });
});

describe("the type of a pattern", () => {
  const patternTypeOf = (collection: Pick<Collection, "fields">, values: Values) =>
    readPattern(collection, (name) => values[name])?.type;

  it("is what its own field says, or the only one of the collection", () => {
    expect(patternTypeOf(allowPolicies, { patternType: "IP" })).to.equal("IP");
    expect(patternTypeOf(allowPolicies, {})).to.equal(undefined);
    expect(patternTypeOf(trustedDomains, { patternType: "IP" })).to.equal("DOMAIN");
    expect(patternTypeOf({ fields: { name: text({ wire: "name" }) } }, { name: "x" })).to.equal(undefined);
  });
});

describe("the form in which values of a field are compared", () => {
  it("is the value where it has no spellings", () => {
    for (const [field, value] of [
      [text({ wire: "x" }), "ACME.example."],
      [number({ wire: "x" }), 7],
      [flag({ wire: "x" }), false],
      [oneOf(["A"], { wire: "x" }), "A"],
      [text({ wire: "x", form: "domain" }), undefined],
    ] as const) {
      expect(comparable(field, value, {})).to.equal(value);
    }
  });

  it("is that of the field's form", () => {
    const of = (form: "domain" | "address" | "ip", value: string) => comparable(text({ wire: "x", form }), value, {});
    expect(of("domain", "ACME.example.")).to.equal("acme.example");
    expect(of("address", "Ann@ACME.example")).to.equal("ann@acme.example");
    for (const [block, alone] of [
      ["198.51.100.7/32", "198.51.100.7"],
      ["2606:4700::1/128", "2606:4700::1"],
      ["198.51.100.0/24", "198.51.100.0/24"],
      ["2606:4700::/32", "2606:4700::/32"],
      ["2606:4700::/112", "2606:4700::/112"],
    ] as const) {
      expect(of("ip", block)).to.equal(alone);
    }
    for (const form of ["domain", "address", "ip"] as const) expect(of(form, "Not A Thing.")).to.equal("Not A Thing.");
  });

  it("of an expression is the expression, and of an end the moment", () => {
    const of = (form: "content-regex" | "url-regex" | "end", value: string) =>
      comparable(text({ wire: "x", form }), value, {});
    for (const form of ["content-regex", "url-regex"] as const) expect(of(form, "Invoice.*")).to.equal("Invoice.*");
    expect(of("end", "2030-12-31")).to.equal(of("end", "2031-01-01T02:00:00+02:00"));
    expect(of("end", "2030-12-31")).not.to.equal(of("end", "2030-12-30"));
    expect(of("end", "tomorrow")).to.equal("tomorrow");
  });

  it("has the items of a list in one order", () => {
    const field = texts({ wire: "x", form: "ip" });
    expect(comparable(field, ["9.9.9.9", "198.51.100.7/32"], {})).to.deep.equal(["198.51.100.7", "9.9.9.9"]);
    expect(comparable(texts({ wire: "x" }), ["b", "a"], {})).to.deep.equal(["a", "b"]);
  });

  it("of a pattern is that of its type, also where the collection has only one", () => {
    const { pattern } = allowPolicies.fields;
    const { pattern: domain } = trustedDomains.fields;
    if (!pattern || !domain) throw new Error("there is no pattern");
    const read = (text: string, patternType: unknown, isRegex: unknown = false) =>
      comparable(pattern, text, { patternType, isRegex });
    expect(read("Ann@ACME.example", "EMAIL")).to.equal("ann@acme.example");
    expect(read("198.51.100.7/32", "IP")).to.equal("198.51.100.7");
    expect(read("ACME.example.", "DOMAIN")).to.equal("acme.example");
    expect(read("ACME.example.", "DOMAIN", true)).to.equal("ACME.example.");
    expect(read("ACME.example.", "DOMAIN", undefined)).to.equal("acme.example");
    expect(comparable(domain, "ACME.example.", {})).to.equal("acme.example");
    expect(comparable(domain, "ACME.example.", { isRegex: true })).to.equal("ACME.example.");
    expect(comparable({ type: "string", form: "pattern" }, "ACME.example.", {})).to.equal("ACME.example.");
    // An address is no domain, so this one is not read as any.
    expect(comparable(domain, "Ann@ACME.example", {})).to.equal("Ann@ACME.example");
    // Old entries have no type, or one that says nothing.
    for (const type of [undefined, "UNKNOWN"]) {
      expect(read("Ann@ACME.example", type)).to.equal("ann@acme.example");
      expect(read("198.51.100.7/32", type)).to.equal("198.51.100.7");
      expect(read("", type)).to.equal("");
    }
  });
});
