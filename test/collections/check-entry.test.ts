import { expect } from "chai";
import { ALL_COLLECTIONS, SET_COLLECTIONS } from "../../provider/collections/all-collections";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { checkEntry } from "../../provider/collections/check-entry";
import {
  inputsOf,
  keyInWords,
  saidOf,
  untouchableBecause,
  type Collection,
} from "../../provider/collections/collection";
import { contentPolicies } from "../../provider/collections/content-policy";
import { domains } from "../../provider/collections/domain";
import { impersonationRegistry } from "../../provider/collections/impersonation-registry-entry";
import { sendingDomainRestrictions } from "../../provider/collections/sending-domain-restriction";
import { trustedDomains } from "../../provider/collections/trusted-domain";

/** What stands for a value that is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const valuesOf = (collection: Collection, given: Record<string, unknown>) => {
  const { values, failures } = checkEntry(collection, given);
  expect(failures).to.deep.equal([]);
  return values;
};
const reasonsOf = (collection: Collection, given: Record<string, unknown>, others: string[] = []) =>
  checkEntry(collection, given, others).failures.map(({ path, reason }) => `${path}: ${reason}`);
const reasonOf = (collection: Collection, given: Record<string, unknown>, others: string[] = []) => {
  const reasons = reasonsOf(collection, given, others);
  expect(reasons).to.have.length(1);
  return reasons[0];
};

const policy = { pattern: "acme.example" };

describe("an entry that a program gives", () => {
  it("is completed in the order of the table, and made canonical", () => {
    const values = valuesOf(allowPolicies, { comments: "", isTrustedSender: true, pattern: "ACME.example." });
    expect(Object.entries(values)).to.deep.equal([
      ["pattern", "acme.example"],
      ["patternType", "DOMAIN"],
      ["isRegex", false],
      ["isTrustedSender", true],
      ["isAcceptableSender", false],
      ["isExemptRecipient", false],
      ["verifySender", true],
    ]);
    expect(valuesOf(trustedDomains, { pattern: "ACME.example.", comments: "x" })).to.deep.equal({
      pattern: "acme.example",
      isRegex: false,
      isRecent: false,
      isSimilarity: false,
      comments: "x",
    });
    expect(valuesOf(domains, { domain: "acme.example" })).to.deep.equal({ domain: "acme.example" });
  });

  it("keeps a regular expression as it is, and every value that is not the default", () => {
    const given = {
      pattern: "(?i)ACME[0-9]+[.]example",
      patternType: "EMAIL",
      isRegex: true,
      isTrustedSender: false,
      isAcceptableSender: true,
      isExemptRecipient: true,
      verifySender: false,
      comments: "a note",
    };
    expect(valuesOf(allowPolicies, given)).to.deep.equal(given);
  });

  it("tells the type of its pattern, unless it says so itself", () => {
    for (const [pattern, patternType] of [
      ["acme.example", "DOMAIN"],
      ["ann@acme.example", "EMAIL"],
      ["198.51.100.7", "IP"],
      ["2606:4700::/32", "IP"],
    ] as const) {
      expect(valuesOf(allowPolicies, { pattern })).to.include({ pattern, patternType });
      expect(valuesOf(allowPolicies, { pattern, patternType })).to.include({ pattern, patternType });
    }
  });

  it("needs the type where the pattern does not tell", () => {
    const regex = { pattern: "acme[0-9]+", isRegex: true };
    expect(reasonOf(allowPolicies, regex)).to.equal(
      'patternType: required here, since a regular expression does not tell whether it is meant for addresses, domains or IP addresses: write "EMAIL", "DOMAIN" or "IP"',
    );
    expect(reasonOf(allowPolicies, { pattern: " " })).to.contain("patternType: required here, since the pattern does");
    expect(reasonsOf(trustedDomains, regex)).to.deep.equal([]);
  });

  it("may be unknown in part, and what depends on that is unknown as well", () => {
    expect(valuesOf(allowPolicies, { pattern: UNKNOWN })).to.include({ pattern: UNKNOWN, patternType: UNKNOWN });
    expect(valuesOf(allowPolicies, { pattern: UNKNOWN, patternType: "IP" })).to.include({ patternType: "IP" });
    const regex = { pattern: "ACME.example", isRegex: UNKNOWN };
    expect(valuesOf(allowPolicies, regex)).to.include({ ...regex, patternType: UNKNOWN });
    expect(valuesOf(allowPolicies, { ...regex, patternType: "DOMAIN" })).to.include({
      ...regex,
      patternType: "DOMAIN",
    });
    expect(valuesOf(allowPolicies, { pattern: "Any Thing", patternType: UNKNOWN })).to.include({
      pattern: "Any Thing",
    });
    expect(valuesOf(trustedDomains, { pattern: UNKNOWN, isRecent: UNKNOWN, comments: UNKNOWN })).to.deep.equal({
      pattern: UNKNOWN,
      isRegex: false,
      isRecent: UNKNOWN,
      isSimilarity: false,
      comments: UNKNOWN,
    });
    expect(valuesOf(domains, { domain: UNKNOWN, ipRestrictions: [UNKNOWN, "198.51.100.7"] })).to.deep.equal({
      domain: UNKNOWN,
      ipRestrictions: [UNKNOWN, "198.51.100.7"],
    });
    expect(reasonOf(domains, { domain: "acme.example", ipRestrictions: [UNKNOWN, "x"] })).to.match(/^ipRestrictions: /);
  });

  it("names a property that it does not have, and the one that was meant", () => {
    expect(reasonOf(allowPolicies, { ...policy, isTrustedSendr: true })).to.equal(
      'isTrustedSendr: AllowPolicy has no such property: did you mean "isTrustedSender"?',
    );
    expect(reasonOf(allowPolicies, { ...policy, acountId: "x" }, ["accountId"])).to.contain(
      'did you mean "accountId"?',
    );
    expect(reasonOf(trustedDomains, { ...policy, frobnicate: 1 }, ["accountId"])).to.equal(
      "frobnicate: TrustedDomain has no such property: it has pattern, isRegex, isRecent, isSimilarity, comments, expiresAt, accountId",
    );
    expect(reasonOf(impersonationRegistry, { name: "n", email: "ann@acme.example", frobnicate: 1 })).to.equal(
      "frobnicate: ImpersonationRegistryEntry has no such property: it has name, email, isEmailRegex, comments",
    );
    expect(reasonOf(trustedDomains, { ...policy, toString: 1 })).to.match(/^toString: TrustedDomain has no such/);
  });

  it("names the property that took the place of a deprecated one", () => {
    for (const [old, meant] of [
      ["is_sender", "isTrustedSender"],
      ["isSender", "isTrustedSender"],
      ["is_spoof", "isAcceptableSender"],
      ["isSpoof", "isAcceptableSender"],
      ["IS_RECIPIENT", "isExemptRecipient"],
    ] as const) {
      expect(reasonOf(allowPolicies, { ...policy, [old]: true })).to.contain(`did you mean "${meant}"?`);
    }
  });

  it("must have what no other field tells and no default fills", () => {
    expect(reasonsOf(allowPolicies, {})).to.deep.equal(["pattern: is missing, and AllowPolicy needs it"]);
    expect(reasonsOf(allowPolicies, { pattern: null })).to.deep.equal([
      "pattern: is missing, and AllowPolicy needs it",
    ]);
    expect(reasonsOf(contentPolicies, {})).to.deep.equal(
      ["name", "pattern", "targets"].map((name) => `${name}: is missing, and ContentPolicy needs it`),
    );
    expect(reasonsOf(domains, {})).to.deep.equal(["domain: is missing, and Domain needs it"]);
    expect(valuesOf(trustedDomains, { ...policy, isRecent: null })).to.include({ isRecent: false });
  });

  it("has values of the right types, or is told how to write them", () => {
    for (const [collection, given, reason] of [
      [allowPolicies, { ...policy, verifySender: "true" }, '"true" is not a boolean: write true without quotes'],
      [allowPolicies, { ...policy, verifySender: "false" }, '"false" is not a boolean: write false without quotes'],
      [allowPolicies, { ...policy, verifySender: "yes" }, '"yes" is not a boolean: write true or false'],
      [allowPolicies, { ...policy, verifySender: 1 }, "1 is not a boolean: write true or false"],
      [allowPolicies, { ...policy, comments: 7 }, "7 is not a string: write a text in quotes"],
      [allowPolicies, { pattern: ["a.example"] }, '["a.example"] is not a string: it takes one text, so make an entry'],
      [domains, { domain: "a.example", lookbackHops: "2" }, '"2" is not a number: write a number without quotes'],
      [domains, { domain: "a.example", regions: "DE" }, '"DE" is not a list: write a list of texts'],
      [domains, { domain: "a.example", regions: [7] }, "[7] is not a list: write a list of texts"],
    ] as const) {
      expect(reasonOf(collection, given)).to.contain(`: ${reason}`);
    }
    const long = "x".repeat(100);
    expect(reasonOf(domains, { domain: "a.example", lookbackHops: long })).to.contain(
      `"${long.slice(0, 79)}… is not a`,
    );
    const fits = "x".repeat(78);
    expect(reasonOf(domains, { domain: "a.example", lookbackHops: fits })).to.contain(`"${fits}" is not a`);
  });

  it("has one of the texts that the API takes, in its spelling", () => {
    const reason = (patternType: string) => reasonOf(allowPolicies, { ...policy, patternType });
    expect(reason("domain")).to.equal('patternType: "domain" is not one of EMAIL, DOMAIN, IP: write "DOMAIN"');
    expect(reason("URL")).to.equal('patternType: "URL" is not one of EMAIL, DOMAIN, IP: write one of those');
    expect(reason("UNKNOWN")).to.contain("Cloudflare may show it on old entries, but takes it no longer");
    expect(reasonOf(domains, { domain: "a.example", regions: ["DE", "FR"] })).to.contain(
      '"FR" is not one of GLOBAL, AU',
    );
  });

  it("has texts and numbers of the right size, both ends included", () => {
    const name = (length: number) => ({ name: "n".repeat(length), pattern: "p", targets: ["BODY"] });
    expect(reasonsOf(contentPolicies, name(1_024))).to.deep.equal([]);
    expect(reasonOf(contentPolicies, name(1_025))).to.contain("at most 1024");
    expect(reasonOf(contentPolicies, name(0))).to.equal("name: is empty");
    const hops = (lookbackHops: number) => ({ domain: "a.example", lookbackHops });
    for (const good of [1, 20]) expect(valuesOf(domains, hops(good))).to.include(hops(good));
    for (const bad of [0, 21]) {
      expect(reasonOf(domains, hops(bad))).to.equal(`lookbackHops: ${bad} is not a number from 1 to 20`);
    }
  });

  it("has nothing twice in a list, whose order is one", () => {
    const given = { name: "n", pattern: "p", targets: ["SUBJECT", "BODY", "SUBJECT"] };
    expect(valuesOf(contentPolicies, given).targets).to.deep.equal(["BODY", "SUBJECT"]);
    expect(given.targets).to.deep.equal(["SUBJECT", "BODY", "SUBJECT"]);
    expect(reasonOf(contentPolicies, { ...given, targets: [] })).to.equal("targets: needs at least 1: SUBJECT, BODY");
    expect(valuesOf(domains, { domain: "a.example", regions: [] }).regions).to.deep.equal([]);
  });

  it("holds to what its collection demands of several fields, once each of them is right", () => {
    const given = { domain: "acme.example", exclude: ["news.acme.example"] };
    expect(valuesOf(sendingDomainRestrictions, given)).to.deep.equal(given);
    expect(reasonOf(sendingDomainRestrictions, { ...given, exclude: ["acme.example.news.test"] })).to.equal(
      'exclude: "acme.example.news.test" is no subdomain of acme.example: write one, such as "news.acme.example"',
    );
    expect(reasonOf(sendingDomainRestrictions, { ...given, exclude: "globex.example" })).to.contain("is not a list");
    expect(reasonOf(sendingDomainRestrictions, { ...given, exclude: ["a.test", "b.test"] })).to.contain(
      '"a.test", "b.test" are no subdomains of acme.example',
    );
    expect(reasonOf(domains, { domain: "a.example", ipRestrictions: ["x", "8.8.8.8", "1.2.3"] })).to.match(
      /^ipRestrictions: "x" is .*; "1.2.3" has /,
    );
    const wrong = { ...given, exclude: [UNKNOWN, "globex.example"], comments: 7 };
    expect(checkEntry(sendingDomainRestrictions, wrong).failures.map(({ path }) => path)).to.deep.equal([
      "comments",
      "exclude",
    ]);
  });

  it("has a pattern that is one, and a wrong one is said once", () => {
    expect(reasonOf(allowPolicies, { pattern: "10.0.0.1" })).to.match(/^pattern: "10.0.0.1" is a private address/);
    expect(reasonOf(allowPolicies, { pattern: "acme.example", patternType: "IP" })).to.match(/^pattern: /);
    expect(reasonOf(trustedDomains, { pattern: "not_a.domain" })).to.match(/^pattern: /);
    expect(reasonOf(trustedDomains, { pattern: "ann@acme.example" })).not.to.contain("patternType");
    expect(reasonOf(allowPolicies, { pattern: "", patternType: "DOMAIN" })).to.equal("pattern: is empty");
  });
});

describe("the collections", () => {
  it("have names, words and paths that no other one has", () => {
    const of = (name: (collection: Collection) => unknown) => ALL_COLLECTIONS.map(name);
    expect(of(({ type }) => type)).to.deep.equal([
      "AllowPolicy",
      "TrustedDomain",
      "BlockSender",
      "ContentPolicy",
      "ImpersonationRegistryEntry",
      "SendingDomainRestriction",
      "UrlIgnorePattern",
      "Domain",
    ]);
    expect(of(({ path }) => path)).to.deep.equal([
      "allow_policies",
      "trusted_domains",
      "block_senders",
      "content_policies",
      "impersonation_registry",
      "sending_domain_restrictions",
      "url_ignore_patterns",
      "domains",
    ]);
    expect(SET_COLLECTIONS.map(({ set }) => set)).to.deep.equal([
      { type: "AllowPolicySet", handler: "allowPolicySet", entries: "policies" },
      { type: "TrustedDomainSet", handler: "trustedDomainSet", entries: "domains" },
      { type: "BlockSenderSet", handler: "blockSenderSet", entries: "senders" },
      { type: "ContentPolicySet", handler: "contentPolicySet", entries: "policies" },
    ]);
    for (const { type, handler } of ALL_COLLECTIONS) {
      expect(handler).to.equal(`${type.charAt(0).toLowerCase()}${type.slice(1)}`);
    }
  });

  it("tell what must be left as it is, and why", () => {
    const synced = { name: "n", email: "e", provenance: "SNOOPY-GOOGLE_DIRECTORY" };
    expect(untouchableBecause(impersonationRegistry, synced)).to.equal("is synced from a directory");
    for (const provenance of ["SNOOPY-CASB_OFFICE_365", "SNOOPY-OFFICE_365"]) {
      expect(untouchableBecause(impersonationRegistry, { ...synced, provenance })).to.contain("directory");
    }
    expect(untouchableBecause(impersonationRegistry, { ...synced, provenance: "A1S_INTERNAL" })).to.equal(undefined);
    expect(untouchableBecause(impersonationRegistry, { name: "n" })).to.equal(undefined);
    expect(untouchableBecause(trustedDomains, { provenance: "SNOOPY-GOOGLE_DIRECTORY" })).to.equal(undefined);
  });

  it("tell what a program could have given, and what two entries are the same by", () => {
    const values = { domain: "acme.example", status: "ACTIVE", create: true, unheard: 1 };
    expect(inputsOf(domains, values)).to.deep.equal({ domain: "acme.example", create: true, unheard: 1 });
    const live = { ...values, regions: ["DE"], folder: "Inbox", transport: "mx.acme.example" };
    const given = { domain: "acme.example", folder: "Inbox", regions: null };
    expect(saidOf(domains, live, given)).to.deep.equal({ ...values, folder: "Inbox" });
    expect(ALL_COLLECTIONS.map(keyInWords)).to.deep.equal([
      "pattern",
      "pattern",
      "pattern",
      "name",
      "name and email",
      "domain",
      "pattern",
      "domain",
    ]);
  });
});
