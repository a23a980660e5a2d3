/** Where no more writes than this are open at once, latency is what the run waits for, and none is held back. */
const NARROW = 8;

/** Share of the writes open at once that may wait for company: the engine goes on with the others. */
const HELD = 1 / 6;

/** A pause in the arrivals is longer than so many of the usual gaps between them, and lasts so many milliseconds. */
const GAPS = 4;
const PAUSE_MS = { least: 20, most: 500 } as const;

/**
 * Says when the writes that wait leave together, as a DataLoader's batch.
 *
 * The engine works on so many resources at once (`--parallel`; it does not say how many) and writes its checkpoint between
 * them, one after another. As long as it has some to work on, holding others back costs no time. So writes wait until a
 * sixth of the most that were ever open has come, or until nothing comes any more. The first pause tells how many that
 * is: then everything that the engine may do at once is open. One that nothing is under way beside goes at once.
 */
export class Gathering {
  #open = 0;
  #waiting = 0;
  #widest = 0;
  #paused = false;
  #gapMs: number | undefined;
  #lastMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #held: (() => void)[] = [];

  /** A DataLoader's `batchScheduleFn`. */
  readonly schedule = (dispatch: () => void): void => {
    this.#held.push(dispatch);
  };

  /** A write has been given to the DataLoader. */
  arrive(): void {
    const now = performance.now();
    if (this.#open > 0) {
      const gap = now - this.#lastMs;
      this.#gapMs = this.#gapMs === undefined ? gap : (3 * this.#gapMs + gap) / 4;
    }
    this.#lastMs = now;
    this.#open += 1;
    this.#waiting += 1;
    this.#widest = Math.max(this.#widest, this.#open);

    clearTimeout(this.#timer);
    const enough = this.#widest > NARROW ? this.#widest * HELD : 1;
    if (this.#open === 1 || (this.#paused && this.#waiting >= enough)) this.#release();
    else {
      const pause = Math.min(PAUSE_MS.most, Math.max(PAUSE_MS.least, GAPS * (this.#gapMs ?? 0)));
      this.#timer = setTimeout(() => {
        this.#paused = true;
        this.#release();
      }, pause);
    }
  }

  /** So many writes have left. */
  leave(count: number): void {
    this.#waiting -= count;
    if (this.#waiting === 0) clearTimeout(this.#timer);
  }

  /** A write has its outcome. */
  done(): void {
    this.#open -= 1;
  }

  #release(): void {
    // What arrives in the same turn of the event loop goes along.
    for (const dispatch of this.#held.splice(0)) setImmediate(dispatch);
  }
}
