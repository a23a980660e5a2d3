import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What a user has set for deployments of their own. */
const deployments = /^(CLOUDFLARE|PULUMI)_/i;

/** A proxy would stand between a test and the local API that it started. */
const proxies = /^(https?|all|no|grpc)_proxy$/i;

const without = (...patterns) =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !patterns.some((pattern) => pattern.test(name))));

/** The environment of what fetches and builds: no deployment settings. */
export const buildEnvironment = () => without(deployments);

/** The environment of what stays on this machine: no deployment settings, no proxies. */
export const localEnvironment = () => without(deployments, proxies);

/** Checks the types of a program at each operation, as Pulumi does for its users. */
export const checkingTypes = { PULUMI_NODEJS_TRANSPILE_ONLY: "false" };

/**
 * The environment of a Pulumi CLI that keeps all it has in `folder` and fetches nothing. Programs of this repository have
 * their types checked by `npm run types`, all at once.
 */
export const pulumiEnvironment = (bin, folder) => ({
  ...localEnvironment(),
  PATH: [bin, process.env.PATH].join(delimiter),
  PULUMI_HOME: join(folder, "home"),
  PULUMI_BACKEND_URL: pathToFileURL(folder).href,
  PULUMI_CONFIG_PASSPHRASE: "protects nothing: the folder is gone at the end",
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  PULUMI_SKIP_UPDATE_CHECK: "true",
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
});

/** Makes an empty folder, whose path begins with `prefix`, that is removed when this process ends. */
export function scratchFolder(prefix = join(tmpdir(), "email-security-")) {
  const folder = mkdtempSync(prefix);
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
