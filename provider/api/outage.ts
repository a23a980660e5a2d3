import { ApiError } from "./error";

/** How a request may go. */
export type Passage = "as usual" | "as a probe";

/**
 * Whether the API is away, for all requests of one run. The first request finds it out with all its retries; then one
 * request at a time is sent once, as a probe, while the others wait for its end. A probe that fails too makes the verdict:
 * until the next probe the others fail at once, with the same sentence. Whatever answer of the API ends it.
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

  /** How often the API answered; a request notes it when it begins. */
  get answers(): number {
    return this.#answers;
  }

  /** Whether requests fail without being sent. */
  get isCertain(): boolean {
    return this.#sentence !== undefined && this.#now() < this.#nextProbe;
  }

  /**
   * Waits for a probe that is under way, and carries out the request as the verdict allows. The one of a probe tells with
   * `gaveUp` or `answered` how it went.
   * @throws ApiError where the API is away
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

  /** @throws ApiError where the API is certainly away; nothing was sent then */
  refuse(): void {
    if (this.#sentence !== undefined && this.isCertain) throw new ApiError(this.#sentence, { outcome: "unsent" });
  }

  /** Notes that the API answered. */
  answered(): void {
    this.#answers += 1;
    this.#sentence = undefined;
  }

  /**
   * Notes that a request was tried in vain to the end. Where others were answered meanwhile, it is the request's own trouble.
   * @param answersBefore - `answers` when the request began
   * @param certainForMs - how long the API itself says that it refuses all
   */
  gaveUp({ message }: ApiError, answersBefore: number, passage: Passage, certainForMs?: number): void {
    if (answersBefore !== this.#answers) return;
    this.#sentence ??= message;
    if (passage === "as a probe" || certainForMs !== undefined) {
      this.#nextProbe = this.#now() + Math.max(this.#periodMs, certainForMs ?? 0);
    }
  }
}
