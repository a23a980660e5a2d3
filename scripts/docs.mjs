import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { apiReference } from "./docs/api-reference.mjs";
import { readClasses } from "./docs/classes.mjs";
import { filesBelow, write } from "./docs/files.mjs";
import { inputsTable, outputsTable } from "./docs/tables.mjs";
import { prepare, root } from "./setup/checkout.mjs";
import { main, say, Stop } from "./setup/stop.mjs";

const docs = join(root, "docs");
const reference = join(docs, "api");

/** Writes what of docs/ is made from the sources; with `--check`, fails where that would change something. */
await main(async () => {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  await prepare();
  const wanted = new Map([...(await pagesWithTables()), ...(await referencePages())]);
  const stale = [...wanted].filter(([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text);
  const superfluous = filesBelow(reference).filter((path) => !wanted.has(path));
  if (values.check && stale.length + superfluous.length > 0) {
    const paths = [...stale.map(([path]) => path), ...superfluous].map((path) => relative(root, path));
    throw new Stop(`Not current: ${paths.join(", ")}. Run \`npm run docs\`.`);
  }
  for (const [path, text] of stale) write(path, text);
  for (const path of superfluous) rmSync(path);
  say(`${wanted.size} pages are current.`);
});

async function referencePages() {
  return [...(await apiReference())].map(([path, text]) => [join(reference, path), text]);
}

/** Pages that people write and that hold tables between `<!-- inputs of X -->` or `<!-- outputs of X -->` and `<!-- end -->`. */
async function pagesWithTables() {
  const classes = readClasses();
  const collections = await loadCollections();
  const tables = {
    inputs: (name) => inputsTable(classes.get(name), collections.get(name)),
    outputs: (name) => outputsTable(classes.get(name)),
  };
  const pages = filesBelow(join(docs, "resources")).map(async (path) => {
    const filled = readFileSync(path, "utf8").replace(
      /(<!-- (inputs|outputs) of (\w+) -->).*?(<!-- end -->)/gs,
      (_, start, kind, name, end) => [start, tables[kind](name), end].join("\n\n"),
    );
    return [path, await format(filled, { ...(await resolveConfig(path)), parser: "markdown" })];
  });
  return Promise.all(pages);
}

/** The field tables by the name of their class. */
async function loadCollections() {
  const built = join(root, "dist", "provider", "collections", "all-collections.js");
  const { ALL_COLLECTIONS } = await import(pathToFileURL(built).href);
  return new Map(ALL_COLLECTIONS.map((collection) => [collection.type, collection]));
}
