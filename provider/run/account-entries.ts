import DataLoader from "dataloader";
import type { CollectionClient } from "../api/collection-client";
import { ApiError, isUnclear, isNotFound, UserError } from "../api/error";
import type { Collection, Entry, Values } from "../collections/collection";
import { changedFields, identityOf, keepSpelling } from "../collections/compare";
import { isFormerId } from "../collections/imported-id";
import { Gate } from "./gate";
import { Inventory } from "./inventory";
import { keeperOf, type Ledger, type Owner } from "./ledger";
import { Places, type Parts, type Program } from "./places";
import { SetEntries } from "./set-entries";
import type { StateEntry } from "./stack-state";
import { Writer, type WriterOptions } from "./writer";

/** The result of a create. */
export interface Created {
  readonly entry: Entry;
  /** The fields that adopting an existing entry changed; absent where a new entry was made. */
  readonly adopted?: readonly string[];
}

/** An entry was taken over, but it is not known whether it was changed. */
export class UnclearAdoption extends ApiError {
  constructor(
    readonly entry: Entry,
    cause: ApiError,
  ) {
    super(cause.message, cause.details, { cause });
  }
}

/**
 * The entries of one collection in one account, as the resources of one run read and change them, so that nothing is made
 * twice, shared by two resources, or deleted by one resource after another took it over.
 */
export class AccountEntries {
  readonly #client: CollectionClient;
  readonly #inventory: Inventory;
  readonly #ledger: Ledger;
  readonly #writer: Writer;
  readonly #parts: Parts;
  readonly #places: Places;
  readonly #reads = new Gate();
  readonly #reader: DataLoader<string, Entry | undefined>;

