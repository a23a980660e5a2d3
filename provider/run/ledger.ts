import { changedFields, identityOf } from "../collections/compare";
import type { Collection, Entry, Values } from "../collections/collection";
import type { Change } from "../api/operation";
import type { Value } from "../fields/field";
import type { Declaration, Peers, RemovalEnd } from "./peers";

/** A resource that has an entry. */
export interface Owner {
  /** Tells the resource from others of the same entry. */
  readonly mark: unknown;
  /** The resource's name, where the program says it. */
  readonly by?: string | undefined;
}

/** A resource that has an entry and keeps it, and what it declares of it. */
export interface Keeper extends Owner {
  readonly values: Values;
  /** What the resource is about to change; absent where it changes nothing. */
  readonly change?: Change;
}

/**
 * Knows which resource has which entry of one collection in one account. A run learns it piece by piece, from the engine's
 * calls:
 *
 * | call            | what it tells                                                                              |
 * | --------------- | ------------------------------------------------------------------------------------------ |
 * | check           | what the program declares; the second one who declares the same is refused                 |
 * | check of a new  | which entry it will take over: reserved                                                    |
 * | diff            | which entries a resource keeps, and as what; which ones it lets go of                      |
 * | create, update  | which entries it made or took over                                                         |
 * | read            | that an entry is in the stack's state, and no more: its resource may have left the program |
 * | update, delete  | which entries are being removed                                                            |
 *
 * An entry has one owner: the resource that took it in this run, else the one that reserved it, else the one that keeps it.
 * Only the owner changes or removes it. A create may take an entry without an owner if a resource let it go, or if the
 * state has it and the program no longer declares it. Otherwise it is a stranger's, and only an adoption takes it. After a
 * run that failed, the state may have an entry for a set and for a single resource: if the set lets it go, the single
 * resource keeps it.
 */
export class Ledger {
  readonly #declared = new Map<string, Declaration>();
  readonly #reserved = new Map<string, string>();
  readonly #imported = new Set<string>();
  readonly #kept = new Map<string, Keeper>();
  readonly #taken = new Set<string>();
  readonly #letGo = new Set<string>();
  readonly #inState = new Set<string>();
  /** The single resources in the stack's state, by what identifies their entry. */
  readonly #singlesInState = new Map<string, Keeper>();
  /** How many sets in the stack's state have an entry. */
  readonly #setsInState = new Map<string, number>();
  readonly #returning = new Map<string, Promise<unknown>>();
  readonly #leaving = new Map<string, Promise<RemovalEnd>>();
  readonly #collection: Collection;
  readonly #peers: Peers;

  constructor(collection: Collection, peers: Peers) {
    this.#collection = collection;
    this.#peers = peers;
  }

