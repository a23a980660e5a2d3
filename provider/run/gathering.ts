/** The engine is to have work for the time of so many answers. */
const ANSWERS = 1.5;

/** Of the writes that it does not need for that, this share may be held back. */
const HELD = 1 / 2;

/** How many of the last gaps between arrivals, and of the last answers, are averaged. */
const LAST = { gaps: 16, answers: 4 } as const;

/** No more writes are expected after a pause of so many usual gaps, within these bounds. */
const GAPS = 4;
const PAUSE_MS = { least: 20, most: 500 } as const;

/**
 * Decides when the waiting writes are sent together, as a DataLoader's batch.
 *
 * The engine works on several resources at once (`--parallel`; it does not say how many) and writes its checkpoints one after
 * another. While it has other resources to work on until an answer arrives, holding writes back costs no time. So many writes
 * are held back if the run waits for checkpoints, and none if it waits for answers. A write is sent at once if no other write is
 * under way.
 *
 * The number of resources that the engine works on is the largest number of writes that were ever open when it stopped and
 * waited. Until that is known, batches grow.
 */
export class Gathering {
  #open = 0;
  #waiting = 0;
  #widest = 0;
  #isWidest = false;
  /** How many were sent together last. */
  #left = 0;
  #arrivedAt = 0;
  #gapMs: number | undefined;
  #answerMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #held: (() => void)[] = [];
  /** A DataLoader's `batchScheduleFn`. */
  readonly schedule = (dispatch: () => void): void => {
    this.#held.push(dispatch);
  };

  /** A write has been given to the DataLoader. */
  arrive(): void {
    const now = performance.now();
    if (this.#open > 0) this.#gapMs = usual(this.#gapMs, now - this.#arrivedAt, LAST.gaps);
    this.#arrivedAt = now;
    this.#open += 1;
    this.#waiting += 1;
    if (this.#open > this.#widest) {
      this.#widest = this.#open;
      this.#isWidest = false;
    }

    clearTimeout(this.#timer);
    if (this.#open === 1 || this.#waiting >= this.#enough) {
      this.#release();
    } else {
      this.#timer = setTimeout(() => {
        this.#isWidest = true;
        this.#release();
      }, this.#pauseMs);
    }
  }

  /**
   * Notes that so many writes are sent together.
   * @returns a function to call when their answer has arrived
   */
  leave(count: number): () => void {
    const leftAt = performance.now();
    this.#left = count;
    this.#waiting -= count;
    if (this.#waiting === 0) clearTimeout(this.#timer);
    return () => {
      this.#answerMs = usual(this.#answerMs, performance.now() - leftAt, LAST.answers);
    };
  }

  /** A write has its outcome. */
  done(): void {
    this.#open -= 1;
  }

  /** How many writes are sent without waiting for more. */
  get #enough(): number {
    if (!this.#isWidest) return 2 * this.#left;
    const inHand = (ANSWERS * (this.#answerMs ?? 0)) / (this.#gapMs ?? 0);
    return HELD * (this.#widest - inHand);
  }

  get #pauseMs(): number {
    const { least, most } = PAUSE_MS;
    // An answer makes the engine go on, so there is never a pause longer than an answer takes.
    const bound = this.#isWidest ? most : Math.min(most, this.#answerMs ?? most);
    return Math.max(least, Math.min(bound, GAPS * (this.#gapMs ?? 0)));
  }

  #release(): void {
    // What arrives in the same turn of the event loop joins the batch.
    for (const dispatch of this.#held.splice(0)) setImmediate(dispatch);
  }
}

function usual(before: number | undefined, now: number, last: number): number {
  return before === undefined ? now : before + (now - before) / last;
}
