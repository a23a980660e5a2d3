import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildEnvironment } from "./environment.mjs";
import { run } from "./processes.mjs";
import { say, Stop } from "./stop.mjs";
import { atLeast } from "./version.mjs";

/** The folder of package.json. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Makes the checkout ready to run: a Node that serves, what package-lock.json lists, and `dist/` of today's sources. */
export async function prepare() {
  requireNode();
  if (!installed()) {
    say("Installing dependencies: npm ci, less than a minute ...");
    await run("npm", ["ci"], { cwd: root, env: buildEnvironment() });
  }
  if (newest(["provider", "emulator", "cli", "tsconfig.json", "tsconfig.build.json"]) > newest(["dist"])) {
    say("Building: npm run build, a few seconds ...");
    await run("npm", ["run", "build"], { cwd: root, env: buildEnvironment() });
  }
}

const readJson = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));

function requireNode() {
  const oldest = /\d+/.exec(readJson("package.json").engines.node)[0];
  if (!atLeast(process.versions.node, oldest)) {
    throw new Stop(
      `Node ${process.versions.node} is too old: Node ${oldest} or newer is needed, see https://nodejs.org.`,
    );
  }
}

/** Whether npm's own note of what it installed agrees with package-lock.json. */
function installed() {
  const note = "node_modules/.package-lock.json";
  if (!existsSync(join(root, note))) {
    return false;
  }
  const wanted = readJson("package-lock.json").packages;
  const present = readJson(note).packages;
  // What is optional may be absent: binaries for other platforms are.
  const agrees = (path) => present[path]?.version === wanted[path].version || (!present[path] && wanted[path].optional);
  return (
    Object.keys(wanted).every((path) => path === "" || agrees(path)) &&
    Object.keys(present).every((path) => wanted[path])
  );
}

/** When the newest of these files and folders was changed, 0 where there is none; folders count for what was removed. */
function newest(paths) {
  const changed = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    const inside = stat?.isDirectory() ? readdirSync(path).map((name) => changed(join(path, name))) : [];
    return Math.max(stat?.mtimeMs ?? 0, ...inside);
  };
  return Math.max(...paths.map((path) => changed(join(root, path))));
}
