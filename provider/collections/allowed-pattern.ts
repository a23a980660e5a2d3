import { comparable } from "../fields/compare";
import type { Field } from "../fields/field";
import { checkForm } from "../fields/form";
import { looksLikeRegex } from "../fields/mistake";
import { checkPattern } from "../fields/pattern";
import { inferPatternType, isPatternType } from "../fields/pattern-type";
import type { Verdict } from "../fields/verdict";
import { readPattern, type Collection, type Values } from "./collection";

/**
 * Checks a pattern that an exclusive set shall leave alone: a mistake in it would be an entry removed. There is nothing beside
 * the text that says what it is, so one that is no literal may be a regular expression.
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

/** Tells of an entry whether its pattern is one of the given, in whatever spelling. */
export function allowing({ fields, key: [name] }: Collection, patterns: readonly string[]): (entry: Values) => boolean {
  const field = fields[name] as Field;
  // An account may have many entries: each way of reading the patterns is done once.
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

/** Whether two lists leave the same patterns alone. The older one may be as version 0.1.0 left it, in any spelling. */
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
