/** `npm run faults`: the long campaign; `--strict` without adoption, faults and kills. Prints its seed first, and what went wrong with the seed to repeat it. */
import { parseArgs } from "node:util";
import { campaign, type Report } from "./support/campaign";
import { naive } from "./support/naive";

const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
    strict: { type: "boolean", default: false },
    naive: { type: "boolean", default: false },
    engine: { type: "boolean", default: false },
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
  twins,
  orphans,
  losses,
}: Report) =>
  `${rounds} rounds, ${ups} ups, ${operations} operations, ${requests} requests, ${faults} faults, ${kills} kills, ` +
  `${handovers} patterns passed on, ${met} strangers met: ` +
  `${twins.size} twins, ${orphans.size} orphans, ${losses.size} losses`;

async function main(): Promise<void> {
  const seed = Number(values.seed);
  const operations = Number(values.operations);
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
    ...(values.naive && { client: naive, sets: false, stopAtFirst: false }),
  });
  console.log(summary(report));
  if (!values.naive) fail(report.violations);
}

function fail(violations: readonly string[]): void {
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) process.exitCode = 1;
}

void main();
