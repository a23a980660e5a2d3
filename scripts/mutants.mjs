import { join } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import "./mutants/mocha-12.cjs";
import { folders, slow } from "./mutants/folders.mjs";
import { root } from "./setup/checkout.mjs";
import { main, Stop } from "./setup/stop.mjs";

/** The lifecycle of one collection over one local API: the other ones run the same code, with what the tables differ in. */
const ONE_LIFECYCLE = "^(?!the lifecycle of .* (where \\w+ is|TrustedDomain|BlockSender) )";

await main(async () => {
  const asked = process.argv.slice(2).map((path) => path.replace(/\/$/, ""));
  const scores = [];
  for (const [folder, specs] of Object.entries(folders)) {
    const paths = asked.length === 0 ? [folder] : asked.filter((path) => `${path}/`.startsWith(`${folder}/`));
    if (paths.length > 0) {
      scores.push({ folder, ...score(await mutate(folder, paths, specs)) });
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
  const stryker = new Stryker({
    mutate: paths.map((path) => (path.includes(".ts") ? path : `${path}/**/*.ts`)),
    testRunner: "mocha",
    plugins: ["@stryker-mutator/mocha-runner"],
    mochaOptions: { spec: specs, ignore: slow, require: ["tsx/cjs"], grep: ONE_LIFECYCLE },
    testRunnerNodeArgs: ["--require", join(root, "scripts", "mutants", "mocha-12.cjs")],
    coverageAnalysis: "perTest",
    concurrency: 2,
    incremental: true,
    incrementalFile: join(cache, `${name}.json`),
    tempDirName: join(cache, name),
    ignorePatterns: [".cache", ".github", "bench", "dist", "docs", "examples", "template"],
    reporters: ["clear-text", "html"],
    htmlReporter: { fileName: join(cache, `${name}.html`) },
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false, reportScoreTable: false },
  });
  return stryker.runMutationTest();
}

function score(mutants) {
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count("Killed", "Timeout");
  const missed = count("Survived", "NoCoverage");
  return { noticed, missed, score: `${((100 * noticed) / (noticed + missed)).toFixed(1)} %` };
}
