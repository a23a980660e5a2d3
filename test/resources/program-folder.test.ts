import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { expect } from "chai";
import type * as ProgramFolder from "../../provider/resources/program-folder";
import { missingFrom } from "../../provider/resources/program-folder";
import { useMocks } from "./support";

describe("the folder of a program", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "email-security-folder-"));
    mkdirSync(join(folder, "node_modules"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const link = (name: string, target: string) =>
    symlinkSync(resolve(target), join(folder, "node_modules", name), "junction");

  it("must lead to the SDK, then to the package, as the engine's host process looks for them", () => {
    expect(missingFrom(folder)).to.match(/^@pulumi\/pulumi cannot be found from .*"main" in projectSettings/);
    link("@pulumi", "node_modules/@pulumi");
    expect(missingFrom(folder)).to.match(/^pulumi-cloudflare-email-security cannot be found from /);
    link("pulumi-cloudflare-email-security", ".");
    expect(missingFrom(folder)).to.equal(undefined);
  });

  it("may be one below that of the package.json, and this repository's own", () => {
    const inner = join(folder, "src");
    mkdirSync(inner);
    link("@pulumi", "node_modules/@pulumi");
    link("pulumi-cloudflare-email-security", ".");
    expect(missingFrom(inner)).to.equal(undefined);
    expect(missingFrom(process.cwd())).to.equal(undefined);
  });
});

describe("the first resource of a program that begins where the host process would not find all", () => {
  const MODULE = require.resolve("../../provider/resources/program-folder");
  /** What `require.main` is in a module that is loaded. */
  const started = process as { mainModule?: NodeJS.Module };
  const { mainModule } = started;
  const [before, known] = [process.cwd(), require.cache[MODULE]];
  const warned: string[] = [];
  const log = pulumi.log as { warn: unknown };
  const { warn } = log;
  let folder: string;

  beforeEach(async () => {
    await useMocks();
    folder = realpathSync(mkdtempSync(join(tmpdir(), "email-security-folder-")));
    process.chdir(folder);
    warned.length = 0;
    log.warn = (text: string) => Promise.resolve(warned.push(text));
  });
  afterEach(() => {
    log.warn = warn;
    if (mainModule) started.mainModule = mainModule;
    else delete started.mainModule;
    if (known) require.cache[MODULE] = known;
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  /** As a program loads it that the CLI runs, or that runs in this process. */
  function loaded(main: string): typeof ProgramFolder {
    started.mainModule = { ...module, filename: main };
    Reflect.deleteProperty(require.cache, MODULE);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- anew, where the program begins
    return require(MODULE) as typeof ProgramFolder;
  }
  const CLI = join("node_modules", "@pulumi", "pulumi", "cmd", "run", "index.js");
  const startEngine = () => {
    const mocks = { newResource: () => ({ id: "id", state: {} }), call: () => ({}) };
    pulumi.runtime.setMockOptions(new (class Engine extends MockMonitor {})(mocks), "shop", "dev", false, "org");
  };

  it("fails where the CLI runs the program", () => {
    startEngine();
    const { checkProgramFolder, isRunByCli } = loaded(CLI);
    expect(isRunByCli()).to.equal(true);
    expect(checkProgramFolder).to.throw(pulumi.RunError, `@pulumi/pulumi cannot be found from ${folder}`);
    expect(warned).to.deep.equal([]);
  });

  it("is warned of, once, where a program of the Automation API may have its folder elsewhere", () => {
    startEngine();
    const { checkProgramFolder, isRunByCli } = loaded(join("app", "index.js"));
    expect(isRunByCli()).to.equal(false);
    checkProgramFolder();
    checkProgramFolder();
    expect(warned).to.have.length(1);
    expect(warned[0]).to.contain(`cannot be found from ${folder}`);
  });

  it("is no concern of a unit test, nor where all is found", () => {
    loaded(join("app", "index.js")).checkProgramFolder();
    startEngine();
    process.chdir(before);
    for (const main of [CLI, join("app", "index.js")]) loaded(main).checkProgramFolder();
    expect(warned).to.deep.equal([]);
  });
});
