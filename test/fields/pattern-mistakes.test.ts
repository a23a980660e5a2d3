import { expect } from "chai";
import { checkPattern } from "../../provider/fields/pattern";

describe("checkPattern", () => {
  it("brings a literal to the canonical form of its type", () => {
    expect(checkPattern({ pattern: "Bob@ACME.com.", patternType: "EMAIL", isRegex: false })).to.deep.equal({
      canonical: "Bob@acme.com",
    });
    expect(checkPattern({ pattern: "ACME.com", patternType: "DOMAIN", isRegex: false })).to.deep.equal({
      canonical: "acme.com",
    });
    expect(checkPattern({ pattern: "2606:4700:0::1", patternType: "IP", isRegex: false })).to.deep.equal({
      canonical: "2606:4700::1",
    });
  });

  it("leaves a regular expression untouched, whatever its type", () => {
    for (const patternType of ["EMAIL", "DOMAIN", "IP"] as const) {
      const pattern = String.raw`.*@(?!x)ACME\.com.++`;
      expect(checkPattern({ pattern, patternType, isRegex: true })).to.deep.equal({ canonical: pattern });
    }
  });

  it("says why Java refuses a regular expression", () => {
    const problemOf = (pattern: string) => checkPattern({ pattern, patternType: "DOMAIN", isRegex: true });
    expect(problemOf("*.acme.com")).to.deep.equal({
      problem: String.raw`"*.acme.com" is not a Java regular expression: "*" at character 1 has nothing to repeat; for "anything" write ".*", here ".*\.acme\.com"`,
    });
    expect(problemOf(String.raw`\k<x>`)).to.deep.equal({
      problem: String.raw`"\\k<x>" is not a Java regular expression: the name "x" at character 3 is given to no group before it`,
    });
  });

  it("says that slashes around a regular expression are none of it, and what to write where the rest is one", () => {
    const problemOf = (pattern: string) => checkPattern({ pattern, patternType: "EMAIL", isRegex: true });
    const says = "has slashes around it, which Java takes for part of the text";
    expect(problemOf("/invoices?@acme/i")).to.deep.equal({
      problem: `"/invoices?@acme/i" ${says}: write "(?i)invoices?@acme"`,
    });
    expect(problemOf("/[/")).to.deep.equal({ problem: `"/[/" ${says}` });
  });

  it("counts an emoji as one of the 1,024 characters", () => {
    const emoji = (count: number) => ({ pattern: "😀".repeat(count), patternType: "EMAIL", isRegex: true }) as const;
    expect(checkPattern(emoji(1024))).to.have.property("canonical");
    expect(checkPattern(emoji(1025))).to.deep.equal({ problem: "has 1025 characters; the API takes at most 1024" });
  });

  it("refuses an empty pattern", () => {
    expect(checkPattern({ pattern: "", patternType: "EMAIL", isRegex: true })).to.deep.equal({ problem: "is empty" });
  });

  it("suggests another pattern type where there are several", () => {
    expect(checkPattern({ pattern: "bob@acme.com", patternType: "DOMAIN", isRegex: false }))
      .to.have.property("problem")
      .that.includes(`write patternType: "EMAIL"`);
  });

  it("suggests no other pattern type where there is only one", () => {
    expect(
      checkPattern({ pattern: "bob@acme.com", patternType: "DOMAIN", isRegex: false, isOnlyType: true }),
    ).to.deep.equal({
      problem: `"bob@acme.com" is an address, not a domain name: write "acme.com"`,
    });
  });
});
