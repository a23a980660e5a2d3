import type { Collection, Entry, Values } from "../collections/collection";
import { changedFields, identityOf } from "../collections/compare";
import type { Inventory } from "./inventory";
import { keeperOf, type Ledger } from "./ledger";
import type { Parts, Places } from "./places";
import { carryOut, deleteAll, type Progress } from "./set-changes";
import { assign, planSet, type Member, type Plan } from "./set-plan";

/** What a set has, and what it shall have. */
export interface Wish {
  /** What the set has, by name. */
  readonly has: ReadonlyMap<string, Member>;
  /** What it shall have, by name. */
  readonly wants: ReadonlyMap<string, Values>;
  /** Entries of others that are to be removed, by the name that the preview showed. */
  readonly unwanted: ReadonlyMap<string, Member>;
  /** Whether it takes over what others made. */
  readonly adopts: boolean;
  /** Whether changes that others made are undone too. */
  readonly heal: boolean;
}

/** The result: a plan and how much of it was carried out, or conflicts, in which case nothing was done. */
export type Result = { readonly plan: Plan; readonly progress: Progress } | { readonly conflicts: Plan["conflicts"] };

/** The entries of one collection in one account, as one set reads and changes them: all of its own at once. */
export class SetEntries {
  readonly #collection: Collection;
  readonly #parts: Parts;
  readonly #inventory: Inventory;
  readonly #ledger: Ledger;
  readonly #places: Places;
  readonly #mark: string;

  constructor(parts: Parts, places: Places, mark: string) {
    this.#collection = parts.client.collection;
    this.#parts = parts;
    this.#inventory = parts.inventory;
    this.#ledger = parts.ledger;
    this.#places = places;
    this.#mark = mark;
  }

  /** Notes that the set keeps what it has. */
  keepAll(has: ReadonlyMap<string, Member>): void {
    for (const { id, values } of has.values()) this.#ledger.keep(id, { mark: this.#mark, values });
  }

