import { expect } from "chai";
import { contextOf } from "./context";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import type { Collection, Values } from "../../provider/collections/collection";
import { contentPolicies } from "../../provider/collections/content-policy";
import { domains } from "../../provider/collections/domain";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import { urlIgnorePatterns } from "../../provider/collections/url-ignore-pattern";
import { ADVICE_TOPICS, entryAdvice, type AdviceCode } from "../../provider/advice/advice";
import { checkEntry } from "../../provider/collections/check-entry";
import { ORDINARY_BLOCKS } from "./ordinary-blocks";
import { ORDINARY_ENTRIES, OWN_DOMAINS } from "./ordinary-policies";
import { ORDINARY_SETTINGS } from "./ordinary-settings";

const context = contextOf(OWN_DOMAINS);

type Given = Values;

const TRUSTED = { isTrustedSender: true };
const ACCEPTED = { isAcceptableSender: true };
const EXEMPT = { isExemptRecipient: true };
const email = (regex: string, flags: Given = ACCEPTED): Given => ({
  pattern: regex,
  patternType: "EMAIL",
  isRegex: true,
  ...flags,
});

/** Each gives its code and no other. */
const DANGEROUS_POLICIES: Readonly<Partial<Record<AdviceCode, readonly Given[]>>> = {
  "advice/broad-regex": [
    ...words(String.raw`
      .* .+ ^.*$ . @ .*@.* ^.+@.+$ ^.+@.+\..+$ (.+)@(.+) \S+@\S+ [^@]+@[^@]+ [\w.+-]+@[\w.-]+ ^\w+@\w+\.\w+$
      ^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$ .*@.*\.[a-z]{2,3} (?i).*@[a-z].* .*@acme\.com|
      ^(?!.*@acme\.com$).*$ .*(?<!@acme\.com)$ .*+ (?>.*) \d+\.\d+\.\d+\.\d+`).map((regex) => email(regex)),
    { pattern: ".*", patternType: "IP", isRegex: true, ...TRUSTED, verifySender: false },
    { pattern: String.raw`^[0-9]{1,3}(\.[0-9]{1,3}){3}$`, patternType: "IP", isRegex: true, ...ACCEPTED },
    { pattern: String.raw`^[a-z0-9.-]+$`, patternType: "DOMAIN", isRegex: true, ...ACCEPTED },
    email(".*", EXEMPT),
  ],
  "advice/public-suffix": [
    ...words("com net de co.uk com.au github.io herokuapp.com xn--p1ai").map((domain) => ({
      pattern: domain,
      patternType: "DOMAIN",
      ...TRUSTED,
    })),
    ...words(
      String.raw`\.(co|or)\.jp$ ^[^@]+@[^.]+\.[a-z]{2}$ \.(?:c|n)o$ (?i)@.*\.[CN]OM .*\.com .*@.*\.com$ .+@.+\.ru .*\.(gov|mil) [^@]+@[^.]+\.org$ .*\.co\.uk$ .*@.*\.github\.io`,
    ).map((regex) => email(regex)),
  ],
  "advice/free-mail": [
    ...words(
      "gmail.com GMAIL.com. outlook.com hotmail.co.uk yahoo.co.jp gmx.de web.de icloud.com proton.me qq.com mail.ru",
    ).map((domain) => ({ pattern: domain, patternType: "DOMAIN", ...ACCEPTED })),
    ...words(String.raw`
      .*@gmail\.com .+@gmail.com$ ^[^@]+@gmail\.com$ @gmail\.com (?i).*@GMAIL\.com ^[\w.+-]++@yahoo\.(com|de)$
      .*@(gmail|yahoo)\.com .*@(?:hotmail|live|outlook)\.(?:com|fr) ^(?!kari).*@gmail\.com$ .*@acme\.com|.*@gmx\.net
      (?i)@h(?:ot|ey)mail\.com$ .*@[gh]mail\.com @gmail .*@gmail\..* .*@.{3}mail\.com$ ^\S+@(?:(?:gma|hotma)il|yahoo)\.com$`).map(
      (regex) => email(regex),
    ),
    { pattern: String.raw`^gmail\.com$`, patternType: "DOMAIN", isRegex: true, ...TRUSTED },
  ],
  "advice/disposable-mail": [
    { pattern: "mailinator.com", patternType: "DOMAIN", ...ACCEPTED },
    { pattern: "guerrillamail.com", ...TRUSTED },
    email(String.raw`.*@yopmail\.com`),
    email(String.raw`.*@(?:yop|guerrilla)mail\.com$`),
    email(String.raw`@mailinator\..*`),
  ],
  "advice/any-domain": words(
    String.raw`noreply@.* ^noreply@.+$ ^(no-?reply|info)@.+\..+$ noreply@ (?i)BILLING@[a-z.]+ (noreply@.*|x@acme\.com) invoice-\d+@[^@]+`,
  ).map((regex) => email(regex)),
  "advice/open-label": [
    ...words(
      String.raw`.*@.*acme\.example .*acme\.com ^.+acme\.co\.uk$ noreply@.*acme\.com .*@(?:.*acme|fjord)\.(?:com|no) [\w.@-]*acme\.com
      .*@northwind\.no|.*@.*acme\.no (?i).*@[a-z.-]*ACME\.com`,
    ).map((regex) => email(regex)),
    { pattern: String.raw`.*acme\.com$`, patternType: "DOMAIN", isRegex: true, ...TRUSTED },
  ],
  "advice/own-domain": [
    ...words("haldengruppen.no halden-group.com mail.haldengruppen.no").map((domain) => ({
      pattern: domain,
      ...ACCEPTED,
    })),
    { pattern: "ceo@haldengruppen.no", ...TRUSTED },
    { pattern: "noreply@news.haldengruppen.no", ...ACCEPTED },
    { pattern: "abuse@haldengruppen.no", ...EXEMPT, ...TRUSTED },
    email(String.raw`.*@haldengruppen\.no$`),
    email(String.raw`.*@(halden-group\.com|haldengruppen\.no)`, TRUSTED),
    email(String.raw`.*@.*\.haldengruppen\.no`),
  ],
  "advice/wide-network": [
    ...words("52.0.0.0/10 8.0.0.0/15 8.0.0.0/5 2a00::/12 2a00:1450::/31 ::ffff:52.0.0.0/106").map((network) => ({
      pattern: network,
      ...ACCEPTED,
    })),
    { pattern: "52.0.0.0/10", ...TRUSTED, verifySender: false },
    ...words(
      String.raw`^52\. 52\..* ^52\.49\.\d+\.\d+$|^52\.50\..* 52\.4\d\.\d{1,3}\.\d{1,3} ^52(\.\d+){3}$ 52.4[0-9].* ^(?:8|9)\.(?:[0-9]{1,3}\.){2}\d+$ 52.*
        2606:.* ^2A00: 2606:4[0-9a-f]{3}:.* ^2606:47.* (2606|2a00):[\da-f:]+$ 192\.0\.2\.7|2a0[0-7]:.*`,
    ).map((pattern) => ({ pattern, patternType: "IP", isRegex: true, ...ACCEPTED })),
  ],
  "advice/unverified-trust": [
    { pattern: "docusign.net", ...TRUSTED, verifySender: false },
    { pattern: "billing@docusign.net", ...TRUSTED, verifySender: false },
    { pattern: "kari@gmail.com", ...TRUSTED, ...ACCEPTED, verifySender: false },
    email(String.raw`.*@docusign\.net`, { ...TRUSTED, verifySender: false }),
  ],
  "advice/exempt-domain": [
    { pattern: "haldengruppen.no", ...EXEMPT },
    { pattern: "gmail.com", ...EXEMPT },
    { pattern: "haldengruppen.no", ...EXEMPT, verifySender: false },
    email(String.raw`.*@haldengruppen\.no`, EXEMPT),
    email(String.raw`^.+@.+\.haldengruppen\.no$`, EXEMPT),
  ],
  "advice/no-disposition": [
    { pattern: "docusign.net" },
    { pattern: "gmail.com", verifySender: false },
    { pattern: "52.0.0.0/10" },
    email(".*", {}),
  ],
};

