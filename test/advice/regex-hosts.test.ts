import { expect } from "chai";
import { leavesDomainOpen, leavesLabelOpen } from "../../provider/advice/regex-hosts";

const { raw } = String;

function tells(what: (pattern: string) => boolean, is: boolean, patterns: readonly string[]): void {
  for (const pattern of patterns) {
    it(`${is ? "does" : "does not"}, if it is ${pattern}`, () => {
      expect(what(pattern)).to.equal(is);
    });
  }
}

describe("whether an expression says what stands before @ and allows any domain after it", () => {
  tells(leavesDomainOpen, true, [
    "noreply@.*",
    "noreply@.+",
    "noreply@",
    "(bob|ann)@.*",
    "noreply@x@.*",
    "noreply@[a-z.]+",
    raw`noreply@\w+\.\w+`,
    raw`noreply@[^.]+\.[^.]+`,
    raw`.*@acme\.com|noreply@.*`,
  ]);
  tells(leavesDomainOpen, false, [
    "noreply",
    raw`noreply@acme\.com`,
    raw`noreply@.*\.com`,
    "noreply@a.*",
    "noreply@acme.*",
    "noreply@.*bank.*",
    "noreply@(?=a).*",
  ]);
});

describe("whether an expression ends in a domain that may begin in the middle of a label", () => {
  tells(leavesLabelOpen, true, [
    raw`.*@.*acme\.com`,
    raw`.*@.*ACME\.COM`,
    raw`.*@.*acme\.co\.uk`,
    raw`.*@\w*acme\.com`,
    raw`.*@[a-z-]*acme\.com`,
    raw`.*acme\.com`,
    raw`[a-z]*acme\.com`,
    raw`maria@.*acme\.com`,
    raw`(maria@)?.*acme\.com`,
    raw`.*acme\.com|x`,
  ]);
  tells(leavesLabelOpen, false, [
    raw`acme\.com`,
    raw`.*@acme\.com`,
    raw`.*\.acme\.com`,
    raw`.*@.*\.acme\.com`,
    raw`.*@(.*\.)?acme\.com`,
    // Nobody can register a name that ends in it.
    raw`.*@.*co\.uk`,
    ".*acme",
    raw`evil-?acme\.com`,
    raw`.*@evilacme\.com`,
    raw`.*@.*acme\.com\.`,
    raw`.*@.*(?=a)acme\.com`,
  ]);
});
