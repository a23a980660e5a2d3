import * as pulumi from "@pulumi/pulumi";
import { MISTAKES } from "../contract";
import { known } from "./known-values";
import { isRunByCli } from "./program-folder";

/** The exit code by which a program tells the SDK's language host that it failed and has said why. */
const FAILED_AND_SAID_WHY = 32;

/**
 * Shows in a preview the mistakes that `check` found in a resource, as errors of the resource. The program fails at its end,
 * when all resources have had their say.
 * @returns when all is said, for those who want to wait; it never fails
 */
export async function showMistakes(resource: pulumi.CustomResource): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  // The program must not end before the mistakes are out.
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    const { mistakes } = await known({ mistakes: (resource as { [MISTAKES]?: unknown })[MISTAKES] });
    // Without a check, as in a unit test, it is what the program sent.
    if (!Array.isArray(mistakes)) return;
    for (const one of mistakes) void pulumi.log.error(String(one), resource);
    // An inline program fails by the errors alone.
    if (isRunByCli() && !process.exitCode) process.exitCode = FAILED_AND_SAID_WHY;
  } catch {
    // A resource that failed fails the program by itself.
  } finally {
    done();
  }
}
