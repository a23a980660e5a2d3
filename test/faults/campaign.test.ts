import { expect } from "chai";
import { campaign } from "./support/campaign";
import { defects } from "./support/defects";
import { naive } from "./support/naive";

describe("a campaign of faults", () => {
  it("leaves exactly what the program declares, whatever the network does", async function () {
    this.timeout(120_000);
    let killed = 0;
    for (const seed of [1, 2, 3]) {
      const { violations, faults, kills } = await campaign({ seed, operations: 500 });
      expect(violations, violations.join("\n")).to.be.empty;
      expect(faults).to.be.greaterThan(60);
      killed += kills;
    }
    // Rare, and a matter of timing: some run has one.
    expect(killed).to.be.greaterThan(0);
  });

  for (const [defect, client] of Object.entries(defects)) {
    it(`finds ${defect}`, async function () {
      this.timeout(60_000);
      const { violations } = await campaign({ seed: 1, operations: 2_000, client });
      expect(violations).not.to.be.empty;
    });
  }

  it("finds twins, orphans and losses of a client that repeats every request", async function () {
    this.timeout(60_000);
    const { twins, orphans } = await campaign({ seed: 1, operations: 100, client: naive, stopAtFirst: false });
    expect(twins.size).to.be.greaterThan(0);
    expect(orphans.size).to.be.greaterThan(0);
  });
});
