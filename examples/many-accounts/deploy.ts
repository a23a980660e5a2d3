import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { progress } from "./progress";
import { operate, type Operation, type Tenant } from "./tenant";

const OPERATIONS: readonly string[] = ["preview", "up", "destroy"] satisfies Operation[];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tenants: { type: "string", default: join(__dirname, "tenants.json") },
      parallel: { type: "string", default: "4" },
    },
  });
  const [operation = ""] = positionals;
  if (!OPERATIONS.includes(operation)) throw new Error(`Say what to do: ${OPERATIONS.join(", ")}`);
  const parallel = Number(values.parallel);
  if (!Number.isInteger(parallel) || parallel < 1) throw new Error("--parallel takes a whole number of 1 or more");
  const tenants = Object.entries(JSON.parse(readFileSync(values.tenants, "utf8")) as Record<string, Tenant>);

  // At Ctrl-C nothing more is begun; Pulumi has it too, and ends each stack at work after the step it is at.
  let stopped = false;
  process.on("SIGINT", () => {
    if (stopped) process.exit(130);
    stopped = true;
  });

  const show = progress(tenants.length);
  const failed: string[] = [];
  let succeeded = 0;
  // The workers share one iterator, so that each takes the next tenant as soon as it has finished one.
  const queue = tenants.values();
  const work = async () => {
    for (const [name, tenant] of queue) {
      if (stopped) return;
      show.begin(name);
      const { ok, lines } = await operate(operation as Operation, name, tenant);
      if (ok) succeeded++;
      else failed.push(name);
      show.end(name, ok, lines);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  show.close();

  console.log(`${operation}: ${succeeded} of ${tenants.length} accounts succeeded.`);
  if (failed.length > 0) console.log(`Failed: ${failed.sort().join(", ")}`);
  process.exitCode = succeeded === tenants.length ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
