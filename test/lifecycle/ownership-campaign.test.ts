import { expect } from "chai";
import { campaign } from "./ownership-campaign";
import { defects } from "./ownership-defects";

/** Mistakes that show where anything meets anything; the other ones need a certain meeting, which a scenario brings about. */
const FOUND = [
  "a resource that never asks whose its entry is",
  "an update that does not look for what has its new pattern",
  "a stranger's entry that is taken without a word",
  "an import that takes what another resource has",
];

describe("a campaign of resources that meet each other and strangers", () => {
  it("leaves each its own entry, and touches nothing that no preview named", async function () {
    this.timeout(60_000);
    for (const seed of [1, 2, 3]) {
      const { violations, moves, met, deleted } = await campaign(seed, 20);
      expect(violations, violations.join("\n")).to.be.empty;
      expect(Math.min(moves, met, deleted)).to.be.greaterThan(0);
    }
  });

  for (const defect of FOUND) {
    it(`finds ${defect}`, async function () {
      this.timeout(60_000);
      const { into, plant } = defects[defect] ?? {};
      const takeOut = into?.();
      try {
        for (let seed = 1; seed <= 6; seed++) {
          if ((await campaign(seed, 20, plant)).violations.length > 0) return;
        }
      } finally {
        takeOut?.();
      }
      expect.fail("no campaign found it");
    });
  }
});
