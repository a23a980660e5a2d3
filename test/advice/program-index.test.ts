import { expect } from "chai";
import fc from "fast-check";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import type { Collection } from "../../provider/collections/collection";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import { checkEntry } from "../../provider/collections/check-entry";
import { ProgramIndex } from "../../provider/advice/program-index";

type Given = Readonly<Record<string, unknown>>;

const TRUSTED = { isTrustedSender: true };
const ACCEPTED = { isAcceptableSender: true };

/** What is said of each entry, in the order in which the program makes them; their labels are "entry 1" and on. */
function adviceOn(entries: readonly Given[], collection: Collection = allowPolicies): string[] {
  const index = new ProgramIndex();
  return entries.map((given, i) => {
    const { values, failures } = checkEntry(collection, given);
    expect(failures).to.deep.equal([]);
    const advice = index.add({ collection, account: "a", label: `entry ${i + 1}`, values });
    return advice.map(({ code, path, sentence }) => `${code} ${path} ${sentence}`).join();
  });
}

const COVERED = "advice/redundant pattern is covered by entry 1, which does as much or more: leave this entry out";
const COVERS = "advice/redundant pattern covers all that is covered by entry 1: leave the narrower out";
const TWIN = "advice/duplicate pattern is the pattern of entry 1 too: leave one of the two out";

