import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { root } from "../setup/checkout.mjs";
import { pulumiEnvironment, scratchFolder } from "../setup/environment.mjs";
import { attach, run } from "../setup/processes.mjs";
import { Stop } from "../setup/stop.mjs";

const stack = "demo";

/** The root project on a local API of its own, with state, settings and stack config in a scratch folder. */
export async function openStage(bin, port) {
  const api = await startApi(port);
  const folder = scratchFolder();
  const options = { cwd: folder, env: pulumiEnvironment(bin, folder) };
  const cli = join(bin, "pulumi");
  const aside = (...args) => run(cli, args, options);

  // Pulumi writes a stack's config beside Pulumi.yaml. Here that is a copy, and the checkout stays as it was.
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  await aside("stack", "init", stack);
  const configure = (key, value, ...flags) =>
    aside("config", "set", ...flags, `cloudflare-email-security:${key}`, value);
  await configure("baseUrl", api.baseUrl);
  await configure("accountId", api.account);
  await configure("apiToken", api.token, "--secret");
  const where = ["--stack", stack, "--config-file", join(folder, `Pulumi.${stack}.yaml`)];

  return {
    api,

    /** Runs the CLI on the terminal. It must succeed. */
    async pulumi(...args) {
      api.clearRequests();
      console.log(`$ pulumi ${args.join(" ")}`);
      const code = await attach(cli, [...args, ...where], { ...options, cwd: root });
      expect(`exit code of pulumi ${args[0]}`, code, 0);
    },

    /** What the local API was asked for by the last command, as `METHOD collection`. */
    requests: () => api.requests.map(({ method, collection }) => `${method} ${collection}`).sort(),

    /** The resources of this package in the stack's state. */
    async resources() {
      const { deployment } = JSON.parse(await aside("stack", "export", "--stack", stack));
      return (deployment.resources ?? []).filter(({ type }) =>
        type.startsWith("pulumi-nodejs:dynamic/email-security:"),
      );
    },

    close: () => api.close(),
  };
}

/** A wrong outcome ends the demo. */
export function expect(what, found, expected) {
  if (!isDeepStrictEqual(found, expected)) {
    const show = (value) => JSON.stringify(value, undefined, 2);
    throw new Stop(`Wrong outcome: ${what}\nexpected: ${show(expected)}\nfound: ${show(found)}`);
  }
}

async function startApi(port) {
  const { startEmulator } = await import(pathToFileURL(join(root, "dist", "emulator", "index.js")).href);
  try {
    return await startEmulator({ port });
  } catch (error) {
    throw new Stop(`The local API does not start: ${error.message}`);
  }
}
