import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { root } from "../setup/checkout.mjs";
import { buildEnvironment } from "../setup/environment.mjs";
import { run } from "../setup/processes.mjs";
import { say, Stop } from "../setup/stop.mjs";
import { atLeast } from "../setup/version.mjs";

const modules = join(root, "tools", "pulumi-cli");
const goMod = (module) => readFileSync(join(modules, module, "go.mod"), "utf8");

/** The version of the CLI that go.mod names. */
export const pinned = /pulumi\/pkg\/v3 v(\S+)/.exec(goMod("engine"))[1];

/** The oldest Go that go.mod allows. */
export const oldestGo = /^go (\S+)/m.exec(goMod("engine"))[1];

/** Answers a folder below `scratch` with the CLI and its Node language host, built from the modules under tools/pulumi-cli. */
export async function fromGoModules(version, scratch) {
  await requireGo();
  say(`Building the Pulumi CLI ${version} from Go modules, once: about 4 minutes on 2 cores ...`);
  const started = Date.now();
  const ticker = setInterval(
    () => say(`  still building after ${Math.round((Date.now() - started) / 1000)} s`),
    30_000,
  );
  const bin = join(scratch, "bin");
  mkdirSync(bin);
  // The official archive holds this script too. It looks for the SDK from the program's folder, so that of any SDK will do.
  const launcher = "pulumi-resource-pulumi-nodejs";
  copyFileSync(join(root, "node_modules", "@pulumi", "pulumi", launcher), join(bin, launcher));
  try {
    await build("engine", version, bin);
    await build("language-host", version, bin);
  } finally {
    clearInterval(ticker);
  }
  return bin;
}

/** Beside a go.mod, `go version` names the toolchain that will be used: Go's own, or a newer one where GOTOOLCHAIN allows it. */
async function requireGo() {
  const options = { cwd: join(modules, "engine"), env: buildEnvironment(), timeout: 300_000 };
  const answer = await run("go", ["version"], options).catch((error) => error.message.split("\n").pop());
  if (!answer.startsWith("go version") || !atLeast(answer, oldestGo)) {
    throw new Stop(`Go ${oldestGo} or newer is needed (${answer.trim()})`);
  }
}

function build(module, version, bin) {
  const tool = /^tool (\S+)/m.exec(goMod(module))[1];
  const stamp = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  const args = [
    "build",
    "-trimpath",
    "-tags",
    "osusergo,grpcnotrace",
    "-ldflags",
    `-s -w -X ${stamp}`,
    "-o",
    bin + sep,
    tool,
  ];
  // Like the official release it shall need no C compiler.
  const env = { ...buildEnvironment(), CGO_ENABLED: "0", GOWORK: "off" };
  return run("go", args, { cwd: join(modules, module), env, timeout: 1_800_000 });
}
