import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { checkingTypes } from "../../scripts/setup/environment.mjs";
import { useEngine } from "../engine/support/engine";

const execute = promisify(execFile);
const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  devDependencies: Record<string, string>;
};

/** Programs of users, each with the files of its folder. */
const programs = [
  {
    kind: "a CommonJS program",
    main: "index.js",
    files: {
      "index.js": `
        const { AllowPolicy } = require("pulumi-cloudflare-email-security");
        new AllowPolicy("acme", { pattern: "acme.example", isTrustedSender: true });`,
    },
  },
  {
    kind: "an ES module",
    main: "index.js",
    files: {
      "package.json": JSON.stringify({ type: "module" }),
      "index.js": `
        import { AllowPolicy } from "pulumi-cloudflare-email-security";
        new AllowPolicy("acme", { pattern: "acme.example", isTrustedSender: true });`,
    },
  },
  {
    kind: "a TypeScript program",
    main: "index.ts",
    files: {
      "tsconfig.json": JSON.stringify({
        compilerOptions: { strict: true, target: "es2022", module: "nodenext", skipLibCheck: true },
      }),
      "index.ts": `
        import * as email from "pulumi-cloudflare-email-security";
        const args: email.AllowPolicyArgs = { pattern: "acme.example", isTrustedSender: true };
        new email.AllowPolicy("acme", args);`,
    },
  },
];

async function npm(cwd: string, ...args: string[]): Promise<string> {
  try {
    return (await execute("npm", args, { cwd, shell: process.platform === "win32" })).stdout;
  } catch (error) {
    const { stderr } = error as { stderr: string };
    throw new Error(`"npm ${args[0] ?? ""}" failed; the package registry must be reachable.\n${stderr}`, {
      cause: error,
    });
  }
}

describe("the published package", () => {
  const engine = useEngine();
  let folder: string;
  let packed: readonly string[];

  before("installed in a folder of its own", async function () {
    this.timeout(120_000);
    folder = mkdtempSync(join(tmpdir(), "email-security-package-"));
    const answer = await npm(".", "pack", "--json", "--pack-destination", folder, ...quiet);
    const [pack] = JSON.parse(answer) as [{ filename: string; files: { path: string }[] }];
    packed = pack.files.map(({ path }) => path);

    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    const versions = ["@pulumi/pulumi", "typescript"].map((name) => `${name}@${devDependencies[name] ?? ""}`);
    await npm(folder, "install", ...quiet, `./${pack.filename}`, ...versions);
  });
  after("removed", function () {
    this.timeout(60_000);
    rmSync(folder, { recursive: true, force: true });
  });

  it("holds the compiled library, its papers and documentation, and nothing else", () => {
    const compiled = packed.filter((path) => /^dist\/(provider|emulator|cli)\/[\w/-]+(\.d\.ts|\.js)$/.test(path));
    const papers = [
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "emulator/README.md",
      "package.json",
    ];
    // What the documentation leads to.
    const samples = packed.filter((path) => /^(examples|template)\//.test(path));
    const documentation = packed.filter((path) => /^docs\/[\w/-]+\.(md|svg)$/.test(path));
    expect(packed).to.have.members([...compiled, ...papers, ...documentation, ...samples]);
    expect(documentation).to.include("docs/README.md");
    expect(compiled).to.include.members(["dist/provider/index.js", "dist/provider/lifecycle/index.js"]);
  });

  it("holds nothing whose source is gone", () => {
    const orphans = packed
      .filter((path) => path.startsWith("dist/"))
      .filter((path) => !existsSync(path.replace("dist/", "").replace(/(\.d\.ts|\.js)$/, ".ts")));
    expect(orphans, "remove dist/ and build again").to.be.empty;
  });

  for (const { kind, main, files } of programs) {
    it(`deploys and destroys ${kind}`, async () => {
      const program = join(folder, kind.replaceAll(" ", "-"));
      mkdirSync(program);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(program, name), text);

      const stack = await engine.stack(join(program, main));
      Object.assign(stack.environment, checkingTypes);
      expect((await stack.up()).steps).to.deep.equal(["create AllowPolicy acme"]);
      expect(stack.api.content("allow_policies").list()).to.have.length(1);
      await stack.destroy();
      expect(stack.api.content("allow_policies").list()).to.be.empty;
    });
  }

  it("brings the command and the local API along", async () => {
    const command = await npm(folder, "exec", "--offline", "--", "pulumi-cloudflare-email-security", "--help");
    expect(command).to.contain("emulator");
    const script = `require("pulumi-cloudflare-email-security/emulator").startEmulator()
      .then((api) => (console.log(api.baseUrl), api.close()))`;
    const { stdout } = await execute(process.execPath, ["-e", script], { cwd: folder });
    expect(stdout).to.match(/^http:\/\/127\.0\.0\.1:\d+\/client\/v4\n$/);
  });
});
