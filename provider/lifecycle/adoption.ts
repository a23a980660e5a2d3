import { changedFields, keepSpelling } from "../collections/compare";
import { isFormerId } from "../api/inventory";
import type { Collection, Values } from "../collections/collection";
import type { Failure } from "../rules/entry";
import { isUnknown } from "../rules/unknown";
import type { Host } from "./host";
import { ADOPT_EXISTING, IMPORT, valuesOf, type Properties } from "./properties";
import { planSet } from "./set-plan";

/** The entry's id in the resource option `import`, which may be `<account_id>/<id>` as in @pulumi/cloudflare. */
export function importedId(option: unknown): string | undefined {
  return typeof option === "string" ? option.slice(option.lastIndexOf("/") + 1) : undefined;
}

/** Whether an import names another entry than the resource's. An integer id of old may stand for today's. */
export function isAnother(imported: string, id: string): boolean {
  return imported !== id && !(isFormerId(imported) && !isFormerId(id));
}

/** The account in the resource option `import`, where it names one. */
export function importedAccount(option: unknown): string | undefined {
  return typeof option === "string" && option.includes("/") ? option.slice(0, option.lastIndexOf("/")) : undefined;
}

/** Whether a create may take over an entry of the same pattern: the resource says so, or else its provider. */
export function adoptsExisting(host: Host, inputs: Properties): boolean {
  return (inputs[ADOPT_EXISTING] ?? host.setting(ADOPT_EXISTING) === "true") === true;
}

export function sayAdopted(host: Host, collection: Collection, id: string, changed: readonly string[]): void {
  host.say(`${collection.noun} ${id}: adopted${changed.length > 0 ? `; changed ${changed.join(", ")}` : ""}`);
}

/**
 * Says at preview what an adoption will change, and finds an `import` of nothing. Only a program that asks for an adoption
 * costs requests here: one list a run. Where the API does not answer, the create will tell.
 */
export async function foreseeAdoption(
  host: Host,
  collection: Collection,
  inputs: Properties,
): Promise<Failure | undefined> {
  const imported = importedId(inputs[IMPORT]);
  if (imported === undefined && !adoptsExisting(host, inputs)) return undefined;
  if (Object.values(inputs).some(isUnknown)) return undefined;

  const values = valuesOf(collection, inputs);
  const { inventory } = host.entries(collection, inputs.accountId);
  try {
    const existing =
      imported === undefined ? await inventory.findUnmanaged(values) : await inventory.findImported(imported, values);
    if (existing && inventory.isOwned(existing.id)) {
      return {
        path: "import",
        reason: `the ${collection.noun} ${existing.id} already belongs to another resource of this program: remove one of the two`,
      };
    }
    if (existing) {
      const changed = changedFields(collection, keepSpelling(existing.values, values), values);
      const effect = changed.length > 0 ? `its ${changed.join(", ")} will change` : "nothing in it will change";
      host.say(`${collection.noun} ${existing.id}: will be adopted; ${effect}`);
    } else if (imported !== undefined) {
      return {
        path: "import",
        reason: `there is no ${collection.noun} ${imported} in this account: remove the resource option to create one, or correct the id`,
      };
    }
  } catch {
    host.say(`${collection.noun} ${imported ?? "of this pattern"}: whether it can be adopted could not be read`);
  }
  return undefined;
}

/** Says at preview what a new set will take over. Only a set that asks for it costs requests here: one list a run. */
export async function foreseeSetAdoption(
  host: Host,
  collection: Collection,
  inputs: Properties,
  wants: ReadonlyMap<string, Values>,
): Promise<void> {
  if (!adoptsExisting(host, inputs)) return;
  const { inventory } = host.entries(collection, inputs.accountId);
  try {
    const live = await inventory.all();
    const known = [...wants].filter(([, values]) => !Object.values(values).some(isUnknown));
    const plan = planSet({
      collection,
      has: new Map(),
      wants: new Map(known),
      live,
      isOthers: (id) => inventory.isOwned(id),
      adoptExisting: true,
      heal: true,
    });
    const changed = plan.steps.filter((step) => step.kind === "write" && step.operation.kind === "patch").length;
    host.say(
      `${plan.adopted.length} of ${wants.size} ${collection.noun} entries exist and will be adopted; ${changed === 0 ? "nothing in them will change" : `${changed} of them will change`}`,
    );
  } catch {
    host.say(`what of the set exists already and will be adopted could not be read`);
  }
}
