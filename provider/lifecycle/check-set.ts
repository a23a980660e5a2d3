import type { dynamic } from "@pulumi/pulumi";
import { checkAllowedPattern } from "../collections/allowed-pattern";
import type { Collection, SetCollection, Values } from "../collections/collection";
import { didYouMean } from "../fields/suggestion";
import { isUnknown } from "../fields/unknown";
import { checkCommon, checkDeclared, declare, toCheckResult } from "./check-common";
import type { Host } from "./host";
import { strictFailures } from "./strictness";
import {
  ADOPT_EXISTING,
  ALLOW_UNMANAGED,
  EXCLUSIVE,
  IMPORT,
  PROVIDER,
  SECRET,
  SILENCE,
  pathOf,
  type Properties,
} from "./properties";

/** Completes and validates a set's inputs: every entry as the single resource would be, under its own path. */
export function checkSet(
  host: Host,
  collection: SetCollection,
  olds: Properties,
  news: Properties,
): dynamic.CheckResult<Properties> {
  const { entries: property } = collection.set;
  const { accountId, failures } = checkCommon(host, news);
  const fail = (path: string, reason: string) => void failures.push({ path, reason });

  const known = ["accountId", property, EXCLUSIVE, ALLOW_UNMANAGED, ADOPT_EXISTING, SILENCE];
  for (const name of Object.keys(news)) {
    if (name.startsWith("__") || known.includes(name)) continue;
    const meant = didYouMean(name, known);
    fail(name, `a set has no such property${meant === undefined ? "" : `: did you mean "${meant}"?`}`);
  }
  if (news[IMPORT] !== undefined) {
    fail("import", `a set has no id in Cloudflare: set ${ADOPT_EXISTING}: true to take over the entries that exist`);
  }
  const { [EXCLUSIVE]: exclusive, [ALLOW_UNMANAGED]: allowed } = news;
  if (exclusive !== undefined && typeof exclusive !== "boolean" && !isUnknown(exclusive)) {
    fail(EXCLUSIVE, `${JSON.stringify(exclusive)} is not a boolean`);
  }
  checkAllowed(collection, allowed, olds[ALLOW_UNMANAGED], fail);

  const entries = checkEntries(collection, news[property], recordOf(olds[property]), fail);
  if (failures.length === 0)
    failures.push(...strictFailures(host, collection, news, accountId, byPath(property, entries)));

  if (failures.length === 0) {
    const before = Object.values(byPath(property, olds[property] ?? {}));
    const declared = new Map(Object.entries(byPath(property, entries)) as [string, Values][]);
    failures.push(...declare(host, collection, news, accountId, declared, before));
  }

  const inputs: Properties = {
    ...(accountId !== undefined && { accountId }),
    [property]: entries,
    ...(exclusive !== undefined && { [EXCLUSIVE]: exclusive }),
    ...(allowed !== undefined && { [ALLOW_UNMANAGED]: allowed }),
    ...(news[ADOPT_EXISTING] !== undefined && { [ADOPT_EXISTING]: news[ADOPT_EXISTING] }),
    ...(news[SECRET] === true && { [SECRET]: true }),
    ...(news[PROVIDER] !== undefined && { [PROVIDER]: news[PROVIDER] }),
  };
  return toCheckResult(inputs, failures);
}

/** Finds what is wrong with the patterns that are left alone, but for what state has. They stay as the program spells them. */
function checkAllowed(
  collection: Collection,
  given: unknown,
  olds: unknown,
  fail: (path: string, reason: string) => void,
): void {
  if (given === undefined || isUnknown(given)) return;
  if (!Array.isArray(given)) {
    fail(ALLOW_UNMANAGED, "is not a list of patterns");
    return;
  }
  given.forEach((one: unknown, index) => {
    if (isUnknown(one) || (Array.isArray(olds) && olds.includes(one))) return;
    const verdict =
      typeof one === "string"
        ? checkAllowedPattern(collection, one)
        : { problem: `${JSON.stringify(one)} is not a text` };
    if ("problem" in verdict) fail(`${ALLOW_UNMANAGED}[${index}]`, verdict.problem);
  });
}

function checkEntries(
  collection: SetCollection,
  given: unknown,
  olds: Readonly<Record<string, unknown>>,
  fail: (path: string, reason: string) => void,
): unknown {
  const { entries: property } = collection.set;
  if (isUnknown(given)) return given;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    fail(property, `must be a record from a name to the properties of one ${collection.noun}`);
    return {};
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, entry]: [string, unknown]) => {
      const path = pathOf(property, name);
      if (isUnknown(entry)) return [name, entry];
      if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
        fail(path, `must hold the properties of one ${collection.noun}`);
        return [name, {}];
      }
      const { values, failures } = checkDeclared(collection, entry as Record<string, unknown>, recordOf(olds[name]));
      for (const failure of failures) fail(`${path}.${failure.path}`, failure.reason);
      return [name, values];
    }),
  );
}

/** The entries that are known by their path in the resource. */
function byPath(property: string, entries: unknown): Record<string, Record<string, unknown>> {
  if (isUnknown(entries)) return {};
  const known = Object.entries(entries as Record<string, Record<string, unknown>>).filter(
    ([, entry]) => !isUnknown(entry),
  );
  return Object.fromEntries(known.map(([name, entry]) => [pathOf(property, name), entry]));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
