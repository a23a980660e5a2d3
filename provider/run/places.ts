import type { CollectionClient } from "../api/collection-client";
import { ApiError, isAboutContent, isUnclear, UserError } from "../api/error";
import type { Done, Patch, Post } from "../api/operation";
import { keyInWords, untouchableBecause, type Collection, type Entry, type Values } from "../collections/collection";
import { changedFields, identityOf, keepSpelling, nobody } from "../collections/compare";
import type { Inventory } from "./inventory";
import { changeOf, type Keeper, type Ledger } from "./ledger";
import type { Writer } from "./writer";

/** What a run can learn from its program. */
export interface Program {
  /** Resolves when the entries in the stack's state are known. */
  readonly stateKnown: () => Promise<void>;
  /**
   * Resolves when the engine has asked nothing for a while, so that it has no resource left to ask about, and the entries
   * in the stack's state are known.
   */
  readonly quiet: () => Promise<void>;
}

/** The parts that work together in one collection of one account. */
export interface Parts {
  readonly client: CollectionClient;
  readonly inventory: Inventory;
  readonly ledger: Ledger;
  readonly writer: Writer;
  readonly program: Program;
  /** Tells the user something. */
  readonly say: (line: string) => void;
}

/** What is in the place where an entry is to be. */
interface Place {
  /** An entry that the resource may have. */
  readonly free?: Entry;
  /** Changes of other resources that move their entries out of the place. */
  readonly moves: readonly Patch[];
}

/**
 * The places of entries, one for each identity. Resources fill a place one after another, so that none makes an entry
 * twice, and none takes an entry that another resource has or is removing.
 */
