import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { didYouMean } from "../../provider/fields/suggestion";

const properties = Object.keys(allowPolicies.fields);

describe("didYouMean", () => {
  const rows = {
    patern: "pattern",
    pattern_type: "patternType",
    PatternType: "patternType",
    regex: "isRegex",
    is_regex: "isRegex",
    trustedSender: "isTrustedSender",
    isAcceptable: "isAcceptableSender",
    verify_sender: "verifySender",
    comment: "comments",
  };
  for (const [word, meant] of Object.entries(rows)) {
    it(`takes ${word} for ${meant}`, () => {
      expect(didYouMean(word, properties)).to.equal(meant);
    });
  }

  for (const word of ["", "x", "enabled", "priority", "name"]) {
    it(`guesses nothing from ${JSON.stringify(word)}`, () => {
      expect(didYouMean(word, properties)).to.equal(undefined);
    });
  }

  it("guesses nothing where there is nothing to choose from", () => {
    expect(didYouMean("pattern", [])).to.equal(undefined);
  });
});
