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
    expect(checkPattern({ pattern: "*.acme.com", patternType: "DOMAIN", isRegex: true }))
      .to.have.property("problem")
      .that.matches(/^"\*\.acme\.com" is not a Java regular expression: .*"\*" at character 1/);
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
