import type { dynamic } from "@pulumi/pulumi";
import { checkAllowedPattern } from "../collections/allowed-pattern";
import type { Collection, SetCollection, Values } from "../collections/collection";
import { clock } from "../config/clock";
import { hasEnded } from "../fields/end";
import { firstOf } from "../fields/first-of";
import { didYouMean } from "../fields/suggestion";
import { isUnknown, UNKNOWN_VALUE } from "../fields/unknown";
import { checkCommon, checkDeclared, declare, unknownAt } from "./check-common";
import type { ProviderInstance } from "./provider-instance";
import { toCheckResult } from "./mistakes";
import { strictMistakes } from "./strictness";
import {
  ADOPT_EXISTING,
  ALLOW_UNMANAGED,
  EXCLUSIVE,
  EXPIRES_AT,
  IMPORT,
  PREVIEW,
  PROVIDER,
  SECRET,
  SILENCE,
  pathOf,
  pathsOf,
  readLabel,
  type Properties,
} from "./properties";

/** Completes and validates a set's inputs: every entry like a single resource, under its own path. */
export function checkSet(
  instance: ProviderInstance,
  collection: SetCollection,
  olds: Properties,
  news: Properties,
): dynamic.CheckResult<Properties> {
  const { entries: property } = collection.set;
  const { accountId, mistakes } = checkCommon(instance, news);
  const fail = (path: string, reason: string) => void mistakes.push({ path, reason });

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
  const { name } = readLabel(news);
  if (exclusive === true && accountId !== undefined && !isUnknown(accountId) && name !== undefined) {
    const other = instance.declareExclusive(collection, accountId, name);
    const reason = `${other ?? ""} is exclusive too, in the same account: each would remove the entries of the other; make one set of them, or give up exclusive on one`;
    if (other !== undefined) mistakes.push({ path: EXCLUSIVE, reason, isWithoutValue: true });
  }
  checkAllowed(collection, allowed, olds[ALLOW_UNMANAGED], fail);

  const at = pathsOf(property, recordOf(news[property]), news[SECRET] === true);
  const all = checkEntries(collection, news[property], recordOf(olds[property]), at, fail);
  const { lasting: checked, ended } = apartByEnd(all);
  const isShown = news[PREVIEW] === true || [...ended.keys()].some((name) => name in recordOf(olds[property]));
  if (ended.size > 0 && isShown) instance.say(`${property}: ${saidOfEnded(ended, news[SECRET] === true)}`);
  const declared = new Map(Object.entries(entriesAt(checked, at)));
  const before = Object.values(entriesAt(olds[property], (name) => name));
  const twice = declare(instance, collection, news, accountId, declared, before);
  const entries = withUnknown(collection, checked, (name) => twice.has(at(name)));
  mistakes.push(...twice.values(), ...strictMistakes(instance, collection, news, accountId, entriesAt(entries, at)));

  const inputs: Properties = {
    ...(accountId !== undefined && { accountId }),
    [property]: entries,
    ...(exclusive !== undefined && { [EXCLUSIVE]: exclusive }),
    ...(allowed !== undefined && { [ALLOW_UNMANAGED]: allowed }),
    ...(news[ADOPT_EXISTING] !== undefined && { [ADOPT_EXISTING]: news[ADOPT_EXISTING] }),
    ...(news[SECRET] === true && { [SECRET]: true }),
    ...(news[PROVIDER] !== undefined && { [PROVIDER]: news[PROVIDER] }),
  };
  return toCheckResult(instance, news, inputs, mistakes);
}

/** The entries that have not ended, and the ends of those that have, by name. */
function apartByEnd(entries: unknown): { lasting: unknown; ended: ReadonlyMap<string, string> } {
  if (isUnknown(entries)) return { lasting: entries, ended: new Map() };
  const now = clock.now();
  const lasting: [string, unknown][] = [];
  const ended = new Map<string, string>();
  for (const [name, entry] of Object.entries(recordOf(entries))) {
    const { [EXPIRES_AT]: end } = recordOf(entry);
    if (hasEnded(end, now)) ended.set(name, String(end));
    else lasting.push([name, entry]);
  }
  return { lasting: Object.fromEntries(lasting), ended };
}

function saidOfEnded(ended: ReadonlyMap<string, string>, isSecret: boolean): string {
  const texts = firstOf(
    [...ended],
    ([name, end]) => `${name} (${end})`,
    ({ length }) => `${length} more`,
  );
  return `${ended.size} ended, so left out${isSecret ? "" : `: ${texts.join(", ")}`}`;
}

/**
 * Finds mistakes in `allowUnmanaged`, except in patterns that the state has already. The patterns stay as the program
 * spells them.
 */
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

/** The entries by name; wrong values count as not known. */
function checkEntries(
  collection: SetCollection,
  given: unknown,
  olds: Readonly<Record<string, unknown>>,
  at: (name: string) => string,
  fail: (path: string, reason: string) => void,
): unknown {
  const { entries: property } = collection.set;
  if (isUnknown(given)) return given;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    fail(property, `must be a record from a name to the properties of one ${collection.noun}`);
    return UNKNOWN_VALUE;
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, entry]: [string, unknown]) => {
      if (isUnknown(entry)) return [name, entry];
      if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
        fail(at(name), `must hold the properties of one ${collection.noun}`);
        return [name, UNKNOWN_VALUE];
      }
      const { values, failures } = checkDeclared(collection, entry as Record<string, unknown>, recordOf(olds[name]));
      for (const { path, reason } of failures) {
        // An unknown property name may be a secret, so it is not shown for a secret record.
        const isShown = at(name) === pathOf(property, name) || Object.hasOwn(collection.fields, path);
        fail(isShown ? `${at(name)}.${path}` : at(name), reason);
      }
      return [name, values];
    }),
  );
}

/** The entries; those that another resource declares too count as not known. */
function withUnknown(collection: Collection, entries: unknown, isUnknownOf: (name: string) => boolean): unknown {
  if (isUnknown(entries)) return entries;
  const label = unknownAt(collection, [{ path: collection.key[0] }]);
  return Object.fromEntries(
    Object.entries(recordOf(entries)).map(([name, entry]) => [
      name,
      isUnknownOf(name) ? { ...recordOf(entry), ...label } : entry,
    ]),
  );
}

/** The known entries by their path in the resource. */
function entriesAt(entries: unknown, at: (name: string) => string): Readonly<Record<string, Values>> {
  const known = Object.entries(recordOf(entries)).filter(([, entry]) => !isUnknown(entry));
  return Object.fromEntries(known.map(([name, entry]) => [at(name), entry as Values]));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
