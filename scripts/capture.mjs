import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { picture } from "./capture/picture.mjs";
import { fillForUsage } from "./capture/usage.mjs";
import { pulumiCli } from "./pulumi-cli/pulumi-cli.mjs";
import { prepare, root } from "./setup/checkout.mjs";
import { localEnvironment, pulumiEnvironment, scratchFolder } from "./setup/environment.mjs";
import { run } from "./setup/processes.mjs";
import { main, Stop } from "./setup/stop.mjs";

const pictures = { preview: drawPreview, usage: drawUsage };

/** Draws the pictures of the README, or those that are named, from real runs on a local API. */
await main(async () => {
  const names = process.argv.slice(2);
  await prepare();
  for (const [name, draw] of Object.entries(pictures)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const { startEmulator } = await import(pathToFileURL(join(root, "dist", "emulator", "index.js")).href);
    const api = await startEmulator();
    const svg = await draw(api);
    await api.close();
    writeFileSync(join(root, "docs", "images", `${name}.svg`), svg);
  }
});

/** The end of a preview that finds three mistakes and has one advice: scripts/capture/program.ts. */
async function drawPreview(api) {
  const options = { cwd: scratchFolder() };
  options.env = pulumiEnvironment(await pulumiCli(), options.cwd);
  const program = join(root, "scripts", "capture", "program.ts");
  writeFileSync(join(options.cwd, "Pulumi.yaml"), `name: mail\nruntime: nodejs\nmain: ${program}\n`);
  await run("pulumi", ["stack", "init", "dev"], options);
  for (const [key, value] of [
    ["baseUrl", api.baseUrl],
    ["accountId", api.account],
    ["apiToken", api.token],
  ]) {
    await run("pulumi", ["config", "set", "--secret", `cloudflare-email-security:${key}`, value], options);
  }
  // A check needs no request, so the API may stand still meanwhile.
  const preview = spawnSync("pulumi", ["preview", "--color", "always"], { ...options, encoding: "utf8" });
  const end = preview.stdout.split("\n").findIndex((line) => line.includes("Diagnostics:"));
  const shown = preview.stdout.split("\n").slice(end).join("\n").trimEnd();
  if (preview.status === 0 || end === -1 || !shown.includes("advice/")) {
    throw new Stop(`The preview lacks a mistake or the advice:\n${preview.stdout}`);
  }
  const title = "The end of a pulumi preview that found three mistakes, and advises against an entry";
  return picture(title, `$ pulumi preview\n${shown}`);
}

/** What each entry of scripts/capture/usage.mjs did. */
async function drawUsage(api) {
  fillForUsage(api);
  const env = {
    ...localEnvironment(),
    ...{ CLOUDFLARE_API_TOKEN: api.token, CLOUDFLARE_ACCOUNT_ID: api.account, CLOUDFLARE_BASE_URL: api.baseUrl },
    FORCE_COLOR: "1",
  };
  const shown = await run(process.execPath, [join(root, "dist", "cli", "index.js"), "usage"], { env });
  const title = "The command usage: what let harm through is red, what did nothing is yellow";
  return picture(title, `$ npx pulumi-cloudflare-email-security usage\n${shown.trimEnd()}`, 132);
}
