import { rateLimited } from "./errors";
import type { RateLimit } from "./options";

interface Window {
  readonly endsAt: number;
  used: number;
}

/** Counts the requests of each token in windows that begin with a request. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();
  readonly #limit: RateLimit;

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /**
   * Counts one request.
   * @returns the headers that say how many requests are left
   * @throws ApiError 429 when none are left
   */
  count(token: string): Readonly<Record<string, string>> {
    const { requests, windowSeconds } = this.#limit;
    const now = Date.now();
    let window = this.#windows.get(token);
    if (!window || window.endsAt <= now) {
      window = { endsAt: now + windowSeconds * 1000, used: 0 };
      this.#windows.set(token, window);
    }
    window.used += 1;
    const seconds = Math.ceil((window.endsAt - now) / 1000);
    const headers = {
      ratelimit: `"default";r=${Math.max(requests - window.used, 0)};t=${seconds}`,
      "ratelimit-policy": `"default";q=${requests};w=${windowSeconds}`,
    };
    if (window.used > requests) {
      throw rateLimited({ ...headers, "retry-after": String(seconds) });
    }
    return headers;
  }
}
