import type { Clock } from "@sinonjs/fake-timers";
import { expect } from "chai";
import { Budget } from "../../provider/api/budget";
import { withClock } from "../support/clock";

/** What the headers of an answer say: so many requests left of so many, for so many seconds. */
const headers = (left: number, total: number, seconds: number) => ({
  ratelimit: `"default";r=${left};t=${seconds}`,
  "ratelimit-policy": `"default";q=${total};w=300`,
});

function budgetOf(maxWaitMs = 1_000_000, silentMs = 5_000) {
  const said: string[] = [];
  return { said, budget: new Budget({ maxWaitMs, silentMs }, (line) => said.push(line)) };
}

/** Whether the next request may go at once; if so, it goes. */
async function isFree(budget: Budget): Promise<boolean> {
  let free = false;
  void budget.turn().then(() => (free = true));
  await new Promise(setImmediate);
  return free;
}

/** How long the next request waits, in milliseconds. */
async function waited(budget: Budget, clock: Clock, isVain?: () => boolean): Promise<number> {
  const from = clock.now;
  let at: number | undefined;
  void budget.turn(isVain).then(() => (at = clock.now));
  // From timer to timer, so that the moment is exact.
  for (let timers = 0; timers < 1_000; timers++) {
    await new Promise(setImmediate);
    if (at !== undefined) return at - from;
    await clock.nextAsync();
  }
  return expect.fail("it waits for ever");
}

/** Sends a request, and gets an answer with the headers. */
async function answer(budget: Budget, said: Readonly<Record<string, unknown>>): Promise<void> {
  await budget.turn();
  budget.answered(said);
}

