import type { dynamic } from "@pulumi/pulumi";
import type { Failure } from "../rules/entry";
import { isUnknown } from "../rules/unknown";
import { NO_ACCOUNT, type Host } from "./host";
import { ADOPT_EXISTING, type Properties } from "./properties";

/** What every resource has beside its entries: the account that it is in, and whether requests can be made at all. */
export function checkCommon(host: Host, news: Properties): { accountId: string | undefined; failures: Failure[] } {
  const { access } = host;
  const accountId = news.accountId ?? access.accountId;
  const failures = access.problems.map((reason): Failure => ({ path: "provider", reason }));
  if (accountId === undefined) failures.push({ path: "accountId", reason: NO_ACCOUNT });
  else if (!isUnknown(accountId) && !/^[A-Za-z0-9_-]{1,32}$/.test(accountId)) {
    failures.push({ path: "accountId", reason: "is not an account id: copy the 32 characters from the dashboard" });
  }
  const adopt = news[ADOPT_EXISTING];
  if (adopt !== undefined && typeof adopt !== "boolean") {
    failures.push({ path: ADOPT_EXISTING, reason: `${JSON.stringify(adopt)} is not a boolean` });
  }
  return { accountId, failures };
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
