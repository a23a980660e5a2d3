import type { ArrivedRequest, Fault, FaultKind } from "../../../emulator";
import { hash, Random } from "./random";

/** How long reads may not see a write. The looks of the campaign's writer reach further, as those of real runs should. */
export const STALE_MS = 25;

const KINDS: readonly FaultKind[] = [
  "reset-before",
  "reset-after",
  "timeout-before",
  "timeout-after",
  "429",
  "429-retry-after",
  "500-before",
  "500-after",
  "502-before",
  "502-after",
  "503-before",
  "503-after",
  "520-before",
  "520-after",
  "truncated",
  "cut",
  "malformed",
  "stale",
  "slow",
  "403",
];

/**
 * Delivered twice by something on the way, a POST makes two entries before any client can know. Whatever is safe to repeat
 * is safe to be repeated.
 */
const ONLY_WHERE_REPEATABLE: readonly FaultKind[] = ["duplicate", "replay"];

const WRITES_ONLY: readonly FaultKind[] = ["duplicate", "replay", "stale"];

/**
 * Chooses by what a request asks for and how often it did, not by when it arrives: requests in parallel come in another
 * order each time, and meet the same faults all the same.
 */
export class FaultPlan {
  count = 0;
  /** Tells apart what would be the same request; part of every choice. */
  turn = "";
  readonly #seen = new Map<string, number>();
  readonly #seed: number;
  readonly #rate: number;

  constructor(seed: number, rate: number) {
    this.#seed = seed;
    this.#rate = rate;
  }

  readonly choose = (request: ArrivedRequest): Fault | undefined => {
    const { method, action, collection, id, body } = request;
    const key = [this.#seed, this.turn, method, action, collection, id, JSON.stringify(body)].join(" ");
    const times = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, times);
    const random = new Random(hash(`${key} ${times}`));
    if (!random.chance(this.#rate)) return undefined;
    this.count += 1;
    const kinds = [...KINDS, ...ONLY_WHERE_REPEATABLE].filter((kind) =>
      method === "GET" ? !WRITES_ONLY.includes(kind) : method === "POST" ? !ONLY_WHERE_REPEATABLE.includes(kind) : true,
    );
    const kind = random.pick(kinds);
    return kind === "stale" ? { kind, reads: 3, ms: STALE_MS } : kind === "slow" ? { kind, ms: 5 } : { kind };
  };
}
