import { changedFields, keepSpelling } from "../collections/compare";
import { importedId } from "../collections/imported-id";
import type { AccountEntries } from "../run/account-entries";
import {
  keyInWords,
  untouchableBecause,
  type Collection,
  type Entry,
  type SetCollection,
  type Values,
} from "../collections/collection";
import type { Failure } from "../collections/check-entry";
import { isUnknown } from "../fields/unknown";
import type { Declared, ProviderInstance } from "./provider-instance";
import { ADOPT_EXISTING, CREATE, IGNORE, IMPORT, pathOf, SECRET, valuesOf, type Properties } from "./properties";

/** The account that the resource option `import` names, if any. */
export function importedAccount(option: unknown): string | undefined {
  return typeof option === "string" && option.includes("/") ? option.slice(0, option.lastIndexOf("/")) : undefined;
}

/** Whether a create may take over an existing entry: always in some collections, else if the resource or its provider says so. */
export function adoptsExisting(instance: ProviderInstance, { presence }: Collection, inputs: Properties): boolean {
  if (presence === "found") return true;
  return (inputs[ADOPT_EXISTING] ?? instance.setting(ADOPT_EXISTING) === "true") === true;
}

/** Whether an entry may be made if there is none. */
export function mayMake({ presence }: Collection, inputs: Properties): boolean {
  return presence === "made" || inputs[CREATE] === true;
}

export function sayAdopted(
  instance: ProviderInstance,
  collection: Collection,
  id: string,
  changed: readonly string[],
): void {
  instance.say(`${collection.noun} ${id}: adopted${changed.length > 0 ? `; changed ${changed.join(", ")}` : ""}`);
}

/** The entry that a resource is going to take over, or why it cannot. */
export interface Foreseen {
  readonly failure?: Failure;
  /** The inputs, with the values that an import leaves as they are. */
  readonly inputs: Properties;
}

/**
 * Finds in `check` the entry that a create will take over, and reserves it, so that no later resource counts on it.
 * Requests are sent only for programs that adopt: one list a run. If the API does not answer, the create will report it.
 */
export async function foreseeAdoption(
  instance: ProviderInstance,
  collection: Collection,
  inputs: Properties,
  { isPreview, by }: Pick<Declared, "isPreview" | "by">,
): Promise<Foreseen> {
  const imported = importedId(inputs[IMPORT]);
  const asIs = { inputs: withoutIgnored(inputs) };
  if (imported === undefined && !adoptsExisting(instance, collection, inputs)) return asIs;
  if (Object.values(inputs).some(isUnknown)) return asIs;

  const values = valuesOf(collection, inputs);
  const entries = instance.entriesIn(collection, inputs.accountId);
  try {
    if (imported === undefined) {
      const isThere = await reserve(instance, entries, values, isPreview);
      const failure = isThere ? undefined : whyNotMade(entries, inputs, values);
      return { ...asIs, ...(failure && { failure }) };
    }
    const entry = await entries.findImported(imported, values);
    if (!entry) {
      const reason = `there is no ${collection.noun} ${imported} in this account: remove the resource option to create one, or correct the id`;
      return { ...asIs, failure: { path: "import", reason } };
    }
    if (!entries.mayImport(entry.id, values, by)) {
      return { ...asIs, failure: { path: "import", reason: entries.ofAnother(entry.id).message } };
    }
    const because = untouchableBecause(collection, entry.values);
    if (because !== undefined) {
      const reason = `the ${collection.noun} ${imported} ${because}: it cannot be managed; remove the resource`;
      return { ...asIs, failure: { path: "import", reason } };
    }
    entries.reserveImport(entry.id, values);
    const kept = withIgnored(collection, inputs, entry);
    if (isPreview) sayAdoption(instance, collection, entry, valuesOf(collection, kept));
    return { inputs: kept };
  } catch {
    if (isPreview) {
      instance.say(
        `${collection.noun} ${imported ?? `of this ${keyInWords(collection)}`}: whether it can be adopted could not be read`,
      );
    }
    return asIs;
  }
}

/**
 * Why an entry is not made although there is none: the program does not ask for it, or leaves out what only an existing
 * entry may keep.
 */
