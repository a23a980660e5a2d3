import type { Patch, Post } from "../api/operation";
import { changedFields, identityOf, keepSpelling } from "../collections/compare";
import type { Collection, Entry, Values } from "../collections/collection";

/** One entry that a set has: its id, and the values that state knows. */
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
  /** Entries that the set had and that no name of it wants any more, under the name that they had. */
  readonly removed: readonly { readonly name: string; readonly id: string }[];
  /** Ids of entries that the set takes over. */
  readonly adopted: readonly string[];
  /** Names whose entry exists and is not the set's, and that may not adopt it. */
  readonly conflicts: readonly { readonly name: string; readonly id: string }[];
  /** Names whose entry has fields that somebody else changed since and that are left as they are. */
  readonly foreign: readonly { readonly name: string; readonly fields: readonly string[] }[];
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
  readonly adoptExisting: boolean;
  /** Whether what others changed is brought back too. */
  readonly heal: boolean;
}

/**
 * Finds the fewest writes from what a set has to what it shall have. An entry goes first to the name that wants its
 * pattern, wherever it was before: so a renamed key, or two that swap, never delete and create the same pattern.
 */
export function planSet(situation: Situation): Plan {
  const { collection, wants, live } = situation;
  const identity = (values: Values) => identityOf(collection, values);
  const left = new Map([...situation.has].filter(([, { id }]) => live.has(id) && !situation.isOthers(id)));
  const assigned = new Map<string, Member>();
  const assign = (name: string, holder: string) => {
    assigned.set(name, left.get(holder) as Member);
    left.delete(holder);
  };

  for (const [name, values] of wants) {
    const own = left.get(name);
    if (own && identity(own.values) === identity(values)) assign(name, name);
  }
  const holders = new Map([...left].map(([holder, { values }]) => [identity(values), holder]));
  for (const [name, values] of wants) {
    const holder = holders.get(identity(values));
    if (!assigned.has(name) && holder !== undefined && left.has(holder)) assign(name, holder);
  }
  for (const name of wants.keys()) if (!assigned.has(name) && left.has(name)) assign(name, name);

  const strangers = unmanaged(situation, assigned);
  const steps: Step[] = [];
  const adopted: string[] = [];
  const conflicts: { name: string; id: string }[] = [];
  const foreign: { name: string; fields: string[] }[] = [];
  for (const [name, values] of wants) {
    let member = assigned.get(name);
    const stranger = member ? undefined : strangers.get(identity(values))?.shift();
    if (stranger && !situation.adoptExisting) {
      conflicts.push({ name, id: stranger.id });
      continue;
    }
    if (stranger) {
      adopted.push(stranger.id);
      member = { id: stranger.id, values: keepSpelling(stranger.values, values) };
    }
    if (!member) {
      steps.push({ kind: "write", name, operation: { kind: "post", values } });
      continue;
    }
    const entry = live.get(member.id) as Entry;
    const spelled = { ...entry, values: keepSpelling(entry.values, values) };
    const differing = changedFields(collection, spelled.values, values);
    const intended = new Set(changedFields(collection, member.values, values));
    const change = situation.heal ? differing : differing.filter((field) => intended.has(field));
    if (change.length < differing.length) {
      foreign.push({ name, fields: differing.filter((field) => !change.includes(field)) });
    }
    steps.push(
      change.length === 0
        ? { kind: "keep", name, entry: spelled }
        : {
            kind: "write",
            name,
            operation: {
              kind: "patch",
              id: member.id,
              change: Object.fromEntries(change.map((field) => [field, values[field]])),
              values,
            },
          },
    );
  }
  return { steps, removed: [...left].map(([name, { id }]) => ({ name, id })), adopted, conflicts, foreign };
}

/** Entries that neither the set nor another resource of this run has, by identity, oldest first. */
function unmanaged(
  { collection, has, live, isOthers }: Situation,
  assigned: ReadonlyMap<string, Member>,
): Map<string, Entry[]> {
  const own = new Set([...has.values(), ...assigned.values()].map(({ id }) => id));
  const strangers = new Map<string, Entry[]>();
  for (const entry of live.values()) {
    if (own.has(entry.id) || isOthers(entry.id)) continue;
    const key = identityOf(collection, entry.values);
    strangers.set(key, [...(strangers.get(key) ?? []), entry]);
  }
  return strangers;
}
