import { expect } from "chai";
import { explainMismatch, inferPatternType, isPatternType } from "../../provider/fields/pattern-type";

describe("inferPatternType", () => {
  const rows = {
    EMAIL: ["bob@acme.com", "@acme.com", "*@acme.com", "Bob <bob@acme.com>", "mailto:bob@acme.com", " bob@acme.com"],
    DOMAIN: [
      "acme.com",
      "ACME.com.",
      "*.acme.com",
      "https://acme.com/",
      "acme.com:25",
      "münchen.de",
      "163.com",
      "acme",
      "cafe.de",
      "0xfeed.example",
      "a0x7f.1",
      "xa:b:c",
      "...",
    ],
    IP: [
      "1.2.3.4",
      "1.2.3.0/24",
      "1.2.3",
      "1.2.3.256",
      "1.2.3.*",
      "1.2.3.4:25",
      "1.2.3.4-1.2.3.9",
      "1.2.3.4, 1.2.3.5",
      "0x1.2.3.4",
      "https://1.2.3.4/",
      "2606:4700::1111",
      "2606:4700::/32",
      "[2606:4700::1111]",
      "fe80::1%eth0",
      "::ffff:1.2.3.4",
      "::",
      "2606:4700::1x",
      "0X7F.1",
      "1.2.3.4\u20139",
    ],
  } as const;
  for (const [type, patterns] of Object.entries(rows)) {
    for (const pattern of patterns) {
      it(`reads ${JSON.stringify(pattern)} as ${type}`, () => {
        expect(inferPatternType(pattern)).to.equal(type);
      });
    }
  }

  it("tells nothing from an empty pattern", () => {
    expect(inferPatternType("")).to.equal(undefined);
    expect(inferPatternType(" ")).to.equal(undefined);
  });
});

describe("isPatternType", () => {
  it("knows the three types that the API takes", () => {
    expect(["EMAIL", "DOMAIN", "IP", "UNKNOWN", "email", undefined].filter(isPatternType)).to.deep.equal([
      "EMAIL",
      "DOMAIN",
      "IP",
    ]);
  });
});

describe("explainMismatch", () => {
  it("says that an address is no domain name, and offers both ways out", () => {
    expect(explainMismatch("bob@Acme.com", "DOMAIN")).to.equal(
      `"bob@Acme.com" is an address, and patternType "DOMAIN" takes a domain name: write patternType: "EMAIL", or the domain name "acme.com"`,
    );
  });

  it("tells an address from a CIDR block", () => {
    expect(explainMismatch("1.2.3.4", "EMAIL")).to.equal(
      `"1.2.3.4" is an IP address, and patternType "EMAIL" takes an address: write patternType: "IP"`,
    );
    expect(explainMismatch("1.2.3.0/24", "DOMAIN")).to.equal(
      `"1.2.3.0/24" is a CIDR block, and patternType "DOMAIN" takes a domain name: write patternType: "IP"`,
    );
  });

  it("says that a domain name is no IP address", () => {
    expect(explainMismatch("acme.com", "IP")).to.equal(
      `"acme.com" is a domain name, and patternType "IP" takes an IP address or CIDR block: write patternType: "DOMAIN"`,
    );
  });

  it("says nothing of a pattern that is wrong in its own type too", () => {
    expect(explainMismatch("*@acme.com", "DOMAIN")).to.equal(undefined);
    expect(explainMismatch("10.0.0.1", "DOMAIN")).to.equal(undefined);
  });

  it("says nothing of a pattern of the given type", () => {
    expect(explainMismatch("bob@acme.com", "EMAIL")).to.equal(undefined);
  });
});
