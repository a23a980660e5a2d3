/**
 * Holds back the batches of a DataLoader while one of them is under way, so that what arrives meanwhile joins the next one.
 * Waiting for a fixed time would gather almost nothing: the engine sends resources many milliseconds apart.
 */
export class Gate {
  #busy = false;
  readonly #waiting: (() => void)[] = [];
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
      this.#busy = false;
      this.#open();
    }
  }

  #open(): void {
    if (this.#busy) return;
    const dispatch = this.#waiting.shift();
    if (!dispatch) return;
    this.#busy = true;
    // What arrives in the same turn of the event loop joins the batch.
    setImmediate(dispatch);
  }
}
