import { expect } from "chai";
import { Budget } from "../../provider/api/budget";

/** What the headers of an answer say: so many requests left of so many, for so many seconds. */
const headers = (left: number, total: number, seconds: number) => ({
  ratelimit: `"default";r=${left};t=${seconds}`,
  "ratelimit-policy": `"default";q=${total};w=300`,
});

function budgetOf(maxWaitMs: number) {
  const said: string[] = [];
  return { said, budget: new Budget({ maxWaitMs, silentMs: 5 }, (line) => said.push(line)) };
}

/** Whether the next request may go at once; if so, it goes. */
async function isFree(budget: Budget): Promise<boolean> {
  let free = false;
  void budget.turn().then(() => (free = true));
  await new Promise(setImmediate);
  return free;
}

describe("the budget of requests", () => {
  it("slows nothing down while the API says nothing, or that enough is left", async () => {
    const { budget, said } = budgetOf(1_000);
    for (let request = 0; request < 100; request++) expect(await isFree(budget)).to.equal(true);
    for (let request = 0; request < 100; request++) budget.answered();
    await budget.turn();
    budget.answered(headers(1_100, 1_200, 300));
    for (let request = 0; request < 1_000; request++) expect(await isFree(budget)).to.equal(true);
    expect(said).to.deep.equal([]);
  });

  it("spreads the last part over the rest of the window, and says so once", async () => {
    const { budget, said } = budgetOf(1_000);
    await budget.turn();
    budget.answered(headers(50, 1_200, 300));
    expect(await isFree(budget)).to.equal(false);
    expect(said).to.have.length(1);
    expect(said[0]).to.contain("slowing down").and.contain("50 requests for the next 300 s");
  });

  it("counts what is under way and not in the answer yet", async () => {
    const { budget } = budgetOf(1_000);
    for (let request = 0; request < 10; request++) await budget.turn();
    budget.answered(headers(65, 1_200, 300));
    expect(await isFree(budget)).to.equal(false);
  });

  it("goes on when the window is over", async () => {
    const { budget } = budgetOf(1_000);
    await budget.turn();
    budget.answered(headers(0, 1_200, 0));
    expect(await isFree(budget)).to.equal(true);
  });

  it("heeds every policy that the headers name", async () => {
    const { budget } = budgetOf(1_000);
    await budget.turn();
    budget.answered({
      ratelimit: '"default";r=900;t=300, "burst";r=0;t=60',
      "ratelimit-policy": '"default";q=1200;w=300, "burst";q=100;w=60',
    });
    expect(await isFree(budget)).to.equal(false);
  });

  it("waits no longer than it may, whatever the server says", async () => {
    const { budget } = budgetOf(10);
    await budget.turn();
    budget.answered(headers(0, 1_200, 999_999_999));
    budget.block(999_999_999, "the API asks for it");
    await budget.turn();
  });

  it("is not confused by headers of any other form", async () => {
    const { budget } = budgetOf(1_000);
    for (const ratelimit of ["", ";;;", '"x";r=;t=-1', '"x";r=1e9;t=2', "r=0;t=5", ["a"], 7, "é".repeat(10_000)]) {
      await budget.turn();
      budget.answered({ ratelimit });
      expect(await isFree(budget)).to.equal(true, String(ratelimit).slice(0, 20));
      budget.answered();
    }
  });
});
