import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { installTools, managers, nodeFolder } from "./matrix/managers.mjs";
import { content, programs } from "./matrix/programs.mjs";
import { pulumiCli } from "./pulumi-cli/pulumi-cli.mjs";
import { prepare, root } from "./setup/checkout.mjs";
import { buildEnvironment, checkingTypes, pulumiEnvironment, scratchFolder } from "./setup/environment.mjs";
import { run } from "./setup/processes.mjs";
import { main, say, Stop } from "./setup/stop.mjs";

const majors = [20, 22, 24];
const forms = Object.keys(programs);
const oldest = /\d.*/.exec(
  JSON.parse(readFileSync(join(root, "package.json"), "utf8")).peerDependencies["@pulumi/pulumi"],
)[0];
/** From 3.249.0 on the SDK asks for Node 22. */
const newest = (major) => (major < 22 ? "3.248.0" : "3.270.0");

/**
 * Every package manager with every Node; and as what is left goes round by the sum of the two, every form of program and
 * both SDKs meet each of them and one another.
 */
const cases = Object.keys(managers)
  .flatMap((manager, row) =>
    majors.map((major, column) => ({
      manager,
      major,
      form: managers[manager].forms?.[column] ?? forms[(row + column) % forms.length],
      isOldest: (row + column) % 2 === 0,
    })),
  )
  // What is named on the command line must all be in the case: npm run matrix -- Play 22
  .filter((setting) => process.argv.slice(2).every((word) => Object.values(setting).join(" ").includes(word)));

await main(async () => {
  await prepare();
  const bin = await pulumiCli();
  await installTools(majors);
  const folder = scratchFolder();
  const [{ filename }] = JSON.parse(
    await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
      cwd: root,
      env: buildEnvironment(),
    }),
  );

  const lines = [];
  for (const [index, setting] of cases.entries()) {
    const place = join(folder, `case-${index}`);
    const facts = await attempt(setting, place, join(folder, filename), bin);
    lines.push(facts);
    say(facts.join(" · "));
  }
  console.log(await report(lines, bin));
  if (lines.some((line) => line.at(-1) !== "works")) process.exitCode = 1;
});

/** Installs the package into a program of its own, deploys that, destroys it. Answers the line of the table. */
async function attempt({ manager, major, form, isOldest }, folder, tarball, bin) {
  const path = (env) => ({ ...env, PATH: [nodeFolder(major), env.PATH].join(delimiter) });
  const { command, files, running, oldestSdk = oldest } = managers[manager];
  const sdk = isOldest ? oldestSdk : newest(major);
  const facts = [manager, "", sdk, form];
  const program = programs[form];
  try {
    write(folder, {
      ...files,
      ...program.files(isOldest),
      "Pulumi.yaml": `name: consumer\nruntime: nodejs\nmain: ${program.main}\n`,
      "package.json": JSON.stringify({
        name: "consumer",
        private: true,
        ...program.manifest,
        dependencies: { "@pulumi/pulumi": sdk, "pulumi-cloudflare-email-security": `file:${tarball}` },
        devDependencies: program.devDependencies?.(isOldest) ?? {},
      }),
    });
    const building = { cwd: folder, env: path({ ...buildEnvironment(), CI: "" }) };
    facts[1] = (await run("node", ["--version"], building)).trim().slice(1);
    await run(command[0], command.slice(1), building);
    await deploy(folder, { ...path(pulumiEnvironment(bin, folder)), ...checkingTypes, ...running?.(form) });
    return [...facts, "works"];
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    return [...facts, "FAILS"];
  }
}

async function deploy(folder, env) {
  const { startEmulator } = await import(pathToFileURL(join(root, "dist", "emulator", "index.js")).href);
  const api = await startEmulator();
  const pulumi = (...args) => run("pulumi", args, { cwd: folder, env, timeout: 180_000 });
  const configure = (key, value, ...flags) =>
    pulumi("config", "set", ...flags, `cloudflare-email-security:${key}`, value);
  const expect = (what, expected) => {
    for (const [collection, patterns] of Object.entries(expected)) {
      const found = api.content(collection).list();
      if (!isDeepStrictEqual(found.map(({ pattern }) => pattern).sort(), patterns)) {
        throw new Stop(`${collection} ${what}: ${JSON.stringify(found)}`);
      }
    }
  };
  try {
    await pulumi("stack", "init", "matrix");
    await configure("baseUrl", api.baseUrl);
    await configure("accountId", api.account);
    await configure("apiToken", api.token, "--secret");
    await pulumi("up", "--yes", "--skip-preview");
    expect("after the up", content);
    await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
    await pulumi("destroy", "--yes", "--skip-preview");
    expect("after the destroy", { allow_policies: [], trusted_domains: [] });
  } finally {
    await api.close();
  }
}

function write(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

async function report(lines, bin) {
  const cli = (await run(join(bin, "pulumi"), ["version"])).trim();
  const npm = (await run("npm", ["--version"])).trim();
  const head = ["package manager", "Node", "@pulumi/pulumi", "program", "up, up again, destroy"];
  const row = (cells) => `| ${cells.join(" | ")} |`;
  return [
    row(head),
    row(head.map(() => "---")),
    ...lines.map(([manager, ...rest]) => row([manager === "npm" ? `npm ${npm}` : manager, ...rest])),
    "",
    `Pulumi CLI ${cli}, Node language host ${languageHost(bin) ?? cli}.`,
  ].join("\n");
}

/** The version of the language host that this checkout built for itself; a released CLI brings its own of the same version. */
function languageHost(bin) {
  if (!bin.startsWith(join(root, ".cache"))) return undefined;
  const modules = readFileSync(join(root, "tools", "pulumi-cli", "language-host", "go.mod"), "utf8");
  return /pulumi\/sdk\/v3 (\S+)/.exec(modules)?.[1];
}
