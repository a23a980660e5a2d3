/* global AbortSignal, fetch */
import { join } from "node:path";
import { buildEnvironment } from "../setup/environment.mjs";
import { run } from "../setup/processes.mjs";
import { say, Stop } from "../setup/stop.mjs";

/**
 * Answers a folder below `scratch` with what the official npm package `pulumi` brings. The package holds no CLI: at its first
 * run it downloads one from get.pulumi.com into PULUMI_HOME, with no time limit of its own.
 */
export async function fromNpmPackage(version, scratch) {
  try {
    await fetch("https://get.pulumi.com/install.sh", { method: "HEAD", signal: AbortSignal.timeout(5_000) });
  } catch (error) {
    throw new Stop(`get.pulumi.com cannot be reached (${error.cause?.code ?? error.message})`);
  }
  say(`Downloading the Pulumi CLI ${version} through the npm package pulumi, once: about a minute ...`);
  const env = { ...buildEnvironment(), PULUMI_HOME: scratch };
  const install = ["install", `pulumi@${version}`, "--prefix", scratch, "--ignore-scripts", "--fetch-retries=0"];
  await run("npm", install, { env, timeout: 60_000 });
  await run(process.execPath, [join(scratch, "node_modules", "pulumi", "run.js"), "version"], {
    env,
    timeout: 600_000,
  });
  return join(scratch, "versions", version, "bin");
}