  constructor(
    client: CollectionClient,
    ledger: Ledger,
    program: Program,
    say: (line: string) => void,
    options: Partial<WriterOptions> = {},
  ) {
    this.#client = client;
    this.#ledger = ledger;
    this.#inventory = new Inventory(client);
    this.#writer = new Writer(client, this.#inventory, ledger, say, options);
    this.#parts = { client, inventory: this.#inventory, ledger, writer: this.#writer, program, say };
    this.#places = new Places(this.#parts);
    this.#reader = new DataLoader((ids) => this.#reads.through(() => this.#readAll(ids)), {
      cache: false,
      batchScheduleFn: this.#reads.schedule,
    });
  }

  get collection(): Collection {
    return this.#client.collection;
  }

  /**
   * The same entries, as a set reads and changes them.
   * @param mark - tells the set from other resources
   */
  ofSet(mark: string): SetEntries {
    return new SetEntries(this.#parts, this.#places, mark);
  }

  /**
   * Notes what a resource declares.
   * @returns the resource that declares the same entry, if one of the two is new
   */
  declare(values: Values, by: string, isSettled: boolean): string | undefined {
    return this.#ledger.declare(values, by, isSettled);
  }

  /**
   * Notes that the stack's state has an entry, by its id or by its outputs.
   * @param mark - tells the resource of the outputs from others
   */
  noteInState({ id, values }: StateEntry[2], mark?: unknown): void {
    if (id !== undefined) this.#ledger.noteSetInState(id);
    if (values) this.#ledger.noteSingleInState(values, mark);
  }

  /** Notes that a resource keeps the entry, and which fields of it are about to change. */
  keep(id: string, owner: Owner, changed: readonly string[], to: Values): void {
    this.#ledger.keep(id, keeperOf(this.collection, owner, changed, to));
  }

  /** Notes that the resource which had the entry no longer wants it. */
  letGo(id: string): void {
    this.#ledger.letGo(id);
  }

  /** Whether a resource with another mark has the entry. */
  isOthers(id: string, mark: unknown): boolean {
    return this.#ledger.isOthers(id, mark);
  }

  /** Whether a resource of the program imports the entry. */
  isImported(id: string): boolean {
    return this.#ledger.isImported(id);
  }

  /** Waits for a removal of the entry by another resource, and tells whether it was removed. */
  isRemoved(id: string): Promise<boolean> {
    return this.#ledger.isRemoved(id);
  }

  /**
   * The live entry, `undefined` if there is none. A single one is requested by itself; many come from one list. One that
   * the list does not have is requested before it counts as gone.
   * @throws ApiError
   */
  async read(id: string): Promise<Entry | undefined> {
    this.#ledger.noteInState(id);
    return this.#reader.load(id);
  }

  /**
   * Finds and reserves the entry that a create of these values would take over, as far as is known by now: the oldest of
   * the same identity that no resource of this program has.
   * @param own - the entry that the resource has; absent for a new one
   * @throws ApiError
   */
  async reserve(values: Values, own?: string): Promise<Entry | undefined> {
    const entry = await this.#findAdoptable(values, own);
    if (entry) this.#ledger.reserve(entry.id, values);
    return entry;
  }

  async #findAdoptable(values: Values, own?: string): Promise<Entry | undefined> {
    return this.#places.free(await this.#inventory.all(), values, own);
  }

  /**
   * The entry that an import of the id means. An entry with an integer id of before 2026-05 may have another id by now:
   * then it is the one of the same identity.
   * @throws ApiError
   */
  async findImported(id: string, values: Values): Promise<Entry | undefined> {
    return (await this.#inventory.find(id)) ?? (isFormerId(id) ? this.#findAdoptable(values) : undefined);
  }

  /** Whether a resource of that name may import the entry: no other one has it. */
  mayImport(id: string, values: Values, by: string | undefined): boolean {
    return this.#ledger.mayImport(id, values, by);
  }

  /** Notes that a resource of these values is going to import the entry. */
  reserveImport(id: string, values: Values): void {
    this.#ledger.reserve(id, values, true);
  }

  /**
   * Makes the entry, or takes over the one of the same identity, if that is not a stranger's or `adoptExisting` is set.
   * @param mayMake - whether an entry may be made where there is none
   * @throws ApiError, also when such an entry exists and is not to be adopted
   */
  async create(values: Values, adoptExisting: boolean, mayMake = true): Promise<Created> {
    return this.#places.inPlace(values, adoptExisting, undefined, async ({ free, moves }) => {
      if (free) return this.#takeOver(free, values);
      if (!mayMake) throw new UserError(this.missing(values));
      return { entry: (await this.#places.writeAfter(moves, { kind: "post", values })) as Entry };
    });
  }

  /**
   * Takes over the entry of that id and gives it the values.
   * @param by - the resource's name
   * @throws ApiError, also when there is no such entry or another resource of this run has it
   */
  async adopt(id: string, values: Values, by?: string): Promise<Created> {
    for (;;) {
      const entry = await this.findImported(id, values);
      if (!entry) {
        throw new UserError(
          `there is no ${this.collection.noun} ${id} in this account: remove the resource option import to create one, or correct the id`,
        );
      }
      this.#places.refuseUntouchable(entry);
      const removal = this.#places.removalOf(entry.id);
      if (!removal) {
        if (!this.#ledger.mayImport(entry.id, values, by)) throw this.ofAnother(entry.id);
        if (await this.#places.isClaimed(entry.id)) return this.#takeOver(entry, values);
        continue;
      }
      await removal;
    }
  }

  /** The message for an entry that must exist already, and does not. */
  missing(values: Values): string {
    const { noun, key } = this.collection;
    return `there is no ${noun} ${String(values[key[0]])} in this account: set create: true to add it, or correct the ${key[0]}`;
  }

  ofAnother(id: string): UserError {
    return new UserError(
      `the ${this.collection.noun} ${id} already belongs to another resource of this program: remove one of the two`,
    );
  }

  /**
   * Changes what differs between `from` and `to`. If nothing differs, state and program agree, and the engine calls because
   * an earlier step failed. Then, and if `from` is `undefined`, `to` is compared with the live entry.
   * @throws ApiError
   */
  async update(id: string, from: Readonly<Record<string, unknown>> | undefined, to: Values): Promise<Entry> {
    try {
      if (from && changedFields(this.collection, from, to).length > 0) return await this.#change(id, from, to);
      const live = await this.#client.get(id, to);
      const values = keepSpelling(this.collection, live.values, to);
      const isDone = changedFields(this.collection, values, to).length === 0;
      return isDone ? { ...live, values } : await this.#change(id, values, to);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      throw new UserError(
        `the ${this.collection.noun} ${id} is gone: somebody deleted it in Cloudflare. Run "pulumi refresh", then "pulumi up" makes it again.`,
        { cause: error },
      );
    }
  }

  async #change(id: string, from: Readonly<Record<string, unknown>>, to: Values): Promise<Entry> {
    const patch = this.#places.patchOf(id, from, to);
    if (identityOf(this.collection, from) === identityOf(this.collection, to)) return this.#places.patch(patch);
    return this.#places.inPlace(to, false, id, async ({ free, moves }) => {
      // This entry keeps its id, so an entry that another resource let go of is in the way.
      if (free) await this.#remove(free.id);
      return this.#places.settle((await this.#places.writeAfter(moves, patch)) as Entry, patch);
    });
  }

  /**
   * Removes the entry; one that is gone already is fine. One that another resource has stays.
   * @param mark - tells the resource from others of the same entry
   * @throws ApiError
   */
  async delete(id: string, mark: unknown): Promise<void> {
    await this.#ledger.leaving(id);
    if (this.#inventory.isDeleted(id)) return;
    if (this.#places.staysForAnother(id, mark)) return this.#places.giveBack(id);
    await this.#remove(id);
  }

  async #remove(id: string): Promise<void> {
    const removal = this.#writer.write({ kind: "delete", id });
    this.#ledger.leave([id], removal, (gone) => this.#inventory.isDeleted(gone));
    await removal;
  }

  async #readAll(ids: readonly string[]): Promise<(Entry | undefined | Error)[]> {
    const listed = ids.length > 1 || this.#inventory.isListed ? await this.#inventory.all() : undefined;
    return Promise.all(ids.map(async (id) => listed?.get(id) ?? this.#readOne(id)));
  }

  async #readOne(id: string): Promise<Entry | undefined | Error> {
    try {
      return await this.#client.get(id);
    } catch (error) {
      return isNotFound(error) ? undefined : (error as Error);
    }
  }

  /** The entry stays taken even if this fails, so that no delete of this run removes it. */
  async #takeOver(existing: Entry, values: Values): Promise<Created> {
    this.#ledger.take(existing.id);
    const live = { ...existing, values: keepSpelling(this.collection, existing.values, values) };
    const patch = this.#places.patchOf(live.id, live.values, values);
    const adopted = Object.keys(patch.change);
    try {
      const entry = adopted.length > 0 ? await this.#places.patch(patch) : live;
      return { entry, adopted };
    } catch (error) {
      throw isUnclear(error) ? new UnclearAdoption(live, error) : error;
    }
  }
}
