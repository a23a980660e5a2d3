/** Share of what the engine need not have in hand that may wait here, where it shall have work for so many answers' time. */
const HELD = 1 / 2;
const ANSWERS = 1.5;

/** So many of the last gaps between arrivals, and of the last answers, tell the usual ones. */
const LAST = { gaps: 16, answers: 4 } as const;

/** Nothing comes any more when nothing came for so many of the usual gaps, within these bounds. */
const GAPS = 4;
const PAUSE_MS = { least: 20, most: 500 } as const;

/**
 * Says when the writes that wait leave together, as a DataLoader's batch.
 *
 * The engine works on so many resources at once (`--parallel`; it does not say how many) and writes its checkpoint between
 * them, one after another. As long as it has others in hand until the answer is there, holding writes back costs no time.
 * So many are held where its checkpoints are what the run waits for, and none where the answers are. A write that nothing
 * is under way beside goes at once.
 *
 * How many the engine works on is the most that were ever open, once it stopped with them: until then batches grow.
 */
export class Gathering {
  #open = 0;
  #waiting = 0;
  #widest = 0;
  #isWidest = false;
  /** How many left together last. */
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
   * So many writes leave together.
   * @returns what to call when their answer is there
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

  /** How many leave without waiting for more. */
  get #enough(): number {
    if (!this.#isWidest) return 2 * this.#left;
    const inHand = (ANSWERS * (this.#answerMs ?? 0)) / (this.#gapMs ?? 0);
    return HELD * (this.#widest - inHand);
  }

  get #pauseMs(): number {
    const { least, most } = PAUSE_MS;
    // An answer makes the engine go on, so a pause that outlasts it would never be met.
    const bound = this.#isWidest ? most : Math.min(most, this.#answerMs ?? most);
    return Math.max(least, Math.min(bound, GAPS * (this.#gapMs ?? 0)));
  }

  #release(): void {
    // What arrives in the same turn of the event loop goes along.
    for (const dispatch of this.#held.splice(0)) setImmediate(dispatch);
  }
}

function usual(before: number | undefined, now: number, last: number): number {
  return before === undefined ? now : before + (now - before) / last;
}
