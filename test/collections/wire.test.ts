import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import { collectionOf, type CollectionTable, type Values } from "../../provider/collections/collection";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import { fromWire, toFilter, toWire } from "../../provider/collections/wire";
import { text } from "../../provider/fields/field";

const ID = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

/** Every value of every collection, each boolean the other way round than the one beside it. */
const ENTRIES: readonly { collection: CollectionTable; values: Values; wire: object }[] = [
  {
    collection: allowPolicies,
    values: {
      pattern: "198.51.100.7",
      patternType: "IP",
      isRegex: false,
      isTrustedSender: true,
      isAcceptableSender: false,
      isExemptRecipient: true,
      verifySender: false,
      comments: "a note",
    },
    wire: {
      pattern: "198.51.100.7",
      pattern_type: "IP",
      is_regex: false,
      is_trusted_sender: true,
      is_acceptable_sender: false,
      is_exempt_recipient: true,
      verify_sender: false,
      comments: "a note",
    },
  },
  {
    collection: trustedDomains,
    values: { pattern: "acme.example", isRegex: false, isRecent: true, isSimilarity: false, comments: "a note" },
    wire: { pattern: "acme.example", is_regex: false, is_recent: true, is_similarity: false, comments: "a note" },
  },
  {
    collection: blockSenders,
    values: { pattern: "acme", patternType: "EMAIL", isRegex: true, comments: "a note" },
    wire: { pattern: "acme", pattern_type: "EMAIL", is_regex: true, comments: "a note" },
  },
];

/** The values with every boolean turned round. */
const turned = <T extends object>(values: T): T =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "boolean" ? !value : (value as unknown)]),
  ) as T;

describe("an entry on the wire", () => {
  for (const { collection, values, wire } of ENTRIES) {
    it(`has each value of a ${collection.noun} under its own name, there and back`, () => {
      for (const [given, sent] of [
        [values, wire],
        [turned(values), turned(wire)],
      ] as const) {
        expect(toWire(collection, given)).to.deep.equal(sent);
        expect(fromWire(collection, { ...sent, id: ID })).to.deep.equal({ id: ID, values: given });
      }
    });
  }

  const [{ values, wire }] = ENTRIES as [(typeof ENTRIES)[number]];

  it("is sent with what is named alone, and a comment that is named without a value is cleared", () => {
    expect(toWire(allowPolicies, { verifySender: true })).to.deep.equal({ verify_sender: true });
    expect(toWire(allowPolicies, { comments: undefined })).to.deep.equal({ comments: null });
    expect(toWire(allowPolicies, { pattern: undefined, unheard: true })).to.deep.equal({});
    expect(toWire(allowPolicies, {})).to.deep.equal({});
  });

  it("has a comment where the API says one that is not empty", () => {
    const { comments: _comments, ...rest } = values;
    const known = { ...values, comments: "the one before" };
    for (const comments of [null, ""]) {
      expect(fromWire(allowPolicies, { ...wire, comments, id: ID }, known).values).to.deep.equal(rest);
    }
    const { comments: _said, ...silent } = wire as Record<string, unknown>;
    expect(fromWire(allowPolicies, { ...silent, id: ID }, known).values).to.deep.equal(known);
    expect(fromWire(allowPolicies, { ...silent, id: ID }).values).to.deep.equal(rest);
  });

  it("has what the API leaves out, or says null of, from what is known, else from its default", () => {
    const left = { id: ID, pattern: "acme.example", pattern_type: "DOMAIN", is_regex: null };
    const defaults = {
      pattern: "acme.example",
      patternType: "DOMAIN",
      isRegex: false,
      isTrustedSender: false,
      isAcceptableSender: false,
      isExemptRecipient: false,
      verifySender: true,
    };
    expect(fromWire(allowPolicies, left).values).to.deep.equal(defaults);
    const known = { isRegex: true, isTrustedSender: true, verifySender: false };
    expect(fromWire(allowPolicies, left, known).values).to.deep.equal({ ...defaults, ...known });
  });

  it("has an id of today or of before 2026-05, and is none without", () => {
    expect(fromWire(allowPolicies, { ...wire, id: 2401 }).id).to.equal("2401");
    for (const id of [undefined, null, "", 1.5, 2 ** 60, {}, true]) {
      expect(() => fromWire(allowPolicies, { ...wire, id }), String(id)).to.throw(
        TypeError,
        'the response holds no usable "id"',
      );
    }
  });

  it("is an object, with fields of the right types, whose values no error shows", () => {
    for (const nothing of [null, undefined, "text", 7]) {
      expect(() => fromWire(trustedDomains, nothing)).to.throw(TypeError, "the response holds no trusted domain");
    }
    for (const wrong of [{ pattern: 7 }, { pattern: "" + "x", is_regex: "secret" }, { comments: ["secret"] }]) {
      const [name = ""] = Object.keys(wrong).slice(-1);
      expect(() => fromWire(allowPolicies, { ...wire, id: ID, ...wrong }))
        .to.throw(TypeError, new RegExp(`^the response's "${name}" is not a (string|boolean)$`))
        .with.property("message")
        .that.does.not.contain("secret");
    }
  });

  it("has the times that the API says, the newer name of the last change before the older one", () => {
    const times = (said: object) => {
      const { createdAt, modifiedAt } = fromWire(allowPolicies, { ...wire, id: ID, ...said });
      return [createdAt, modifiedAt];
    };
    const [one, two, three] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"];
    expect(times({ created_at: one, modified_at: two, last_modified: three })).to.deep.equal([one, two]);
    expect(times({ created_at: one, last_modified: three })).to.deep.equal([one, three]);
    expect(times({ created_at: one, modified_at: "", last_modified: null })).to.deep.equal([one, one]);
    expect(times({ created_at: 7 })).to.deep.equal([undefined, undefined]);
    expect(fromWire(allowPolicies, { ...wire, id: ID })).not.to.have.any.keys("createdAt", "modifiedAt");
  });

  it("is listed by what the API can filter by, as text", () => {
    expect(toFilter(allowPolicies, { ...values, comments: "a note" })).to.deep.equal({
      pattern: "198.51.100.7",
      pattern_type: "IP",
      is_trusted_sender: "true",
      is_acceptable_sender: "false",
      is_exempt_recipient: "true",
      verify_sender: "false",
    });
    expect(toFilter(trustedDomains, { isRecent: false, isSimilarity: true, isRegex: true })).to.deep.equal({
      is_recent: "false",
      is_similarity: "true",
    });
    expect(toFilter(blockSenders, { pattern: "a", patternType: "EMAIL", isRegex: true, comments: "x" })).to.deep.equal({
      pattern: "a",
      pattern_type: "EMAIL",
    });
    expect(toFilter(allowPolicies, { pattern: undefined })).to.deep.equal({});
  });

  it("keeps an empty text of a field that must be there", () => {
    const table = collectionOf({ ...trustedDomains, fields: { pattern: text({ wire: "pattern" }) }, key: ["pattern"] });
    expect(fromWire(table, { id: ID, pattern: "" }).values).to.deep.equal({ pattern: "" });
  });
});
