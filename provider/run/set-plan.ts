import type { Patch, Post } from "../api/operation";
import { changedFields, identityOf, keepSpelling } from "../collections/compare";
import type { Collection, Entry, Values } from "../collections/collection";

/** One entry that a set has: its id, and its values in the state. */
export interface Member {
  readonly id: string;
  readonly values: Values;
}

/** What has to happen to one name of a set. */
export type Step =
  | { readonly kind: "keep"; readonly name: string; readonly entry: Entry }
  | { readonly kind: "write"; readonly name: string; readonly operation: Patch | Post };

export interface Plan {
  readonly steps: readonly Step[];
  /** Entries that the set had and no longer wants, under their former names. */
  readonly removed: readonly { readonly name: string; readonly id: string }[];
  /** Ids of entries that the set takes over. */
  readonly adopted: readonly string[];
  /** Names whose entry exists, belongs to others, and may not be adopted. */
  readonly conflicts: readonly { readonly name: string; readonly id: string }[];
  /** Names whose entry has fields that somebody else changed, and that are left as they are. */
  readonly foreign: readonly { readonly name: string; readonly fields: readonly string[] }[];
  /** The same, where the changes are undone. */
  readonly healed: readonly { readonly name: string; readonly fields: readonly string[] }[];
  /** Names whose entry somebody else deleted, and that are not made again yet. */
  readonly gone: readonly string[];
}

export interface Situation {
  readonly collection: Collection;
  /** What the set has, by name. */
  readonly has: ReadonlyMap<string, Member>;
  /** What it shall have, by name. */
  readonly wants: ReadonlyMap<string, Values>;
  /** What exists, by id. */
  readonly live: ReadonlyMap<string, Entry>;
  /** Whether an entry belongs to another resource of this program. */
  readonly isOthers: (id: string) => boolean;
  /** Whether no resource of this program but this set has the entry. */
  readonly isFree: (entry: Entry) => boolean;
  /** Whether the set may take an entry, which it does not have, for these values. */
  readonly mayTake: (entry: Entry, values: Values) => boolean;
  /** Whether the stack's state has the entry for another resource too, whose changes are not those of others. */
  readonly isShared: (entry: Entry) => boolean;
  /** Whether changes that others made are undone too. */
  readonly heal: boolean;
}

/**
 * Finds the fewest writes that change a set from what it has to what it shall have. An entry goes first to the name that
 * wants its pattern, whatever name it had before. So a renamed key, or two keys that swap, never delete and create the same
 * pattern.
 */
export function planSet(situation: Situation): Plan {
  const { collection, wants, live } = situation;
  const identity = (values: Values) => identityOf(collection, values);
  const has = new Map([...situation.has].filter(([, { id }]) => live.has(id) && !situation.isOthers(id)));
  const { assigned, left } = assign(collection, has, wants);

  const strangers = unmanaged(situation);
  const steps: Step[] = [];
  const adopted: string[] = [];
  const conflicts: { name: string; id: string }[] = [];
  const foreign: { name: string; fields: readonly string[] }[] = [];
  const gone: string[] = [];
  for (const [name, values] of wants) {
    const own = assigned.get(name);
    if (!own && isLeftGone(situation, name, values)) {
      gone.push(name);
      continue;
    }
    const isInPlace = own && identity(own.values) === identity(values);
    const stranger = isInPlace ? undefined : strangers.get(identity(values))?.shift();
    if (stranger && !situation.mayTake(stranger, values)) {
      conflicts.push({ name, id: stranger.id });
      continue;
    }
    if (stranger) adopted.push(stranger.id);
    // Its own entry cannot get the pattern of the other one, so it is removed.
    if (stranger && own) left.set(name, own);
    const member = stranger ? { ...stranger, values: keepSpelling(collection, stranger.values, values) } : own;
    if (!member) {
      steps.push({ kind: "write", name, operation: { kind: "post", values } });
      continue;
    }
    const { step, others } = stepTo(situation, name, member, values);
    steps.push(step);
    if (others.length > 0) foreign.push({ name, fields: others });
  }
  return {
    steps,
    removed: [...left].map(([name, { id }]) => ({ name, id })),
    adopted,
    conflicts,
    foreign: situation.heal ? [] : foreign,
    healed: situation.heal ? foreign : [],
    gone,
  };
}

/** Whether somebody else deleted the entry of the name, and it is not to be made again yet. */
function isLeftGone({ collection, has, live, heal }: Situation, name: string, values: Values): boolean {
  const lost = has.get(name);
  if (heal || !lost || live.has(lost.id)) return false;
  return changedFields(collection, lost.values, values).length === 0;
}

/** The step that gives an entry its values, and the fields that others changed. */
function stepTo(
  { collection, live, isShared, heal }: Situation,
  name: string,
  member: Member,
  values: Values,
): { step: Step; others: readonly string[] } {
  const { id } = member;
  const entry = live.get(id) as Entry;
  const spelled = { ...entry, values: keepSpelling(collection, entry.values, values) };
  const differing = changedFields(collection, spelled.values, values);
  const intended = new Set(isShared(entry) ? differing : changedFields(collection, member.values, values));
  const others = differing.filter((field) => !intended.has(field));
  const fields = heal ? differing : differing.filter((field) => intended.has(field));
  if (fields.length === 0) return { step: { kind: "keep", name, entry: spelled }, others };
  const change = Object.fromEntries(fields.map((field) => [field, values[field]]));
  return { step: { kind: "write", name, operation: { kind: "patch", id, change, values } }, others };
}

/**
 * Which entry each name keeps, and which ones no name wants any more. An entry goes first to the name that wants its
 * pattern, whatever name it had before.
 */
export function assign(
  collection: Collection,
  has: ReadonlyMap<string, Member>,
  wants: ReadonlyMap<string, Values>,
): { assigned: Map<string, Member>; left: Map<string, Member> } {
  const identity = (values: Values) => identityOf(collection, values);
  const left = new Map(has);
  const assigned = new Map<string, Member>();
  const give = (name: string, holder: string) => {
    assigned.set(name, left.get(holder) as Member);
    left.delete(holder);
  };
  for (const [name, values] of wants) {
    const own = left.get(name);
    if (own && identity(own.values) === identity(values)) give(name, name);
  }
  const holders = new Map([...left].map(([holder, { values }]) => [identity(values), holder]));
  for (const [name, values] of wants) {
    const holder = holders.get(identity(values));
    if (!assigned.has(name) && holder !== undefined && left.has(holder)) give(name, holder);
  }
  for (const name of wants.keys()) if (!assigned.has(name) && left.has(name)) give(name, name);
  return { assigned, left };
}

/** The name, or a similar one that is not taken. */
export function freeName(name: string, id: string, taken: ReadonlyMap<string, unknown>): string {
  return taken.has(name) ? `${name} (${id})` : name;
}

/** Entries that neither the set nor another resource of this run has, by identity, oldest first. */
function unmanaged({ collection, has, live, isFree }: Situation): Map<string, Entry[]> {
  const own = new Set([...has.values()].map(({ id }) => id));
  const strangers = new Map<string, Entry[]>();
  for (const entry of live.values()) {
    if (own.has(entry.id) || !isFree(entry)) continue;
    const key = identityOf(collection, entry.values);
    strangers.set(key, [...(strangers.get(key) ?? []), entry]);
  }
  return strangers;
}
