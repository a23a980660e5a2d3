import { expect } from "chai";
import {
  isCommonSuffix,
  isDisposableMail,
  isPublicSuffix,
  isRegistrable,
  isWithin,
  usualSuffixes,
} from "../../provider/fields/mail-domain";

describe("a domain that mail comes from", () => {
  const DOMAINS = ["com", "co.uk", "github.io", "acme.com", "acme.co.uk", "acme.github.io", "mail.acme.com", "intern"];
  const those = (is: (domain: string) => boolean) => DOMAINS.filter(is);

  it("is a public suffix where anyone can register names below it", () => {
    expect(those(isPublicSuffix)).to.deep.equal(["com", "co.uk", "github.io"]);
  });

  it("is registrable right below such a one", () => {
    expect(those(isRegistrable)).to.deep.equal(["acme.com", "acme.co.uk", "acme.github.io"]);
  });

  it("is a common suffix where the whole world is below it", () => {
    expect(["com", "org", "de", "co.uk", "xyz", "acme.com"].filter(isCommonSuffix)).to.deep.equal(["com", "org"]);
  });

  it("belongs to a provider of throw-away mailboxes, or does not", () => {
    expect(["mailinator.com", "acme.com"].filter(isDisposableMail)).to.deep.equal(["mailinator.com"]);
  });

  it("is within itself and what it lies below", () => {
    const within = (domain: string) => isWithin(domain, "acme.com");
    expect(["acme.com", "mail.acme.com", "notacme.com", "com", "acme.com.example"].filter(within)).to.deep.equal([
      "acme.com",
      "mail.acme.com",
    ]);
  });
});

describe("the usual suffixes", () => {
  it("are those of countries, what is usual below them, the common and the general ones", () => {
    const usual = usualSuffixes();
    expect(usual).to.include.members(["de", "uk", "co.uk", "com.au", "gouv.fr", "com", "org", "academy", "zone"]);
    expect(usual).not.to.include("aa").and.not.to.include("gouv.de");
  });

  it("are public suffixes, each once", () => {
    const usual = usualSuffixes();
    expect(usual.filter((suffix) => !isPublicSuffix(suffix))).to.deep.equal([]);
    expect(new Set(usual).size).to.equal(usual.length);
  });
});
