import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/checkout.mjs";
import { main, say, Stop } from "./setup/stop.mjs";

/** Licences that ask for no more than their own text. */
const permissive = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
]);

await main(() => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const installed = Object.entries(packages).filter(([path, { dev }]) => path !== "" && !dev);
  const counts = {};
  for (const [, { license = "none" }] of installed) counts[license] = (counts[license] ?? 0) + 1;
  const refused = installed.filter(([, { license }]) => !permissive.has(license));
  if (refused.length > 0) {
    throw new Stop(refused.map(([path, { license = "none" }]) => `${path}: licence ${license}`).join("\n"));
  }
  const told = Object.entries(counts).map(([license, count]) => `${count} ${license}`);
  say(`Licences of the ${installed.length} packages that every user installs: ${told.join(", ")}.`);
});
