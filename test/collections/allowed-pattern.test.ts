import { expect } from "chai";
import { allowing, checkAllowedPattern, isSameAllowed } from "../../provider/collections/allowed-pattern";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { contentPolicies } from "../../provider/collections/content-policy";
import { domains } from "../../provider/collections/domain";
import { trustedDomains } from "../../provider/collections/trusted-domain";

describe("a pattern that an exclusive set leaves alone", () => {
  it("is brought to its canonical form by what it looks like", () => {
    for (const [given, canonical] of [
      ["ACME.example.", "acme.example"],
      ["Ann@ACME.example", "Ann@acme.example"],
      ["2606:4700:0:0::1", "2606:4700::1"],
      ["(?i)invoice[0-9]+@acme", "(?i)invoice[0-9]+@acme"],
    ] as const) {
      expect(checkAllowedPattern(allowPolicies, given)).to.deep.equal({ canonical });
    }
  });

  it("is refused where it is neither a literal nor a regular expression", () => {
    for (const wrong of ["", "10.0.0.1", "[a-z", "not a domain"]) {
      expect(checkAllowedPattern(allowPolicies, wrong), wrong).to.have.property("problem");
    }
  });

  it("is a domain name where the collection has nothing else", () => {
    expect(checkAllowedPattern(trustedDomains, "ACME.example")).to.deep.equal({ canonical: "acme.example" });
    const address = checkAllowedPattern(trustedDomains, "ann@acme.example");
    expect(address).to.have.property("problem").that.does.not.contain("patternType");
    expect(checkAllowedPattern(trustedDomains, "198.51.100.7")).to.have.property("problem");
  });

  it("is found in whatever spelling and by whatever type the entry has", () => {
    const isAllowed = allowing(allowPolicies, ["ACME.example", "198.51.100.7", "Ann@acme.example"]);
    const entry = (pattern: string, patternType: string, isRegex = false) => ({ pattern, patternType, isRegex });
    for (const allowed of [
      entry("acme.example.", "DOMAIN"),
      entry("ACME.example", "DOMAIN", true),
      entry("198.51.100.7/32", "IP"),
      entry("ann@ACME.example", "EMAIL"),
      entry("acme.EXAMPLE", "UNKNOWN"),
    ]) {
      expect(isAllowed(allowed), JSON.stringify(allowed)).to.equal(true);
    }
    for (const other of [
      entry("acme.example", "DOMAIN", true),
      entry("globex.example", "DOMAIN"),
      entry("198.51.100.0/24", "IP"),
      entry("ACME.example.", "EMAIL"),
    ]) {
      expect(isAllowed(other), JSON.stringify(other)).to.equal(false);
    }
    const isTrusted = allowing(trustedDomains, ["ACME.example"]);
    expect(isTrusted({ pattern: "acme.example", isRegex: false })).to.equal(true);
    expect(isTrusted({ pattern: "acme.example", isRegex: true })).to.equal(false);
    const isPolicy = allowing(contentPolicies, ["Gift cards"]);
    expect([isPolicy({ name: "Gift cards" }), isPolicy({ name: "gift cards" })]).to.deep.equal([true, false]);
  });

  it("is what the first field of the key may be, where that is no pattern", () => {
    expect(checkAllowedPattern(contentPolicies, "Gift Cards")).to.deep.equal({ canonical: "Gift Cards" });
    expect(checkAllowedPattern(domains, "ACME.example.")).to.deep.equal({ canonical: "acme.example" });
    expect(checkAllowedPattern(domains, "not_a.domain")).to.have.property("problem");
  });

  it("makes the same list in any order and spelling", () => {
    const isSame = (olds: unknown, news: unknown) => isSameAllowed(allowPolicies, olds, news);
    expect(isSame(["b.example", "A.example"], ["a.example.", "b.example"])).to.equal(true);
    expect(isSame(undefined, [])).to.equal(true);
    expect(isSame(undefined, ["a.example"])).to.equal(false);
    expect(isSame(["a.example"], ["a.example", "b.example"])).to.equal(false);
    expect(isSame(["not valid", "Not valid"], ["Not valid", "not valid"])).to.equal(true);
    expect(isSame(["not valid"], ["Not valid"])).to.equal(false);
    expect(isSame("unknown", "unknown")).to.equal(true);
    expect(isSame("unknown", [])).to.equal(false);
  });
});
