import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** Where the program begins. It may go elsewhere later, and the engine does not follow. */
const FOLDER = process.cwd();

/** What the engine's host process for dynamic resources looks for, and what has to be installed for it. */
const SOUGHT = {
  "@pulumi/pulumi/cmd/dynamic-provider": "@pulumi/pulumi",
  "pulumi-cloudflare-email-security/provider": "pulumi-cloudflare-email-security",
} as const;

/**
 * What the engine's host process will not find from the program's folder, in a sentence that says what to do.
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
 * Says at once what the engine would say with the stack trace of another process. An inline program of the Automation API is
 * not told its folder, so there it is a warning: where the project's settings name no other `main`, it is this one.
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

/** Whether the CLI runs the program in a process of its own, and not a program of the Automation API in this one. */
export function isRunByCli(): boolean {
  return require.main?.filename.endsWith(join("@pulumi", "pulumi", "cmd", "run", "index.js")) === true;
}

/** A unit test may start anywhere. */
function isMocked(): boolean {
  return pulumi.runtime.getMonitor()?.constructor.name === "MockMonitor";
}
