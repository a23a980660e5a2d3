import { expect } from "chai";
import { Names } from "../../cli/program/names";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { contentPolicies } from "../../provider/collections/content-policy";
import { trustedDomains } from "../../provider/collections/trusted-domain";

describe("the name of an entry in a program", () => {
  const nameOf = (pattern: string, isRegex = false) => new Names().next(allowPolicies, { pattern, isRegex });

  for (const [pattern, name] of [
    ["Acme.example", "acme.example"],
    ["bob+news@acme.example", "bob-news@acme.example"],
    ["2001:db8::/32", "2001-db8-32"],
    ["München.example", "munchen.example"],
    ["a_b.example", "a_b.example"],
    ["_.a.-.b._", "a-b"],
    ["~acme.example~", "acme.example"],
    ["(?i)acme.example", "i-acme.example"],
    ["日本", "allow-policy"],
    ["x".repeat(70), "x".repeat(60)],
    [`${"x".repeat(59)}.example`, "x".repeat(59)],
  ] as const) {
    it(`is ${name} for ${pattern}`, () => {
      expect(nameOf(pattern)).to.equal(name);
    });
  }

  for (const [pattern, name] of [
    [".*@acme\\.example", "acme.example-regex"],
    ["(?i)acme\\.example$", "acme.example-regex"],
    ["(?is)acme", "acme-regex"],
    ["acme(?i)x", "acme-i-x-regex"],
    ["\\d+", "d-regex"],
    [".*", "allow-policy-regex"],
  ] as const) {
    it(`is ${name} for the regular expression ${pattern}`, () => {
      expect(nameOf(pattern, true)).to.equal(name);
    });
  }

  it("is what the entry is called by, and another one for each of its collection", () => {
    const names = new Names();
    expect(names.next(contentPolicies, { name: "Gift Cards", pattern: "gift", isRegex: true })).to.equal("gift-cards");
    const acme = { pattern: "acme.example" };
    for (const name of ["acme.example", "acme.example-2", "acme.example-3"]) {
      expect(names.next(allowPolicies, acme)).to.equal(name);
    }
    expect(names.next(trustedDomains, acme)).to.equal("acme.example");
  });
});
