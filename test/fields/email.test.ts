import { expect } from "chai";
import fc from "fast-check";
import { checkEmail } from "../../provider/fields/email";
import { accepts, refuses } from "./verdicts";

describe("checkEmail", () => {
  accepts(checkEmail, [
    ["bob@acme.com", "bob@acme.com"],
    ["Bob.Smith@ACME.com", "Bob.Smith@acme.com"],
    ["bob@acme.com.", "bob@acme.com"],
    ["bob@münchen.de", "bob@xn--mnchen-3ya.de"],
    ["björn@acme.com", "björn@acme.com"],
    ["bob+invoices@acme.com", "bob+invoices@acme.com"],
    ["!#$%&'+-/=^_`{|}~@acme.com", "!#$%&'+-/=^_`{|}~@acme.com"],
    ["bob%globex.com@acme.com", "bob%globex.com@acme.com"],
    [`"bob @ home"@Acme.com`, `"bob @ home"@acme.com`],
    ["bob@[192.0.2.1]", "bob@[192.0.2.1]"],
    ["bob@[IPv6:2001:db8::1]", "bob@[IPv6:2001:db8::1]"],
    ["root@localhost", "root@localhost"],
    [`${"a".repeat(64)}@acme.com`, `${"a".repeat(64)}@acme.com`],
  ]);

  refuses(checkEmail, [
    ["", `"" is empty: write an address, such as "bob@acme.com"`],
    [" bob@acme.com", `" bob@acme.com" has spaces around it: write "bob@acme.com"`],
    ["Bob <bob@Acme.com>", `"Bob <bob@Acme.com>" is more than the bare address: write "bob@acme.com"`],
    [
      `"Smith, Bob" <bob@acme.com>`,
      `"\\"Smith, Bob\\" <bob@acme.com>" is more than the bare address: write "bob@acme.com"`,
    ],
    ["<bob@acme.com>", `"<bob@acme.com>" is more than the bare address: write "bob@acme.com"`],
    ["mailto:bob@acme.com", `"mailto:bob@acme.com" is a link, not an address: write "bob@acme.com"`],
    [
      "mailto:bob@acme.com?subject=Hi",
      `"mailto:bob@acme.com?subject=Hi" is a link, not an address: write "bob@acme.com"`,
    ],
    [
      "mailto:bob@acme.com?cc=<al@acme.com>",
      `"mailto:bob@acme.com?cc=<al@acme.com>" is a link, not an address: write "bob@acme.com"`,
    ],
    [
      "MAILTO:Bob <bob@acme.com>?subject=Hi",
      `"MAILTO:Bob <bob@acme.com>?subject=Hi" is a link, not an address: write "bob@acme.com"`,
    ],
    ["Bob <mailto:bob@acme.com>", `"Bob <mailto:bob@acme.com>" is more than the bare address: write "bob@acme.com"`],
    ["https://bob@acme.com", `"https://bob@acme.com" is a URL, not an address`],
    ["acme.com", `"acme.com" has no "@", as an address does`],
    ["@acme.com", `"@acme.com" has nothing before "@": write "acme.com" with patternType: "DOMAIN"`],
    [
      "*@acme.com",
      `"*@acme.com" has a wildcard, which an address cannot have: write "acme.com" with patternType: "DOMAIN", or ".*@acme\\\\.com" with isRegex: true`,
    ],
    [
      "info*@acme.com",
      `"info*@acme.com" has a wildcard, which an address cannot have: write "info.*@acme\\\\.com" with isRegex: true`,
    ],
    [
      ".*@acme\\.com",
      `".*@acme\\\\.com" looks like a regular expression: write ".*@acme\\\\.com" with isRegex: true, if it is one`,
    ],
    [
      ".*@acme.co.jp",
      `".*@acme.co.jp" looks like a regular expression whose dots match any character: write ".*@acme\\\\.co\\\\.jp" with isRegex: true`,
    ],
    ["bob@acme.*", `"bob@acme.*" has a wildcard, which an address cannot have`],
    ["ops@mail.*.example", `"ops@mail.*.example" has a wildcard, which an address cannot have`],
    [
      "bounce+*@acme.com",
      `"bounce+*@acme.com" has a wildcard, which an address cannot have: write "bounce\\\\+.*@acme\\\\.com" with isRegex: true`,
    ],
    [
      "bob?@acme.com",
      `"bob?@acme.com" has a wildcard, which an address cannot have: write "bob[^@.]@acme\\\\.com" with isRegex: true`,
    ],
    [
      "%@acme.com",
      `"%@acme.com" has a wildcard, which an address cannot have: write "acme.com" with patternType: "DOMAIN", or ".*@acme\\\\.com" with isRegex: true`,
    ],
    ["bob@acme..com", `in "bob@acme..com", "acme..com" has two dots in a row: write "bob@acme.com"`],
    ["bob@acme.com, al@acme.com", `"bob@acme.com, al@acme.com" is more than one address: an entry takes one address`],
    ["bob@acme.com al@acme.com", `"bob@acme.com al@acme.com" is more than one address: an entry takes one address`],
    ["bob@@acme.com", `"bob@@acme.com" has more than one "@": write "bob@acme.com"`],
    ["bob@home@acme.com", `"bob@home@acme.com" has more than one "@"`],
    ["bob@", `"bob@" has nothing after "@"`],
    ["bob smith@acme.com", `"bob smith@acme.com" has a space in it`],
    ["bob..smith@acme.com", `"bob..smith@acme.com" has two dots in a row before "@"`],
    ["bob.@acme.com", `"bob.@acme.com" has a dot at the beginning or end of the part before "@"`],
    ["bob\u0007@acme.com", `"bob\\u0007@acme.com" has a character before "@" that an address does not have`],
    [`${"a".repeat(65)}@acme.com`, `"${"a".repeat(65)}@acme.com" has more than 64 characters before "@"`],
    ["bob@ac_me.com", `in "bob@ac_me.com", "ac_me.com" has an underscore, which a domain name does not have`],
    [
      "bob@acme.com/x",
      `in "bob@acme.com/x", "acme.com/x" has a path, which a domain name does not have: write "bob@acme.com"`,
    ],
    ["bob@192.0.2.1", `in "bob@192.0.2.1", "192.0.2.1" is an IP address, not a domain name`],
    ["bob smith@ac_me.com", `"bob smith@ac_me.com" has a space in it`],
    ["bob@[999.1.1.1]", `"bob@[999.1.1.1]" looks like a regular expression`],
    [" MAILTO:bob@acme.com", `" MAILTO:bob@acme.com" is a link, not an address: write "bob@acme.com"`],
    ["bob mailto:al@acme.com", `"bob mailto:al@acme.com" has a space in it`],
    [
      "inf*o@acme.com",
      `"inf*o@acme.com" has a wildcard, which an address cannot have: write "inf.*o@acme\\\\.com" with isRegex: true`,
    ],
    [
      "%abc@acme.com",
      `"%abc@acme.com" has a wildcard, which an address cannot have: write ".*abc@acme\\\\.com" with isRegex: true`,
    ],
    [
      "abc%@acme.com",
      `"abc%@acme.com" has a wildcard, which an address cannot have: write "abc.*@acme\\\\.com" with isRegex: true`,
    ],
    ["a>b <bob@acme.com>", `"a>b <bob@acme.com>" has a space in it`],
    ["<bob@acme.com> x", `"<bob@acme.com> x" has a space in it`],
    ["Bob <bob@acme.com> ", `"Bob <bob@acme.com> " is more than the bare address: write "bob@acme.com"`],
    ["bob@acme.com;al@globex.com", `"bob@acme.com;al@globex.com" is more than one address: an entry takes one address`],
    ["@acme@b.com", `"@acme@b.com" has more than one "@"`],
    [
      "**@acme.com",
      `"**@acme.com" has a wildcard, which an address cannot have: write "acme.com" with patternType: "DOMAIN", or ".*@acme\\\\.com" with isRegex: true`,
    ],
    [
      "bo\u0007b@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
      `"bo\\u0007b@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example" has a character before "@" that an address does not have`,
    ],
    [
      "*@b@acme.com",
      `"*@b@acme.com" has a wildcard, which an address cannot have: write "acme.com" with patternType: "DOMAIN"`,
    ],
    ["email: bob@acme.com", `"email: bob@acme.com" has a prefix, which an entry does without: write "bob@acme.com"`],
  ]);

  it("leaves the part before @ as it is, and takes its own canonical form", () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.boolean(), (address, shout) => {
        fc.pre(!/[*?]|^%|%@/.test(address));
        const at = address.lastIndexOf("@");
        const local = address.slice(0, at);
        const domain = address.slice(at + 1);
        const canonical = `${local}@${domain.toLowerCase()}`;
        expect(checkEmail(`${local}@${shout ? domain.toUpperCase() : domain}`)).to.deep.equal({ canonical });
        expect(checkEmail(canonical)).to.deep.equal({ canonical });
      }),
    );
  });

  it("has a verdict on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom("", "@acme.com", "@"), (text, end) => {
        const verdict = checkEmail(text + end);
        if ("problem" in verdict) expect(verdict.problem).to.match(/^(in )?".*" (is|has|begins|ends|looks) /s);
        else expect(checkEmail(verdict.canonical)).to.deep.equal(verdict);
      }),
    );
  });
});