  /**
   * Notes which entries the set keeps, and which ones it lets go.
   * @returns the values that it has no entry for yet, by name
   */
  foresee(has: ReadonlyMap<string, Member>, wants: ReadonlyMap<string, Values>): Map<string, Values> {
    const { assigned, left } = assign(this.#collection, has, wants);
    for (const [name, { id, values }] of assigned) {
      const wanted = wants.get(name) as Values;
      if (!this.#isOthers(id)) {
        this.#ledger.keep(
          id,
          keeperOf(this.#collection, { mark: this.#mark }, changedFields(this.#collection, values, wanted), wanted),
        );
      }
    }
    for (const { id } of left.values()) if (!this.#isOthers(id)) this.#ledger.letGo(id);
    const identity = (values: Values) => identityOf(this.#collection, values);
    return new Map(
      [...wants].filter(([name, values]) => {
        const member = assigned.get(name);
        return !member || identity(member.values) !== identity(values);
      }),
    );
  }

  /** Waits for removals of these entries by other resources, and tells whether one was removed. */
  async isAnyRemoved(has: ReadonlyMap<string, Member>): Promise<boolean> {
    return (await Promise.all([...has.values()].map(({ id }) => this.#ledger.isRemoved(id)))).includes(true);
  }

  /**
   * All existing entries by id, those of the set among them.
   * @throws ApiError
   */
  async read(has: ReadonlyMap<string, Member>): Promise<ReadonlyMap<string, Entry>> {
    const live = await this.#inventory.all();
    for (const { id } of has.values()) this.#ledger.noteInState(id);
    // Pages are numbers, not cursors, so a list may miss an entry: it is read again before an entry counts as gone.
    return [...has.values()].every(({ id }) => live.has(id)) ? live : this.#inventory.all(true);
  }

  /** Those of the entries that no resource of the stack has, as far as is known: other resources may be read after this one. */
  async strangersAmong(entries: readonly Entry[]): Promise<Entry[]> {
    const strangers = () => entries.filter((entry) => !this.#ledger.isInState(entry));
    if (strangers().length > 0) await this.#places.quiet();
    return strangers();
  }

  /**
   * Changes the set from what it has to what it shall have. Makes the plan when no other resource is taking or removing one
   * of the entries, and carries it out at once, so that none can begin to.
   * @throws UserError
   */
  async bring(wish: Wish): Promise<Result> {
    const owned = [...wish.has.values()].map(({ id }) => id);
    // An entry that looked like a stranger's in the refresh may belong to a resource that the engine asks about later.
    let isQuiet = wish.unwanted.size > 0;
    if (isQuiet) await this.#places.quiet();
    let isStateKnown = isQuiet;
    const givenBack = new Set<string>();
    for (;;) {
      const live = await this.#inventory.all();
      const others = owned.filter((id) => !givenBack.has(id) && this.#isOthers(id));
      for (const id of others) {
        if (live.has(id)) this.#places.staysForAnother(id, this.#mark);
        await this.#places.giveBack(id);
        givenBack.add(id);
      }
      if (others.length > 0) continue;
      const plan = this.#plan(wish, live, isQuiet);
      if (plan.removed.length + plan.foreign.length > 0 && !isStateKnown) {
        await this.#places.stateKnown();
        isStateKnown = true;
        continue;
      }
      // After a run that failed, another resource may have the entry in the state too, and the engine may not have asked
      // about it yet.
      const left = plan.removed.map(({ id }) => this.#ledger.leaveToSingle(live.get(id) as Entry));
      if (left.includes(true)) continue;
      if (!isQuiet && plan.removed.some(({ id }) => this.#ledger.isOfTwoSets(id))) {
        await this.#places.quiet();
        isQuiet = true;
        continue;
      }
      const removals = this.#removalsBefore(plan, owned, live);
      if (removals.length > 0) {
        await Promise.all(removals);
      } else if (plan.conflicts.length === 0) {
        // Nothing is awaited between the claims and the first request, so that no other resource can come in between.
        const obstacle = this.#claim(plan);
        if (!obstacle) return { plan, progress: await carryOut(this.#parts, this.#places, plan, live, this.#mark) };
        await obstacle;
      } else if (isQuiet) {
        return { conflicts: plan.conflicts };
      } else {
        await this.#places.quiet();
        isQuiet = true;
      }
    }
  }

  /**
   * Deletes the entries of the set, except those that another resource took over.
   * @throws ApiError; what was deleted before stays deleted, and deleting again is safe
   */
  async remove(ids: readonly string[]): Promise<void> {
    await deleteAll(this.#parts, this.#places, ids, this.#mark);
  }

  #isOthers(id: string): boolean {
    return this.#ledger.isOthers(id, this.#mark);
  }

  #plan({ has, wants, unwanted, adopts, heal }: Wish, live: ReadonlyMap<string, Entry>, isQuiet: boolean): Plan {
    const strangers = [...unwanted].filter(([, { id }]) => {
      const entry = live.get(id);
      return entry && !this.#isOthers(id) && !this.#ledger.isInState(entry);
    });
    return planSet({
      collection: this.#collection,
      // An entry that the set is going to adopt is not removed.
      has: new Map([...strangers, ...has]),
      wants,
      live,
      isOthers: (id) => this.#isOthers(id),
      isFree: (entry) => this.#ledger.isFreeFor(entry.id, entry.values),
      isShared: (entry) => this.#ledger.isShared(entry),
      mayTake: (entry, values) => adopts || this.#places.mayTake(entry, values, isQuiet),
      heal,
    });
  }

  /** Removals by other resources that the plan must wait for. */
  #removalsBefore(plan: Plan, owned: readonly string[], live: ReadonlyMap<string, Entry>): Promise<void>[] {
    const touched = [...plan.adopted, ...[...plan.conflicts, ...plan.removed].map(({ id }) => id), ...owned];
    return touched.filter((id) => live.has(id)).flatMap((id) => this.#places.removalOf(id) ?? []);
  }

  /**
   * Takes the entries that the plan adopts, and announces those that it removes.
   * @returns a promise to wait for, if another host process is in the way; then nothing was taken
   */
  #claim({ adopted, removed }: Plan): Promise<unknown> | undefined {
    const removals = adopted.flatMap((id) => this.#ledger.claim(id) ?? []);
    const ids = removed.map(({ id }) => id);
    if (removals.length === 0 && this.#ledger.mayRemove(ids, this.#mark)) return undefined;
    for (const id of adopted) this.#ledger.giveUp(id);
    return Promise.all(removals);
  }
}
