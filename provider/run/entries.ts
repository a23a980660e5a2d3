import DataLoader from "dataloader";
import { changedFields, identityOf, keepSpelling, nobody } from "../collections/compare";
import { keyInWords, untouchableBecause, type Collection, type Entry, type Values } from "../collections/collection";
import { isFormerId } from "../collections/imported-id";
import type { CollectionClient } from "../api/collection-client";
import { ApiError, isAboutContent, isAmbiguous, isNotFound, UserError } from "../api/error";
import { Gate } from "./gate";
import { Inventory } from "./inventory";
import { changeOf, type Keeper, type Ledger } from "./ledger";
import type { Done, Patch, Post } from "../api/operation";
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

/** How a run learns what its program declares. */
export interface Program {
  /**
   * Resolves when the engine has not asked anything for a while, so that it has no resource left that it could ask about, and
   * when it is known what the stack's state has.
   */
  readonly quiet: () => Promise<void>;
}

/** What stands where an entry is to be. */
interface Place {
  /** An entry that the resource may have. */
  readonly free?: Entry;
  /** Changes of other resources by which entries leave the place. */
  readonly moves: readonly Patch[];
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
    readonly ledger: Ledger,
    private readonly program: Program,
    private readonly say: (line: string) => void,
    options: Partial<WriterOptions> = {},
  ) {
    this.inventory = new Inventory(client);
    this.writer = new Writer(client, this.inventory, ledger, say, options);
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
    this.ledger.noteInState(id);
    return this.#reader.load(id);
  }

  /**
   * The entry that a create of these values would take over, as far as is known before it: the oldest of the same identity
   * that no resource of this program has.
   * @param own - the entry that the resource has; absent for a new one
   * @throws ApiError
   */
  async findAdoptable(values: Values, own?: string): Promise<Entry | undefined> {
    return this.#free(await this.inventory.all(), values, own);
  }

  /**
   * The entry that an import of that id means. One that has an integer id of before 2026-05 may have another id by now: it is
   * then the one of the same identity.
   * @throws ApiError
   */
  async findImported(id: string, values: Values): Promise<Entry | undefined> {
    return (await this.inventory.find(id)) ?? (isFormerId(id) ? this.findAdoptable(values) : undefined);
  }

  /**
   * Makes the entry, or takes over the one of the same identity where that is no stranger's, or `adoptExisting` says so.
   * @param mayMake - whether an entry may be made where there is none
   * @throws ApiError, also when such an entry exists and is not to be adopted
   */
  async create(values: Values, adoptExisting: boolean, mayMake = true): Promise<Created> {
    return this.inPlace(values, adoptExisting, undefined, async ({ free, moves }) => {
      if (free) return this.#takeOver(free, values);
      if (!mayMake) throw new UserError(this.missing(values));
      return { entry: (await this.#writeAfter(moves, { kind: "post", values })) as Entry };
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
      this.#refuseUntouchable(entry);
      const removal = this.removalOf(entry.id);
      if (!removal) {
        if (!this.ledger.mayImport(entry.id, values, by)) throw this.ofAnother(entry.id);
        if (await this.isClaimed(entry.id)) return this.#takeOver(entry, values);
        continue;
      }
      await removal;
    }
  }

  /** What to say where an entry must be there already, and is not. */
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
   * Changes what differs between `from` and `to`. Where nothing does, state and program agree and the engine calls because
   * an earlier step failed: then, and where `from` is `undefined`, the live entry tells what is left to do.
   * @throws ApiError
   */
  async update(id: string, from: Readonly<Record<string, unknown>> | undefined, to: Values): Promise<Entry> {
    try {
      if (from && changedFields(this.collection, from, to).length > 0) return await this.#change(id, from, to);
      const live = await this.client.get(id, to);
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
    const patch = this.#patchOf(id, from, to);
    if (identityOf(this.collection, from) === identityOf(this.collection, to)) return this.#patch(patch);
    return this.inPlace(to, false, id, async ({ free, moves }) => {
      // What another resource of this run lets go of cannot become this one, whose id stays.
      if (free) await this.#remove(free.id);
      return this.#noteForeign((await this.#writeAfter(moves, patch)) as Entry, patch);
    });
  }

  /**
   * Removes the entry; one that is gone already is fine. One that another resource has stays.
   * @param mark - tells the resource from others of the same entry
   * @throws ApiError
   */
  async delete(id: string, mark: unknown): Promise<void> {
    await this.ledger.leaving(id);
    if (this.inventory.isDeleted(id)) return;
    if (this.staysForAnother(id, mark)) return this.giveBack(id);
    await this.#remove(id);
  }

  async #remove(id: string): Promise<void> {
    const removal = this.writer.write({ kind: "delete", id });
    this.ledger.leave([id], removal, (gone) => this.inventory.isDeleted(gone));
    await removal;
  }

  /** Whether another resource has the entry, so that a delete must leave it; that is said. */
  staysForAnother(id: string, mark: unknown): boolean {
    const stays = !this.ledger.mayRemove([id], mark);
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
    const declared = this.ledger.keeper(id)?.values;
    const live = declared && (await this.inventory.all()).get(id);
    if (!declared || !live) return;
    const patch = this.#patchOf(id, keepSpelling(this.collection, live.values, declared), declared);
    if (Object.keys(patch.change).length > 0) await this.#patch(patch);
  }

  /**
   * Waits until the entry is gone that another resource of this run removes; absent where none does. A set removes before
   * the run's last creates.
   * @throws UserError where the removal fails: who made the entry anew would have it twice
   */
  removalOf(id: string): Promise<void> | undefined {
    return this.ledger.leaving(id)?.then((isGone) => {
      if (isGone) this.inventory.deleted(id);
      if (isGone || !this.ledger.isLeavingHere(id)) return;
      throw new UserError(
        `the ${this.collection.noun} ${id} has the same ${keyInWords(this.collection)}, and its removal by another resource of this program failed: run again`,
      );
    });
  }

  /**
   * Clears the place of an entry, and uses it at once, so that nobody can step in between. Nobody is removing what is there
   * then, and a stranger's entry is only passed where `adoptExisting` says so.
   * @param own - the entry that moves to the place; absent for a new one
   * @throws UserError where a stranger's entry is there
   */
  async inPlace<T>(
    values: Values,
    adoptExisting: boolean,
    own: string | undefined,
    use: (place: Place) => Promise<T>,
  ): Promise<T> {
    // Twins in one program must not find each other half-made.
    return this.#inTurn(identityOf(this.collection, values), async () => {
      for (let isQuiet = false; ;) {
        const all = await this.inventory.all();
        for (const entry of this.inventory.same(all, values)) this.#refuseUntouchable(entry);
        const free = this.#free(all, values, own);
        const removal = free && this.removalOf(free.id);
        if (removal) await removal;
        else if (!free || adoptExisting || this.mayTake(free, values, isQuiet)) {
          if (free && own === undefined && !(await this.isClaimed(free.id))) continue;
          return use({ ...(free && { free }), moves: this.moves(all, values, own) });
        } else if (isQuiet) throw this.#existsAlready(free.id);
        else {
          // Its resource may be one that the engine asks only now.
          await this.program.quiet();
          isQuiet = true;
        }
      }
    });
  }

  /** @throws UserError where the entry must be left as it is */
  #refuseUntouchable({ id, values }: Entry): void {
    const because = untouchableBecause(this.collection, values);
    if (because === undefined) return;
    throw new UserError(
      `the ${this.collection.noun} ${id} ${because}: it can be neither managed nor made a second time; remove the resource`,
    );
  }

  /** Takes the entry for a resource of this host; not where another host has removed it meanwhile. */
  async isClaimed(id: string): Promise<boolean> {
    const removal = this.ledger.claim(id);
    if (!removal || !(await removal)) return true;
    this.ledger.giveUp(id);
    this.inventory.deleted(id);
    return false;
  }

  /** Whether the entry is no stranger's, but left over from a resource of this program. */
  mayTake(entry: Entry, values: Values, isQuiet: boolean): boolean {
    return this.ledger.isLeftOver(entry.id, values) || (isQuiet && this.ledger.isInState(entry));
  }

  quiet(): Promise<void> {
    return this.program.quiet();
  }

  /**
   * Changes of other resources by which their entries leave the place of the values. They are the resources' own changes, sent
   * early: an API that refuses duplicates would refuse to fill the place before.
   */
  moves(all: ReadonlyMap<string, Entry>, values: Values, own?: string): Patch[] {
    const moves = new Map<string, Patch>();
    for (let wanted: Values | undefined = values; wanted;) {
      const entry: Entry | undefined = this.inventory.same(all, wanted).find(({ id }) => id !== own && !moves.has(id));
      const mover: Keeper | undefined = entry && this.ledger.mover(entry);
      wanted = mover?.values;
      if (entry && mover?.change) {
        moves.set(entry.id, { kind: "patch", id: entry.id, change: mover.change, values: mover.values });
      }
    }
    return [...moves.values()].reverse();
  }

  /**
   * Sends the write, and where the API refuses duplicates, the moves along with it. Not before: a resource whose change was
   * sent by another one, and whose own update then fails, knows nothing of it.
   */
  async #writeAfter(moves: readonly Patch[], write: Patch | Post): Promise<Done> {
    try {
      return await this.writer.write(write);
    } catch (error) {
      if (moves.length === 0 || !(error instanceof ApiError) || !isAboutContent(error)) throw error;
    }
    if (this.collection.batch === "none") return this.#writeByDetour(moves, write);
    try {
      return last(await this.writer.writeTogether([...moves, write]));
    } catch (error) {
      if (!(error instanceof ApiError) || !isAboutContent(error)) throw error;
      return this.#writeByDetour(moves, write);
    }
  }

  /**
   * One after another, with the first entry out of the way meanwhile: where the API refuses duplicates, entries that swap
   * places cannot meet. No mail comes from a domain below `.invalid` (RFC 2606), so the detour opens nothing.
   */
  async #writeByDetour(moves: readonly Patch[], write: Patch | Post): Promise<Done> {
    const live = write.kind === "patch" ? (await this.inventory.all()).get(write.id) : undefined;
    const away = live && { ...live.values, ...nobody(this.collection, live.id) };
    if (live && away) await this.#patch(this.#patchOf(live.id, live.values, away));
    try {
      for (const move of moves) await this.writer.write(move);
      return await this.writer.write(write);
    } catch (error) {
      if (live && away && !isAmbiguous(error)) await this.#patch(this.#patchOf(live.id, away, live.values));
      throw error;
    }
  }

  /** The oldest entry of the identity that a create of the values may take. */
  #free(all: ReadonlyMap<string, Entry>, values: Values, own?: string): Entry | undefined {
    return this.inventory
      .same(all, values)
      .find((entry) => entry.id !== own && this.ledger.isFreeFor(entry.id, values) && !this.#isUntouchable(entry));
  }

  #isUntouchable({ values }: Entry): boolean {
    return untouchableBecause(this.collection, values) !== undefined;
  }

  #existsAlready(id: string): UserError {
    return new UserError(
      `the ${this.collection.noun} ${id} has the same ${keyInWords(this.collection)} already. To manage it here, set the resource option import: "${id}" or the property adoptExisting: true; if a resource of this stack was renamed, give it aliases; else delete the entry in Cloudflare.`,
    );
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

  #patchOf(id: string, from: Readonly<Record<string, unknown>>, to: Values): Patch {
    return { kind: "patch", id, change: changeOf(this.collection, from, to), values: to };
  }

  async #patch(patch: Patch): Promise<Entry> {
    return this.#noteForeign(await this.writer.write(patch), patch);
  }

  #noteForeign(entry: Entry, { id, values }: Patch): Entry {
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
    this.ledger.take(existing.id);
    const live = { ...existing, values: keepSpelling(this.collection, existing.values, values) };
    const patch = this.#patchOf(live.id, live.values, values);
    const adopted = Object.keys(patch.change);
    try {
      const entry = adopted.length > 0 ? await this.#patch(patch) : live;
      return { entry, adopted };
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

/** The outcome of the last of several writes. */
function last(outcomes: readonly (Done | ApiError)[]): Done {
  const failure = outcomes.find((outcome) => outcome instanceof ApiError);
  const outcome = failure ?? outcomes.at(-1);
  if (outcome === undefined || outcome instanceof ApiError) throw outcome ?? new Error("no outcome");
  return outcome;
}