const RECENT = { isRecent: true };
const SIMILAR = { isSimilarity: true };

const DANGEROUS_DOMAINS: Readonly<Partial<Record<AdviceCode, readonly Given[]>>> = {
  "advice/broad-regex": [
    { pattern: ".*", isRegex: true, ...RECENT },
    { pattern: String.raw`^[a-z0-9-]+(\.[a-z0-9-]+)+$`, isRegex: true, ...SIMILAR },
  ],
  "advice/public-suffix": [
    { pattern: "com", ...RECENT },
    { pattern: String.raw`.*\.shop`, isRegex: true, ...RECENT },
  ],
  "advice/free-mail": [{ pattern: "gmail.com", ...SIMILAR }],
  "advice/disposable-mail": [{ pattern: "mailinator.com", ...RECENT }],
  "advice/own-domain": [
    { pattern: "haldengruppen.no", ...SIMILAR },
    { pattern: String.raw`.*\.haldengruppen\.no`, isRegex: true, ...SIMILAR },
  ],
  "advice/no-effect": [{ pattern: "fjordtech.no" }, { pattern: "gmail.com" }, { pattern: ".*", isRegex: true }],
};

const DANGEROUS_BLOCKS: Readonly<Partial<Record<AdviceCode, readonly Given[]>>> = {
  "advice/broad-regex": [
    ...words(String.raw`.* .+@.+ ^[^@]+@[^@]+$ ^(?!.*@haldengruppen\.no$).*$ .*@spam\.example|`).map((regex) =>
      email(regex, {}),
    ),
    { pattern: ".*", patternType: "IP", isRegex: true },
    { pattern: String.raw`^[a-z0-9.-]+$`, patternType: "DOMAIN", isRegex: true },
  ],
  "advice/blocked-suffix": [
    ...words("net ORG. edu int").map((pattern) => ({ pattern, patternType: "DOMAIN" })),
    ...words(String.raw`.*\.net$ .*@.*\.(org|net) [^@]+@[^.]+\.org$ (?i).*@.*\.GOV`).map((regex) => email(regex, {})),
    { pattern: String.raw`.*\.(zip|net)$`, patternType: "DOMAIN", isRegex: true },
  ],
  "advice/blocked-free-mail": [
    ...words("gmail.com Outlook.com gmx.de qq.com").map((pattern) => ({ pattern })),
    ...words(
      String.raw`(?i)@h(?:ot|ey)mail\.com$ .*@gmail\.com$ .*@(mailinator|yahoo)\.com ^[^@]+@hotmail\.(com|no)$`,
    ).map((regex) => email(regex, {})),
  ],
  "advice/blocked-own-domain": [
    ...words("haldengruppen.no news.haldengruppen.no no de").map((pattern) => ({ pattern, patternType: "DOMAIN" })),
    ...words(String.raw`.*@haldengruppen\.no$ .*@.*\.haldenlogistics\.de .*@.*\.no$ .*\.(ru|de)$`).map((regex) =>
      email(regex, {}),
    ),
  ],
  "advice/wide-network": words("52.0.0.0/10 8.0.0.0/15 2a00::/12").map((pattern) => ({ pattern })),
};

