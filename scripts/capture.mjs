import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { picture } from "./capture/picture.mjs";
import { pulumiCli } from "./pulumi-cli/pulumi-cli.mjs";
import { prepare, root } from "./setup/checkout.mjs";
import { pulumiEnvironment, scratchFolder } from "./setup/environment.mjs";
import { run } from "./setup/processes.mjs";
import { main, Stop } from "./setup/stop.mjs";

const target = join(root, "docs", "images", "preview.svg");

/** Draws the end of a preview that finds three mistakes and has one advice: a real run of scripts/capture/program.ts on a local API. */
await main(async () => {
  await prepare();
  const options = { cwd: scratchFolder() };
  options.env = pulumiEnvironment(await pulumiCli(), options.cwd);
  const { startEmulator } = await import(pathToFileURL(join(root, "dist", "emulator", "index.js")).href);
  const api = await startEmulator();

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
  await api.close();

  const end = preview.stdout.split("\n").findIndex((line) => line.includes("Diagnostics:"));
  const shown = preview.stdout.split("\n").slice(end).join("\n").trimEnd();
  if (preview.status === 0 || end === -1 || !shown.includes("advice/")) {
    throw new Stop(`The preview lacks a mistake or the advice:\n${preview.stdout}`);
  }
  const title = "The end of a pulumi preview that found three mistakes, and advises against an entry";
  writeFileSync(target, picture(title, `$ pulumi preview\n${shown}`));
});
