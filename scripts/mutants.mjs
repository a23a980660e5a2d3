import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import "./mutants/mocha-12.cjs";
import { folders, slow, tables } from "./mutants/folders.mjs";
import { root } from "./setup/checkout.mjs";
import { main, say, Stop } from "./setup/stop.mjs";

/**
 * The lifecycle of one collection over one local API: the other ones run the same code, with what the tables differ in. No
 * time-outs, which take real time, and no defects that the tests plant themselves.
 */
const QUICK =
  "^(?!the lifecycle of .* (where \\w+ is|TrustedDomain|BlockSender) |.* timeout-|.* cannot be told whether a create|what resources own: .* is found$)";

const mocharc = JSON.parse(readFileSync(join(root, ".mocharc.json"), "utf8"));

await main(async () => {
  const asked = process.argv.slice(2).map((path) => path.replace(/\/$/, ""));
  const scores = [];
  for (const [folder, specs] of Object.entries(folders)) {
    const paths = asked.length === 0 ? [folder] : asked.filter((path) => `${path}/`.startsWith(`${folder}/`));
    if (paths.length > 0) {
      const mutants = await mutate(folder, paths, specs);
      // What was tried before in the rest of the folder comes along.
      scores.push({
        folder,
        ...report(mutants.filter(({ fileName }) => paths.some((path) => isWithin(path, fileName)))),
      });
    }
  }
  if (scores.length === 0) {
    throw new Stop(`Name one of these folders, or a file in it: ${Object.keys(folders).join(", ")}.`);
  }
  console.table(scores);
});

/** Plants the defects in the paths of one folder, and runs the tests of the specs on each that they reach. */
async function mutate(folder, paths, specs) {
  const cache = join(".cache", "mutants");
  const name = folder.replaceAll("/", "-");
  process.env.NODE_OPTIONS = `--require ${join(root, "scripts", "mutants", "mocha-12.cjs")}`;
  const stryker = new Stryker({
    mutate: [
      ...paths.map((path) => (path.includes(".ts") ? path : `${path}/**/*.ts`)),
      ...tables.filter((table) => !paths.includes(table)).map((table) => `!${table}`),
    ],
    testRunner: "mocha",
    plugins: ["@stryker-mutator/mocha-runner"],
    mochaOptions: { spec: specs, ignore: slow, require: mocharc.require, grep: QUICK },
    coverageAnalysis: "perTest",
    concurrency: 2,
    incremental: true,
    incrementalFile: join(cache, `${name}.json`),
    tempDirName: join(cache, name),
    // dist is there for the tests of two copies of the package in one program.
    ignorePatterns: [".cache", ".github", "bench", "docs", "examples", "template"],
    reporters: ["html", "progress"],
    htmlReporter: { fileName: join(cache, `${name}.html`) },
  });
  return stryker.runMutationTest();
}

function isWithin(path, file) {
  return `${relative(root, file)}/`.startsWith(`${path.replace(/:.*/, "")}/`);
}

/** Prints what no test notices, and counts. */
function report(mutants) {
  const of = (...statuses) => mutants.filter(({ status }) => statuses.includes(status));
  const missed = of("Survived", "NoCoverage");
  const noticed = of("Killed", "Timeout").length;
  for (const { fileName, location, status, mutatorName, replacement } of missed) {
    const { line, column } = location.start;
    const untested = status === "NoCoverage" ? " (no test comes here)" : "";
    say(`${relative(root, fileName)}:${line}:${column} ${mutatorName}: ${replacement.replace(/\s+/g, " ")}${untested}`);
  }
  const score = `${((100 * noticed) / (noticed + missed.length)).toFixed(1)} %`;
  return { noticed, missed: missed.length, score };
}
