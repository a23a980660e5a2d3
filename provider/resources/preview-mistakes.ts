import * as pulumi from "@pulumi/pulumi";
import type { Collection } from "../collections/collection";
import { importedId, namesAnother } from "../collections/imported-id";
import { IMPORT, MISTAKES } from "../contract";
import { isUnknown } from "../fields/unknown";
import { known } from "./known-values";
import { isRunByCli } from "./program-folder";

/** The exit code by which a program tells the SDK's language host that it failed and has said why. */
const FAILED_AND_SAID_WHY = 32;

/**
 * Shows in a preview the mistakes that `check` found in a resource, as errors of the resource, and an import that names another
 * entry than the resource's, which only the engine's `diff` could tell, where it would end the program. The program fails at its end,
 * when all resources have had their say.
 * @returns when all is said, for those who want to wait; it never fails
 */
export async function showMistakes(resource: pulumi.CustomResource, collection: Collection): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  // The program must not end before the mistakes are out.
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    const { [MISTAKES]: sent, [IMPORT]: option } = resource as { [MISTAKES]?: unknown; [IMPORT]?: unknown };
    const { mistakes, imported, id } = await known({ mistakes: sent, imported: option, id: resource.id });
    // Without a check, as in a unit test, it is what the program sent.
    if (mistakes === true) return;
    const all = Array.isArray(mistakes) ? mistakes : mistakesOfImport(collection, imported, id);
    if (all.length === 0) return;
    for (const one of all) void pulumi.log.error(String(one), resource);
    // An inline program fails by the errors alone.
    if (isRunByCli() && !process.exitCode) process.exitCode = FAILED_AND_SAID_WHY;
  } catch {
    // A resource that failed fails the program by itself.
  } finally {
    done();
  }
}

function mistakesOfImport(collection: Collection, option: unknown, id: unknown): string[] {
  const imported = importedId(option);
  // An entry that is not adopted yet has no id yet; an option of a resource that does not change is in no answer.
  if (imported === undefined || isUnknown(imported) || typeof id !== "string" || isUnknown(id)) return [];
  return [namesAnother(collection, imported, id) ?? []].flat();
}