function whyNotMade(entries: AccountEntries, inputs: Properties, values: Values): Failure | undefined {
  const { collection } = entries;
  if (!mayMake(collection, inputs)) return { path: collection.key[0], reason: entries.missing(values) };
  const missing = Object.keys(collection.fields).filter((name) => {
    const { kept, optional } = collection.fields[name] ?? {};
    return kept && !optional && values[name] === undefined;
  });
  if (missing.length === 0) return undefined;
  return { path: missing.join(", "), reason: `needed to make a ${collection.noun}: give what it shall be` };
}

/**
 * The inputs, with live values for the properties that `ignoreChanges` names: at an import the engine has no old values to
 * keep.
 */
function withIgnored(collection: Collection, inputs: Properties, { values }: Entry): Properties {
  const ignored = inputs[IGNORE];
  if (!Array.isArray(ignored)) return inputs;
  const names = Object.keys(collection.fields).filter((name) => ignored.includes(name));
  const rest = Object.entries(withoutIgnored(inputs)).filter(([name]) => !names.includes(name));
  const live = Object.entries(values).filter(([name]) => names.includes(name));
  return Object.fromEntries([...rest, ...live]);
}

function withoutIgnored({ [IGNORE]: _ignored, ...inputs }: Properties): Properties {
  return inputs;
}

/**
 * Reserves the entry that a create of the values will take over. In a preview, says what will change in it.
 * @param own - the entry that the resource has; absent for a new one
 * @returns whether there is one
 * @throws ApiError
 */
export async function reserve(
  instance: ProviderInstance,
  entries: AccountEntries,
  values: Values,
  isPreview: boolean,
  own?: string,
): Promise<boolean> {
  if (Object.values(values).some(isUnknown)) return false;
  const entry = await entries.reserve(values, own);
  if (!entry) return false;
  if (isPreview) sayAdoption(instance, entries.collection, entry, values);
  return true;
}

function sayAdoption(
  instance: ProviderInstance,
  collection: Collection,
  entry: Entry,
  values: Values,
  where = "",
): void {
  const changed = changedFields(collection, keepSpelling(collection, entry.values, values), values);
  const effect = changed.length > 0 ? `its ${changed.join(", ")} will change` : "nothing in it will change";
  instance.say(`${where}${collection.noun} ${entry.id}: will be adopted; ${effect}`);
}

/** Most entries of one set that are named one by one. */
export const NAMED = 20;

/**
 * Reserves the entries that a set will take over: in `check` for a new set, in `diff` for keys that are added. In a
 * preview, says which. Requests are sent only for sets that adopt: one list a run.
 * @param added - the names that the set has no entry for yet; all of a new set
 */
export async function foreseeSetAdoption(
  instance: ProviderInstance,
  collection: SetCollection,
  inputs: Properties,
  added: ReadonlyMap<string, Values>,
  { isNew, isPreview }: { isNew: boolean; isPreview: boolean },
): Promise<void> {
  const known = [...added].filter(([, values]) => !Object.values(values).some(isUnknown));
  const unknown = added.size - known.length;
  try {
    const entries = instance.entriesIn(collection, inputs.accountId);
    const adopted: { name: string; entry: Entry; values: Values; changed: boolean }[] = [];
    for (const [name, values] of known) {
      const entry = await entries.reserve(values);
      if (!entry) continue;
      const changed = changedFields(collection, keepSpelling(collection, entry.values, values), values).length > 0;
      adopted.push({ name, entry, values, changed });
    }
    if (!isPreview) return;
    if (isNew) {
      const changed = adopted.filter((one) => one.changed).length;
      const open = unknown > 0 ? `; of ${unknown} more it is not known yet` : "";
      instance.say(
        `${adopted.length} of ${known.length} ${collection.noun} entries exist and will be adopted${open}; ${changed === 0 ? "nothing in them will change" : `${changed} of them will change`}`,
      );
      return;
    }
    const at = (name: string) => (inputs[SECRET] === true ? "" : `${pathOf(collection.set.entries, name)}: `);
    for (const { name, entry, values } of adopted.slice(0, NAMED)) {
      sayAdoption(instance, collection, entry, values, at(name));
    }
    if (adopted.length > NAMED) instance.say(`and ${adopted.length - NAMED} more will be adopted`);
  } catch {
    if (isPreview) instance.say(`what of the set exists already and will be adopted could not be read`);
  }
}
