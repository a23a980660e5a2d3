import { identityOf } from "../collections/compare";
import type { Entry, Values } from "../collections/collection";
import type { CollectionClient } from "./collection-client";
import { isNotFound } from "./error";

/**
 * What exists in one collection of one account, as far as one run knows: one list, kept current by what the run itself
 * does, and whose each entry is.
 */
export class Inventory {
  /** Ids that a resource of this run created or adopted. */
  readonly #taken = new Set<string>();
  /** What a resource of this program has and keeps, by id: the resource's mark, and the values that it declares. */
  readonly #held = new Map<string, { readonly mark: unknown; readonly values: Values }>();
  readonly #refreshed = new Set<string>();
  /** Whether the entries that a resource of this run removes are gone in the end. */
  readonly #leaving = new Map<string, Promise<boolean>>();
  readonly #written = new Map<string, Entry>();
  readonly #deleted = new Set<string>();
  /** Ids of all entries ever seen, by identity; what became of them, the list tells. */
  readonly #seen = new Map<string, Set<string>>();
  #listing: Promise<Map<string, Entry>> | undefined;

  constructor(private readonly client: CollectionClient) {}

  /** Whether the run's list has been asked for. */
  get isListed(): boolean {
    return this.#listing !== undefined;
  }

  /** All entries by id, oldest first. What this run wrote is right even where the list is stale. @throws ApiError */
  async all(afresh = false): Promise<ReadonlyMap<string, Entry>> {
    if (!this.#listing || afresh) {
      const listing = this.client.list().then((entries) => {
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

  /** The entry of that id; one that the list does not have is asked for. @throws ApiError */
  async find(id: string): Promise<Entry | undefined> {
    const listed = (await this.all()).get(id);
    if (listed) return listed;
    if (this.#deleted.has(id)) return undefined;
    try {
      return await this.client.get(id);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /**
   * The entry that an import of that id means. One that has an integer id of before 2026-05 may have another id by now: it is
   * then the one of the same identity. @throws ApiError
   */
  async findImported(id: string, values: Values): Promise<Entry | undefined> {
    return (await this.find(id)) ?? (isFormerId(id) ? this.findUnmanaged(values) : undefined);
  }

  /** The oldest entry of the same identity that no resource of this program is known to have. @throws ApiError */
  async findUnmanaged(values: Values): Promise<Entry | undefined> {
    const { collection } = this.client;
    const identity = identityOf(collection, values);
    const all = await this.all();
    for (const id of this.#seen.get(identity) ?? []) {
      const entry = all.get(id);
      if (entry && !this.isOwned(id) && identityOf(collection, entry.values) === identity) return entry;
    }
    return undefined;
  }

  /** Notes that a resource of the state, which may be gone from the program, was refreshed. */
  refreshed(id: string): void {
    this.#refreshed.add(id);
  }

  /**
   * Notes that a resource of this program has the entry and keeps it. The diff that comes with a refresh tells nothing of
   * the program, so the first one after it does not count.
   * @param mark - tells the resource from others of the same entry
   * @param values - what the program declares
   */
  hold(id: string, mark: unknown, values: Values): void {
    if (!this.#refreshed.delete(id)) this.keep(id, mark, values);
  }

  /** Notes that a resource of this program has the entry and is about to update it. */
  keep(id: string, mark: unknown, values: Values): void {
    this.#held.set(id, { mark, values });
  }

  /** What the resource declares that has the entry and keeps it. */
  declared(id: string): Values | undefined {
    return this.#held.get(id)?.values;
  }

  /** Whether another resource than the one of the mark has the entry, since this run or before. */
  isOthers(id: string, mark: unknown): boolean {
    return this.#taken.has(id) || (this.#held.has(id) && this.#held.get(id)?.mark !== mark);
  }

  /** Notes that a resource of this run made the entry or took it over. */
  take(id: string): void {
    this.#taken.add(id);
  }

  isTaken(id: string): boolean {
    return this.#taken.has(id);
  }

  isOwned(id: string): boolean {
    return this.#taken.has(id) || this.#held.has(id);
  }

  /**
   * Notes that a resource of this run removes the entries. Nobody may take them any more, also where the removal fails: who
   * wants to removes them in the next run.
   */
  leave(ids: Iterable<string>, removal: Promise<unknown>): void {
    for (const id of ids) {
      const isGone = () => this.#deleted.has(id);
      this.#leaving.set(id, removal.then(isGone, isGone));
    }
  }

  /** Settles when a removal of the entry that is under way has ended, and tells whether it is gone; absent without one. */
  leaving(id: string): Promise<boolean> | undefined {
    return this.#leaving.get(id);
  }

  written(entry: Entry): void {
    this.#written.set(entry.id, entry);
    this.#note(entry);
    void this.#listing?.then((all) => all.set(entry.id, entry)).catch(() => undefined);
  }

  /** Notes that what this run wrote of the entry may have changed, so that the list is to be believed. */
  doubt(id: string): void {
    this.#written.delete(id);
  }

  deleted(id: string): void {
    this.#deleted.add(id);
    this.#written.delete(id);
    void this.#listing?.then((all) => all.delete(id)).catch(() => undefined);
  }

  #note(entry: Entry): void {
    const identity = identityOf(this.client.collection, entry.values);
    const ids = this.#seen.get(identity);
    if (ids) ids.add(entry.id);
    else this.#seen.set(identity, new Set([entry.id]));
  }
}

/** Whether the id is an integer, as all were before 2026-05. */
export function isFormerId(id: string): boolean {
  return /^\d+$/.test(id);
}
