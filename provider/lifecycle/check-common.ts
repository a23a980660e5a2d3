import type { dynamic } from "@pulumi/pulumi";
import { identityOf } from "../collections/compare";
import { keyInWords, type Collection, type Values } from "../collections/collection";
import { readSilence } from "../advice/advice-settings";
import { checkEntry, type CheckedEntry, type Failure } from "../collections/check-entry";
import { isUnknown } from "../fields/unknown";
import { NO_ACCOUNT, type Host } from "./host";
import { ADOPT_EXISTING, readLabel, SILENCE, type Properties } from "./properties";
import { adviceSettingsOf } from "./strictness";

/** What every resource has beside its entries: the account that it is in, and whether requests can be made at all. */
export function checkCommon(host: Host, news: Properties): { accountId: string | undefined; failures: Failure[] } {
  const { access } = host;
  const accountId = news.accountId ?? access.accountId;
  const failures: Failure[] = [];
  if (accountId === undefined) failures.push({ path: "accountId", reason: NO_ACCOUNT });
  else if (!isUnknown(accountId) && !isAccountId(accountId)) {
    const reason = `${JSON.stringify(accountId)} is not an account id: copy the 32 characters from the dashboard`;
    failures.push({ path: "accountId", reason });
  }
  const adopt = news[ADOPT_EXISTING];
  if (adopt !== undefined && !isUnknown(adopt) && typeof adopt !== "boolean") {
    failures.push({ path: ADOPT_EXISTING, reason: `${JSON.stringify(adopt)} is not a boolean: write true or false` });
  }
  failures.push(...readSilence(news[SILENCE]).failures);
  for (const reason of access.problems) failures.push({ path: "provider", reason });
  for (const { path, reason } of adviceSettingsOf(host).failures) {
    failures.push({ path: "provider", reason: `${path}: ${reason}` });
  }
  return { accountId, failures };
}

/**
 * Checks an entry of the program. What it leaves as it is, is what state has. What state has just as it is given is let be: a later version of this package knows of more
 * mistakes, and must not stop a stack that was deployed before it did.
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
  const asItIs = Object.fromEntries(kept.map((name) => [name, olds[name]]));
  const { values, failures } = checkEntry(collection, { ...given, ...asItIs }, others);
  const before = Object.fromEntries(key.map((name) => [name, olds[name]]));
  const isSettled = key.every((name) => (given[name] ?? fields[name]?.default ?? olds[name]) === olds[name]);
  if (!isSettled || failures.length === 0) return { values, failures };
  return {
    values: { ...values, ...before },
    failures: failures.filter(({ path }) => !key.includes(path)),
  };
}

/**
 * Notes what the resource declares, and refuses what another resource of this program declares too: both would have one
 * entry, or the one the other's twin. What state has always had is let be.
 * @param declared - complete entries by their path
 * @param before - the resource's entries as they were
 */
export function declare(
  host: Host,
  collection: Collection,
  news: Properties,
  accountId: string | undefined,
  declared: ReadonlyMap<string, Values>,
  before: readonly Readonly<Record<string, unknown>>[],
): Failure[] {
  const { name: label, run } = readLabel(news);
  host.belongsTo(run);
  if (label === undefined || accountId === undefined || isUnknown(accountId)) return [];
  const ledger = host.ledger(collection, accountId);
  const settled = new Set(before.map((values) => identityOf(collection, values)));

  return [...declared].flatMap(([path, values]) => {
    if (collection.key.some((name) => isUnknown(values[name]))) return [];
    const by = path === "" ? label : `${path} of ${label}`;
    const other = ledger.declare(values, by, settled.has(identityOf(collection, values)));
    if (other === undefined) return [];
    const reason = `the ${collection.noun} of this ${keyInWords(collection)} is also declared by ${other}: remove one of the two; an entry has one resource`;
    return [{ path: path === "" ? collection.key[0] : path, reason }];
  });
}

/** Wider than Cloudflare's 32 hexadecimal digits, so that a stand-in for the API may name its accounts. */
function isAccountId(account: unknown): boolean {
  return typeof account === "string" && /^[A-Za-z0-9_-]{1,32}$/.test(account);
}

/**
 * The answer to the engine. All failures come together, and none carries a `property`: the engine would print that
 * property's value, a secret's too.
 */
export function toCheckResult(inputs: Properties, failures: readonly Failure[]): dynamic.CheckResult<Properties> {
  if (failures.length === 0) return { inputs };
  return {
    inputs,
    failures: failures.map(({ path, reason }) => ({ reason: `${path}: ${reason}` }) as dynamic.CheckFailure),
  };
}
