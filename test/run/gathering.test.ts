import type { Clock } from "@sinonjs/fake-timers";
import { expect } from "chai";
import DataLoader from "dataloader";
import { Gathering } from "../../provider/run/gathering";
import { withClock } from "../support/clock";

interface Engine {
  readonly parallel: number;
  readonly checkpointMs: number;
  readonly answerMs: number;
  /** How many resources it has. */
  readonly count: number;
}

/** Writes that are gathered, with an API that answers each batch after so long. */
class Writes {
  /** When each batch left, in milliseconds since the start, and of how many writes. */
  readonly batches: [atMs: number, size: number][] = [];
  readonly #gathering = new Gathering();
  readonly #loader: DataLoader<number, number>;
  readonly #from: number;
  #next = 0;
  readonly #clock: Clock;

  constructor(clock: Clock, answerMs: number) {
    this.#clock = clock;
    this.#from = clock.now;
    this.#loader = new DataLoader(
      async (numbers) => {
        const answered = this.#gathering.leave(numbers.length);
        this.batches.push([clock.now - this.#from, numbers.length]);
        await new Promise((answer) => setTimeout(answer, answerMs));
        answered();
        return numbers;
      },
      { cache: false, batchScheduleFn: this.#gathering.schedule },
    );
  }

  /** One write, whose outcome the promise waits for. */
  async write(): Promise<void> {
    const outcome = this.#loader.load(this.#next++);
    this.#gathering.arrive();
    await outcome;
    this.#gathering.done();
  }

  /** So many writes, so many milliseconds apart. */
  async come(count: number, gapMs = 0): Promise<void> {
    for (let number = 0; number < count; number++) {
      if (number > 0) await this.pass(gapMs);
      void this.write();
      await this.pass(0);
    }
  }

  /** Lets so much time pass. */
  async pass(ms: number): Promise<void> {
    await this.#clock.tickAsync(ms);
    // What is due in the same turn of the event loop.
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  }

  get sizes(): number[] {
    return this.batches.map(([, size]) => size);
  }
}

describe("the gathering of writes", () => {
  it("lets a write go at once beside which nothing is under way, also after others", () =>
    withClock(async (clock) => {
      const writes = new Writes(clock, 100);
      for (let number = 0; number < 3; number++) {
        await writes.come(1);
        await writes.pass(150);
      }
      expect(writes.batches).to.deep.equal([
        [0, 1],
        [150, 1],
        [300, 1],
      ]);
    }));

  it("takes along what comes in the same turn of the event loop", () =>
    withClock(async (clock) => {
      const writes = new Writes(clock, 100);
      for (let number = 0; number < 5; number++) void writes.write();
      await writes.pass(0);
      expect(writes.batches).to.deep.equal([[0, 5]]);
    }));

  it("lets batches double while one is under way and writes go on coming", () =>
    withClock(async (clock) => {
      const writes = new Writes(clock, 10_000);
      await writes.come(15, 2);
      expect(writes.batches).to.deep.equal([
        [0, 1],
        [4, 2],
        [12, 4],
        [28, 8],
      ]);
    }));

  it("lets go what waits when nothing came for four of the usual gaps", () =>
    withClock(async (clock) => {
      const writes = new Writes(clock, 10_000);
      // The second pair waits for a third and fourth write, of which one comes.
      await writes.come(4, 10);
      await writes.pass(39);
      expect(writes.sizes).to.deep.equal([1, 2]);
      await writes.pass(1);
      expect(writes.batches.at(-1)).to.deep.equal([70, 1]);
    }));

  it("waits for a straggler at least 20 ms, however fast the others came", () =>
    withClock(async (clock) => {
      const writes = new Writes(clock, 10_000);
      await writes.come(4, 1);
      await writes.pass(19);
      expect(writes.sizes).to.deep.equal([1, 2]);
      await writes.pass(1);
      expect(writes.sizes).to.deep.equal([1, 2, 1]);
    }));

  it("waits at most half a second, however slowly they come", () =>
    withClock(async (clock) => {
      const writes = new Writes(clock, 100_000);
      await writes.come(4, 400);
      await writes.pass(499);
      expect(writes.sizes).to.deep.equal([1, 2]);
      await writes.pass(1);
      expect(writes.sizes).to.deep.equal([1, 2, 1]);
    }));

  it("does not wait longer than an answer takes, which makes the engine go on", () =>
    withClock(async (clock) => {
      const writes = new Writes(clock, 60);
      await writes.come(1);
      await writes.pass(60);
      await writes.come(4, 50);
      // A usual answer takes 60 ms; four gaps would be 200 ms.
      const [last] = writes.batches.slice(-1);
      await writes.pass(60);
      expect(writes.batches.at(-1)).to.deep.equal([60 + 150 + 60, 1]);
      expect(last).not.to.deep.equal(writes.batches.at(-1));
    }));

  it("holds nothing back where the answers are what the run waits for", () =>
    withClock(async (clock) => {
      const writes = new Writes(clock, 1_000);
      // The last 4 of 11 wait in vain for more, so that 11 are all that the engine works on.
      await writes.come(11, 10);
      await writes.pass(40);
      expect(writes.sizes).to.deep.equal([1, 2, 4, 4]);
      await writes.pass(2_000);
      // While one answer is waited for, 100 could come.
      await writes.come(5, 10);
      expect(writes.sizes.slice(4)).to.deep.equal([1, 1, 1, 1, 1]);
    }));

  /** An engine that works on so many resources at once, and writes its checkpoint before and after each, one after another. */
  async function engine(
    clock: Clock,
    { parallel, checkpointMs, answerMs, count }: Engine,
  ): Promise<{ sizes: number[]; tookMs: number }> {
    const writes = new Writes(clock, answerMs);
    const from = clock.now;
    let left = count;
    let end = 0;
    let checkpoint = Promise.resolve();
    const save = () =>
      (checkpoint = checkpoint.then(() => new Promise<void>((saved) => void setTimeout(saved, checkpointMs))));
    let atWork = parallel;
    const worker = async () => {
      while (left-- > 0) {
        await save();
        await writes.write();
        await save();
      }
      end = clock.now;
      atWork -= 1;
    };
    for (let number = 0; number < parallel; number++) void worker();
    while (atWork > 0) await writes.pass(1);
    return { sizes: writes.sizes, tookMs: end - from };
  }

  for (const { engine: given, leastMs, mostRequests } of [
    // Limited by its checkpoints, two a resource: sent one by one, it would be as many requests as resources.
    { engine: { parallel: 20, checkpointMs: 10, answerMs: 30, count: 200 }, leastMs: 4_000, mostRequests: 66 },
    { engine: { parallel: 20, checkpointMs: 5, answerMs: 30, count: 200 }, leastMs: 2_000, mostRequests: 63 },
    { engine: { parallel: 64, checkpointMs: 5, answerMs: 50, count: 300 }, leastMs: 3_000, mostRequests: 44 },
    // Limited by the answers.
    { engine: { parallel: 8, checkpointMs: 2, answerMs: 150, count: 100 }, leastMs: 2_000, mostRequests: 100 },
    { engine: { parallel: 2, checkpointMs: 20, answerMs: 10, count: 30 }, leastMs: 1_200, mostRequests: 30 },
  ]) {
    const { parallel, checkpointMs, answerMs } = given;
    it(`costs an engine of ${parallel} at once no time, at ${checkpointMs} ms a checkpoint and ${answerMs} ms an answer`, () =>
      withClock(async (clock) => {
        const { sizes, tookMs } = await engine(clock, given);
        expect(tookMs).to.be.within(leastMs, 1.03 * leastMs);
        expect(sizes.length).to.be.at.most(mostRequests);
      }));
  }
});
