import { expect } from "chai";
import fc from "fast-check";
import { BlockList, isIPv6 } from "node:net";
import { checkIp, checkNetwork } from "../../provider/fields/ip";
import { accepts, canonicalOf, refuses } from "./verdicts";

const REJECTED = "which the API rejects: write the public address that mail comes from";

describe("checkIp", () => {
  accepts(checkIp, [
    ["1.2.3.4", "1.2.3.4"],
    ["1.2.3.4/32", "1.2.3.4/32"],
    ["1.2.3.0/24", "1.2.3.0/24"],
    ["8.0.0.0/5", "8.0.0.0/5"],
    ["2606:4700:4700::1111", "2606:4700:4700::1111"],
    ["2606:4700:4700:0:0:0:0:1111", "2606:4700:4700::1111"],
    ["2606:4700:4700::/48", "2606:4700:4700::/48"],
    ["2606:4700:4700::1111/128", "2606:4700:4700::1111/128"],
    ["2001:0DB8:0000:0001:0000:0000:0000:00AB", "2001:db8:0:1::ab"],
    ["2001:0:0:1:0:0:1:1", "2001::1:0:0:1:1"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::ffff:1.2.3.4", "::ffff:1.2.3.4"],
    ["::FFFF:0102:0304", "::ffff:1.2.3.4"],
    ["::ffff:1.2.3.0/120", "::ffff:1.2.3.0/120"],
    ["::1.2.3.4", "::102:304"],
    ["64:ff9b::1.2.3.4", "64:ff9b::102:304"],
  ]);

  describe("does not refuse what the API's text does not name", () => {
    accepts(
      checkIp,
      [
        "192.0.2.1",
        "198.51.100.0/24",
        "203.0.113.9",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "0.1.2.3",
        "2001:db8::1",
        "ff02::1",
      ].map((value) => [value, value] as const),
    );
    accepts(
      checkIp,
      [
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "126.255.255.255",
        "128.0.0.0",
      ].map((value) => [value, value] as const),
    );
  });

  refuses(checkIp, [
    ["10.1.2.3", `"10.1.2.3" is a private address (10.0.0.0/8), ${REJECTED}`],
    ["172.31.255.255", `"172.31.255.255" is a private address (172.16.0.0/12), ${REJECTED}`],
    ["192.168.0.1", `"192.168.0.1" is a private address (192.168.0.0/16), ${REJECTED}`],
    ["127.0.0.1", `"127.0.0.1" is a loopback address (127.0.0.0/8), ${REJECTED}`],
    ["169.254.1.1", `"169.254.1.1" is a link-local address (169.254.0.0/16), ${REJECTED}`],
    ["0.0.0.0", `"0.0.0.0" is the unspecified address (0.0.0.0/32), ${REJECTED}`],
    ["255.255.255.255", `"255.255.255.255" is the broadcast address (255.255.255.255/32), ${REJECTED}`],
    ["fd12::1", `"fd12::1" is a unique-local address (fc00::/7), ${REJECTED}`],
    ["::1", `"::1" is the loopback address (::1/128), ${REJECTED}`],
    ["FE80::1", `"FE80::1" is a link-local address (fe80::/10), ${REJECTED}`],
    ["::", `"::" is the unspecified address (::/128), ${REJECTED}`],
    [
      "::ffff:192.168.0.1",
      `"::ffff:192.168.0.1" stands for 192.168.0.1, a private address (192.168.0.0/16), ${REJECTED}`,
    ],
    ["::ffff:7f00:1", `"::ffff:7f00:1" stands for 127.0.0.1, a loopback address (127.0.0.0/8), ${REJECTED}`],
    ["::ffff:0:0", `"::ffff:0:0" stands for 0.0.0.0, the unspecified address (0.0.0.0/32), ${REJECTED}`],
    ["10.0.0.0/8", `"10.0.0.0/8" begins with 10.0.0.0, a private address (10.0.0.0/8), ${REJECTED}`],
    ["0.0.0.0/0", `"0.0.0.0/0" begins with 0.0.0.0, the unspecified address (0.0.0.0/32), ${REJECTED}`],
    ["::ffff:10.0.0.0/104", `"::ffff:10.0.0.0/104" begins with 10.0.0.0, a private address (10.0.0.0/8), ${REJECTED}`],
    [
      "1.2.3.4/24",
      `"1.2.3.4/24" has bits set after its first 24: write "1.2.3.0/24" for the network, or "1.2.3.4" for the one address`,
    ],
    [
      "2606:4700::1/32",
      `"2606:4700::1/32" has bits set after its first 32: write "2606:4700::/32" for the network, or "2606:4700::1" for the one address`,
    ],
    ["0.0.0.9/8", `"0.0.0.9/8" has bits set after its first 8: write "0.0.0.9" for the one address`],
    ["1.2.3.4/33", `"1.2.3.4/33" has a prefix length of 33; IPv4 has at most 32`],
    ["2606:4700::/129", `"2606:4700::/129" has a prefix length of 129; IPv6 has at most 128`],
    ["1.2.3.0/024", `"1.2.3.0/024" has a prefix length with a leading zero: write "1.2.3.0/24"`],
    [
      "1.2.3.0/255.255.255.0",
      `"1.2.3.0/255.255.255.0" has a network mask where a prefix length belongs: write "1.2.3.0/24"`,
    ],
    ["1.2.3.0/", `"1.2.3.0/" is not a CIDR block: write an address, a slash and a prefix length, such as "1.2.3.0/24"`],
    ["011.002.3.4", `"011.002.3.4" has a part with a leading zero, which some read as octal: write "11.2.3.4"`],
    ["010.0.0.1", `"010.0.0.1" has a part with a leading zero, which some read as octal`],
    ["0x1.2.3.4", `"0x1.2.3.4" is hexadecimal, and an IPv4 address is decimal: write "1.2.3.4"`],
    ["16909060", `"16909060" is a number, not the four parts of an IPv4 address: write "1.2.3.4"`],
    ["1.2.3", `"1.2.3" has fewer than the four parts of an IPv4 address: write "1.2.3.0/24"`],
    ["1.2/16", `"1.2/16" has fewer than the four parts of an IPv4 address: write "1.2.0.0/16"`],
    ["1.2.*.*", `"1.2.*.*" has a wildcard, which a CIDR block does without: write "1.2.0.0/16"`],
    ["1.2.3.x", `"1.2.3.x" has a wildcard, which a CIDR block does without: write "1.2.3.0/24"`],
    ["1.2.3.256", `"1.2.3.256" is not an IPv4 address: that has four parts, none above 255`],
    ["1.2.3.4.5", `"1.2.3.4.5" is not an IPv4 address: that has four parts, none above 255`],
    ["1.2.3.4:25", `"1.2.3.4:25" has a port, which an IP address does not have: write "1.2.3.4"`],
    ["[2606:4700::1111]", `"[2606:4700::1111]" has brackets, which belong to URLs: write "2606:4700::1111"`],
    ["2606:4700::1%eth0", `"2606:4700::1%eth0" has a zone, which counts only inside one machine: write "2606:4700::1"`],
    ["1:2::3::4", `"1:2::3::4" is not an IPv6 address`],
    ["::ffff:010.1.2.3", `"::ffff:010.1.2.3" is not an IPv6 address`],
    [
      "1.2.3.4-1.2.3.9",
      `"1.2.3.4-1.2.3.9" is a range of addresses, not a CIDR block: write an entry for each of "1.2.3.4/30", "1.2.3.8/31"`,
    ],
    ["1.2.3.0-255", `"1.2.3.0-255" is a range of addresses, not a CIDR block: write "1.2.3.0/24"`],
    [
      "2606:4700::-2606:4700::ff",
      `"2606:4700::-2606:4700::ff" is a range of addresses, not a CIDR block: write "2606:4700::/120"`,
    ],
    ["1.2.3.9-1.2.3.4", `"1.2.3.9-1.2.3.4" is a range of addresses, not a CIDR block`],
    ["ip4:1.2.3.4", `"ip4:1.2.3.4" has a prefix, which an entry does without: write "1.2.3.4"`],
    ["cidr:1.2.3.0/24", `"cidr:1.2.3.0/24" has a prefix, which an entry does without: write "1.2.3.0/24"`],
    [
      "1.20.*.20",
      `"1.20.*.20" has a wildcard before a number, which no CIDR block can say: write an entry for each address or network`,
    ],
    ["1.2.3.4, 1.2.3.5", `"1.2.3.4, 1.2.3.5" is more than one address: an entry takes one address or CIDR block`],
    [" 1.2.3.4", `" 1.2.3.4" has spaces around it: write "1.2.3.4"`],
    ["http://1.2.3.4:80/", `"http://1.2.3.4:80/" is a URL, not an IP address: write "1.2.3.4"`],
    ["mail.acme.com", `"mail.acme.com" is a name, not an IP address`],
    ["bob@acme.com", `"bob@acme.com" is an e-mail address, not an IP address`],
    ["", `"" is empty: write an IP address, such as "1.2.3.4"`],
  ]);

  describe("tells mistakes from others that look like them", () => {
    for (const [reason, ...values] of [
      ["is more than one address", "1.2.3.4;1.2.3.5", "1.2.3.4  2.3.4.5", "2606:4700::a  2606:4700::b", "9 a", "a 9"],
      ["is not an IP address or CIDR block", "x y", "ac me", "12%", "x[1.2.3.4]", "[1.2.3.4]x", "[1.2.3.4]:http"],
      [
        "is not an IP address or CIDR block",
        "1.2.3.4:25x",
        "a1.2.3.*",
        "a*.2.3.4",
        "1.*.3.4a",
        "*.2.3.4.5",
        "a01.2.3.4",
      ],
      ["is not an IP address or CIDR block", "g1:2:3", "1:2:3z", "net-1.2.3.4-9", "acme!", "!acme", "acme.1"],
      ['is a range of addresses, not a CIDR block: write "1.2.3.0/24"', "1.2.3.0 - 255", "1.2.3.0\u2013255"],
      ['is a range of addresses, not a CIDR block: write "1.2.3.0/24"', "1.2.3.0  \u2013  1.2.3.255"],
      ['is a range of addresses, not a CIDR block: write "2606:4700::/127"', "2606:4700::-2606:4700::1"],
      // What begins with a private address the API would reject.
      [
        "is a range of addresses, not a CIDR block",
        "10.0.0.0-10.0.0.3",
        "1.0.0.1-8.255.255.254",
        "1.2.3.4-2606:4700::1",
      ],
      ["is a name, not an IP address", "cafe-bad.de", "1.2.3.4-9.acme", "a.b-c.d", "acme.", "mail.acme.example."],
      ["is a name, not an IP address", "1acme", "acme1", "01.2.3.4b", "0x01020304z", "z0x0102", "1.2.3.4.acme"],
      [
        'has a zone, which counts only inside one machine: write "2606:4700::1"',
        "2606:4700::1%25eth0",
        "2606:4700::1%1%2",
      ],
      ["has a network mask where a prefix length belongs", "1.2.3.0/255.255.0.255", "1.2.3.0/33.1"],
      [
        "is not a CIDR block",
        "x1.2.3.0/255.255.255.0",
        "1.2.3.0/024x",
        "g1.2.3.0/024",
        "1.2.3.400/x",
        "1:2:3/x",
        "acme/24",
      ],
      ['has brackets, which belong to URLs: write "1.2.3.4"', "[1.2.3.4]:25", "[1.2.3.4]:"],
      ['has a port, which an IP address does not have: write "1.2.3.4"', "1.2.3.4:", "1.2.3.4:8080"],
      ["has a port, which an IP address does not have", "10.20.30.40:8080"],
      [
        'has a wildcard, which a CIDR block does without: write "8.200.0.0/16"',
        "8.200.*",
        "8.200.*.*",
        "8.200.%",
        "8.200.X",
      ],
      ["has a wildcard before a number", "1.%.3.4", "x.2.3.4", "1.x.3.4", "1.2.x.4", "100.*.100.1", "1*.2.3.4"],
      ["is hexadecimal, and an IPv4 address is decimal", "0x0102.3", "1.0x2.3.4", "0x01020304", "0X01020304"],
      ['has a prefix length with a leading zero: write "2606:4700::/32"', "2606:4700::/032", "2606:4700::/0032"],
      ['has a part with a leading zero, which some read as octal: write "1.2.3.4/32"', "1.2.3.04/32", "01.02.03.04/32"],
      ["has a part with a leading zero, which some read as octal", "010.020.030.040", "1.2.3.04/320"],
      ['has fewer than the four parts of an IPv4 address: write "8.20.0.0/16"', "8.20", "8.20.", "8.20/16"],
      ["has fewer than the four parts of an IPv4 address", "10.20.30/24", "1.", "10/8", "10/80"],
      ["is not an IPv4 address", "1.2.3.256/24", "1.2.3.256/240", "1..2.3", "300.1.2.3", "1.2.3.4.5/24"],
      ["is not an IPv6 address", "12:34", "1:2:3/64", "1:2:3/640", "a1.2.3.4:25"],
      [
        'is a URL, not an IP address: write "1.2.3.4"',
        "http://1.2.3.4",
        "https://1.2.3.4:8443/x?y",
        "http://1.2.3.4/24",
      ],
      ["is a URL, not an IP address", "ftp://mail.acme.example:21/x"],
      ["is empty", "  ", "\t"],
    ] as const) {
      for (const value of values) {
        it(`says of ${JSON.stringify(value)} that it ${reason}`, () => {
          const verdict = checkIp(value);
          const problem = "problem" in verdict ? verdict.problem : "";
          expect(problem.slice(0, JSON.stringify(value).length + 1 + reason.length)).to.equal(
            `${JSON.stringify(value)} ${reason}`,
          );
          // Where no other value is named above, none is suggested, or one that is valid.
          const [, meant] = /: write "([^"]*)"$/.exec(problem) ?? [];
          if (meant !== undefined) expect(checkIp(meant)).to.have.property("canonical");
        });
      }
    }
  });

  it("takes its own canonical form, which denotes the same address", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (value) => {
        const verdict = checkIp(value);
        fc.pre("canonical" in verdict);
        const canonical = canonicalOf(verdict);
        expect(checkIp(canonical)).to.deep.equal(verdict);
        expect(hostOf(canonical)).to.equal(hostOf(value));
        expect(canonical).to.equal(canonical.toLowerCase());
      }),
    );
  });

  it("names the network that an address with a prefix length lies in", () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.nat(128))), ([address, prefix]) => {
        const verdict = checkIp(`${address}/${prefix}`);
        fc.pre("problem" in verdict && verdict.problem.includes("for the network"));
        const [, network = ""] = /write "([^"/]*)\//.exec("problem" in verdict ? verdict.problem : "") ?? [];
        const family = isIPv6(address) ? "ipv6" : "ipv4";
        const block = new BlockList();
        block.addSubnet(network, prefix, family);
        expect(block.check(address, family)).to.equal(true);
        expect(checkIp(`${network}/${prefix}`)).to.deep.equal({ canonical: `${network}/${prefix}` });
      }),
    );
  });

  it("has a verdict on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0129afx.:/*-%[] @,".split("")), maxLength: 20 }), (text) => {
        const verdict = checkIp(text);
        if ("problem" in verdict) expect(verdict.problem).to.match(/^".*" (is|has|begins|stands) /);
        else expect(checkIp(verdict.canonical)).to.deep.equal(verdict);
      }),
    );
  });
});

/** The address as the platform's own URL parser writes it. */
function hostOf(address: string): string {
  return new URL(`http://${isIPv6(address) ? `[${address}]` : address}/`).hostname;
}

describe("checkNetwork", () => {
  accepts(checkNetwork, [
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["::/0", "::/0"],
    ["2001:0DB8::/32", "2001:db8::/32"],
  ]);
  refuses(checkNetwork, [
    [
      "10.0.0.7/8",
      `"10.0.0.7/8" has bits set after its first 8: write "10.0.0.0/8" for the network, or "10.0.0.7" for the one address`,
    ],
    ["10.0.0.0/33", `"10.0.0.0/33" has a prefix length of 33; IPv4 has at most 32`],
  ]);
});
