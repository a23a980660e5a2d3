import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { localEnvironment, scratchFolder } from "../setup/environment.mjs";
import { run } from "../setup/processes.mjs";
import { Stop } from "../setup/stop.mjs";
import { atLeast } from "../setup/version.mjs";

/**
 * The oldest CLI that serves: the release of the oldest SDK that the package allows, the first in which a dynamic provider's
 * `read` can answer inputs. The demo and the tests pass with it.
 */
export const oldest = "3.216.0";

/** What the CLI starts to deploy a Node program with dynamic providers. */
const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""];

const pathFolders = () => (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");

function find(program, folders) {
  const candidates = folders.flatMap((folder) => suffixes.map((suffix) => join(folder, program + suffix)));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The folder of the CLI on the PATH. Throws a `Stop` that tells why there is none that serves. */
export async function fromPath() {
  const pulumi = find("pulumi", pathFolders());
  if (pulumi === undefined) {
    throw new Stop("there is no pulumi");
  }
  await examine(dirname(pulumi));
  return dirname(pulumi);
}

/** Throws a `Stop` that tells why the CLI in this folder does not serve. */
export async function examine(bin) {
  const pulumi = find("pulumi", [bin]);
  const places = [bin, dirname(realpathSync(pulumi)), ...pathFolders()];
  const missing = companions.find((program) => find(program, places) === undefined);
  if (missing) {
    throw new Stop(`${pulumi} has no ${missing} beside it`);
  }
  const env = { ...localEnvironment(), PULUMI_HOME: scratchFolder(), PULUMI_SKIP_UPDATE_CHECK: "true" };
  const version = await run(pulumi, ["version"], { env, timeout: 20_000 });
  if (!atLeast(version, oldest) || atLeast(version, "4")) {
    throw new Stop(`${pulumi} is ${version.trim()}; ${oldest} is the oldest 3.x that serves`);
  }
}
