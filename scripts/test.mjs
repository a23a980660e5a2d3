import { existsSync, mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pulumiCli } from "./pulumi-cli/pulumi-cli.mjs";
import { prepare, root } from "./setup/checkout.mjs";
import { localEnvironment } from "./setup/environment.mjs";
import { attach } from "./setup/processes.mjs";
import { main, Stop } from "./setup/stop.mjs";

const totals = join(root, ".cache", "test-totals.json");

await main(async () => {
  rmSync(totals, { force: true });
  await prepare();
  // The tests ask for the CLI themselves; that it may have to be built first is better said here.
  await pulumiCli();

  mkdirSync(join(root, ".cache"), { recursive: true });
  const reporter = ["--reporter", "scripts/totals-reporter.cjs", "--reporter-option", `totals=${totals}`];
  // Where tests run the real engine they wait for processes to start and for answers, so one more than there are cores.
  const jobs = ["--parallel", "--jobs", String(availableParallelism() + 1)];
  const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
  const args = [mocha, "test/**/*.test.ts", ...jobs, ...process.argv.slice(2), ...reporter];
  const code = await attach(process.execPath, args, { cwd: root, env: localEnvironment() });
  if (code === 0 && !existsSync(totals)) {
    throw new Stop("Mocha ended before all tests had.");
  }
  process.exitCode = code;
});
