import DataLoader from "dataloader";
import { changedFields, identityOf, keepSpelling } from "../collections/compare";
import type { Collection, Entry, Values } from "../collections/collection";
import type { CollectionClient } from "./collection-client";
import { ApiError, isAmbiguous, isNotFound } from "./error";
import { Gate } from "./gate";
import { Inventory } from "./inventory";
import type { Change } from "./operation";
import { Writer, type WriterOptions } from "./writer";

/** What creating did. */
export interface Created {
  readonly entry: Entry;
  /** The fields that adopting an existing entry changed; absent where a new entry was made. */
  readonly adopted?: readonly string[];
}

/** An entry was taken over, but whether it was changed cannot be told. */
export class UnsureAdoption extends ApiError {
  constructor(
    readonly entry: Entry,
    cause: ApiError,
  ) {
    super(cause.message, cause.details);
  }
}

/**
 * The entries of one collection in one account, as the resources of one run read and change them, so that nothing is made
 * twice, shared by two resources, or deleted by one resource after another took it over.
 */
export class Entries {
  readonly inventory: Inventory;
  readonly writer: Writer;
  readonly #reads = new Gate();
  readonly #reader: DataLoader<string, Entry | undefined>;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly client: CollectionClient,
    private readonly say: (line: string) => void,
    options: Partial<WriterOptions> = {},
  ) {
    this.inventory = new Inventory(client);
    this.writer = new Writer(client, this.inventory, say, options);
    this.#reader = new DataLoader((ids) => this.#reads.through(() => this.#readAll(ids)), {
      cache: false,
      batchScheduleFn: this.#reads.schedule,
    });
  }

  get collection(): Collection {
    return this.client.collection;
  }

  /**
   * The live entry, `undefined` where there is none. A single one is asked for; many come from one list, and one that the
   * list does not have is asked for before it counts as gone.
   * @throws ApiError
   */
  async read(id: string): Promise<Entry | undefined> {
    this.inventory.refreshed(id);
    return this.#reader.load(id);
  }

  /**
   * Makes the entry, or takes over the one of the same identity where `adoptExisting` says so.
   * @throws ApiError, also when such an entry exists and is not to be adopted
   */
  async create(values: Values, adoptExisting: boolean): Promise<Created> {
    // Twins in one program must not find each other half-made.
    const find = () => this.inventory.findUnmanaged(values);
    return this.#inTurn(identityOf(this.collection, values), () =>
      this.#onceStable(find, async (existing) => {
        if (!existing) return { entry: await this.writer.write({ kind: "post", values }) };
        if (adoptExisting) return this.#takeOver(existing, values);
        throw refused(
          `the ${this.collection.noun} ${existing.id} has the same pattern already. To manage it here, set the resource option import: "${existing.id}" or the property adoptExisting: true; if a resource of this stack was renamed, give it aliases; else delete the entry in Cloudflare.`,
        );
      }),
    );
  }

  /**
   * Takes over the entry of that id and gives it the values.
   * @throws ApiError, also when there is no such entry or another resource of this run has it
   */
  async adopt(id: string, values: Values): Promise<Created> {
    const find = () => this.inventory.findImported(id, values);
    return this.#onceStable(find, async (entry) => {
      if (!entry) {
        throw refused(
          `there is no ${this.collection.noun} ${id} in this account: remove the resource option import to create one, or correct the id`,
        );
      }
      if (this.inventory.isOwned(entry.id)) {
        throw refused(`the ${this.collection.noun} ${entry.id} already belongs to another resource of this program`);
      }
      return this.#takeOver(entry, values);
    });
  }

  /**
   * Changes what differs between `from` and `to`. Where nothing does, state and program agree and the engine calls because
   * an earlier step failed: then, and where `from` is `undefined`, the live entry tells what is left to do.
   * @throws ApiError
   */
  async update(id: string, from: Readonly<Record<string, unknown>> | undefined, to: Values): Promise<Entry> {
    const change = from ? this.#change(from, to) : {};
    if (Object.keys(change).length > 0) return this.#patch(id, change, to);
    const live = await this.client.get(id, to);
    const values = keepSpelling(live.values, to);
    const repair = this.#change(values, to);
    return Object.keys(repair).length > 0 ? this.#patch(id, repair, to) : { ...live, values };
  }

  /**
   * Removes the entry; one that is gone already is fine. One that another resource has stays.
   * @param mark - tells the resource from others of the same entry
   * @throws ApiError
   */
  async delete(id: string, mark: unknown): Promise<void> {
    if (this.staysForAnother(id, mark)) return this.giveBack(id);
    const removal = this.writer.write({ kind: "delete", id });
    this.inventory.leave([id], removal);
    await removal;
  }

  /** Whether another resource has the entry, so that a delete must leave it; that is said. */
  staysForAnother(id: string, mark: unknown): boolean {
    const stays = this.inventory.isOthers(id, mark);
    if (stays) {
      this.say(`${this.collection.noun} ${id}: now belongs to another resource of this program, so it is not deleted`);
    }
    return stays;
  }

  /**
   * Gives the entry what the resource declares that keeps it. The one that lets go of it may have taken it over and changed
   * it in a run that failed, before the program went back: the state of the other knows nothing of that.
   * @throws ApiError
   */
  async giveBack(id: string): Promise<void> {
    const declared = this.inventory.declared(id);
    const live = declared && (await this.inventory.all()).get(id);
    if (!declared || !live) return;
    const change = this.#change(keepSpelling(live.values, declared), declared);
    if (Object.keys(change).length > 0) await this.#patch(id, change, declared);
  }

  /**
   * Waits until the entry is gone that another resource of this run removes; absent where none does. A set removes before
   * the run's last creates.
   * @throws ApiError where the removal fails: who made the entry anew would have it twice
   */
  removalOf(id: string): Promise<void> | undefined {
    return this.inventory.leaving(id)?.then((isGone) => {
      if (isGone) return;
      throw refused(
        `the ${this.collection.noun} ${id} has the same pattern, and its removal by another resource of this program failed: run again`,
      );
    });
  }

  /** Uses what is found as soon as nobody is removing it; at once, so that nobody can begin to before it is taken. */
  async #onceStable<T>(
    find: () => Promise<Entry | undefined>,
    use: (entry: Entry | undefined) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const entry = await find();
      const removal = entry && this.removalOf(entry.id);
      if (!removal) return use(entry);
      await removal;
    }
  }

  async #readAll(ids: readonly string[]): Promise<(Entry | undefined | Error)[]> {
    const listed = ids.length > 1 || this.inventory.isListed ? await this.inventory.all() : undefined;
    return Promise.all(ids.map(async (id) => listed?.get(id) ?? this.#readOne(id)));
  }

  async #readOne(id: string): Promise<Entry | undefined | Error> {
    try {
      return await this.client.get(id);
    } catch (error) {
      return isNotFound(error) ? undefined : (error as Error);
    }
  }

  #change(from: Readonly<Record<string, unknown>>, to: Values): Change {
    return Object.fromEntries(changedFields(this.collection, from, to).map((name) => [name, to[name]]));
  }

  async #patch(id: string, change: Change, values: Values): Promise<Entry> {
    const entry = await this.writer.write({ kind: "patch", id, change, values });
    const foreign = changedFields(this.collection, entry.values, values);
    if (foreign.length > 0) {
      this.say(
        `${this.collection.noun} ${id}: ${foreign.join(", ")} changed elsewhere, and left as it is; "pulumi refresh" shows it`,
      );
    }
    return entry;
  }

  /** What was taken stays taken also where this fails: no delete of this run may meet it then. */
  async #takeOver(existing: Entry, values: Values): Promise<Created> {
    this.inventory.take(existing.id);
    const live = { ...existing, values: keepSpelling(existing.values, values) };
    const change = this.#change(live.values, values);
    const adopted = Object.keys(change);
    try {
      return { entry: adopted.length > 0 ? await this.#patch(live.id, change, values) : live, adopted };
    } catch (error) {
      throw isAmbiguous(error) ? new UnsureAdoption(live, error) : error;
    }
  }

  /** Runs the tasks of one key one after another. */
  async #inTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(task, task);
    this.#turns.set(key, turn);
    return turn;
  }
}

function refused(message: string): ApiError {
  return new ApiError(message, { outcome: "refused" });
}