describe("the budget of requests", () => {
  it("slows nothing down while the API says nothing, or that enough is left", async () => {
    const { budget, said } = budgetOf();
    for (let request = 0; request < 100; request++) expect(await isFree(budget)).to.equal(true);
    for (let request = 0; request < 100; request++) budget.answered();
    await answer(budget, headers(1_100, 1_200, 300));
    for (let request = 0; request < 1_000; request++) expect(await isFree(budget)).to.equal(true);
    expect(said).to.deep.equal([]);
  });

  it("spreads the last part over the rest of the window, and says so once in a while", () =>
    withClock(async (clock) => {
      const { budget, said } = budgetOf();
      await answer(budget, headers(50, 1_200, 300));
      expect(await waited(budget, clock)).to.equal(6_000);
      expect(said).to.deep.equal(["slowing down: the API's rate limit leaves 50 requests for the next 300 s"]);
      // 49 are left for the 294 s that are left of the window.
      expect(await waited(budget, clock)).to.equal(6_000);
      expect(said).to.have.length(1);
      expect(await waited(budget, clock)).to.equal(6_000);
      expect(said).to.have.length(2);
      expect(said[1]).to.contain("leaves 48 requests for the next 282 s");
    }));

  it("says what it waits for also where that is all it says, each quarter of a minute", () =>
    withClock(async (clock) => {
      const { budget, said } = budgetOf();
      await answer(budget, headers(0, 1_200, 40));
      expect(await waited(budget, clock)).to.equal(40_000);
      expect(said.map((line) => line.replace(/:.*/, ""))).to.deep.equal([
        "waiting 40 s",
        "waiting 25 s",
        "waiting 10 s",
      ]);
      expect(said[0]).to.equal("waiting 40 s: the API's rate limit leaves 0 requests for the next 40 s");
    }));

  it("does not say waits that nobody notices", () =>
    withClock(async (clock) => {
      const { budget, said } = budgetOf();
      budget.block(5_000, "the API asks for it");
      expect(await waited(budget, clock)).to.equal(5_000);
      expect(said).to.deep.equal([]);
      budget.block(5_001, "the API asks for it");
      await waited(budget, clock);
      expect(said).to.deep.equal(["waiting 6 s: the API asks for it"]);
    }));

  it("keeps a twentieth of the quota for the rest of the window, and ten requests where it does not know the quota", () =>
    withClock(async (clock) => {
      for (const [left, total, isFull] of [
        [62, 1_210, true],
        [61, 1_210, false],
        [11, undefined, true],
        [10, undefined, false],
      ] as const) {
        const { budget } = budgetOf();
        await answer(budget, {
          ratelimit: `"default";r=${left};t=60`,
          ...(total !== undefined && { "ratelimit-policy": `"default";q=${total};w=300` }),
        });
        expect((await waited(budget, clock)) === 0, `${left} of ${total}`).to.equal(isFull);
      }
    }));

  it("counts the requests that it lets go since the answer", () =>
    withClock(async (clock) => {
      const { budget } = budgetOf();
      await answer(budget, headers(63, 1_200, 300));
      for (const wait of [0, 0, 0]) expect(await waited(budget, clock)).to.equal(wait);
      expect(await waited(budget, clock)).to.equal(5_000);
    }));

  it("counts what is under way and not in the answer yet, and what was answered no more", () =>
    withClock(async (clock) => {
      const { budget } = budgetOf();
      for (let request = 0; request < 10; request++) await budget.turn();
      budget.answered(headers(69, 1_200, 300));
      expect(await waited(budget, clock)).to.equal(5_000);
      for (let request = 0; request < 9; request++) budget.answered();
      budget.answered(headers(61, 1_200, 300));
      expect(await waited(budget, clock)).to.equal(0);
    }));

  it("goes on at full speed when the window is over", () =>
    withClock(async (clock) => {
      const { budget, said } = budgetOf();
      await answer(budget, headers(0, 1_200, 0));
      await answer(budget, headers(1, 1_200, 0));
      expect(await waited(budget, clock)).to.equal(0);
      await answer(budget, headers(1, 1_200, 2));
      clock.tick(3_000);
      expect(await waited(budget, clock)).to.equal(0);
      expect(said).to.deep.equal([]);
      await answer(budget, headers(1, 1_200, 7));
      expect(await waited(budget, clock)).to.equal(7_000);
      for (let request = 0; request < 100; request++) expect(await waited(budget, clock)).to.equal(0);
    }));

  it("lets nothing go before the end of the window where nothing is left, not even when less than nothing is", () =>
    withClock(async (clock) => {
      for (const left of [0, 1]) {
        const { budget } = budgetOf();
        for (let request = 0; request < 3; request++) await budget.turn();
        budget.answered(headers(left, 1_200, 30));
        expect(await waited(budget, clock)).to.equal(30_000);
      }
    }));

  it("heeds every policy that the headers name, each with its own total and its own window", () =>
    withClock(async (clock) => {
      const policies = '"default";q=1200;w=300, "burst";q=100;w=60';
      for (const [ratelimit, wait] of [
        ['"default";r=900;t=300, "burst";r=0;t=60', 60_000],
        ['"burst";r=0;t=60, "default";r=900;t=300', 60_000],
        ['"default";r=0;t=300, "burst";r=0;t=60', 300_000],
        ['"burst";r=0;t=60, "default";r=0;t=300', 300_000],
        // 50 are little of 1,200 and much of 100.
        ['"default";r=900;t=300, "burst";r=50;t=60', 0],
        ['"default";r=50;t=300, "burst";r=50;t=60', 6_000],
      ] as const) {
        const { budget } = budgetOf();
        await answer(budget, { ratelimit, "ratelimit-policy": policies });
        expect(await waited(budget, clock), ratelimit).to.equal(wait);
      }
    }));

  it("knows when the quota that is used up is renewed, the last of several", () =>
    withClock(async (clock) => {
      const { budget } = budgetOf();
      expect(budget.renewedInMs).to.equal(undefined);
      await answer(budget, { ratelimit: '"default";r=0;t=30, "burst";r=0;t=60, "day";r=1;t=90' });
      expect(budget.renewedInMs).to.equal(60_000);
      clock.tick(20_000);
      expect(budget.renewedInMs).to.equal(40_000);
    }));

  it("sends nothing while the API blocks, until the later of two ends", () =>
    withClock(async (clock) => {
      for (const blocks of [
        [3_000, 90_000],
        [90_000, 3_000],
      ]) {
        const { budget, said } = budgetOf();
        for (const ms of blocks) budget.block(ms, `${ms}`);
        expect(await waited(budget, clock)).to.equal(90_000);
        expect(said[0]).to.equal("waiting 90 s: 90000");
        expect(await waited(budget, clock)).to.equal(0);
      }
    }));

  it("waits for the later of a block and the end of the window", () =>
    withClock(async (clock) => {
      for (const [blockMs, seconds] of [
        [10_000, 60],
        [60_000, 10],
      ] as const) {
        const { budget } = budgetOf();
        await answer(budget, headers(0, 1_200, seconds));
        budget.block(blockMs, "the API asks for it");
        expect(await waited(budget, clock)).to.equal(60_000);
      }
    }));

  it("hears during a wait what other answers say", () =>
    withClock(async (clock) => {
      const { budget } = budgetOf();
      await budget.turn();
      await answer(budget, headers(0, 1_200, 200));
      const from = clock.now;
      let at = 0;
      void budget.turn().then(() => (at = clock.now));
      await clock.tickAsync(1_000);
      budget.answered(headers(1_200, 1_200, 300));
      await clock.tickAsync(60_000);
      expect(at - from).to.equal(15_000);
    }));

  it("lets the requests go in the order in which they came", () =>
    withClock(async (clock) => {
      const { budget } = budgetOf();
      await answer(budget, headers(0, 1_200, 5));
      const order: number[] = [];
      for (const number of [1, 2, 3]) void budget.turn().then(() => order.push(number));
      await clock.tickAsync(4_999);
      expect(order).to.deep.equal([]);
      await clock.tickAsync(1);
      expect(order).to.deep.equal([1, 2, 3]);
    }));

  it("waits no longer than it may, whatever the server says", () =>
    withClock(async (clock) => {
      const { budget } = budgetOf(40_000);
      await answer(budget, headers(0, 1_200, 999_999_999));
      budget.block(999_999_999, "the API asks for it");
      expect(await waited(budget, clock)).to.equal(40_000);
    }));

  it("waits no more where that has become vain", () =>
    withClock(async (clock) => {
      const { budget } = budgetOf();
      budget.block(100_000, "the API asks for it");
      expect(await waited(budget, clock, () => clock.now >= Date.UTC(2026, 0, 1) + 20_000)).to.equal(30_000);
    }));

  it("is not confused by headers of any other form", async () => {
    for (const ratelimit of [
      "",
      ";;;",
      '"x";r=;t=-1',
      '"x";r=1e9;t=2',
      "r=0;t=5",
      '"x";r=0',
      '"x";t=5',
      '"x";-r=0;t=5',
      '"x";r=0;t=5000000000',
      ["a"],
      7,
      "é".repeat(10_000),
    ]) {
      const { budget, said } = budgetOf();
      await answer(budget, { ratelimit, "ratelimit-policy": ratelimit });
      expect(await isFree(budget)).to.equal(true, String(ratelimit).slice(0, 20));
      expect(budget.renewedInMs).to.equal(undefined);
      expect(said).to.deep.equal([]);
    }
  });

  it("reads them with any space between their parts", () =>
    withClock(async (clock) => {
      const { budget } = budgetOf();
      await answer(budget, {
        ratelimit: ' "default" ; r=50 ; t=60 ,"burst";r=9;t=1',
        "ratelimit-policy": '"default" ;q=1200; w=300',
      });
      expect(await waited(budget, clock)).to.equal(1_200);
    }));
});
