import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { filesBelow } from "./files.mjs";
import { root } from "../setup/checkout.mjs";
import { buildEnvironment, scratchFolder } from "../setup/environment.mjs";
import { run } from "../setup/processes.mjs";

/** The pages of the API reference as typedoc writes them now: text by path below the reference's folder. */
export async function apiReference() {
  const folder = scratchFolder();
  const typedoc = join(root, "node_modules", "typedoc", "bin", "typedoc");
  await run(process.execPath, [typedoc, "--out", folder], { cwd: root, env: buildEnvironment() });
  return new Map(filesBelow(folder).map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}