describe("ProgramIndex", () => {
  it("compares blocked senders with each other, and with nothing that is allowed", () => {
    const blocks = [{ pattern: "acme.com" }, { pattern: "bob@acme.com" }, { pattern: "ACME.com." }];
    expect(adviceOn(blocks, blockSenders)).to.deep.equal(["", COVERED, TWIN]);
    const { values } = checkEntry(blockSenders, { pattern: "acme.com" });
    const index = new ProgramIndex();
    index.add({ collection: blockSenders, account: "a", label: "block", values });
    const allowed = checkEntry(allowPolicies, { pattern: "bob@acme.com", ...TRUSTED }).values;
    expect(index.add({ collection: allowPolicies, account: "a", label: "allow", values: allowed })).to.deep.equal([]);
  });

  describe("finds the narrower entry, whichever comes first:", () => {
    const rows: readonly (readonly [wide: Given, narrow: Given])[] = [
      [{ pattern: "acme.com" }, { pattern: "bob@acme.com" }],
      [{ pattern: "1.2.0.0/16" }, { pattern: "1.2.3.4" }],
      [{ pattern: "1.2.0.0/16" }, { pattern: "1.2.3.0/24" }],
      [{ pattern: "1.2.3.0/24" }, { pattern: "1.2.3.0" }],
      [{ pattern: "2606:4700::/32" }, { pattern: "2606:4700:1::/48" }],
      [{ pattern: String.raw`.*@acme\.com`, patternType: "EMAIL", isRegex: true }, { pattern: "bob@acme.com" }],
      [{ pattern: String.raw`.*@(acme|akme)\.com`, patternType: "EMAIL", isRegex: true }, { pattern: "bob@akme.com" }],
      [{ pattern: String.raw`(?i).*@ACME\.COM`, patternType: "EMAIL", isRegex: true }, { pattern: "bob@acme.com" }],
      [{ pattern: String.raw`.*\.acme\.com$`, patternType: "DOMAIN", isRegex: true }, { pattern: "mail.acme.com" }],
      [{ pattern: String.raw`1\.2\.3\.\d+`, patternType: "IP", isRegex: true }, { pattern: "1.2.3.4" }],
      [
        { pattern: "acme.com", ...ACCEPTED },
        { pattern: "bob@acme.com", isTrustedSender: true, isAcceptableSender: false },
      ],
    ];
    for (const [wide, narrow] of rows) {
      it(`${String(wide.pattern)} over ${String(narrow.pattern)}`, () => {
        expect(
          adviceOn([
            { ...TRUSTED, ...wide },
            { ...TRUSTED, ...narrow },
          ]),
        ).to.deep.equal(["", COVERED]);
        expect(
          adviceOn([
            { ...TRUSTED, ...narrow },
            { ...TRUSTED, ...wide },
          ]),
        ).to.deep.equal(["", COVERS]);
      });
    }
  });

  describe("says nothing where it is not certain:", () => {
    const rows: readonly (readonly [reason: string, Given, Given])[] = [
      [
        "the wide entry exempts from less",
        { pattern: "acme.com", ...ACCEPTED },
        { pattern: "bob@acme.com", ...TRUSTED },
      ],
      [
        "the wide entry asks for verification",
        { pattern: "acme.com", ...ACCEPTED },
        { pattern: "bob@acme.com", ...ACCEPTED, verifySender: false },
      ],
      [
        "the one is for senders, the other for recipients",
        { pattern: "acme.com", ...ACCEPTED },
        { pattern: "bob@acme.com", isExemptRecipient: true },
      ],
      [
        "a domain may or may not cover those below it",
        { pattern: "acme.com", ...TRUSTED },
        { pattern: "mail.acme.com", ...TRUSTED },
      ],
      ["the domains only end alike", { pattern: "acme.com", ...TRUSTED }, { pattern: "bob@notacme.com", ...TRUSTED }],
      [
        "the one address only begins like the other",
        { pattern: "bob@acme.com", ...TRUSTED },
        { pattern: "bobby@acme.com", ...TRUSTED },
      ],
      ["the networks lie side by side", { pattern: "1.2.3.0/25", ...TRUSTED }, { pattern: "1.2.3.128/25", ...TRUSTED }],
      [
        "an IPv4-mapped address may or may not be the IPv4 address",
        { pattern: "1.2.3.0/24", ...TRUSTED },
        { pattern: "::ffff:1.2.3.4", ...TRUSTED },
      ],
      [
        "the expression matches only a part",
        { pattern: String.raw`@acme\.com`, patternType: "EMAIL", isRegex: true, ...TRUSTED },
        { pattern: "bob@acme.com", ...TRUSTED },
      ],
      [
        "the expression is for another type",
        { pattern: String.raw`.*acme\.com`, patternType: "DOMAIN", isRegex: true, ...TRUSTED },
        { pattern: "bob@acme.com", ...TRUSTED },
      ],
      [
        "the expression is not one that can be tried to the letter",
        { pattern: String.raw`(?!eve).*@acme\.com`, patternType: "EMAIL", isRegex: true, ...TRUSTED },
        { pattern: "bob@acme.com", ...TRUSTED },
      ],
      [
        "an expression on addresses may not match a network",
        { pattern: String.raw`1\.2\.3\..*`, patternType: "IP", isRegex: true, ...TRUSTED },
        { pattern: "1.2.3.0/30", ...TRUSTED },
      ],
      ["the narrow entry does nothing anyway", { pattern: "acme.com", ...TRUSTED }, { pattern: "bob@acme.com" }],
    ];
    for (const [reason, one, other] of rows) {
      it(reason, () => {
        expect(adviceOn([one, other])).to.deep.equal(["", ""]);
        expect(adviceOn([other, one])).to.deep.equal(["", ""]);
      });
    }
  });

  it("lets less verification cover more", () => {
    const entries = [
      { pattern: "1.2.3.0/24", ...ACCEPTED, verifySender: false },
      { pattern: "1.2.3.4", ...ACCEPTED, verifySender: true },
    ];
    expect(adviceOn(entries)).to.deep.equal(["", COVERED]);
  });

  it("counts what a new entry makes redundant", () => {
    const entries = ["al@acme.com", "bob@acme.com", "cy@acme.com", "acme.com"].map((pattern) => ({
      pattern,
      ...TRUSTED,
    }));
    expect(adviceOn(entries)[3]).to.equal(
      "advice/redundant pattern covers all that is covered by entry 1 and 2 more: leave the narrower out",
    );
  });

  it("finds the same pattern twice, whatever else differs", () => {
    expect(
      adviceOn([
        { pattern: "acme.com", ...TRUSTED },
        { pattern: "ACME.com", ...ACCEPTED },
      ]),
    ).to.deep.equal(["", TWIN]);
    expect(
      adviceOn([
        { pattern: "1.2.3.4", ...TRUSTED },
        { pattern: "1.2.3.4/32", ...TRUSTED },
      ]),
    ).to.deep.equal(["", TWIN]);
    const regex = { pattern: "x.*", patternType: "EMAIL", isRegex: true, ...TRUSTED };
    expect(adviceOn([regex, { ...regex, comments: "again" }])).to.deep.equal(["", TWIN]);
  });

  it("does not take a regular expression for the literal of the same text", () => {
    expect(
      adviceOn([
        { pattern: "bob@acme.com", ...TRUSTED },
        { pattern: "bob@acme.com", patternType: "DOMAIN", isRegex: true, ...TRUSTED },
      ]),
    ).to.deep.equal(["", ""]);
  });

  it("compares trusted domains", () => {
    const both = { isRecent: true, isSimilarity: true };
    expect(
      adviceOn(
        [
          { pattern: String.raw`.*\.acme\.org`, isRegex: true, ...both },
          { pattern: "new.acme.org", isRecent: true },
          { pattern: "new.acme.org", isSimilarity: true },
        ],
        trustedDomains,
      ),
    ).to.deep.equal(["", COVERED, "advice/duplicate pattern is the pattern of entry 2 too: leave one of the two out"]);
  });

  it("keeps accounts and collections apart", () => {
    const index = new ProgramIndex();
    const values = { pattern: "acme.com", patternType: "DOMAIN", isRegex: false };
    const policy = {
      ...values,
      isTrustedSender: true,
      isAcceptableSender: false,
      isExemptRecipient: false,
      verifySender: true,
    };
    const domain = { ...values, isRecent: true, isSimilarity: false };
    expect(index.add({ collection: allowPolicies, account: "a", label: "x", values: policy })).to.deep.equal([]);
    expect(index.add({ collection: allowPolicies, account: "b", label: "x", values: policy })).to.deep.equal([]);
    expect(index.add({ collection: trustedDomains, account: "a", label: "x", values: domain })).to.deep.equal([]);
  });

  it("says the same again of an entry that it has, and does not compare it with itself", () => {
    const index = new ProgramIndex();
    const add = (label: string, pattern: string) => {
      const { values } = checkEntry(allowPolicies, { pattern, ...TRUSTED });
      return index.add({ collection: allowPolicies, account: "a", label, values }).length;
    };
    expect([add("wide", "acme.com"), add("narrow", "bob@acme.com")]).to.deep.equal([0, 1]);
    expect([add("wide", "acme.com"), add("narrow", "bob@acme.com")]).to.deep.equal([0, 1]);
  });

  it("is silenced by either of the two, whichever comes first", () => {
    const wide = { label: "wide", values: checkEntry(allowPolicies, { pattern: "acme.com", ...TRUSTED }).values };
    const narrow = { label: "narrow", values: checkEntry(allowPolicies, { pattern: "b@acme.com", ...TRUSTED }).values };
    const twin = { ...wide, label: "twin" };
    const silence = ["advice/redundant", "advice/duplicate"] as const;
    for (const [first, second] of [
      [wide, narrow],
      [narrow, wide],
      [wide, twin],
    ] as const) {
      for (const silent of [first, second]) {
        const index = new ProgramIndex();
        const said = [first, second].map((entry) =>
          index.add({ collection: allowPolicies, account: "a", ...entry, ...(entry === silent && { silence }) }),
        );
        expect(said.flat()).to.deep.equal([]);
      }
    }
  });

  it("compares an entry with none as long as something of it is not known", () => {
    const index = new ProgramIndex();
    const { values } = checkEntry(allowPolicies, { pattern: "acme.com", ...TRUSTED });
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    index.add({ collection: allowPolicies, account: "a", label: "x", values });
    const later = { ...values, isTrustedSender: unknown };
    expect(index.add({ collection: allowPolicies, account: "a", label: "y", values: later })).to.deep.equal([]);
  });

  it("finds of networks what arithmetic on their addresses finds", () => {
    const network = fc.tuple(fc.nat(255), fc.integer({ min: 8, max: 12 })).map(([byte, prefix]) => {
      const first = ((byte << 4) >>> (12 - prefix)) << (12 - prefix);
      return {
        first,
        last: first + 2 ** (12 - prefix) - 1,
        text: `20.${first >> 4}.${(first & 15) << 4}.0/${prefix + 8}`,
      };
    });
    fc.assert(
      fc.property(fc.uniqueArray(network, { selector: ({ text }) => text, maxLength: 12 }), (networks) => {
        const said = adviceOn(networks.map(({ text }) => ({ pattern: text, ...TRUSTED })));
        networks.forEach((one, i) => {
          const before = networks.slice(0, i);
          const nested = before.some(
            (other) =>
              (other.first <= one.first && one.last <= other.last) ||
              (one.first <= other.first && other.last <= one.last),
          );
          expect(said[i] !== "", one.text).to.equal(nested);
        });
      }),
    );
  });
});
