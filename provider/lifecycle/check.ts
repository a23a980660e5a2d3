import type { dynamic } from "@pulumi/pulumi";
import type { Collection } from "../collections/collection";
import { readSilence } from "../rules/advice-settings";
import { checkEntry, type Failure } from "../rules/entry";
import { isUnknown } from "../rules/unknown";
import { foreseeAdoption, importedAccount } from "./adoption";
import { NO_ACCOUNT, type Host } from "./host";
import { ADOPT_EXISTING, GET, IMPORT, LABEL, PROVIDER, SILENCE, type Properties } from "./properties";
import { adviceSettingsOf, strictFailures } from "./strictness";

/**
 * Completes and validates a resource's inputs. All failures come back together, and none carries a `property`: the engine
 * would print that property's value, a secret's too.
 */
export async function check(
  host: Host,
  collection: Collection,
  olds: Properties,
  news: Properties,
): Promise<dynamic.CheckResult<Properties>> {
  const isNew = Object.keys(olds).length === 0;
  const {
    [PROVIDER]: provider,
    [IMPORT]: imported,
    [GET]: _get,
    [LABEL]: _label,
    [ADOPT_EXISTING]: adopt,
    [SILENCE]: silence,
    accountId,
    ...given
  } = news;
  const { access } = host;
  const account = accountId ?? access.accountId;
  const { values, failures: entryFailures } = checkEntry(collection, given, ["accountId", ADOPT_EXISTING, SILENCE]);

  const failures: Failure[] = [...entryFailures];
  if (account === undefined) failures.push({ path: "accountId", reason: NO_ACCOUNT });
  else if (!isUnknown(account) && !isAccountId(account)) {
    const reason = `${JSON.stringify(account)} is not an account id: copy the 32 characters from the dashboard`;
    failures.push({ path: "accountId", reason });
  }
  const importAccount = importedAccount(imported);
  if (importAccount !== undefined && importAccount !== account && !isUnknown(account)) {
    failures.push({
      path: "import",
      reason: `names account ${importAccount}, but the resource is in account ${account}: set accountId, or correct the option`,
    });
  }
  if (adopt !== undefined && !isUnknown(adopt) && typeof adopt !== "boolean") {
    failures.push({ path: ADOPT_EXISTING, reason: `${JSON.stringify(adopt)} is not a boolean: write true or false` });
  }
  failures.push(...readSilence(silence).failures);
  for (const reason of access.problems) failures.push({ path: "provider", reason });
  for (const { path, reason } of adviceSettingsOf(host).failures) {
    failures.push({ path: "provider", reason: `${path}: ${reason}` });
  }
  if (failures.length === 0) {
    const entry = { "": values };
    failures.push(...strictFailures(host, collection, news, isUnknown(account) ? undefined : account, entry));
  }

  const inputs: Properties = {
    ...(account !== undefined && { accountId: account }),
    ...values,
    // Kept for as long as the program has it: only diff is told the id, so only diff can find that it names another one.
    ...(imported !== undefined && { [IMPORT]: imported }),
    // Once the resource exists, how it came to be is no part of it.
    ...(adopt !== undefined && isNew && { [ADOPT_EXISTING]: adopt }),
    ...(provider !== undefined && { [PROVIDER]: provider }),
  };
  if (failures.length > 0) {
    return { inputs, failures: failures.map(toCheckFailure) };
  }
  const failure = isNew ? await foreseeAdoption(host, collection, inputs) : undefined;
  return failure === undefined ? { inputs } : { inputs, failures: [toCheckFailure(failure)] };
}

/** Wider than Cloudflare's 32 hexadecimal digits, so that a stand-in for the API may name its accounts. */
function isAccountId(account: unknown): boolean {
  return typeof account === "string" && /^[A-Za-z0-9_-]{1,32}$/.test(account);
}

function toCheckFailure({ path, reason }: Failure): dynamic.CheckFailure {
  return { reason: `${path}: ${reason}` } as dynamic.CheckFailure;
}