const DANGEROUS_CONTENT: Readonly<Partial<Record<AdviceCode, readonly Given[]>>> = {
  "advice/broad-content": [
    ...words(
      String.raw`.* . ^ $ e \w+ \d [a-z] .*@.* invoice INVOICE \binvoices?\b payment password meeting x|account`,
    ).map((pattern) => ({ name: "wide", pattern, targets: ["BODY", "SUBJECT"] })),
    { name: "wide", pattern: "click|your", targets: ["BODY"] },
    { name: "wide", pattern: "^(re|fwd):|^your", targets: ["SUBJECT"] },
  ],
};

const DANGEROUS_LINKS: Readonly<Partial<Record<AdviceCode, readonly Given[]>>> = {
  "advice/every-link": words(String.raw`.* . ^https:// https?://.* ^http [a-z] ://(www\.)?[^/]+/ //`).map(
    (pattern) => ({
      pattern,
    }),
  ),
};

const DANGEROUS_PROTECTION: Readonly<Partial<Record<AdviceCode, readonly Given[]>>> = {
  "advice/drops-nothing": [
    { domain: "acme.example", dropDispositions: [] },
    { domain: "acme.example", dropDispositions: [], allowedDeliveryModes: ["API", "DIRECT"] },
  ],
  "advice/drops-ordinary": [{ domain: "acme.example", dropDispositions: ["MALICIOUS", "NONE"] }],
  "advice/no-sources": [{ domain: "acme.example", ipRestrictions: [] }],
};

