// Loaded into every Node process of a run. The engine ends its host without a word, so the host notes its use as it goes.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { setInterval } = require("node:timers");

if (process.argv[1]?.includes("dynamic-provider")) {
  const file = join(process.env.BENCH_USAGE, `${process.pid}.json`);
  const note = () => writeFileSync(file, JSON.stringify(process.resourceUsage()));
  setInterval(note, 50).unref();
}
