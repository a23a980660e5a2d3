/**
 * Holds back the batches of a DataLoader while enough of them are under way, so that what comes meanwhile joins the next
 * one. Waiting for a fixed time instead would gather next to nothing: the engine sends resources many milliseconds apart.
 */
export class Gate {
  #busy = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param limit - how many batches may be under way at the moment */
  constructor(private readonly limit: () => number) {}

  /** A DataLoader's `batchScheduleFn`. */
  readonly schedule = (dispatch: () => void): void => {
    this.#waiting.push(dispatch);
    this.#open();
  };

  /** Does the work of one batch, then lets the next one go. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#open();
    }
  }

  #open(): void {
    if (this.#busy >= this.limit()) return;
    const dispatch = this.#waiting.shift();
    if (!dispatch) return;
    this.#busy += 1;
    // What arrives in the same turn of the event loop goes along.
    setImmediate(dispatch);
  }
}