const DANGEROUS = [
  [contentPolicies, DANGEROUS_CONTENT],
  [urlIgnorePatterns, DANGEROUS_LINKS],
  [domains, DANGEROUS_PROTECTION],
  [allowPolicies, DANGEROUS_POLICIES],
  [trustedDomains, DANGEROUS_DOMAINS],
  [blockSenders, DANGEROUS_BLOCKS],
] as const;

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function codesOf(collection: Collection, given: Given): string[] {
  const { values, failures } = checkEntry(collection, given);
  expect(failures).to.deep.equal([]);
  return entryAdvice(collection, values, context).map(({ code }) => code);
}

describe("advice on ordinary entries", () => {
  it("is tried on more than 200 policies", () => {
    const policies = ORDINARY_ENTRIES.filter(({ collection }) => collection === allowPolicies);
    const patterns = new Set(policies.map(({ values }) => values.pattern));
    expect(patterns.size).to.be.greaterThan(200);
  });

  for (const { whose, collection, values } of [...ORDINARY_ENTRIES, ...ORDINARY_BLOCKS, ...ORDINARY_SETTINGS]) {
    it(`is none for ${String(values.pattern ?? JSON.stringify(values))} (${whose})`, () => {
      expect(codesOf(collection, values)).to.deep.equal([]);
    });
  }
});

describe("advice on expressions for IPv6 addresses", () => {
  for (const pattern of words(
    "2606:4700:.* ^2606:4700:4700::11.*$ 2606:(4700|4701):.* 2606:[0-9a-f]{1,4}:4700:.* (2606|2a00):4700:.* ^2A01:111:f400:",
  )) {
    it(`is none for ${pattern}`, () => {
      expect(codesOf(allowPolicies, { pattern, patternType: "IP", isRegex: true, ...ACCEPTED })).to.deep.equal([]);
    });
  }
});

describe("advice on dangerous entries", () => {
  for (const [collection, table] of DANGEROUS) {
    for (const [code, entries] of Object.entries(table)) {
      for (const given of entries) {
        it(`is ${code} alone for the ${collection.noun} ${JSON.stringify(given)}`, () => {
          expect(codesOf(collection, given)).to.deep.equal([code]);
        });
      }
    }
  }

  it("is given for each reason that there is", () => {
    const given = { pattern: "gmail.com", ...TRUSTED, ...EXEMPT, verifySender: false };
    expect(codesOf(allowPolicies, given)).to.deep.equal([
      "advice/free-mail",
      "advice/unverified-trust",
      "advice/exempt-domain",
    ]);
    expect(codesOf(blockSenders, { pattern: "com" })).to.deep.equal([
      "advice/blocked-suffix",
      "advice/blocked-own-domain",
    ]);
  });
});

