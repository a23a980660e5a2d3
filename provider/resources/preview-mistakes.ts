import * as pulumi from "@pulumi/pulumi";
import { MISTAKES } from "../contract";
import { known } from "./known-values";

/**
 * Shows in a preview the mistakes that `check` found in a resource, as errors of the resource. They fail the preview at its
 * end, when all resources have had their say.
 * @returns when all is said, for those who want to wait; it never fails
 */
export async function showMistakes(resource: pulumi.CustomResource): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  // The program must not end before the mistakes are out.
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    const { mistakes } = await known({ mistakes: (resource as { [MISTAKES]?: unknown })[MISTAKES] });
    // Without a check, as in a unit test, it is what the program sent.
    if (Array.isArray(mistakes)) for (const one of mistakes) void pulumi.log.error(String(one), resource);
  } catch {
    // A resource that failed fails the program by itself.
  } finally {
    done();
  }
}
