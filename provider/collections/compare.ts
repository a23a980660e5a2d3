import { comparablePattern } from "../fields/pattern";
import type { Collection, Values } from "./collection";

/** The names of the fields in which two entries differ, in the table's order. */
export function changedFields(
  collection: Collection,
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(collection.fields).filter((name) => from[name] !== to[name]);
}

/**
 * What makes two entries the same, as a key. Spellings that the filter takes for the same pattern count as one, so that no
 * twin slips through.
 */
export function identityOf(collection: Collection, values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    collection.identity.map((name) => (name === "pattern" ? comparable(values, String(values[name])) : values[name])),
  );
}

/**
 * The live values in the spelling that is already known, where the two mean the same: an API that normalises a pattern
 * must not cause a difference that nobody made.
 */
export function keepSpelling(live: Values, known: Readonly<Record<string, unknown>>): Values {
  const pattern = known.pattern;
  return typeof pattern === "string" && comparable(known, pattern) === comparable(live, String(live.pattern))
    ? { ...live, pattern }
    : live;
}

/** Whether the entry's pattern is the given one, in whatever spelling. */
export function hasPattern(values: Readonly<Record<string, unknown>>, pattern: string): boolean {
  return comparable(values, pattern) === comparable(values, String(values.pattern));
}

function comparable({ patternType, isRegex }: Readonly<Record<string, unknown>>, pattern: string): string {
  return comparablePattern(pattern, { patternType, isRegex });
}
