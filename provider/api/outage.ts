import { ApiError } from "./error";

/** How a request is sent. */
export type Passage = "as usual" | "as a probe";

/**
 * Knows whether the API can be reached, for all requests of one run. When a request has failed with all its retries, one
 * request at a time is sent once, as a probe, and the others wait for it. If the probe fails too, the outage is certain:
 * until the next probe the others fail at once, with the same message. Any answer of the API ends the outage.
 */
export class Outage {
  #sentence: string | undefined;
  #nextProbe = 0;
  #probe: Promise<void> | undefined;
  #answers = 0;
  readonly #periodMs: number;
  readonly #now: () => number;

  /** @param periodMs - time between two probes, in milliseconds */
  constructor(periodMs: number, now: () => number = Date.now) {
    this.#periodMs = periodMs;
    this.#now = now;
  }

  /** How often the API has answered. A request notes it when it begins. */
  get answers(): number {
    return this.#answers;
  }

  /** Whether requests fail without being sent. */
  get isCertain(): boolean {
    return this.#sentence !== undefined && this.#now() < this.#nextProbe;
  }

  /**
   * Waits for a probe that is under way, then sends the request, as a probe if it is time for one. A probe must report with
   * `gaveUp` or `answered`.
   * @throws ApiError while an outage is certain
   */
  async pass<T>(send: (passage: Passage) => Promise<T>): Promise<T> {
    while (this.#probe) await this.#probe;
    this.refuse();
    if (this.#sentence === undefined) return send("as usual");
    const sent = send("as a probe");
    const ended = sent.then(
      () => undefined,
      () => undefined,
    );
    this.#probe = ended;
    try {
      return await sent;
    } finally {
      this.#probe = undefined;
    }
  }

  /** @throws ApiError while an outage is certain; nothing is sent then */
  refuse(): void {
    if (this.#sentence !== undefined && this.isCertain) throw new ApiError(this.#sentence, { outcome: "unsent" });
  }

  /** Notes that the API answered. */
  answered(): void {
    this.#answers += 1;
    this.#sentence = undefined;
  }

  /**
   * Notes that a request failed with all its retries. If other requests were answered meanwhile, only this request is
   * affected.
   * @param answersBefore - `answers` when the request began
   * @param certainForMs - how long the API itself says that it refuses all requests
   */
  gaveUp({ message }: ApiError, answersBefore: number, passage: Passage, certainForMs?: number): void {
    if (answersBefore !== this.#answers) return;
    this.#sentence ??= message;
    if (passage === "as a probe" || certainForMs !== undefined) {
      this.#nextProbe = this.#now() + Math.max(this.#periodMs, certainForMs ?? 0);
    }
  }
}
