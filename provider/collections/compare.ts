import { comparable } from "../fields/compare";
import type { Field } from "../fields/field";
import { pattern } from "../fields/shared";
import type { Collection, Values } from "./collection";

type Loose = Readonly<Record<string, unknown>>;

/** The names of the fields in which two entries differ, in the table's order. */
export function changedFields({ fields }: Pick<Collection, "fields">, from: Loose, to: Loose): string[] {
  return Object.keys(fields).filter((name) => !isSame(fields[name] as Field, from[name], to[name]));
}

/** Lists have no order. */
function isSame({ type }: Field, one: unknown, other: unknown): boolean {
  if (type !== "list" || !Array.isArray(one) || !Array.isArray(other)) return one === other;
  return JSON.stringify([...(one as string[])].sort()) === JSON.stringify([...(other as string[])].sort());
}

/**
 * What makes two entries the same, as a key. Spellings that the filter takes for the same pattern count as one, so that no
 * twin slips through.
 */
export function identityOf({ fields, key }: Pick<Collection, "fields" | "key">, values: Loose): string {
  return JSON.stringify(key.map((name) => comparable(fields[name] as Field, values[name], values)));
}

/** Tells of entries whether they have the value, in whatever spelling. */
export function hasValue(
  { fields }: Pick<Collection, "fields">,
  name: string,
  value: unknown,
): (values: Values) => boolean {
  const field = fields[name] as Field;
  return (values) => comparable(field, value, values) === comparable(field, values[name], values);
}

/**
 * The live values in the spelling that is already known, where the two mean the same: an API that normalises a pattern
 * must not cause a difference that nobody made.
 */
export function keepSpelling(live: Values, known: Loose): Values {
  const name = "pattern";
  return typeof known[name] === "string" &&
    comparable(pattern, known[name], known) === comparable(pattern, live[name], live)
    ? { ...live, [name]: known[name] }
    : live;
}

/** The fields that let an entry match nobody: no mail comes from a domain below `.invalid` (RFC 2606). */
export function nobody(collection: Collection, id: string): Values {
  return {
    pattern: `${id}.invalid`,
    isRegex: false,
    ...(collection.fields.patternType && { patternType: "DOMAIN" }),
  };
}
