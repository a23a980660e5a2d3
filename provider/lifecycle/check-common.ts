import { identityOf } from "../collections/compare";
import { keyInWords, type Collection, type Values } from "../collections/collection";
import { readSilence } from "../advice/advice-settings";
import { checkEntry, type CheckedEntry } from "../collections/check-entry";
import { isUnknown, UNKNOWN_VALUE } from "../fields/unknown";
import { NO_ACCOUNT, type ProviderInstance } from "./provider-instance";
import type { Mistake } from "./mistakes";
import { ADOPT_EXISTING, readLabel, SILENCE, type Properties } from "./properties";
import { adviceSettingsOf } from "./strictness";

/**
 * Checks what every resource has beside its entries: the account, and whether requests can be sent at all. A malformed
 * account counts as not known.
 */
export function checkCommon(
  instance: ProviderInstance,
  news: Properties,
): { accountId: string | undefined; mistakes: Mistake[] } {
  const { access } = instance;
  const accountId = news.accountId ?? access.accountId;
  const isOfProvider = news.accountId === undefined;
  const mistakes: Mistake[] = [];
  const isWrong = accountId !== undefined && !isUnknown(accountId) && !isAccountId(accountId);
  if (accountId === undefined) {
    mistakes.push({ path: "accountId", reason: NO_ACCOUNT, isOfProvider });
  } else if (isWrong) {
    const reason = `${JSON.stringify(accountId)} is not an account id: copy the 32 characters from the dashboard`;
    mistakes.push({ path: "accountId", reason, isOfProvider });
  }
  const adopt = news[ADOPT_EXISTING];
  if (adopt !== undefined && !isUnknown(adopt) && typeof adopt !== "boolean") {
    mistakes.push({ path: ADOPT_EXISTING, reason: `${JSON.stringify(adopt)} is not a boolean: write true or false` });
  }
  mistakes.push(...readSilence(news[SILENCE]).failures);
  const settings = adviceSettingsOf(instance).failures.map(({ path, reason }) => `${path}: ${reason}`);
  for (const reason of [...access.problems, ...settings]) {
    mistakes.push({ path: "provider", reason, isOfProvider: true });
  }
  return { accountId: isWrong ? UNKNOWN_VALUE : accountId, mistakes };
}

/**
 * Checks an entry of the program. Properties that it leaves as they are in Cloudflare are taken from the state. A value
 * that is in the state unchanged is never a mistake: a later version of this package finds more mistakes, and must not stop
 * a stack that was deployed before. A wrong value counts as not known, so that a preview shows no further mistakes because
 * of it.
 * @param olds - the entry's inputs as they were; empty for a new one
 */
export function checkDeclared(
  collection: Collection,
  given: Readonly<Record<string, unknown>>,
  olds: Readonly<Record<string, unknown>>,
  others: readonly string[] = [],
): CheckedEntry {
  const { fields, key } = collection;
  const kept = Object.keys(fields).filter((name) => fields[name]?.kept && (given[name] ?? null) === null);
  // A value that Cloudflare has is not a mistake of the program.
  const asItIs = Object.fromEntries(kept.flatMap((name) => (olds[name] === undefined ? [] : [[name, olds[name]]])));
  const { values: said, failures } = checkEntry(collection, given, others);
  const values = { ...said, ...asItIs };
  const before = Object.fromEntries(key.map((name) => [name, olds[name]]));
  const isSettled = key.every((name) => (given[name] ?? fields[name]?.default ?? olds[name]) === olds[name]);
  const wrong = failures.filter(({ path }) => !isSettled || !key.includes(path));
  const known = failures.length > 0 && isSettled ? { ...values, ...before } : values;
  return { values: { ...known, ...unknownAt(collection, wrong) }, failures: wrong };
}

/** The fields of the failures, as unknown values. */
export function unknownAt(collection: Collection, failures: readonly { path: string }[]): Record<string, string> {
  const names = failures.map(({ path }) => path).filter((path) => Object.hasOwn(collection.fields, path));
  return Object.fromEntries(names.map((name) => [name, UNKNOWN_VALUE]));
}

/**
 * Notes what the resource declares, and refuses an entry that another resource of this program declares too. Two resources
 * that already share an entry in the state are left alone.
 * @param declared - complete entries by their path, "" for a resource that is an entry
 * @param before - the resource's entries as they were
 * @returns the mistakes by the path of the entry
 */
export function declare(
  instance: ProviderInstance,
  collection: Collection,
  news: Properties,
  accountId: string | undefined,
  declared: ReadonlyMap<string, Values>,
  before: readonly Readonly<Record<string, unknown>>[],
): Map<string, Mistake> {
  const { name: label, run } = readLabel(news);
  instance.belongsTo(run);
  if (label === undefined || accountId === undefined || isUnknown(accountId)) return new Map();
  const entries = instance.entriesIn(collection, accountId);
  const settled = new Set(before.map((values) => identityOf(collection, values)));

  const mistakes = new Map<string, Mistake>();
  for (const [path, values] of declared) {
    if (collection.key.some((name) => isUnknown(values[name]))) continue;
    const by = path === "" ? label : `${path} of ${label}`;
    const other = entries.declare(values, by, settled.has(identityOf(collection, values)));
    if (other === undefined) continue;
    const reason = `the ${collection.noun} of this ${keyInWords(collection)} is also declared by ${other}: remove one of the two; an entry has one resource`;
    mistakes.set(path, { path: path === "" ? collection.key[0] : path, reason, isWithoutValue: true });
  }
  return mistakes;
}

/** More than Cloudflare's 32 hexadecimal digits, so that accounts of the local API can have names. */
function isAccountId(account: unknown): boolean {
  return typeof account === "string" && /^[A-Za-z0-9_-]{1,32}$/.test(account);
}