  /**
   * Notes what a resource declares.
   * @returns the resource that declares the same entry, if one of the two is new
   */
  declare(values: Values, by: string, isSettled: boolean): string | undefined {
    const identity = this.#identity(values);
    const known = this.#declared.get(identity);
    if (known?.by === by && (known.isSettled || !isSettled)) return undefined;
    for (const other of [known, this.#peers.declared(identity)]) {
      if (other && other.by !== by && !(isSettled && other.isSettled)) return other.by;
    }
    this.#declared.set(identity, { by, isSettled });
    this.#peers.declare(identity, { by, isSettled });
    return undefined;
  }

  /** Notes that a create or replacement with these values is going to take the entry over; with `isImport`, by its id. */
  reserve(id: string, values: Values, isImport = false): void {
    if (isImport) this.#imported.add(id);
    this.#reserved.set(id, this.#identity(values));
    this.#peers.own(id, "owned");
  }

  /** Notes that a resource keeps the entry, changed or not. */
  keep(id: string, keeper: Keeper): void {
    if (!this.#kept.has(id) && !this.#taken.has(id)) this.#peers.own(id, "kept");
    this.#kept.set(id, keeper);
    this.#letGo.delete(id);
  }

  /** Notes that a resource made the entry or took it over. */
  take(id: string): void {
    if (!this.#reserved.has(id)) this.#peers.own(id, "owned");
    this.#taken.add(id);
  }

  /**
   * Takes the entry, unless another host process is about to remove it.
   * @returns if one is: how that ended
   */
  claim(id: string): Promise<RemovalEnd> | undefined {
    this.take(id);
    return this.#peers.leaving(id);
  }

  /** Notes that an entry that was claimed is not taken after all. */
  giveUp(id: string): void {
    this.#taken.delete(id);
  }

  /**
   * Tells the other host processes that the entries are about to be removed, all or none, and then asks whether one of them
   * has an entry. In this order at least one of two processes learns of the other.
   * @returns false where another resource has one of them, so that they stay
   */
  mayRemove(ids: readonly string[], mark: unknown): boolean {
    for (const id of ids) this.#peers.leave(id, "leaving");
    if (!ids.some((id) => this.isOthers(id, mark))) return true;
    for (const id of ids) this.#peers.leave(id, "stays");
    return false;
  }

  /** Notes that a resource which had the entry no longer wants it. */
  letGo(id: string): void {
    this.#kept.delete(id);
    this.#letGo.add(id);
  }

  /** Notes that the stack's state has the entry of that id. */
  noteInState(id: string): void {
    this.#inState.add(id);
  }

  /** Notes that a set in the stack's state has the entry of that id. */
  noteSetInState(id: string): void {
    this.noteInState(id);
    this.#setsInState.set(id, (this.#setsInState.get(id) ?? 0) + 1);
  }

  /** Notes that a single resource in the stack's state has the entry of these outputs, which do not hold its id. */
  noteSingleInState(outputs: Readonly<Record<string, unknown>>, mark: unknown): void {
    if (typeof outputs.createdAt !== "string") return;
    const birth = this.#birth(outputs as Values, outputs.createdAt);
    this.#inState.add(birth);
    // What was read with get has no mark: such a resource does not own the entry.
    if (mark !== undefined) this.#singlesInState.set(birth, { mark, values: outputs as Values });
  }

  /**
   * Notes that a resource removes the entries. No resource may take them any more, even if the removal fails: the next run
   * removes them.
   * @param isGone - whether an entry is gone; called after the removal
   */
  leave(ids: Iterable<string>, removal: Promise<unknown>, isGone: (id: string) => boolean): void {
    for (const id of ids) {
      const tell = () => {
        const end = isGone(id) ? "gone" : "failed";
        this.#peers.leave(id, end);
        return end;
      };
      this.#leaving.set(id, removal.then(tell, tell));
    }
  }

  /**
   * Resolves when the removal that is under way has ended, with how it did; `undefined` if there is no removal.
   */
  leaving(id: string): Promise<RemovalEnd> | undefined {
    return this.#leaving.get(id) ?? this.#peers.leaving(id);
  }

  /** The resource that keeps the entry, and what it declares. */
  keeper(id: string): Keeper | undefined {
    return this.#taken.has(id) ? undefined : this.#kept.get(id);
  }

  /** Whether a resource of another host process keeps the entry. */
  isKeptElsewhere(id: string): boolean {
    return this.#peers.isKept(id);
  }

  isImported(id: string): boolean {
    return this.#imported.has(id);
  }

  isTaken(id: string): boolean {
    return this.#taken.has(id);
  }

  /** Whether any resource of this program has the entry, or is going to have it. */
  isOwned(id: string): boolean {
    return this.#taken.has(id) || this.#reserved.has(id) || this.#kept.has(id) || this.#peers.isOwned(id);
  }

  /** Whether a resource with another mark has the entry. */
  isOthers(id: string, mark: unknown): boolean {
    if (this.#taken.has(id) || this.#reserved.has(id) || this.#peers.isOwned(id)) return true;
    const keeper = this.#kept.get(id);
    return keeper !== undefined && keeper.mark !== mark;
  }

  /** Whether a create of these values may take the entry: no resource has it, or it is reserved for this create. */
  isFreeFor(id: string, values: Values): boolean {
    const isReserved = this.#reserved.get(id) === this.#identity(values) && !this.#taken.has(id);
    return isReserved || !this.isOwned(id);
  }

  /** Whether an import of these values may take the entry: it is free, or its own resource is replaced and imports it again. */
  mayImport(id: string, values: Values, by: string | undefined): boolean {
    if (this.isFreeFor(id, values)) return true;
    const isOwn = by !== undefined && this.keeper(id)?.by === by;
    return isOwn && !this.#reserved.has(id) && !this.#peers.isOwned(id);
  }

  /** Whether a resource of this program had the entry, and no longer wants it. */
  isLeftOver(id: string, values: Values): boolean {
    if (this.#taken.has(id)) return false;
    return this.#reserved.get(id) === this.#identity(values) || this.#letGo.has(id);
  }

  /** Whether the stack's state has the entry. Which resource has it is known only after the whole program ran. */
  isInState({ id, values, createdAt }: Entry): boolean {
    return this.#inState.has(id) || (createdAt !== undefined && this.#inState.has(this.#birth(values, createdAt)));
  }

  /**
   * Leaves the entry to the single resource that the stack's state has it for: until the engine asks about that one, it
   * counts as kept as it is there. If it has left the program, its own deletion removes the entry.
   * @returns whether there is such a resource
   */
  leaveToSingle(entry: Entry): boolean {
    const { id } = entry;
    const single = this.#singleOf(entry);
    if (!single) return false;
    // Other processes are not told of an owner: the resource may be one of theirs.
    this.#kept.set(id, single);
    this.#letGo.delete(id);
    return true;
  }

  #singleOf({ values, createdAt }: Entry): Keeper | undefined {
    return createdAt === undefined ? undefined : this.#singlesInState.get(this.#birth(values, createdAt));
  }

  /** Whether the stack's state has the entry for two sets. */
  isOfTwoSets(id: string): boolean {
    return (this.#setsInState.get(id) ?? 0) > 1;
  }

  /** Whether the stack's state has the entry for two resources: a run failed between the one taking it and the other letting go. */
  isShared(entry: Entry): boolean {
    return this.isOfTwoSets(entry.id) || (this.#setsInState.has(entry.id) && this.#singleOf(entry) !== undefined);
  }

  /** Notes that the entry is being changed to what another resource has. That resource must not change it meanwhile. */
  giveBack(id: string, change: Promise<unknown>): void {
    this.#peers.leave(id, "leaving");
    const ended = () => this.#peers.leave(id, "stays");
    this.#returning.set(id, change.then(ended, ended));
  }

  /** Waits until a removal or a return of the entry by another resource has ended, and tells whether it is gone. */
  async isRemoved(id: string): Promise<boolean> {
    await this.#returning.get(id);
    return (await this.leaving(id)) === "gone";
  }

  /** Identifies an entry whose id is not known: no two of one identity are made at the same time. */
  #birth(values: Values, createdAt: string): string {
    return `${createdAt} ${this.#identity(values)}`;
  }

  /** The resource that keeps the entry and is about to change its identity. */
  mover(entry: Entry): Keeper | undefined {
    const keeper = this.keeper(entry.id);
    if (!keeper?.change || this.#leaving.has(entry.id)) return undefined;
    return this.#identity(keeper.values) === this.#identity(entry.values) ? undefined : keeper;
  }

  #identity(values: Values): string {
    return identityOf(this.#collection, values);
  }
}

/** A resource that keeps its entry, and changes these fields of it. */
export function keeperOf(collection: Collection, owner: Owner, changed: readonly string[], to: Values): Keeper {
  const change = sentOf(collection, changed, to);
  return { ...owner, values: to, ...(Object.keys(change).length > 0 && { change }) };
}

/** What a resource changes of its entry in Cloudflare, in the form of an update. */
export function changeOf(
  collection: Collection,
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): Change {
  return sentOf(collection, changedFields(collection, from, to), to);
}

function sentOf({ fields }: Collection, changed: readonly string[], to: Readonly<Record<string, unknown>>): Change {
  const sent = changed.filter((name) => fields[name]?.wire !== undefined);
  return Object.fromEntries(sent.map((name) => [name, to[name] as Value | undefined]));
}
