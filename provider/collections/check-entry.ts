import { patternOf, type Collection, type Field } from "./collection";
import { checkForm } from "../fields/form";
import { isOfType } from "../fields/field";
import { lengthProblem } from "../fields/length";
import { checkPattern } from "../fields/pattern";
import { inferPatternType, isPatternType } from "../fields/pattern-type";
import { didYouMean } from "../fields/suggestion";
import { isUnknown } from "../fields/unknown";

/** One failed rule: the property's path, and a sentence that says what is wrong and what to write instead. */
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
 * Fills in the defaults, brings the pattern to its canonical form, and finds everything that the API would reject.
 * @param others - further properties of the resource, for suggestions where a name is misspelt
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
    const settable = Object.entries(collection.fields).filter(([, field]) => !field.outputOnly);
    const names = [...settable.map(([field]) => field), ...others];
    const meant = replacementOf(collection, name) ?? didYouMean(name, names);
    const hint = meant === undefined ? `it has ${names.join(", ")}` : `did you mean "${meant}"?`;
    fail(name, `${collection.type} has no such property: ${hint}`);
  }

  for (const [name, field] of Object.entries(collection.fields)) {
    const value = given[name] ?? field.default;
    if (value === undefined || (field.optional && value === "")) {
      if (!field.optional && !field.inferred && !field.kept && !field.outputOnly) {
        fail(name, `is missing, and ${collection.type} needs it`);
      }
      continue;
    }
    const verdict = isUnknown(value) ? { value } : checkValue(field, value);
    if ("value" in verdict) values[name] = verdict.value;
    else fail(name, verdict.problem);
  }

  checkPatternWithType(collection, values, fail);
  const broken = collection.rule?.(knownOf(values));
  if (broken) fail(broken.path, broken.reason);
  return { values: inTableOrder(collection, values), failures };
}

/** The property that took the place of a deprecated name of the API: `is_sender` or `isSender` is isTrustedSender. */
function replacementOf({ fields }: Collection, name: string): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/_/g, "");
  return Object.keys(fields).find((field) => plain(fields[field]?.formerly ?? "") === plain(name));
}

/** The value in its canonical form, or what is wrong with it. */
function checkValue(field: Field, value: unknown): { readonly value: unknown } | { readonly problem: string } {
  if (field.outputOnly) return { problem: "is set by Cloudflare alone: leave it out" };
  if (!isOfType(field, value)) {
    return { problem: `${describe(value)} is not a ${field.type}: ${typeHint(field, value)}` };
  }
  if (typeof value === "number") {
    const problem = rangeProblem(field, value);
    return problem === undefined ? { value } : { problem };
  }
  if (typeof value !== "object") return checkOne(field, value);
  const verdicts = value.map((one) => (isUnknown(one) ? { value: one } : checkOne(field, one)));
  const problems = verdicts.flatMap((verdict) => ("problem" in verdict ? [verdict.problem] : []));
  if (problems.length > 0) return { problem: problems.join("; ") };
  const items = verdicts.flatMap((verdict) => ("value" in verdict ? [String(verdict.value)] : []));
  const least = field.atLeast ?? 0;
  if (items.length < least) {
    return { problem: `needs at least ${least}${field.values ? `: ${field.values.join(", ")}` : ""}` };
  }
  return { value: [...new Set(items)].sort() };
}

function checkOne(field: Field, value: string | boolean): { readonly value: unknown } | { readonly problem: string } {
  const verdict = typeof value === "string" ? checkForm(field, value) : undefined;
  if (verdict !== undefined && "problem" in verdict) return verdict;
  const problem = fieldProblem(field, value);
  return problem === undefined ? { value: verdict?.canonical ?? value } : { problem };
}

function rangeProblem({ range: [min, max] = [-Infinity, Infinity] }: Field, value: number): string | undefined {
  return value < min || value > max ? `${value} is not a number from ${min} to ${max}` : undefined;
}

function fieldProblem(field: Field, value: string | boolean): string | undefined {
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
  if (type === "number") return "write a number without quotes";
  if (type === "list") return "write a list of texts";
  return Array.isArray(value) ? "it takes one text, so make an entry for each" : "write a text in quotes";
}

/** Checks the pattern by its type, or finds the type from the pattern. */
function checkPatternWithType(
  collection: Collection,
  values: Record<string, unknown>,
  fail: (path: string, reason: string) => void,
): void {
  const { name = "", field: { readBy } = {} } = patternOf(collection) ?? {};
  if (readBy === undefined) return;
  const { [name]: pattern, [readBy.regex]: isRegex } = values;
  const only = "only" in readBy ? readBy.only : undefined;
  const typeName = "type" in readBy ? readBy.type : undefined;
  const mayInfer = typeName !== undefined && values[typeName] === undefined;
  if (typeof pattern !== "string" || typeof isRegex !== "boolean") {
    if (mayInfer && isUnknown(isRegex)) values[typeName] = isRegex;
    return;
  }
  if (isUnknown(pattern)) {
    if (mayInfer) values[typeName] = pattern;
    return;
  }
  if (mayInfer) {
    const inferred = isRegex ? undefined : inferPatternType(pattern);
    if (inferred !== undefined) {
      values[typeName] = inferred;
    } else {
      const why = isRegex ? "a regular expression does not tell" : "the pattern does not tell";
      fail(
        typeName,
        `required here, since ${why} whether it is meant for addresses, domains or IP addresses: write "EMAIL", "DOMAIN" or "IP"`,
      );
      return;
    }
  }
  const patternType = only ?? values[typeName ?? ""];
  if (!isPatternType(patternType)) return;
  const verdict = checkPattern({ pattern, patternType, isRegex, isOnlyType: only !== undefined });
  if ("canonical" in verdict) values[name] = verdict.canonical;
  // The rules on patterns are written for collections that call the flag isRegex.
  else fail(name, verdict.problem.replaceAll("isRegex", readBy.regex));
}

/** The values that are known and valid. */
function knownOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      if (isUnknown(value)) return [];
      return [[name, Array.isArray(value) ? value.filter((one) => !isUnknown(one)) : value]];
    }),
  );
}

function inTableOrder(collection: Collection, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = Object.keys(collection.fields).filter((name) => name in values);
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function describe(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
