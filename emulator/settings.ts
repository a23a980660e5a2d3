import { assume, type Assumptions } from "./assumptions";
import { Faults } from "./faults";
import type { Account, RuntimeOptions, Token } from "./options";
import { RateLimiter } from "./rate-limit";

/** A well-formed token that is obviously not a real one. */
export const defaultTokens: readonly Token[] = [{ value: "emulator-token-0000000000000000000000000" }];

/** The account of Cloudflare's own examples. */
const defaultAccounts: readonly Account[] = [{ id: "023e105f4ecef8ad9ca31a8372d0c353" }];

/** The current options, complete and ready to use. */
export class Settings {
  readonly faults = new Faults();
  assumptions: Assumptions = assume();
  limiter: RateLimiter | undefined;
  #options: RuntimeOptions = {};

  get latency(): number {
    return this.#options.latency ?? 0;
  }

  get tokens(): readonly Token[] {
    return this.#options.tokens ?? defaultTokens;
  }

  get accounts(): readonly Account[] {
    return this.#options.accounts ?? defaultAccounts;
  }

  /** Sets the given options; one given as `undefined` gets its default back. */
  configure(options: RuntimeOptions): void {
    this.#options = { ...this.#options, ...options };
    if ("assume" in options) {
      this.assumptions = assume(options.assume);
    }
    if ("rateLimit" in options) {
      this.limiter = options.rateLimit && new RateLimiter(options.rateLimit);
    }
    if ("faults" in options) {
      this.faults.use(options.faults);
    }
  }
}
