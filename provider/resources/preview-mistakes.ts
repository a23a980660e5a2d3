import * as pulumi from "@pulumi/pulumi";
import type { Collection } from "../collections/collection";
import { importedId, isImportedToo, namesAnother } from "../collections/imported-id";
import { IMPORT, MISTAKES } from "../contract";
import { isUnknown } from "../fields/unknown";
import { known } from "./known-values";
import { perProgram } from "./per-program";
import { isRunByCli } from "./program-folder";

/** The exit code by which a program tells the SDK's language host that it failed and has said why. */
const FAILED_AND_SAID_WHY = 32;

/** A mistake, and the resource that has it. */
type Told = readonly [pulumi.CustomResource, string];

/** The resource that has an entry, and whether another one imports it. */
interface Claim {
  keeper?: pulumi.CustomResource;
  isImported?: true;
}
const claimsOfProgram = perProgram(() => new Map<string, Claim>());

/**
 * Shows in a preview the mistakes that `check` found in a resource, as errors of the resource. It also finds an `import`
 * that names another entry than the resource has, or one that another resource has: otherwise only `diff` could find these,
 * and would end the program. The program fails at its end, when the mistakes of all resources are shown.
 * @returns a promise for when all mistakes are shown; it never fails
 */
export async function showMistakes(resource: pulumi.CustomResource, collection: Collection): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  // The program must not end before the mistakes are shown.
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    const { [MISTAKES]: sent, [IMPORT]: option } = resource as { [MISTAKES]?: unknown; [IMPORT]?: unknown };
    const { mistakes, imported, id } = await known({ mistakes: sent, imported: option, id: resource.id });
    // Without a check, as in a unit test, the output is the program's own input.
    if (mistakes === true) return;
    const all: readonly Told[] = Array.isArray(mistakes)
      ? mistakes.map((sentence) => [resource, String(sentence)] as const)
      : mistakesOfImport(resource, collection, imported, id);
    if (all.length === 0) return;
    for (const [whose, sentence] of all) void pulumi.log.error(sentence, whose);
    // An inline program fails because of the errors that are logged.
    if (isRunByCli() && !process.exitCode) process.exitCode = FAILED_AND_SAID_WHY;
  } catch {
    // If the resource failed, the program fails anyway.
  } finally {
    done();
  }
}

function mistakesOfImport(
  resource: pulumi.CustomResource,
  collection: Collection,
  option: unknown,
  id: unknown,
): Told[] {
  // A resource that has not adopted its entry yet has no id, and the option of an unchanged resource is not in the outputs.
  const imported = isUnknown(option) ? undefined : importedId(option);
  const own = typeof id === "string" && !isUnknown(id) ? id : undefined;
  const entry = own ?? imported;
  if (entry === undefined) return [];
  const another = imported === undefined ? undefined : namesAnother(collection, imported, entry);
  if (another !== undefined) return [[resource, another]];

  const claims = claimsOfProgram();
  const key = `${collection.path}/${entry}`;
  const claim = claims.get(key) ?? {};
  claims.set(key, claim);
  if (own === undefined) claim.isImported = true;
  else claim.keeper = resource;
  return claim.keeper && claim.isImported ? [[claim.keeper, isImportedToo(collection, entry)]] : [];
}
