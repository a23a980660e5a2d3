import { operations, type Operation, type Sample } from "./stage";
import type { Variant } from "./variants";

/** All samples of a run. */
export class Results {
  readonly #samples = new Map<string, Sample[]>();

  add(variant: Variant, entries: number, operation: Operation, sample: Sample): void {
    const key = keyOf(variant, entries, operation);
    this.#samples.set(key, [...(this.#samples.get(key) ?? []), sample]);
  }

  /** What was measured of one operation; `undefined` where nothing was. */
  of(variant: Variant, entries: number, operation: Operation): Cell | undefined {
    const samples = this.#samples.get(keyOf(variant, entries, operation));
    return samples && new Cell(samples);
  }

  /** Numbers of entries that the variant was measured with. */
  sizesOf(variant: Variant, sizes: readonly number[]): number[] {
    return sizes.filter((entries) => operations.some((operation) => this.of(variant, entries, operation)));
  }
}

/** The samples of one operation. */
export class Cell {
  constructor(readonly samples: readonly Sample[]) {}

  median(pick: (sample: Sample) => number): number {
    const values = this.samples.map(pick).sort((a, b) => a - b);
    const middle = (values.length - 1) / 2;
    return ((values[Math.floor(middle)] ?? NaN) + (values[Math.ceil(middle)] ?? NaN)) / 2;
  }

  get requests(): number {
    return this.median(requestsOf);
  }

  get seconds(): number {
    return this.median(({ seconds }) => seconds);
  }

  /** The least and the most, where they differ. */
  spread(pick: (sample: Sample) => number, show: (value: number) => string): string {
    const values = this.samples.map(pick);
    const [least, most] = [show(Math.min(...values)), show(Math.max(...values))];
    return least === most ? "" : ` (${least}–${most})`;
  }
}

export function requestsOf({ requests }: Sample): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}

/** How a cost grows between two sizes: 0 not at all, 1 in proportion, 2 with the square. */
export function exponent(from: readonly [number, number], to: readonly [number, number]): number {
  return Math.log(to[1] / from[1]) / Math.log(to[0] / from[0]);
}

function keyOf(variant: Variant, entries: number, operation: Operation): string {
  return `${variant.name}/${entries}/${operation}`;
}
