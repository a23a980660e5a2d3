import type { Field, Fields, Value } from "../fields/field";

export type { Field } from "../fields/field";

/** The values of one entry by property name, as programs, state and this library hold them. Absent means "not set". */
export type Values = Readonly<Record<string, Value>>;

/** An entry as it is in Cloudflare. */
export interface Entry {
  /** Always a string; today's API sends uuids, the API of before 2026-05 sent integers. */
  readonly id: string;
  readonly values: Values;
  /** RFC 3339; absent where the API does not send it. */
  readonly createdAt?: string;
  readonly modifiedAt?: string;
}

/** A collection of the Email Security settings API: everything that is particular to it. */
export interface Collection<Table extends Fields = Fields> {
  /** Tail of the Pulumi type token, and the class's name. Frozen. */
  readonly type: string;
  /** Name of the lifecycle on the `./provider` export. Frozen. */
  readonly handler: string;
  /** The resource that is a set of entries: class, handler and the property that holds them by name. Frozen. */
  readonly set: SetNames | "none";
  /** What a sentence calls one entry. */
  readonly noun: string;
  /** Path segment below `/accounts/{account_id}/email-security/settings`. */
  readonly path: string;
  /** The entry's properties by name, in the order in which they are shown. */
  readonly fields: Table;
  /** The fields that make two entries the same. The first one is what people call an entry by. */
  readonly key: readonly [keyof Table & string, ...(keyof Table & string)[]];
  /** The field whose order keeps the pages of a list apart, because hardly two entries share a value; `none` where the list can be neither sorted nor searched. */
  readonly pageOrder: (keyof Table & string) | "none";
  /** Whether one request can hold many operations, all of them carried out or none. */
  readonly batch: "all" | "none";
  /** The entries that must be left as they are, whatever a program says: those whose field has one of the values. */
  readonly untouchable: Untouchable<keyof Table & string> | "none";
  /**
   * How entries come about. `made`: programs and people create them. `found`: they exist before any program does. One that
   * exists is always adopted, one is made only if the program says `create`, and one stays when its resource is removed,
   * unless `deleteOnRemoval` was deployed before.
   */
  readonly presence: "made" | "found";
  /** What an entry does: exempts messages as its fields say, blocks senders, protects, or nothing that advice is given on. */
  readonly effect: "exempts" | "blocks" | "protects" | "none";
  /** Finds values that are valid each by itself and not together, as far as they are known; `undefined` if there are none. */
  readonly rule?: (
    values: Readonly<Record<string, unknown>>,
  ) => { readonly path: string; readonly reason: string } | undefined;
}

export interface Untouchable<Name extends string = string> {
  readonly field: Name;
  readonly values: readonly Value[];
  /** Why the entry is not changed; follows "the <noun> <id>" in a sentence. */
  readonly because: string;
}

export interface SetNames {
  readonly type: string;
  readonly handler: string;
  readonly entries: string;
}

/** A collection whose entries can be managed as a set, too. */
export interface SetCollection extends Collection {
  readonly set: SetNames;
}

export function hasSet(collection: Collection): collection is SetCollection {
  return collection.set !== "none";
}

/** Lets the compiler check that a collection names only fields that it has. */
export function collectionOf<Table extends Fields>(
  table: Collection<Table> & Pick<SetCollection, "set">,
): SetCollection;
export function collectionOf<Table extends Fields>(table: Collection<Table>): Collection;
export function collectionOf(table: Collection): Collection {
  return table;
}

/** Why an entry must be left as it is; `undefined` where it may be managed. */
export function untouchableBecause(
  { untouchable }: Collection,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  if (untouchable === "none") return undefined;
  const value = values[untouchable.field];
  return untouchable.values.some((one) => one === value) ? untouchable.because : undefined;
}

/** The values that a program could have given. */
export function inputsOf({ fields }: Pick<Collection, "fields">, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !fields[name]?.outputOnly));
}

/** The values without those that the program leaves as they are in Cloudflare. */
export function saidOf(
  { fields }: Pick<Collection, "fields">,
  values: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const isSaid = (name: string) => !fields[name]?.kept || (given[name] ?? null) !== null;
  return Object.fromEntries(Object.entries(values).filter(([name]) => isSaid(name)));
}

/** The key fields as a sentence names them: `pattern`, `name and email`. */
export function keyInWords({ fields, key }: Pick<Collection, "fields" | "key">): string {
  return key.filter((name) => fields[name]?.type === "string" && !fields[name].values).join(" and ");
}

/** An entry's pattern, and how it is read; as unknown as the values are. */
export interface PatternReading {
  /** The property that holds it. */
  readonly name: string;
  readonly text: unknown;
  /** What it holds: another property tells, or the collection has only one type. */
  readonly type: unknown;
  readonly isOnlyType: boolean;
  readonly isRegex: unknown;
}

/**
 * Reads the pattern of an entry as its collection says.
 * @param valueOf - the entry's value of a property
 * @returns `undefined` where the collection has no patterns
 */
export function readPattern(
  { fields }: Pick<Collection, "fields">,
  valueOf: (name: string) => unknown,
): PatternReading | undefined {
  const { name = "", field: { readBy } = {} } = patternOf({ fields }) ?? {};
  if (readBy === undefined) return undefined;
  const isOnlyType = "only" in readBy;
  const type = isOnlyType ? readBy.only : valueOf(readBy.type);
  return { name, text: valueOf(name), type, isOnlyType, isRegex: valueOf(readBy.regex) };
}

/** The field whose text others tell how to read, under its name. */
export function patternOf({
  fields,
}: Pick<Collection, "fields">): { readonly name: string; readonly field: Field } | undefined {
  const found = Object.entries(fields).find(([, { form }]) => form === "pattern");
  return found && { name: found[0], field: found[1] };
}
