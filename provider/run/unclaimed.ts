import { changedFields, identityOf, keepSpelling } from "../collections/compare";
import type { Collection, Entry, Values } from "../collections/collection";

/** Entries that some write made; which one is not known yet. */
export class Unclaimed {
  readonly #byIdentity = new Map<string, Entry[]>();
  readonly #collection: Collection;

  constructor(collection: Collection, entries: Iterable<Entry>) {
    this.#collection = collection;
    for (const entry of entries) {
      const identity = identityOf(collection, entry.values);
      const same = this.#byIdentity.get(identity);
      if (same) same.push(entry);
      else this.#byIdentity.set(identity, [entry]);
    }
  }

  /** Takes out the first entry of exactly these values. */
  claim(values: Values): Entry | undefined {
    const same = this.#byIdentity.get(identityOf(this.#collection, values)) ?? [];
    const index = same.findIndex(
      (entry) =>
        changedFields(this.#collection, keepSpelling(this.#collection, entry.values, values), values).length === 0,
    );
    return index < 0 ? undefined : same.splice(index, 1)[0];
  }
}
