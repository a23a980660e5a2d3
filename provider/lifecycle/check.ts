import type { dynamic } from "@pulumi/pulumi";
import type { Collection, Values } from "../collections/collection";
import { isUnknown } from "../fields/unknown";
import { adoptsExisting, foreseeAdoption, importedAccount } from "./adoption";
import { checkCommon, checkDeclared, declare, toCheckResult } from "./check-common";
import type { Host } from "./host";
import {
  ADOPT_EXISTING,
  GET,
  IGNORE,
  IMPORT,
  LABEL,
  PREVIEW,
  PROVIDER,
  SILENCE,
  readLabel,
  type Properties,
} from "./properties";
import { strictFailures } from "./strictness";

/** Completes and validates the inputs of a resource that is one entry. */
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
    [SILENCE]: _silence,
    [PREVIEW]: preview,
    [IGNORE]: ignored,
    ...rest
  } = news;
  const { accountId: _account, ...given } = rest;
  const { accountId, failures } = checkCommon(host, news);
  const others = ["accountId", ADOPT_EXISTING, SILENCE];
  const { values, failures: entryFailures } = checkDeclared(collection, given, olds, others);
  failures.unshift(...entryFailures);

  const importAccount = importedAccount(imported);
  if (importAccount !== undefined && importAccount !== accountId && !isUnknown(accountId)) {
    failures.push({
      path: "import",
      reason: `names account ${importAccount}, but the resource is in account ${accountId ?? ""}: set accountId, or correct the option`,
    });
  }
  if (failures.length === 0) failures.push(...strictFailures(host, collection, news, accountId, { "": values }));

  const inputs: Properties = {
    ...(accountId !== undefined && { accountId }),
    ...values,
    // Kept for as long as the program has it: only diff is told the id, so only diff can find that it names another one.
    ...(imported !== undefined && { [IMPORT]: imported }),
    // How the resource came to be is no part of it; but what state has is not shown as removed while the program has it.
    ...(adopt !== undefined && (isNew || olds[ADOPT_EXISTING] !== undefined) && { [ADOPT_EXISTING]: adopt }),
    ...(provider !== undefined && { [PROVIDER]: provider }),
  };
  if (failures.length === 0) {
    // An import makes nothing: where two entries of a pattern are there, each may have its resource.
    const before = imported === undefined ? [olds] : [olds, values];
    failures.push(...declare(host, collection, news, accountId, new Map([["", values as Values]]), before));
  }
  if (failures.length > 0) return toCheckResult(inputs, failures);
  const declared = { isPreview: preview === true, by: readLabel(news).name };
  host.declare(inputs, { adopts: imported === undefined && adoptsExisting(host, collection, news), ...declared });
  if (!isNew) return toCheckResult(inputs, []);

  const { failure, inputs: foreseen } = await foreseeAdoption(
    host,
    collection,
    { ...inputs, ...(ignored !== undefined && { [IGNORE]: ignored }) },
    declared,
  );
  host.declare(foreseen, { adopts: false, ...declared });
  return toCheckResult(foreseen, failure ? [failure] : []);
}
