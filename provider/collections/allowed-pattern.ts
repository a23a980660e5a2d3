import { comparable } from "../fields/compare";
import type { Field } from "../fields/field";
import { checkForm } from "../fields/form";
import { looksLikeRegex } from "../fields/mistake";
import { checkPattern } from "../fields/pattern";
import { inferPatternType, isPatternType } from "../fields/pattern-type";
import type { Verdict } from "../fields/verdict";
import { readPattern, type Collection, type Values } from "./collection";

/**
 * Checks a pattern in `allowUnmanaged`: because of a mistake in it, an entry would be removed. No other property says how
 * to read the text, so what is not an address, domain or IP address may be a regular expression.
 */
export function checkAllowedPattern(collection: Collection, text: string): Verdict {
  const field = collection.fields[collection.key[0]] as Field;
  if (field.form !== "pattern") return checkForm(field, text) ?? { canonical: text };
  const only = readPattern(collection, () => undefined)?.type;
  const inferred = only ?? inferPatternType(text);
  const patternType = isPatternType(inferred) ? inferred : "DOMAIN";
  const literal = checkPattern({ pattern: text, patternType, isRegex: false, isOnlyType: only !== undefined });
  if ("canonical" in literal || !looksLikeRegex(text)) return literal;
  return checkPattern({ pattern: text, patternType, isRegex: true });
}

/** Returns a test of whether an entry's pattern is one of these, in any spelling. */
export function allowing({ fields, key: [name] }: Collection, patterns: readonly string[]): (entry: Values) => boolean {
  const field = fields[name] as Field;
  // An account may have many entries, so the patterns are read only once for each type.
  const readings = new Map<string, ReadonlySet<unknown>>();
  return (entry) => {
    const reading = JSON.stringify(readersOf(field).map((reader) => entry[reader]));
    const allowed = readings.get(reading) ?? new Set(patterns.map((text) => comparable(field, text, entry)));
    readings.set(reading, allowed);
    return allowed.has(comparable(field, entry[name], entry));
  };
}

/** The names of the fields that tell how the text is read. */
function readersOf({ readBy }: Field): readonly string[] {
  if (readBy === undefined) return [];
  return "only" in readBy ? [readBy.regex] : [readBy.type, readBy.regex];
}

/** Whether two lists allow the same patterns. One in a state of version 0.1.0 may be in any spelling. */
export function isSameAllowed(collection: Collection, olds: unknown, news: unknown): boolean {
  return allowedText(collection, olds) === allowedText(collection, news);
}

function allowedText(collection: Collection, list: unknown = []): string {
  if (!Array.isArray(list)) return JSON.stringify(list);
  const canonical = list.map((pattern) => {
    const verdict = checkAllowedPattern(collection, String(pattern));
    return "canonical" in verdict ? verdict.canonical : String(pattern);
  });
  return JSON.stringify(canonical.sort());
}
