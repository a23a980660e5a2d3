import { generator } from "./random";
import type { ArrivedRequest } from "./request-log";

/** Everything that can go wrong on request, in groups of one behaviour each. */
export const faultKinds = [
  // The connection is reset, before or after the request is executed.
  "reset-before",
  "reset-after",
  // There is no answer.
  "timeout-before",
  "timeout-after",
  // Refused by the rate limit.
  "429",
  "429-retry-after",
  // A server error.
  "500-before",
  "500-after",
  "502-before",
  "502-after",
  "503-before",
  "503-after",
  "520-before",
  "520-after",
  // Executed, but the answer is not valid JSON: it is truncated, cut off with the connection, or a web page.
  "truncated",
  "cut",
  "malformed",
  // Executed twice; the client gets the first answer, or the second.
  "duplicate",
  "replay",
  // Executed, but reads do not see it for a while.
  "stale",
  // Answered late.
  "slow",
  // Refused, as with a token that was made a moment ago. A plan has it only if it names it.
  "403",
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /**
   * Milliseconds: the delay of `slow`, or how long reads do not see a `stale` write.
   * @default 200 for `slow`; for `stale`, `reads` decides alone
   */
  readonly ms?: number;
  /**
   * Reads of the collection that do not see a `stale` write.
   * @default 3, or without limit where `ms` is given
   */
  readonly reads?: number;
  /**
   * Seconds in the header of `429-retry-after`.
   * @default 1
   */
  readonly retryAfter?: number;
}

/** Called for each request; `undefined` means no fault. */
export type FaultChooser = (request: ArrivedRequest) => Fault | FaultKind | undefined;

/** Random faults: the same for the same seed and the same order of requests. */
export interface FaultPlan extends Omit<Fault, "kind"> {
  readonly seed: number;
  /** Share of the requests that meet a fault, 0 to 1. */
  readonly rate: number;
  /** @default all but `403` */
  readonly kinds?: readonly FaultKind[];
}

/** The requests that a fault is meant for: those that have all the given values. */
export type RequestMatch = Partial<Pick<ArrivedRequest, "method" | "action" | "account" | "collection" | "id">>;

/** Decides for each request what goes wrong, and counts it. */
export class Faults {
  readonly counts: Partial<Record<FaultKind, number>> = {};
  #choose: FaultChooser = () => undefined;
  #ordered: { readonly match: RequestMatch; readonly fault: Fault | FaultKind; left: number }[] = [];

  /** Replaces the plan. */
  use(faults: FaultPlan | FaultChooser | undefined): void {
    this.#choose = typeof faults === "function" ? faults : faults ? chooserOf(faults) : () => undefined;
  }

  /** Sets a fault for the next requests that match. It comes before the plan. */
  order(fault: Fault | FaultKind, match: RequestMatch, times: number): void {
    this.#ordered.push({ match, fault, left: times });
  }

  choose(request: ArrivedRequest): Fault | undefined {
    const ordered = this.#ordered.find(({ match }) =>
      Object.entries(match).every(([name, value]) => request[name as keyof RequestMatch] === value),
    );
    if (ordered) {
      ordered.left -= 1;
      this.#ordered = this.#ordered.filter(({ left }) => left > 0);
    }
    const chosen = ordered?.fault ?? this.#choose(request);
    const fault = typeof chosen === "string" ? { kind: chosen } : chosen;
    if (fault) {
      this.counts[fault.kind] = (this.counts[fault.kind] ?? 0) + 1;
    }
    return fault;
  }
}

const writesOnly: readonly FaultKind[] = ["duplicate", "replay", "stale"];

function chooserOf({ seed, rate, kinds, ...details }: FaultPlan): FaultChooser {
  const random = generator(seed);
  const all = kinds ?? faultKinds.filter((kind) => kind !== "403");
  const forReads = all.filter((kind) => !writesOnly.includes(kind));
  return ({ method }) => {
    // Two numbers for every request, so that its fault does not depend on the requests before.
    const [hit, choice] = [random(), random()];
    const possible = method === "GET" ? forReads : all;
    const kind = possible[Math.floor(choice * possible.length)];
    return hit < rate && kind ? { ...details, kind } : undefined;
  };
}