describe("entryAdvice", () => {
  it("names a property of the collection, and never shows the pattern", () => {
    for (const [collection, table] of DANGEROUS) {
      for (const given of Object.values(table).flat()) {
        const { values } = checkEntry(collection, given);
        for (const { path, sentence } of entryAdvice(collection, values, context)) {
          expect(Object.keys(collection.fields)).to.include(path);
          if (String(given.pattern).length > 3) expect(sentence).not.to.include(String(given.pattern));
        }
      }
    }
  });

  it("does not take a name that merely ends like one's own for one's own", () => {
    expect(codesOf(allowPolicies, { pattern: "nothaldengruppen.no", ...TRUSTED })).to.deep.equal([]);
    expect(codesOf(allowPolicies, { pattern: "ceo@nothaldengruppen.no", ...TRUSTED })).to.deep.equal([]);
  });

  it("says nothing of one's own domain where it is not told", () => {
    expect(
      entryAdvice(blockSenders, { pattern: "haldengruppen.no", patternType: "DOMAIN", isRegex: false }, contextOf([])),
    ).to.deep.equal([]);
    const { values } = checkEntry(allowPolicies, { pattern: "haldengruppen.no", ...TRUSTED });
    expect(entryAdvice(allowPolicies, values, contextOf([]))).to.deep.equal([]);
  });

  it("waits for values that are not known yet", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const policy = {
      isRegex: false,
      isTrustedSender: false,
      isAcceptableSender: false,
      isExemptRecipient: false,
      verifySender: true,
    };
    const rows: readonly Record<string, unknown>[] = [
      { ...policy, isTrustedSender: true, patternType: "DOMAIN" },
      { ...policy, isTrustedSender: true, pattern: "gmail.com" },
      { ...policy, isTrustedSender: true, pattern: "gmail.com", patternType: unknown },
      { ...policy, pattern: "gmail.com", patternType: "DOMAIN", isTrustedSender: unknown },
      { ...policy, pattern: unknown, patternType: "DOMAIN", isTrustedSender: unknown },
      { ...policy, pattern: ".*", patternType: "EMAIL", isRegex: unknown, isTrustedSender: true },
      { pattern: ".*", patternType: "EMAIL", isRegex: true },
    ];
    for (const values of rows) expect(entryAdvice(allowPolicies, values, context)).to.deep.equal([]);
  });

  it("says what it can where other values are not known yet", () => {
    const values = { pattern: "gmail.com", patternType: "DOMAIN", isRegex: false, isTrustedSender: true };
    expect(entryAdvice(allowPolicies, values, context).map(({ code }) => code)).to.deep.equal(["advice/free-mail"]);
  });
});

describe("the topics of advice", () => {
  it("have a code of their own each", () => {
    const codes = ADVICE_TOPICS.map(({ code }) => code);
    expect(new Set(codes).size).to.equal(codes.length);
  });

  it("keep their codes", () => {
    expect(ADVICE_TOPICS.map(({ code }) => code)).to.deep.equal([
      "advice/broad-regex",
      "advice/public-suffix",
      "advice/free-mail",
      "advice/disposable-mail",
      "advice/any-domain",
      "advice/open-label",
      "advice/mixed-script",
      "advice/own-domain",
      "advice/blocked-suffix",
      "advice/blocked-free-mail",
      "advice/blocked-own-domain",
      "advice/wide-network",
      "advice/unverified-trust",
      "advice/exempt-domain",
      "advice/no-disposition",
      "advice/no-effect",
      "advice/broad-content",
      "advice/every-link",
      "advice/drops-nothing",
      "advice/drops-ordinary",
      "advice/no-sources",
      "advice/expired",
      "advice/ends-soon",
      "advice/no-end",
      "advice/redundant",
      "advice/duplicate",
    ]);
  });
});
