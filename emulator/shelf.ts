import type { ServedCollection } from "./collections";
import { identityOf, type Entry } from "./entry";

/** Entries by id as text; `undefined` means that the entry does not exist. */
export type Changes = ReadonlyMap<string, Entry | undefined>;

/** An older content that reads see, until the time is over or the number of reads is reached. */
interface Lag {
  readonly before: Changes;
  readonly until: number;
  reads: number;
}

/** How long reads do not see a write. Without any value, they see it at once. */
export interface Staleness {
  readonly ms?: number;
  readonly reads?: number;
}

/** One collection of one account. */
export class Shelf {
  readonly #entries = new Map<string, Entry>();
  readonly #identities = new Map<string, number>();
  #lags: Lag[] = [];

  constructor(readonly collection: ServedCollection) {}

  get(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Every entry, in the order in which they were made. */
  values(): Iterable<Entry> {
    return this.#entries.values();
  }

  /** How many entries have this identity. */
  count(identity: string): number {
    return this.#identities.get(identity) ?? 0;
  }

  /** Makes all changes at once. */
  apply(changes: Changes, staleness?: Staleness): void {
    const before = new Map([...changes.keys()].map((id) => [id, this.#entries.get(id)]));
    for (const [id, entry] of changes) {
      this.#tally(before.get(id), -1);
      this.#tally(entry, 1);
      if (entry) {
        this.#entries.set(id, entry);
      } else {
        this.#entries.delete(id);
      }
    }
    if (staleness) {
      const { ms = Infinity, reads = Infinity } = staleness;
      this.#lags.push({ before, until: Date.now() + ms, reads });
    }
  }

  /** The entries that a read sees. */
  read(): ReadonlyMap<string, Entry> {
    this.#lags = this.#lags.filter((lag) => lag.reads > 0 && lag.until > Date.now());
    if (this.#lags.length === 0) {
      return this.#entries;
    }
    const seen = new Map(this.#entries);
    for (const lag of this.#lags.toReversed()) {
      lag.reads -= 1;
      for (const [id, entry] of lag.before) {
        if (entry) {
          seen.set(id, entry);
        } else {
          seen.delete(id);
        }
      }
    }
    return seen;
  }

  #tally(entry: Entry | undefined, by: 1 | -1): void {
    if (!entry) {
      return;
    }
    const identity = identityOf(entry.values, this.collection);
    const count = this.count(identity) + by;
    if (count > 0) {
      this.#identities.set(identity, count);
    } else {
      this.#identities.delete(identity);
    }
  }
}

/** Changes that see each other, but are not visible to anybody else yet. */
export class Draft {
  readonly changes = new Map<string, Entry | undefined>();
  readonly #identities = new Map<string, number>();

  constructor(readonly shelf: Shelf) {}

  get(id: string): Entry | undefined {
    return this.changes.has(id) ? this.changes.get(id) : this.shelf.get(id);
  }

  set(id: string, entry: Entry | undefined): void {
    this.#tally(this.get(id), -1);
    this.#tally(entry, 1);
    this.changes.set(id, entry);
  }

  count(identity: string): number {
    return this.shelf.count(identity) + (this.#identities.get(identity) ?? 0);
  }

  #tally(entry: Entry | undefined, by: 1 | -1): void {
    if (entry) {
      const identity = identityOf(entry.values, this.shelf.collection);
      this.#identities.set(identity, (this.#identities.get(identity) ?? 0) + by);
    }
  }
}
