import { allowing, isSameAllowed } from "../collections/allowed-pattern";
import type { Entry, SetCollection, Values } from "../collections/collection";
import { changedFields, isOursAlone, withOurs } from "../collections/compare";
import { COUNT, IDS, SECRET_MARK } from "../contract";
import type { Member } from "../run/set-plan";
import { ALLOW_UNMANAGED, EXCLUSIVE, GONE, SECRET, SEEN, UNSURE, valuesOf, type Properties } from "./properties";

/** The outputs of a set, and what the next run needs to know of it. */
export function outputsOf(
  { set }: SetCollection,
  inputs: Properties,
  entries: ReadonlyMap<string, Entry>,
  { gone = [], seen = new Map() }: { gone?: readonly string[]; seen?: ReadonlyMap<string, Entry> } = {},
): Properties {
  const ids = idsIn(entries);
  return {
    ...settingsOf(inputs),
    [set.entries]: Object.fromEntries([...entries, ...seen].map(([name, { values }]) => [name, values])),
    [IDS]: inputs[SECRET] === true ? { ...SECRET_MARK, value: ids } : ids,
    [COUNT]: entries.size,
    ...(seen.size > 0 && { [SEEN]: idsIn(seen) }),
    ...(gone.length > 0 && { [GONE]: gone }),
  };
}

/** The properties of a set beside its entries. */
export function settingsOf(properties: Properties): Properties {
  const { accountId, [EXCLUSIVE]: exclusive, [ALLOW_UNMANAGED]: allowed } = properties;
  return {
    ...(accountId !== undefined && { accountId }),
    ...(exclusive !== undefined && { [EXCLUSIVE]: exclusive }),
    ...(allowed !== undefined && { [ALLOW_UNMANAGED]: allowed }),
    ...(properties[SECRET] === true && { [SECRET]: true }),
  };
}

/** The entries that inputs or outputs hold, by name. */
export function recordOf(collection: SetCollection, properties: Properties): Map<string, Values> {
  const record = (properties[collection.set.entries] ?? {}) as Readonly<Record<string, Properties>>;
  return new Map(Object.entries(record).map(([name, entry]) => [name, valuesOf(collection, entry)]));
}

/** The entries that a set has, by name. */
export function membersOf(collection: SetCollection, outputs: Properties): Map<string, Member> {
  const values = recordOf(collection, outputs);
  return new Map(Object.entries(idsOf(outputs)).map(([name, id]) => [name, { id, values: values.get(name) ?? {} }]));
}

/** What the last refresh of an exclusive set showed of others, by name. */
export function seenBy(collection: SetCollection, outputs: Properties): Map<string, Member> {
  return membersOf(collection, { ...outputs, [IDS]: outputs[SEEN] });
}

/** The ids of a set's entries, by name. */
export function idsOf(properties: Properties): Readonly<Record<string, string>> {
  return (properties[IDS] ?? {}) as Readonly<Record<string, string>>;
}

/** The names of the entries that somebody else deleted. */
export function goneOf(outputs: Properties): readonly string[] {
  return textsIn(outputs[GONE]);
}

/** Those of the entries that an exclusive set does not allow others to have. */
export function unallowed<Own extends Member>(
  collection: SetCollection,
  entries: ReadonlyMap<string, Own>,
  { [ALLOW_UNMANAGED]: patterns }: Properties,
): Map<string, Own> {
  const isAllowed = allowing(collection, textsIn(patterns));
  return new Map([...entries].filter(([, { values }]) => !isAllowed(values)));
}

/** Whether nothing changes in a set. */
export function isSameSet(collection: SetCollection, olds: Properties, news: Properties): boolean {
  const before = recordOf(collection, olds);
  const after = recordOf(collection, news);
  return (
    before.size === after.size &&
    [...after].every(([name, values]) => {
      const old = before.get(name);
      return old !== undefined && changedFields(collection, old, values).length === 0;
    }) &&
    isSameOwner(collection, olds, news)
  );
}

/** The new outputs, if nothing changes in a set but fields that Cloudflare does not know. */
export function onlyOurs(collection: SetCollection, olds: Properties, news: Properties): Properties | undefined {
  const before = recordOf(collection, olds);
  const after = recordOf(collection, news);
  const isWhole = [UNSURE, GONE, SEEN].every((name) => olds[name] === undefined) && before.size === after.size;
  const changes = [...after]
    .map(([name, values]) => changedFields(collection, before.get(name) ?? {}, values))
    .filter((changed) => changed.length > 0);
  const isOurs = changes.every((changed) => isOursAlone(collection, changed));
  if (!isWhole || !isOurs || changes.length === 0 || !isSameOwner(collection, olds, news)) return undefined;
  const entries: Record<string, Properties> = {};
  for (const [name, values] of after) entries[name] = withOurs(collection, before.get(name) ?? {}, values);
  return { ...olds, [collection.set.entries]: entries };
}

/** Whether a set claims as much of its collection as before. */
function isSameOwner(collection: SetCollection, olds: Properties, news: Properties): boolean {
  return (
    (olds[EXCLUSIVE] ?? false) === (news[EXCLUSIVE] ?? false) &&
    isSameAllowed(collection, olds[ALLOW_UNMANAGED], news[ALLOW_UNMANAGED])
  );
}

function idsIn(entries: ReadonlyMap<string, Entry>): Record<string, string> {
  return Object.fromEntries([...entries].map(([name, { id }]) => [name, id]));
}

function textsIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? (list as string[]) : [];
}
