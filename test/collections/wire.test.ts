import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import type { Collection, Values } from "../../provider/collections/collection";
import { contentPolicies } from "../../provider/collections/content-policy";
import { domains } from "../../provider/collections/domain";
import { impersonationRegistry } from "../../provider/collections/impersonation-registry-entry";
import { sendingDomainRestrictions } from "../../provider/collections/sending-domain-restriction";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import { urlIgnorePatterns } from "../../provider/collections/url-ignore-pattern";
import { fromWire, toFilter, toWire } from "../../provider/collections/wire";

const ID = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

/** Every value of every collection, each boolean the other way round than the one beside it. */
const ENTRIES: readonly { collection: Collection; values: Values; wire: object }[] = [
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
  {
    collection: contentPolicies,
    values: { name: "n", pattern: "p", targets: ["BODY"], enabled: false, notes: "a note" },
    wire: { name: "n", pattern: "p", targets: ["BODY"], enabled: false, notes: "a note" },
  },
  {
    collection: impersonationRegistry,
    values: { name: "n", email: "e", isEmailRegex: true, comments: "a note" },
    wire: { name: "n", email: "e", is_email_regex: true, comments: "a note" },
  },
  {
    collection: sendingDomainRestrictions,
    values: { domain: "d", exclude: ["e.d"], comments: "a note" },
    wire: { domain: "d", exclude: ["e.d"], comments: "a note" },
  },
  {
    collection: urlIgnorePatterns,
    values: { pattern: "p", comments: "a note" },
    wire: { pattern: "p", comments: "a note" },
  },
  {
    collection: domains,
    values: {
      domain: "d",
      allowedDeliveryModes: ["API"],
      dropDispositions: ["SPAM"],
      ipRestrictions: ["198.51.100.7"],
      regions: ["DE"],
      folder: "Inbox",
      integrationId: "i",
      lookbackHops: 3,
      requireTlsInbound: true,
      requireTlsOutbound: false,
      transport: "t",
    },
    wire: {
      domain: "d",
      allowed_delivery_modes: ["API"],
      drop_dispositions: ["SPAM"],
      ip_restrictions: ["198.51.100.7"],
      regions: ["DE"],
      folder: "Inbox",
      integration_id: "i",
      lookback_hops: 3,
      require_tls_inbound: true,
      require_tls_outbound: false,
      transport: "t",
    },
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
      expect(() => fromWire(allowPolicies, { ...wire, id }), JSON.stringify(id)).to.throw(
        TypeError,
        'the response holds no usable "id"',
      );
    }
  });

  it("is an object, with fields of the right types, whose values no error shows", () => {
    for (const nothing of [null, undefined, "text", 7]) {
      expect(() => fromWire(trustedDomains, nothing)).to.throw(TypeError, "the response holds no trusted domain");
    }
    for (const wrong of [{ pattern: 7 }, { is_regex: "secret" }, { comments: ["secret"] }]) {
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

  it("has what only the API sets, which is never sent, and keeps what the API does not know", () => {
    const live = {
      status: "ACTIVE",
      dmarcStatus: "none",
      spfStatus: "neutral",
      inboxProvider: "Google",
      o365TenantId: "t",
    };
    const sent = {
      status: "ACTIVE",
      dmarc_status: "none",
      spf_status: "neutral",
      inbox_provider: "Google",
      o365_tenant_id: "t",
    };
    const ours = { create: true, deleteOnRemoval: true };
    expect(toWire(domains, { ...live, ...ours, domain: "d" })).to.deep.equal({ domain: "d" });
    expect(fromWire(domains, { ...sent, id: ID, domain: "d" }, ours).values).to.deep.equal({
      domain: "d",
      ...ours,
      ...live,
    });
    const synced = { provenance: "A1S_INTERNAL", directoryId: 1, directoryNodeId: 2 };
    expect(toWire(impersonationRegistry, { ...synced, name: "n" })).to.deep.equal({ name: "n" });
    expect(
      fromWire(impersonationRegistry, {
        id: ID,
        name: "n",
        email: "e",
        provenance: "A1S_INTERNAL",
        directory_id: 1,
        directory_node_id: 2,
      }).values,
    ).to.deep.equal({ name: "n", email: "e", isEmailRegex: false, ...synced });
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
    expect(toFilter(contentPolicies, { name: "n", enabled: false, pattern: "p" })).to.deep.equal({
      name: "n",
      enabled: "false",
    });
    expect(
      toFilter(domains, { domain: "d", integrationId: "i", status: "ACTIVE", transport: "t", create: true }),
    ).to.deep.equal({ domain: "d", integration_id: "i", status: "ACTIVE" });
    expect(toFilter(impersonationRegistry, { provenance: "p", email: "e" })).to.deep.equal({ provenance: "p" });
  });

  it("keeps an empty text of a field that must be there", () => {
    const wire = { id: ID, name: "n", pattern: "", targets: [], notes: "" };
    expect(fromWire(contentPolicies, wire).values).to.deep.equal({
      name: "n",
      pattern: "",
      targets: [],
      enabled: true,
    });
  });
});
