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
 * What makes two entries the same hole in the filter, as a key. Spellings that mail systems treat alike (case, a trailing
 * dot, a block of one address) count as one, so that no twin slips through.
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
export function hasPattern(values: Values, pattern: string): boolean {
  return comparable(values, pattern) === comparable(values, String(values.pattern));
}

function comparable(values: Readonly<Record<string, unknown>>, pattern: string): string {
  if (values.isRegex === true) return pattern;
  return pattern
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/^([\d.]+)\/32$|^([\da-f:]+)\/128$/, "$1$2");
}

/** The fields that let an entry match nobody: no mail comes from a domain below `.invalid` (RFC 2606). */
export function nobody(collection: Collection, id: string): Values {
  return {
    pattern: `${id}.invalid`,
    isRegex: false,
    ...(collection.fields.patternType && { patternType: "DOMAIN" }),
  };
}
