import type { dynamic } from "@pulumi/pulumi";
import { saidOf, type Collection } from "../collections/collection";
import { clock } from "../config/clock";
import { hasEnded } from "../fields/end";
import { isUnknown } from "../fields/unknown";
import { adoptsExisting, foreseeAdoption, importedAccount } from "./adoption";
import { checkCommon, checkDeclared, declare, unknownAt } from "./check-common";
import type { ProviderInstance } from "./provider-instance";
import { isHidden, showsMistakes, toCheckResult } from "./mistakes";
import {
  ADOPT_EXISTING,
  EXPIRES_AT,
  IGNORE,
  IMPORT,
  PREVIEW,
  PROVIDER,
  SILENCE,
  readLabel,
  valuesOf,
  type Properties,
} from "./properties";
import { strictMistakes } from "./strictness";

/** Completes and validates the inputs of a resource that is one entry. */
export async function check(
  instance: ProviderInstance,
  collection: Collection,
  olds: Properties,
  news: Properties,
): Promise<dynamic.CheckResult<Properties>> {
  const isNew = Object.keys(olds).length === 0;
  const { [PROVIDER]: provider, [IMPORT]: imported, [ADOPT_EXISTING]: adopt, [IGNORE]: ignored } = news;
  const others = ["accountId", ADOPT_EXISTING, SILENCE];
  const given = Object.entries(news).filter(([name]) => !name.startsWith("__") && !others.includes(name));
  const entry = checkDeclared(collection, Object.fromEntries(given), olds, others);
  const { accountId, mistakes: commonMistakes } = checkCommon(instance, news);
  const mistakes = [...entry.failures, ...commonMistakes];
  const { [EXPIRES_AT]: end } = entry.values;
  if (isNew && hasEnded(end, clock.now())) {
    const reason = `${String(end)} is over, and an entry is not made after its end: give a later one, or remove the resource`;
    mistakes.push({ path: EXPIRES_AT, reason });
  }

  const importAccount = importedAccount(imported);
  if (importAccount !== undefined && importAccount !== accountId && !isUnknown(accountId)) {
    const where = isHidden(news, "accountId") ? "another" : `account ${accountId ?? ""}`;
    mistakes.push({
      path: "import",
      reason: `names account ${importAccount}, but the resource is in ${where}: set accountId, or correct the option`,
    });
  }
  // An import makes no entry: if two entries have the same pattern, each may have its resource.
  const before = imported === undefined ? [olds] : [olds, entry.values];
  const declaredTwice = [
    ...declare(
      instance,
      collection,
      news,
      accountId,
      new Map([["", valuesOf(collection, entry.values)]]),
      before,
    ).values(),
  ];
  const values = { ...entry.values, ...unknownAt(collection, declaredTwice) };
  mistakes.push(
    ...declaredTwice,
    ...strictMistakes(instance, collection, news, accountId, { "": saidOf(collection, values, news) }),
  );

  const inputs: Properties = {
    ...(accountId !== undefined && { accountId }),
    ...values,
    // Kept as long as the program has it: only diff learns the resource's id, so only diff can find that the option names
    // another entry.
    ...(imported !== undefined && { [IMPORT]: imported }),
    // It matters only for the create, so it is kept out of new states. Where the state has it, it stays, or a diff would
    // show it as removed.
    ...(adopt !== undefined && (isNew || olds[ADOPT_EXISTING] !== undefined) && { [ADOPT_EXISTING]: adopt }),
    ...(provider !== undefined && { [PROVIDER]: provider }),
  };
  if (mistakes.length > 0) return toCheckResult(instance, news, inputs, mistakes);
  const isPreview = news[PREVIEW] === true;
  const declared = { isPreview, showsMistakes: showsMistakes(news), by: readLabel(news).name };
  instance.declare(inputs, {
    adopts: imported === undefined && adoptsExisting(instance, collection, news),
    ...declared,
  });
  if (!isNew) return { inputs };

  const { failure, inputs: foreseen } = await foreseeAdoption(
    instance,
    collection,
    { ...inputs, ...(ignored !== undefined && { [IGNORE]: ignored }) },
    declared,
  );
  instance.declare(foreseen, { adopts: false, ...declared });
  return toCheckResult(instance, news, foreseen, failure ? [failure] : []);
}
