/**
 * `npm run faults`: the long campaign. It prints its seed first, and what went wrong with the seed to repeat it. What happened
 * before is written to a file, since not each failure repeats.
 * `--strict`: without adoption, faults and kills. `--skip-checkpoints`: with a state that a killed run told nothing.
 * `--engine`: on the real engine, with kills. `--grid`: the scenarios of ownership on the real engine, one, some and many at a
 * time, with and without a refresh; `--rows TEXT`: those of them whose name has the text.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { campaign, type Report } from "./support/campaign";
import { naive } from "./support/naive";

const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
    strict: { type: "boolean", default: false },
    "skip-checkpoints": { type: "boolean", default: false },
    naive: { type: "boolean", default: false },
    engine: { type: "boolean", default: false },
    grid: { type: "boolean", default: false },
    rows: { type: "string", default: "" },
    ups: { type: "string", default: "100" },
    kills: { type: "string", default: "50" },
  },
});

const summary = ({
  rounds,
  ups,
  operations,
  requests,
  faults,
  kills,
  handovers,
  met,
  claims,
  removed,
  twins,
  orphans,
  losses,
}: Report) =>
  `${rounds} rounds, ${ups} ups, ${operations} operations, ${requests} requests, ${faults} faults, ${kills} kills, ` +
  `${handovers} patterns passed on, ${met} strangers met, ${claims} sets made exclusive, ${removed} strangers removed by them: ` +
  `${twins.size} twins, ${orphans.size} orphans, ${losses.size} losses`;

async function main(): Promise<void> {
  const seed = Number(values.seed);
  const operations = Number(values.operations);
  if (values.grid) return grid(values.rows);
  console.log(`seed ${seed}`);
  if (values.engine) {
    const { engineCampaign } = await import("./support/engine-campaign.js");
    const { text, violations } = await engineCampaign({
      seed,
      ups: Number(values.ups),
      kills: Number(values.kills),
      say: (line: string) => console.log(line),
    });
    console.log(text);
    fail(violations);
    return;
  }
  const report = await campaign({
    seed,
    operations,
    ...(values.strict && { adopts: false }),
    ...(values["skip-checkpoints"] && { checkpoints: false }),
    ...(values.naive && { client: naive, sets: false, stopAtFirst: false }),
  });
  console.log(summary(report));
  if (values.naive) return;
  fail(report.violations);
  if (report.violations.length > 0) console.error(`what happened before: ${written(seed, report.trace)}`);
}

/** @returns the name of the file */
function written(seed: number, trace: string): string {
  const folder = ".cache/faults";
  const file = `${folder}/seed-${seed}.jsonl`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, trace);
  return file;
}

/** Plays each scenario whose name has the text on the real engine, in each way in which it is asked. */
async function grid(text: string): Promise<void> {
  const { cells, playOnEngine, rows } = await import("./support/grid.js");
  const violations: string[] = [];
  for (const cell of cells) {
    const meant = rows.filter((row) => row.scenario.includes(text) && !(cell.refresh && row.neverRefreshed));
    for (const { scenario } of meant) {
      const name = `${scenario} (parallel ${cell.parallel ?? "default"}${cell.refresh ? ", refresh" : ""})`;
      const failure = await playOnEngine(scenario, cell).catch((error: unknown) => error as Error);
      console.log(`${failure ? "failed" : "passed"}: ${name}`);
      if (failure) violations.push(`${name}: ${failure.message}`);
    }
  }
  fail(violations);
}

function fail(violations: readonly string[]): void {
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) process.exitCode = 1;
}

void main();
