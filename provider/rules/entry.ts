import { patternTypeOf, type Collection, type Field } from "../collections/collection";
import { lengthProblem } from "./length";
import { checkPattern } from "./pattern";
import { inferPatternType, isPatternType } from "./pattern-type";
import { didYouMean } from "./suggestion";
import { isUnknown } from "./unknown";

/** One failed rule: the property's path, and a sentence that names value, rule and a way out. */
export interface Failure {
  readonly path: string;
  readonly reason: string;
}

/** An entry's values, complete and canonical; unknown ones are passed on. */
export interface CheckedEntry {
  readonly values: Readonly<Record<string, unknown>>;
  readonly failures: readonly Failure[];
}

/**
 * Fills every default, brings the pattern to its canonical form, and finds everything that the API would reject.
 * @param others - properties that stand beside the entry's own, for the suggestion where a name is misspelt
 */
export function checkEntry(
  collection: Collection,
  given: Readonly<Record<string, unknown>>,
  others: readonly string[] = [],
): CheckedEntry {
  const values: Record<string, unknown> = {};
  const failures: Failure[] = [];
  const fail = (path: string, reason: string) => failures.push({ path, reason });

  for (const name of Object.keys(given)) {
    if (Object.hasOwn(collection.fields, name)) continue;
    const names = [...Object.keys(collection.fields), ...others];
    const meant = replacementOf(collection, name) ?? didYouMean(name, names);
    const hint = meant === undefined ? `it has ${names.join(", ")}` : `did you mean "${meant}"?`;
    fail(name, `${collection.type} has no such property: ${hint}`);
  }

  for (const [name, field] of Object.entries(collection.fields)) {
    const value = given[name] ?? field.default;
    if (value === undefined || (field.optional && value === "")) {
      if (!field.optional && !isInferred(name)) fail(name, `is missing, and ${collection.type} needs it`);
      continue;
    }
    const problem = isUnknown(value) ? undefined : fieldProblem(field, value);
    if (problem === undefined) values[name] = value;
    else fail(name, problem);
  }

  checkPatternWithType(collection, values, fail);
  return { values: inTableOrder(collection, values), failures };
}

/** The property that took the place of a deprecated name of the API: `is_sender` or `isSender` is isTrustedSender. */
function replacementOf({ fields }: Collection, name: string): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/_/g, "");
  return Object.keys(fields).find((field) => plain(fields[field]?.formerly ?? "") === plain(name));
}

/** `patternType` may be left out: the pattern tells it. */
function isInferred(name: string): boolean {
  return name === "patternType";
}

function fieldProblem(field: Field, value: unknown): string | undefined {
  if (typeof value !== field.type) {
    return `${describe(value)} is not a ${field.type}: ${typeHint(field, value)}`;
  }
  if (typeof value !== "string") return undefined;
  if (field.values && !field.values.includes(value)) {
    const meant = field.values.find((allowed) => allowed === value.toUpperCase());
    const hint = field.retired?.includes(value)
      ? "; Cloudflare may show it on old entries, but takes it no longer: write one of those"
      : meant === undefined
        ? ": write one of those"
        : `: write "${meant}"`;
    return `${describe(value)} is not one of ${field.values.join(", ")}${hint}`;
  }
  return field.length && lengthProblem(value, field.length);
}

function typeHint({ type }: Field, value: unknown): string {
  if (type === "boolean") {
    return value === "true" || value === "false" ? `write ${value} without quotes` : "write true or false";
  }
  return Array.isArray(value) ? "it takes one text, so make an entry for each" : "write a text in quotes";
}

function checkPatternWithType(
  collection: Collection,
  values: Record<string, unknown>,
  fail: (path: string, reason: string) => void,
): void {
  const { pattern, isRegex } = values;
  const mayInfer = collection.patternType === undefined && values.patternType === undefined;
  if (typeof pattern !== "string" || typeof isRegex !== "boolean") {
    if (mayInfer && isUnknown(isRegex)) values.patternType = isRegex;
    return;
  }
  if (isUnknown(pattern)) {
    if (mayInfer) values.patternType = pattern;
    return;
  }
  if (mayInfer) {
    const inferred = isRegex ? undefined : inferPatternType(pattern);
    if (inferred !== undefined) values.patternType = inferred;
    else {
      const why = isRegex ? "a regular expression does not tell" : "the pattern does not tell";
      fail(
        "patternType",
        `required here, since ${why} whether it is meant for addresses, domains or IP addresses: write "EMAIL", "DOMAIN" or "IP"`,
      );
      return;
    }
  }
  const patternType = patternTypeOf(collection, values);
  if (!isPatternType(patternType)) return;
  const verdict = checkPattern({ pattern, patternType, isRegex, isOnlyType: collection.patternType !== undefined });
  if ("canonical" in verdict) values.pattern = verdict.canonical;
  else fail("pattern", verdict.problem);
}

function inTableOrder(collection: Collection, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = Object.keys(collection.fields).filter((name) => name in values);
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function describe(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