export class Places {
  readonly collection: Collection;
  readonly #inventory: Inventory;
  readonly #ledger: Ledger;
  readonly #writer: Writer;
  readonly #program: Program;
  readonly #say: (line: string) => void;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor({ client, inventory, ledger, writer, program, say }: Parts) {
    this.collection = client.collection;
    this.#inventory = inventory;
    this.#ledger = ledger;
    this.#writer = writer;
    this.#program = program;
    this.#say = say;
  }

  /** Whether another resource has the entry, so that it must not be deleted. If so, a line says it. */
  staysForAnother(id: string, mark: unknown): boolean {
    const stays = !this.#ledger.mayRemove([id], mark);
    if (stays) {
      // What its resource declares is known to another process alone, so that nothing can be given back.
      const more = this.#ledger.isKeptElsewhere(id)
        ? '; "pulumi refresh" shows what a run that failed left changed'
        : "";
      const why = `now belongs to another resource of this program, so it is not deleted${more}`;
      this.#say(`${this.collection.noun} ${id}: ${why}`);
    }
    return stays;
  }

  /**
   * Changes the entry to what the resource declares that keeps it. The resource that lets it go may have taken it over and
   * changed it in a run that failed, before the program was changed back. The state of the keeping resource does not show
   * that.
   * @throws ApiError
   */
  async giveBack(id: string): Promise<void> {
    const declared = this.#ledger.keeper(id)?.values;
    if (!declared) return;
    const change = this.#bringTo(id, declared);
    this.#ledger.giveBack(id, change);
    await change;
  }

  async #bringTo(id: string, declared: Values): Promise<void> {
    const live = (await this.#inventory.all()).get(id);
    if (!live) return;
    const patch = this.patchOf(id, keepSpelling(this.collection, live.values, declared), declared);
    if (Object.keys(patch.change).length > 0) await this.patch(patch);
  }

  /**
   * Waits for another resource of this run to remove the entry; `undefined` if none does. A set may remove entries before
   * other resources are created.
   * @throws UserError if the removal fails: a create could then make the entry twice
   */
  removalOf(id: string): Promise<void> | undefined {
    return this.#ledger.leaving(id)?.then((end) => {
      if (end === "gone") this.#inventory.deleted(id);
      if (end !== "failed") return;
      throw new UserError(
        `the ${this.collection.noun} ${id} has the same ${keyInWords(this.collection)}, and its removal by another resource of this program failed: run again`,
      );
    });
  }

  /**
   * Waits until the place of an entry can be filled, and runs `use` at once, so that no other resource can come in between.
   * By then no entry in the place is being removed. A stranger's entry is passed to `use` only with `adoptExisting`.
   * @param own - the entry that moves to the place; absent for a new one
   * @throws UserError where a stranger's entry is there
   */
  async inPlace<T>(
    values: Values,
    adoptExisting: boolean,
    own: string | undefined,
    use: (place: Place) => Promise<T>,
  ): Promise<T> {
    // Two resources for the same entry must not meet while one of them is being made.
    return this.#inTurn(identityOf(this.collection, values), async () => {
      for (let isQuiet = false; ;) {
        const all = await this.#inventory.all();
        const free = this.free(all, values, own);
        if (!free) for (const entry of this.#inventory.same(all, values)) this.refuseUntouchable(entry);
        const removal = free && this.removalOf(free.id);
        if (removal) {
          await removal;
        } else if (!free || adoptExisting || this.mayTake(free, values, isQuiet)) {
          if (free && own === undefined && !(await this.isClaimed(free.id))) continue;
          return use({ ...(free && { free }), moves: this.moves(all, values, own) });
        } else if (isQuiet) {
          throw this.#existsAlready(free.id);
        } else {
          // Its resource may be one that the engine has not asked about yet.
          await this.#program.quiet();
          isQuiet = true;
        }
      }
    });
  }

  /** @throws UserError where the entry must be left as it is */
  refuseUntouchable({ id, values }: Entry): void {
    const because = untouchableBecause(this.collection, values);
    if (because === undefined) return;
    throw new UserError(
      `the ${this.collection.noun} ${id} ${because}: it can be neither managed nor made a second time; remove the resource`,
    );
  }

  /** Takes the entry for a resource of this process; false if another process has removed it meanwhile, or has tried to. */
  async isClaimed(id: string): Promise<boolean> {
    const end = await this.#ledger.claim(id);
    if (end === undefined || end === "stays") return true;
    this.#ledger.giveUp(id);
    return false;
  }

  /** Whether the entry is left over from a resource of this program, and not a stranger's. */
  mayTake(entry: Entry, values: Values, isQuiet: boolean): boolean {
    return this.#ledger.isLeftOver(entry.id, values) || (isQuiet && this.#ledger.isInState(entry));
  }

  stateKnown(): Promise<void> {
    return this.#program.stateKnown();
  }

  quiet(): Promise<void> {
    return this.#program.quiet();
  }

  /**
   * Changes of other resources that move their entries out of the place of the values. They are the resources' own changes,
   * sent early: an API that refuses duplicates would otherwise refuse to fill the place.
   */
  moves(all: ReadonlyMap<string, Entry>, values: Values, own?: string): Patch[] {
    const moves = new Map<string, Patch>();
    for (let wanted: Values | undefined = values; wanted;) {
      const entry: Entry | undefined = this.#inventory.same(all, wanted).find(({ id }) => id !== own && !moves.has(id));
      const mover: Keeper | undefined = entry && this.#ledger.mover(entry);
      wanted = mover?.values;
      if (entry && mover?.change) {
        moves.set(entry.id, { kind: "patch", id: entry.id, change: mover.change, values: mover.values });
      }
    }
    return [...moves.values()].reverse();
  }

  /**
   * Sends the write, and if the API refuses duplicates, the moves along with it. The moves are not sent without need: if
   * the moved resource's own update then fails, its state does not show the change.
   */
  async writeAfter(moves: readonly Patch[], write: Patch | Post): Promise<Done> {
    try {
      return await this.#writer.write(write);
    } catch (error) {
      if (moves.length === 0 || !(error instanceof ApiError) || !isAboutContent(error)) throw error;
    }
    if (this.collection.batch === "none") return this.#writeByDetour(moves, write);
    try {
      return last(await this.#writer.writeTogether([...moves, write]));
    } catch (error) {
      if (!(error instanceof ApiError) || !isAboutContent(error)) throw error;
      return this.#writeByDetour(moves, write);
    }
  }

  /**
   * Sends the moves and the write one after another, with the first entry moved aside meanwhile: an API that refuses
   * duplicates allows no direct swap. No mail comes from a domain below `.invalid` (RFC 2606), so the move aside opens
   * nothing.
   */
  async #writeByDetour(moves: readonly Patch[], write: Patch | Post): Promise<Done> {
    const live = write.kind === "patch" ? (await this.#inventory.all()).get(write.id) : undefined;
    const away = live && this.#aside(live);
    if (live && away) await this.patch(this.patchOf(live.id, live.values, away));
    try {
      for (const move of moves) await this.#writer.write(move);
      return await this.#writer.write(write);
    } catch (error) {
      if (live && away && !isUnclear(error)) await this.patch(this.patchOf(live.id, away, live.values));
      throw error;
    }
  }

  /** The entry where it meets nobody; what does not fit there has its default. */
  #aside({ id, values }: Entry): Values {
    const { fields, rule } = this.collection;
    const away = { ...values, ...nobody(this.collection, id) };
    const { path = "" } = rule?.(away) ?? {};
    const fitting = fields[path]?.default;
    return fitting === undefined ? away : { ...away, [path]: fitting };
  }

  /** The oldest entry of the identity that a create of the values may take. */
  free(all: ReadonlyMap<string, Entry>, values: Values, own?: string): Entry | undefined {
    return this.#inventory
      .same(all, values)
      .find((entry) => entry.id !== own && this.#ledger.isFreeFor(entry.id, values) && !this.#isUntouchable(entry));
  }

  #isUntouchable({ values }: Entry): boolean {
    return untouchableBecause(this.collection, values) !== undefined;
  }

  #existsAlready(id: string): UserError {
    return new UserError(
      `the ${this.collection.noun} ${id} has the same ${keyInWords(this.collection)} already. To manage it here, set the resource option import: "${id}" or the property adoptExisting: true; if a resource of this stack was renamed, give it aliases; else delete the entry in Cloudflare.`,
    );
  }

  patchOf(id: string, from: Readonly<Record<string, unknown>>, to: Values): Patch {
    return { kind: "patch", id, change: changeOf(this.collection, from, to), values: to };
  }

  async patch(patch: Patch): Promise<Entry> {
    return this.settle(await this.#writer.write(patch), patch);
  }

  /**
   * What somebody else changed in the entry is said, and left as it is. What another resource of the stack changed in a run
   * that failed is changed back.
   * @throws ApiError
   */
  async settle(entry: Entry, { id, values }: Patch): Promise<Entry> {
    const foreign = changedFields(this.collection, entry.values, values);
    if (foreign.length === 0) return entry;
    await this.#program.stateKnown();
    if (this.#ledger.isShared(entry)) return this.#writer.write(this.patchOf(id, entry.values, values));
    this.#say(
      `${this.collection.noun} ${id}: ${foreign.join(", ")} changed elsewhere, and left as it is; "pulumi refresh" shows it`,
    );
    return entry;
  }

  /** Runs the tasks of one key one after another. */
  async #inTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(task, task);
    this.#turns.set(key, turn);
    return turn;
  }
}

/** The outcome of the last write. */
function last(outcomes: readonly (Done | ApiError)[]): Done {
  const failure = outcomes.find((outcome) => outcome instanceof ApiError);
  const outcome = failure ?? outcomes.at(-1);
  if (outcome === undefined || outcome instanceof ApiError) throw outcome ?? new Error("no outcome");
  return outcome;
}
