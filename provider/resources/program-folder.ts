import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** The folder in which the program starts. The program may change it later, which has no effect on the engine. */
const FOLDER = process.cwd();

/** The modules that the engine's host process looks for, and the packages that have them. */
const SOUGHT = {
  "@pulumi/pulumi/cmd/dynamic-provider": "@pulumi/pulumi",
  "pulumi-cloudflare-email-security/provider": "pulumi-cloudflare-email-security",
} as const;

/**
 * A message that says which module the engine's host process will not find from the folder, and what to do; `undefined` if
 * it finds all.
 * @param folder - where the host process starts
 */
export function missingFrom(folder: string): string | undefined {
  const { resolve } = createRequire(join(folder, "any"));
  const missing = Object.entries(SOUGHT).find(([path]) => !isFound(resolve, path));
  if (!missing) return undefined;
  return `${missing[1]} cannot be found from ${folder}, where the engine starts the process that manages these resources: make it a direct dependency of the package.json there. In a workspace whose packages are not hoisted, that is the one of the program; with the Automation API, set "main" in projectSettings to the folder that has it.`;
}

function isFound(resolve: NodeJS.Require["resolve"], path: string): boolean {
  try {
    resolve(path);
    return true;
  } catch {
    return false;
  }
}

let isChecked = false;

/**
 * Fails at once if the engine's host process will not find its modules; the engine would show only a stack trace. An inline
 * program of the Automation API does not know that folder, so there it is a warning, which is right unless the project's
 * settings name another `main`.
 * @throws pulumi.RunError in a program that the CLI runs
 */
export function checkProgramFolder(): void {
  if (isChecked || !pulumi.runtime.hasMonitor()) return;
  isChecked = true;
  const problem = missingFrom(FOLDER);
  if (problem === undefined) return;
  if (isRunByCli()) throw new pulumi.RunError(problem);
  if (!isMocked()) void pulumi.log.warn(problem);
}

/** Whether the CLI runs the program in a process of its own; false for an inline program of the Automation API. */
export function isRunByCli(): boolean {
  return require.main?.filename.endsWith(join("@pulumi", "pulumi", "cmd", "run", "index.js")) === true;
}

/** A unit test may start in any folder. */
function isMocked(): boolean {
  return pulumi.runtime.getMonitor()?.constructor.name === "MockMonitor";
}
