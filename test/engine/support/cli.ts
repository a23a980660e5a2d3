import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";

export interface Cli {
  readonly command: PulumiCommand;
  /** The environment of a CLI that keeps all it has in `folder`. */
  readonly environment: (folder: string) => Record<string, string>;
}

let asked: Promise<Cli> | undefined;

/** The CLI that `scripts/pulumi-cli.mjs` answers: found at once as a rule, built in minutes where there was none. */
export function cli(): Promise<Cli> {
  return (asked ??= ask());
}

async function ask(): Promise<Cli> {
  const { localEnvironment, pulumiEnvironment } = await import("../../../scripts/setup/environment.mjs");
  const bin = execFileSync(process.execPath, ["scripts/pulumi-cli.mjs"], { encoding: "utf8" }).trim();
  const NODE_OPTIONS = `--require ${JSON.stringify(resolve("test/support/lazy-modules.cjs"))}`;
  const environment = (folder: string): Record<string, string> => ({ ...pulumiEnvironment(bin, folder), NODE_OPTIONS });

  // The Automation API gives the CLI all of this process's environment, whatever else it is told.
  const allowed = localEnvironment();
  for (const name of Object.keys(process.env).filter((candidate) => !(candidate in allowed))) {
    Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, { PATH: environment("").PATH });
  return { command: await PulumiCommand.get({ skipVersionCheck: true }), environment };
}
