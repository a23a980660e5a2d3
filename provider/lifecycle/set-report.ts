import { UserError } from "../api/error";
import { keyInWords, type SetCollection } from "../collections/collection";
import type { Plan } from "../run/set-plan";
import { NAMED } from "./adoption";
import type { ProviderInstance } from "./provider-instance";
import { EXCLUSIVE, pathOf, SECRET, type Properties } from "./properties";

/** Says the parts of a plan that a preview cannot show. */
export function sayPlan(instance: ProviderInstance, { set }: SetCollection, inputs: Properties, plan: Plan): void {
  const sayChanged = (what: string) => (one: { readonly name: string; readonly fields: readonly string[] }) => {
    const path = inputs[SECRET] === true ? `an entry of ${set.entries}` : pathOf(set.entries, one.name);
    instance.say(`${path}: ${one.fields.join(", ")} changed elsewhere, and ${what}`);
  };
  plan.foreign.forEach(sayChanged('left as it is; "pulumi refresh" shows it'));
  if (inputs[EXCLUSIVE] === true) plan.healed.forEach(sayChanged("taken back, since the set is exclusive"));
  if (plan.gone.length === 0) return;
  instance.say(
    `${set.entries}: ${namesFor(inputs, plan.gone)} deleted elsewhere, and left as it is; the next preview shows it, and the up after it makes it again`,
  );
}

/** The names of entries as a message shows them; those of a secret record are not shown. */
export function namesFor(properties: Properties, names: readonly string[]): string {
  return properties[SECRET] === true ? `${names.length} entries` : shown(names);
}

/** The error for entries that exist already and that a set may not take over. */
export function conflictError(collection: SetCollection, inputs: Properties, conflicts: Plan["conflicts"]): UserError {
  const names = conflicts.map(({ name, id }) => (inputs[SECRET] === true ? id : `${name} (${id})`));
  return new UserError(
    `${conflicts.length} ${collection.noun} entries of the same ${keyInWords(collection)} exist already, for ${shown(names)}. To manage them here, set adoptExisting: true on the set; if a resource had them that this program no longer declares, set it too; else delete them in Cloudflare.`,
  );
}

function shown(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}
