import { availableParallelism } from "node:os";
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { plot } from "./plot";
import { page } from "./report";
import { requestsOf, Results } from "./results";
import { operations, Stage } from "./stage";
import { bare, inTypeScript, nothing, variants, type Variant } from "./variants";

const usage = `Usage: npm run bench -- [options]
  --sizes <n,...>    numbers of entries (default: 10,100,1000,5000,10000)
  --singles <n>      most entries of what is not a set (default: 1000)
  --repeats <n,...>  how often, for all sizes or for each of them (default: 3,3,1,1,1)
  --only <text>      only ways whose name contains it
  --quick            10 and 100 entries, once
  --write            write docs/benchmarks.md and docs/benchmarks.svg`;

const latencyMs = 150;

interface Options {
  readonly sizes: readonly number[];
  readonly repeats: readonly number[];
  readonly singles: number;
  readonly only: string;
  readonly write: boolean;
}

async function main(): Promise<void> {
  const { sizes, repeats, singles, only, write } = options();
  const measured = [...variants, ...inTypeScript, bare].filter(({ name }) => name.includes(only));
  const results = new Results();
  const note = async (variant: Variant, entries: number) => {
    await measure(results, variant, entries);
    // Each time, so that a run that is cut short leaves what it has.
    if (write) {
      mkdirSync("docs", { recursive: true });
      writeFileSync("docs/benchmarks.md", await pageOf(results, sizes));
      writeFileSync("docs/benchmarks.svg", plot(results, sizes));
    }
  };
  for (let repeat = 1; repeat <= Math.max(...repeats); repeat++) {
    if (repeat <= (repeats[0] ?? 1)) await note(nothing, 0);
    for (const [index, entries] of sizes.entries()) {
      if (repeat > (repeats[index] ?? repeats.at(-1) ?? 1)) continue;
      for (const variant of measured) {
        if (variant.kind === "set" || variant === bare || entries <= singles) await note(variant, entries);
      }
    }
  }
  if (!write) console.log(await pageOf(results, sizes));
}

function pageOf(results: Results, sizes: readonly number[]): Promise<string> {
  const conditions = { latencyMs, parallel: 4 * availableParallelism(), sizes };
  return format(page(results, conditions), { parser: "markdown", printWidth: 120 });
}

/** Every operation once, in the order of a stack's life. */
async function measure(results: Results, variant: Variant, entries: number): Promise<void> {
  const stage = await Stage.open(variant, entries, latencyMs);
  try {
    for (const operation of operations) {
      const sample = await stage.run(operation);
      results.add(variant, entries, operation, sample);
      const cost = `${requestsOf(sample)} requests, ${sample.seconds.toFixed(1)} s`;
      process.stderr.write(`${variant.name}, ${entries} entries, ${operation}: ${cost}\n`);
    }
  } finally {
    await stage.close();
  }
}

function options(): Options {
  const { values } = parseArgs({
    options: {
      sizes: { type: "string", default: "10,100,1000,5000,10000" },
      repeats: { type: "string", default: "3,3,1,1,1" },
      singles: { type: "string", default: "1000" },
      only: { type: "string", default: "" },
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const numbers = (text: string) => text.split(",").map(Number);
  const { only, write } = values;
  const [sizes, repeats] = values.quick ? [[10, 100], [1]] : [numbers(values.sizes), numbers(values.repeats)];
  const singles = Number(values.singles);
  if (![...sizes, ...repeats, singles].every((value) => Number.isSafeInteger(value) && value > 0)) {
    throw new Error("sizes and repeats are whole numbers above 0");
  }
  return { sizes, repeats, singles, only, write };
}

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 1;
});
