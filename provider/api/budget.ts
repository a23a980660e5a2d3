import { setTimeout as sleep } from "node:timers/promises";

/** The requests that one policy of the API still allows. */
interface Allowance {
  readonly total: number | undefined;
  readonly resetAt: number;
  left: number;
}

/** The part of a quota that is not spent at full speed. */
const RESERVE = 0.05;

/** The reserve in requests, if the API does not say how large the quota is. */
const LEAST_RESERVE = 10;

/** A wait is reported at once, then this often. */
const TELL_EVERY_MS = 15_000;

export interface BudgetOptions {
  /** Longest wait of one request, in milliseconds. */
  readonly maxWaitMs: number;
  /** Waits longer than this are reported, in milliseconds. */
  readonly silentMs: number;
}

/**
 * Decides when requests may be sent, for all requests of one credential. Cloudflare blocks a credential that has used up
 * its quota until the window ends. So the last part of the quota is spread over the rest of the window. Before that nothing
 * is slowed down, so a run that stays within the quota loses no time. While requests wait, writes gather into batches.
 */
export class Budget {
  readonly #allowances = new Map<string, Allowance>();
  #blocked = { until: 0, why: "" };
  #underWay = 0;
  #last = 0;
  #toldAt = -Infinity;
  #line: Promise<void> = Promise.resolve();
  readonly #options: BudgetOptions;
  readonly #say: (line: string) => void;

  constructor(options: BudgetOptions, say: (line: string) => void) {
    this.#options = options;
    this.#say = say;
  }

  /**
   * Waits until the next request may go, in the order of the calls. Each is to be followed by `answered`.
   * @param isVain - ends the wait before its time
   */
  turn(isVain: () => boolean = () => false): Promise<void> {
    return (this.#line = this.#line.then(() => this.#admit(isVain)));
  }

  /** Notes the end of a request, and what its answer says of the quota: `Ratelimit` and `Ratelimit-Policy`. */
  answered(headers: Readonly<Record<string, unknown>> = {}): void {
    this.#underWay -= 1;
    const policies = parse(headers["ratelimit-policy"]);
    for (const [name, { r, t }] of parse(headers.ratelimit)) {
      if (r === undefined || t === undefined) continue;
      this.#allowances.set(name, {
        total: policies.get(name)?.q,
        resetAt: Date.now() + t * 1000,
        // Those under way are not counted yet.
        left: r - this.#underWay,
      });
    }
  }

  /** Sends nothing for so long; a block that lasts longer stays. */
  block(ms: number, why: string): void {
    const until = Date.now() + ms;
    if (until > this.#blocked.until) this.#blocked = { until, why };
  }

  /** How long until the quota that is used up is renewed, in milliseconds; `undefined` where none is known to be. */
  get renewedInMs(): number | undefined {
    const used = [...this.#allowances.values()].filter(({ left }) => left <= 0).map(({ resetAt }) => resetAt);
    return used.length > 0 ? Math.max(...used) - Date.now() : undefined;
  }

  async #admit(isVain: () => boolean): Promise<void> {
    const latest = Date.now() + this.#options.maxWaitMs;
    for (;;) {
      const { until, why } = this.#earliest();
      const pause = Math.min(until, latest) - Date.now();
      if (pause <= 0 || isVain()) break;
      if (pause > this.#options.silentMs) this.#tell(`waiting ${Math.ceil(pause / 1000)} s: ${why}`);
      // Answers of those under way may change what is known.
      await sleep(Math.min(pause, TELL_EVERY_MS));
    }
    this.#underWay += 1;
    this.#last = Date.now();
    for (const allowance of this.#allowances.values()) allowance.left -= 1;
  }

  #earliest(): { until: number; why: string } {
    let earliest = this.#blocked;
    for (const { left, total, resetAt } of this.#allowances.values()) {
      const rest = resetAt - Date.now();
      const reserve = total === undefined ? LEAST_RESERVE : Math.ceil(total * RESERVE);
      if (rest <= 0 || left > reserve) continue;
      const until = left > 0 ? this.#last + rest / left : resetAt;
      const why = `the API's rate limit leaves ${Math.max(left, 0)} requests for the next ${Math.ceil(rest / 1000)} s`;
      if (left > 0) this.#tell(`slowing down: ${why}`);
      if (until > earliest.until) earliest = { until, why };
    }
    return earliest;
  }

  #tell(line: string): void {
    if (Date.now() - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = Date.now();
    this.#say(line);
  }
}

/** Reads a list such as `"default";r=50;t=30, "burst";r=9;t=1` by name; what is not of that form is passed over. */
function parse(header: unknown): Map<string, Readonly<Record<string, number>>> {
  const items = typeof header === "string" ? header.split(",") : [];
  return new Map(
    items.map((item) => {
      const [name = "", ...parameters] = item.split(";").map((part) => part.trim());
      const numbers = parameters.flatMap((parameter) => {
        const [, key, value] = /^([qrt])=(\d{1,9})$/.exec(parameter) ?? [];
        return key === undefined ? [] : [[key, Number(value)] as const];
      });
      return [name, Object.fromEntries(numbers)];
    }),
  );
}
