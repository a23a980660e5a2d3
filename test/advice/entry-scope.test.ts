import { expect } from "chai";
import {
  blocksSender,
  coversDomain,
  coversEveryone,
  coversMailOf,
  dispositionsOf,
  hasEffect,
  isForAnyDomain,
  isForAnyLabel,
  isWideNetwork,
  reachesDomain,
  touchesDomain,
  trustsSender,
  type KnownEntry,
  type KnownValues,
} from "../../provider/advice/entry-scope";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import { trustedDomains } from "../../provider/collections/trusted-domain";

const { raw } = String;
const of = (values: KnownValues): KnownEntry => ({ collection: allowPolicies, values });
const literal = (pattern: string, patternType: "EMAIL" | "DOMAIN" | "IP") =>
  of({ pattern, patternType, isRegex: false });
const regex = (pattern: string, patternType: "EMAIL" | "DOMAIN" | "IP" = "EMAIL") =>
  of({ pattern, patternType, isRegex: true });

describe("what an entry is for", () => {
  it("is told by its booleans, of senders and of recipients", () => {
    const all = { isTrustedSender: true, isAcceptableSender: true, isExemptRecipient: true, verifySender: true };
    expect(dispositionsOf(of(all))).to.have.members(["isTrustedSender", "isAcceptableSender", "isExemptRecipient"]);
    expect(dispositionsOf(of(all), ["recipient"])).to.deep.equal(["isExemptRecipient"]);
    expect(dispositionsOf(of({ ...all, isTrustedSender: false }), ["sender"])).to.deep.equal(["isAcceptableSender"]);
    expect(trustsSender(of({ isAcceptableSender: true }))).to.equal(true);
    expect(trustsSender(of({ isExemptRecipient: true }))).to.equal(false);
    expect([hasEffect(of({ isExemptRecipient: true })), hasEffect(of({ verifySender: true }))]).to.deep.equal([
      true,
      false,
    ]);
  });

  it("is no exception, and yet an effect, where it blocks", () => {
    const block = { collection: blockSenders, values: { pattern: "spam.example" } };
    expect([blocksSender(block), hasEffect(block), trustsSender(block)]).to.deep.equal([true, true, false]);
    expect(blocksSender({ collection: trustedDomains })).to.equal(false);
  });
});

describe("what an entry covers", () => {
  const isAcme = (domain: string) => domain === "acme.example";
  const nothing = of({});

  it("is everyone only for an expression that matches all", () => {
    expect(
      [regex(".*"), regex(raw`.*@acme\.example`), literal(".*", "EMAIL"), nothing].map(coversEveryone),
    ).to.deep.equal([true, false, false, false]);
  });

  it("is a domain by its name or an expression for its mail, and not where it is read as an IP address", () => {
    const covers = (entry: KnownEntry) => [coversMailOf(entry, isAcme), coversDomain(entry, isAcme)];
    expect(covers(literal("acme.example", "DOMAIN"))).to.deep.equal([true, true]);
    expect(covers(literal("other.example", "DOMAIN"))).to.deep.equal([false, false]);
    expect(covers(literal("acme.example", "EMAIL"))).to.deep.equal([false, false]);
    expect(covers(nothing)).to.deep.equal([false, false]);
    const free = (domain: string) => domain === "gmail.com";
    const mail = raw`.*@gmail\.com`;
    expect([regex(mail), regex(mail, "IP")].map((entry) => coversMailOf(entry, free))).to.deep.equal([true, false]);
    expect([regex(mail), regex(mail, "IP")].map((entry) => coversDomain(entry, free))).to.deep.equal([true, false]);
    const suffix = (domain: string) => domain === "com";
    const below = raw`.*@.*\.com`;
    expect([regex(below), regex(below, "IP")].map((entry) => coversDomain(entry, suffix))).to.deep.equal([true, false]);
    expect(coversMailOf(regex(below), suffix)).to.equal(false);
  });

  it("is all of a domain by an expression alone", () => {
    const all = raw`.*@acme\.example`;
    expect(reachesDomain(regex(all), "acme.example")).to.equal(true);
    expect(reachesDomain(regex(all), "other.example")).to.equal(false);
    expect(reachesDomain(regex(all, "IP"), "acme.example")).to.equal(false);
    expect(reachesDomain(literal("acme.example", "DOMAIN"), "acme.example")).to.equal(false);
  });

  it("is any domain, or what ends like one, by an expression that is not read as an IP address", () => {
    const open = "noreply@.*";
    expect([regex(open), regex(open, "IP"), literal(open, "EMAIL"), regex(".*@.*")].map(isForAnyDomain)).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
    const label = raw`.*@.*acme\.com`;
    expect([regex(label), regex(label, "IP"), literal(label, "EMAIL")].map(isForAnyLabel)).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it("touches a domain by an address at it too", () => {
    expect(touchesDomain(literal("bob@acme.example", "EMAIL"), isAcme)).to.equal(true);
    expect(touchesDomain(literal('"a@b"@acme.example', "EMAIL"), isAcme)).to.equal(true);
    expect(touchesDomain(literal("bob@other.example", "EMAIL"), isAcme)).to.equal(false);
    expect(touchesDomain(literal("acme.example", "DOMAIN"), isAcme)).to.equal(true);
    expect(touchesDomain(regex(raw`bob@acme\.example`), isAcme)).to.equal(false);
    expect(touchesDomain(nothing, isAcme)).to.equal(false);
  });

  for (const [is, ...patterns] of [
    [true, "8.0.0.0/15", "8.0.0.0/8", "2600::/31", "::ffff:8.0.0.0/111"],
    [false, "8.8.0.0/16", "8.8.8.8", "2606:4700::/32", "2606:4700::1", "::ffff:8.8.0.0/112", "acme.example"],
  ] as const) {
    for (const pattern of patterns) {
      it(`is ${is ? "" : "not "}a wide network with ${pattern}`, () => {
        expect(isWideNetwork(literal(pattern, "IP"))).to.equal(is);
        expect(isWideNetwork(literal(pattern, "DOMAIN"))).to.equal(false);
      });
    }
  }

  it("is a wide network by an expression, unless that is for everyone", () => {
    const wide = [raw`198\..*`, raw`2606:.*`, raw`198\.51\..*`, ".*"].map((pattern) =>
      isWideNetwork(regex(pattern, "IP")),
    );
    expect(wide).to.deep.equal([true, true, false, false]);
    expect(isWideNetwork(of({ patternType: "IP" }))).to.equal(false);
  });
});
