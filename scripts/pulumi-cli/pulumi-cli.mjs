import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromGoModules, oldestGo, pinned } from "./go-modules.mjs";
import { fromNpmPackage } from "./npm-package.mjs";
import { examine, fromPath, oldest } from "./programs.mjs";
import { root } from "../setup/checkout.mjs";
import { scratchFolder } from "../setup/environment.mjs";
import { locked } from "../setup/lock.mjs";
import { say, Stop } from "../setup/stop.mjs";

const cache = join(root, ".cache", "pulumi-cli");
const kept = join(cache, pinned, "bin");

/** The folder of a Pulumi CLI that serves: the one on the PATH, else one that the checkout keeps for itself. */
export async function pulumiCli() {
  try {
    return await fromPath();
  } catch (error) {
    if (!existsSync(kept)) {
      sayWhyNot("The PATH", error);
      await locked(join(cache, "lock"), () => existsSync(kept) || obtain());
    }
    return kept;
  }
}

function sayWhyNot(source, error) {
  if (!(error instanceof Stop)) {
    throw error;
  }
  say(`${source} does not serve: ${error.message}.`);
}

async function obtain() {
  for (const name of readdirSync(cache).filter((name) => name.startsWith("partial-"))) {
    rmSync(join(cache, name), { recursive: true });
  }
  for (const [source, fetch] of [
    ["The npm package pulumi", fromNpmPackage],
    ["Go", fromGoModules],
  ]) {
    try {
      const bin = await fetch(pinned, scratchFolder(join(cache, "partial-")));
      await examine(bin);
      mkdirSync(dirname(kept), { recursive: true });
      renameSync(bin, kept);
      return;
    } catch (error) {
      sayWhyNot(source, error);
    }
  }
  throw new Stop(
    [
      "There is no Pulumi CLI. Any of these will do:",
      `- install Pulumi ${oldest} or newer, so that \`pulumi\` is on the PATH: https://www.pulumi.com/docs/iac/download-install/`,
      "- let this machine reach get.pulumi.com",
      `- install Go ${oldestGo} or newer: https://go.dev/doc/install`,
    ].join("\n"),
  );
}
