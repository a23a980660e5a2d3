import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/checkout.mjs";
import { buildEnvironment } from "../setup/environment.mjs";
import { run } from "../setup/processes.mjs";

/** Where each Node, pnpm and yarn of the matrix is kept. All come as npm packages; npm is the one that is installed. */
const tools = join(root, ".cache", "matrix");
const inTools = (...path) => join(tools, "node_modules", ...path);

/** The folder of the program `node` of a major version. */
export const nodeFolder = (major) => inTools(`node${major}`, "bin");

const versions = { pnpm: "12.21.0", "@yarnpkg/cli-dist": "4.18.1" };
const yarn = [inTools("@yarnpkg", "cli-dist", "bin", "yarn.js"), "install"];
const yarnOf = (linker) => ({
  command: ["node", ...yarn],
  files: { "yarn.lock": "", ".yarnrc.yml": `nodeLinker: ${linker}\nenableScripts: false\nenableTelemetry: false\n` },
});

/** How each package manager installs a program, what the program's folder needs for it, and what Pulumi does. */
export const managers = {
  npm: { command: ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], files: {} },
  [`pnpm ${versions.pnpm}, no hoisting`]: {
    command: ["node", inTools("pnpm", "bin", "pnpm.mjs"), "install", "--ignore-scripts", "--no-frozen-lockfile"],
    files: { "pnpm-workspace.yaml": "packages: []\nhoist: false\nautoInstallPeers: false\n" },
  },
  [`yarn ${versions["@yarnpkg/cli-dist"]}, node-modules`]: yarnOf("node-modules"),
  [`yarn ${versions["@yarnpkg/cli-dist"]}, Plug'n'Play`]: {
    ...yarnOf("pnp"),
    // Pulumi starts Node itself, which must be told where packages are; what an ES module imports is found by a hook.
    running: (form) => ({
      NODE_OPTIONS: `--require ./.pnp.cjs${form === "ES module" ? " --experimental-loader ./.pnp.loader.mjs" : ""}`,
    }),
    // ES modules under the hook need Node 24: before, it leaves `require` without what the SDK needs for TypeScript.
    forms: ["CommonJS", "TypeScript", "ES module"],
    // Older ones import a package that Plug'n'Play does not find.
    oldestSdk: "3.231.0",
  },
};

/** Installs what the matrix runs with, unless it is there. */
export async function installTools(majors) {
  const platform = `node-${process.platform}-${process.arch}`;
  const nodes = Object.fromEntries(majors.map((major) => [`node${major}`, `npm:${platform}@${major}`]));
  mkdirSync(tools, { recursive: true });
  writeFileSync(
    join(tools, "package.json"),
    JSON.stringify({ private: true, dependencies: { ...nodes, ...versions } }),
  );
  await run("npm", ["install", "--ignore-scripts"], { cwd: tools, env: buildEnvironment() });
}
