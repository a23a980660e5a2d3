import { identityOf } from "../collections/compare";
import type { Entry, Values } from "../collections/collection";
import type { CollectionClient } from "../api/collection-client";
import { isNotFound } from "../api/error";

/** The entries that exist in one collection of one account: one list, kept current with what the run itself writes. */
export class Inventory {
  readonly #written = new Map<string, Entry>();
  readonly #deleted = new Set<string>();
  /** Ids of all entries ever seen, by identity; some may have changed or be gone since. */
  readonly #seen = new Map<string, Set<string>>();
  #listing: Promise<Map<string, Entry>> | undefined;
  readonly #client: CollectionClient;

  constructor(client: CollectionClient) {
    this.#client = client;
  }

  /** Whether the run's list has been asked for. */
  get isListed(): boolean {
    return this.#listing !== undefined;
  }

  /** All entries by id, oldest first. What this run wrote counts, even if the list is older. @throws ApiError */
  async all(afresh = false): Promise<ReadonlyMap<string, Entry>> {
    if (!this.#listing || afresh) {
      const listing = this.#client.list().then((entries) => {
        const all = new Map(entries.map((entry) => [entry.id, entry]));
        for (const [id, entry] of this.#written) all.set(id, entry);
        for (const id of this.#deleted) all.delete(id);
        for (const entry of all.values()) this.#note(entry);
        return all;
      });
      this.#listing = listing;
      listing.catch(() => {
        if (this.#listing === listing) this.#listing = undefined;
      });
    }
    return this.#listing;
  }

  /** The entry of the id; if the list does not have it, it is requested. @throws ApiError */
  async find(id: string): Promise<Entry | undefined> {
    const listed = (await this.all()).get(id);
    if (listed) return listed;
    if (this.#deleted.has(id)) return undefined;
    try {
      return await this.#client.get(id);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** The entries that have the identity of the values, oldest first. */
  same(all: ReadonlyMap<string, Entry>, values: Values): Entry[] {
    const { collection } = this.#client;
    const identity = identityOf(collection, values);
    return [...(this.#seen.get(identity) ?? [])].flatMap((id) => {
      const entry = all.get(id);
      return entry && identityOf(collection, entry.values) === identity ? entry : [];
    });
  }

  /** Whether this run deleted the entry. */
  isDeleted(id: string): boolean {
    return this.#deleted.has(id);
  }

  written(entry: Entry): void {
    this.#written.set(entry.id, entry);
    this.#note(entry);
    void this.#listing?.then((all) => all.set(entry.id, entry)).catch(() => undefined);
  }

  /** Forgets what this run wrote of the entry, which may have changed since: from now on the list counts. */
  forget(id: string): void {
    this.#written.delete(id);
  }

  deleted(id: string): void {
    this.#deleted.add(id);
    this.#written.delete(id);
    void this.#listing?.then((all) => all.delete(id)).catch(() => undefined);
  }

  #note(entry: Entry): void {
    const identity = identityOf(this.#client.collection, entry.values);
    const ids = this.#seen.get(identity);
    if (ids) ids.add(entry.id);
    else this.#seen.set(identity, new Set([entry.id]));
  }
}
