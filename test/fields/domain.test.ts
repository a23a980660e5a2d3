import { expect } from "chai";
import fc from "fast-check";
import { domainToUnicode } from "node:url";
import { checkDomain } from "../../provider/fields/domain";
import { accepts, canonicalOf, refuses } from "./verdicts";

describe("checkDomain", () => {
  accepts(checkDomain, [
    ["acme.com", "acme.com"],
    ["ACME.Com", "acme.com"],
    ["acme.com.", "acme.com"],
    ["mail-1.4you.acme.co.uk", "mail-1.4you.acme.co.uk"],
    ["münchen.de", "xn--mnchen-3ya.de"],
    ["MÜNCHEN.DE.", "xn--mnchen-3ya.de"],
    ["XN--MNCHEN-3YA.de", "xn--mnchen-3ya.de"],
    ["faß.de", "xn--fa-hia.de"],
    ["例え。テスト。", "xn--r8jz45g.xn--zckzah"],
    ["acme\u200b.com", "acme.com"],
    ["xn--i-7iq.com", "xn--i-7iq.com"],
    ["localhost", "localhost"],
    ["com", "com"],
    [`${"a".repeat(63)}.com`, `${"a".repeat(63)}.com`],
    [`${"a.".repeat(126)}a`, `${"a.".repeat(126)}a`],
    [`${"a.".repeat(126)}a.`, `${"a.".repeat(126)}a`],
  ]);

  refuses(checkDomain, [
    ["", `"" is empty: write a domain name, such as "acme.com"`],
    [" acme.com ", `" acme.com " has spaces around it: write "acme.com"`],
    ["acme.com\n", `"acme.com\\n" has spaces around it: write "acme.com"`],
    ["https://acme.com/", `"https://acme.com/" is a URL, not a domain name: write "acme.com"`],
    [
      "http://www.acme.com:8080/a?b=@c#d",
      `"http://www.acme.com:8080/a?b=@c#d" is a URL, not a domain name: write "www.acme.com"`,
    ],
    ["https://", `"https://" is a URL, not a domain name`],
    ["acme.com/login", `"acme.com/login" has a path, which a domain name does not have: write "acme.com"`],
    ["acme.com:25", `"acme.com:25" has a port, which a domain name does not have: write "acme.com"`],
    ["bob@Acme.com", `"bob@Acme.com" is an address, not a domain name: write "acme.com"`],
    ["@acme.com", `"@acme.com" is an address, not a domain name: write "acme.com"`],
    ["Bob <bob@acme.com>", `"Bob <bob@acme.com>" has a comma, semicolon or space: an entry takes one domain name`],
    [
      "*.acme.com",
      `"*.acme.com" has a wildcard, which a domain name cannot have: write "acme.com", or ".*\\\\.acme\\\\.com" with isRegex: true`,
    ],
    [
      "mail*.acme.com",
      `"mail*.acme.com" has a wildcard, which a domain name cannot have: write "mail.*\\\\.acme\\\\.com" with isRegex: true`,
    ],
    [
      ".*\\.acme\\.com",
      `".*\\\\.acme\\\\.com" looks like a regular expression: write ".*\\\\.acme\\\\.com" with isRegex: true, if it is one`,
    ],
    [".acme.com", `".acme.com" begins with a dot: write "acme.com"`],
    ["acme..com", `"acme..com" has two dots in a row: write "acme.com"`],
    ["acme.com..", `"acme.com.." has two dots in a row: write "acme.com"`],
    ["a.com, b.com", `"a.com, b.com" has a comma, semicolon or space: an entry takes one domain name`],
    ["_dmarc.acme.com", `"_dmarc.acme.com" has an underscore, which a domain name does not have: write "acme.com"`],
    ["my_acme.com", `"my_acme.com" has an underscore, which a domain name does not have`],
    ["*acme.com", `"*acme.com" has a wildcard, which a domain name cannot have`],
    ["acme.*", `"acme.*" has a wildcard, which a domain name cannot have`],
    ["mail.*.example", `"mail.*.example" has a wildcard, which a domain name cannot have`],
    [
      "%.acme.com",
      `"%.acme.com" has a wildcard, which a domain name cannot have: write ".*\\\\.acme\\\\.com" with isRegex: true`,
    ],
    [".*acme.com", `".*acme.com" looks like a regular expression whose dots match any character`],
    [
      "/acme\\.com/i",
      `"/acme\\\\.com/i" is a regular expression between slashes, which Java does not have: write "(?i)acme\\\\.com" with isRegex: true, if it is one`,
    ],
    ["domain: Acme.com", `"domain: Acme.com" has a prefix, which an entry does without: write "acme.com"`],
    [
      "«acme.com»",
      `"«acme.com»" has typographic quotes or a bullet, which belong to the text around it: write "acme.com"`,
    ],
    [
      "• acme.com",
      `"• acme.com" has typographic quotes or a bullet, which belong to the text around it: write "acme.com"`,
    ],
    ["acme—freight.com", `"acme—freight.com" has a typographic dash: where a hyphen is meant, write "-"`],
    ["i❤.com", `"i❤.com" has the character "❤" (U+2764), which no domain name can have`],
    ["-acme.com", `"-acme.com" has a part that begins or ends with "-"`],
    ["acme-.com", `"acme-.com" has a part that begins or ends with "-"`],
    ["1.2.3.4", `"1.2.3.4" is an IP address, not a domain name`],
    ["1.2.3.0/24", `"1.2.3.0/24" is an IP address, not a domain name`],
    ["[2606:4700::1111]", `"[2606:4700::1111]" is an IP address, not a domain name`],
    ["acme.123", `"acme.123" ends with a number, as no domain name does`],
    ["acme!.com", `"acme!.com" is not a domain name: write letters, digits, "-" and dots, such as "acme.com"`],
    ["１.２.３.４", `"１.２.３.４" is not a domain name: write letters, digits, "-" and dots, such as "acme.com"`],
    ["ü%41.de", `"ü%41.de" has a wildcard, which a domain name cannot have`],
    [`${"a".repeat(64)}.com`, `"${"a".repeat(64)}.com" has a part of more than 63 characters`],
    [`${"a.".repeat(126)}aa`, `"${"a.".repeat(40)}…" has more than 253 characters`],
    ["i❤_.com", `"i❤_.com" has an underscore, which a domain name does not have`],
    ["😀.com", `"😀.com" has the character "😀" (U+1F600), which no domain name can have`],
    ["acme©.com", `"acme©.com" has the character "©" (U+00A9), which no domain name can have`],
    ["https://acme.com..", `"https://acme.com.." is a URL, not a domain name: write "acme.com"`],
    ["2606:4700::1111", `"2606:4700::1111" is an IP address, not a domain name`],
    ["2606:4700::/32", `"2606:4700::/32" is an IP address, not a domain name`],
    ["1.22.33.44", `"1.22.33.44" is an IP address, not a domain name`],
    ["1.2.3.4:8080", `"1.2.3.4:8080" is an IP address, not a domain name`],
    ["1.2.3.4_a", `"1.2.3.4_a" has an underscore, which a domain name does not have`],
    ["x_1.2.3.4", `"x_1.2.3.4" has an underscore, which a domain name does not have`],
    ["acme.com/*", `"acme.com/*" has a path, which a domain name does not have: write "acme.com"`],
    ["acme.com/x?y.z", `"acme.com/x?y.z" has a path, which a domain name does not have: write "acme.com"`],
    [
      "mail?.acme.com",
      `"mail?.acme.com" has a wildcard, which a domain name cannot have: write "mail[^@.]\\\\.acme\\\\.com" with isRegex: true`,
    ],
    ["acme.com?q=a.b", `"acme.com?q=a.b" has a path, which a domain name does not have: write "acme.com"`],
    ["acme.com#*", `"acme.com#*" has a path, which a domain name does not have: write "acme.com"`],
    ["acme-", `"acme-" has a part that begins or ends with "-"`],
    ["123", `"123" ends with a number, as no domain name does`],
    [
      "/acme\\.com/",
      `"/acme\\\\.com/" is a regular expression between slashes, which Java does not have: write "acme\\\\.com" with isRegex: true, if it is one`,
    ],
    [
      "/^acme\\/x$/",
      `"/^acme\\\\/x$/" is a regular expression between slashes, which Java does not have: write "^acme/x$" with isRegex: true, if it is one`,
    ],
    ["/(/", `"/(/" is a regular expression between slashes, which Java does not have`],
    [
      "/acme.com/",
      `"/acme.com/" is a regular expression between slashes, which Java does not have: write "acme\\\\.com" with isRegex: true`,
    ],
    ["(acme", `"(acme" looks like a regular expression`],
    ["*.-acme.com", `"*.-acme.com" has a wildcard, which a domain name cannot have`],
    ["*.acme-.com", `"*.acme-.com" has a wildcard, which a domain name cannot have`],
    ["*..acme.com", `"*..acme.com" has a wildcard, which a domain name cannot have: write "acme.com"`],
    ["*.CO.UK", `"*.CO.UK" has a wildcard, which a domain name cannot have: write "co.uk"`],
    [
      "*.a.com",
      `"*.a.com" has a wildcard, which a domain name cannot have: write "a.com", or ".*\\\\.a\\\\.com" with isRegex: true`,
    ],
    [
      "mail.**.acme.com",
      `"mail.**.acme.com" has a wildcard, which a domain name cannot have: write "mail\\\\..*\\\\.acme\\\\.com" with isRegex: true`,
    ],
    ["ftp2://acme.com", `"ftp2://acme.com" is a URL, not a domain name: write "acme.com"`],
    ["x https://acme.com", `"x https://acme.com" has a comma, semicolon or space: an entry takes one domain name`],
    ["mail domain:acme.com", `"mail domain:acme.com" has a comma, semicolon or space: an entry takes one domain name`],
    ["email:acme.com", `"email:acme.com" has a prefix, which an entry does without: write "acme.com"`],
    ["ip:acme.com", `"ip:acme.com" has a prefix, which an entry does without: write "acme.com"`],
    [
      ".*.acme.com",
      `".*.acme.com" looks like a regular expression whose dots match any character: write ".*\\\\.acme\\\\.com" with isRegex: true`,
    ],
    ["*.acme_corp.com", `"*.acme_corp.com" has a wildcard, which a domain name cannot have`],
  ]);

  const spelling = fc.mixedCase(fc.domain());

  it("only changes case and the trailing dot of an ASCII name", () => {
    fc.assert(
      fc.property(spelling, fc.constantFrom("", "."), (name, dot) => {
        expect(checkDomain(name + dot)).to.deep.equal({ canonical: name.toLowerCase() });
      }),
    );
  });

  it("takes its own canonical form, and leaves it as it is", () => {
    const label = fc.string({ unit: fc.constantFrom(..."abzæøåßéčñ例え中فди".split("")), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
        const verdict = checkDomain(labels.join("."));
        fc.pre("canonical" in verdict);
        expect(checkDomain(canonicalOf(verdict))).to.deep.equal(verdict);
        expect(domainToUnicode(canonicalOf(verdict))).to.equal(labels.join(".").normalize("NFC"));
      }),
    );
  });

  it("suggests the name that a decorated one holds", () => {
    const decorate = fc.constantFrom<(name: string) => string>(
      (name) => ` ${name}`,
      (name) => `https://${name}`,
      (name) => `smtp://${name}:25/`,
      (name) => `${name}/path`,
      (name) => `${name}:443`,
      (name) => `someone@${name}`,
      (name) => `*.${name}`,
      (name) => `.${name}`,
      (name) => `_spf.${name}`,
    );
    fc.assert(
      fc.property(spelling, decorate, (name, decorated) => {
        expect(checkDomain(decorated(name)))
          .to.have.property("problem")
          .that.includes(`: write "${name.toLowerCase()}"`);
      }),
    );
  });

  it("has a verdict on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const verdict = checkDomain(text);
        if ("canonical" in verdict) expect(verdict.canonical).to.match(/^[a-z\d.-]+$/);
        else expect(verdict.problem).to.match(/^".*" (is|has|begins|ends|looks) /s);
      }),
    );
  });
});
