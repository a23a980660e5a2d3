import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfigMap } from "@pulumi/pulumi/automation";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../../emulator";
import { cli } from "./cli";
import { EngineStack, type Program } from "./engine-stack";

export interface StackOptions {
  /** Options of the local API that the stack talks to. */
  readonly api?: EmulatorOptions;
  /**
   * The stack's first config.
   * @default the account, the token and the address of its local API
   */
  readonly config?: (api: Emulator) => ConfigMap;
}

export interface Engine {
  /**
   * Makes a stack with a local API of its own, both gone after the test.
   * @param program - a function, which runs in this process, or the path of a program file, from the top of the repository
   */
  stack(program: Program | string, options?: StackOptions): Promise<EngineStack>;
}

/** Lets the tests of a suite use the real engine. */
export function useEngine(): Engine {
  const cleanups: (() => void | Promise<void>)[] = [];

  before("a Pulumi CLI", async function () {
    this.timeout(0);
    await cli();
    await usual();
  });

  beforeEach("time for several operations", function () {
    this.currentTest?.timeout(60_000);
  });

  afterEach("nothing left", async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  });

  return {
    async stack(program, { api: apiOptions, config = localConfig } = {}) {
      const folder = mkdtempSync(join(tmpdir(), "email-security-"));
      cleanups.push(() => rmSync(folder, { recursive: true }));
      const api = await startEmulator(apiOptions);
      cleanups.push(() => api.close());
      cpSync((await usual()).folder, folder, { recursive: true });
      const stack = await EngineStack.create(folder, api, program);
      await configure(stack, folder, config(api));
      return stack;
    },
  };
}

/** A stack as most tests have it. */
interface UsualStack {
  readonly folder: string;
  readonly settings: string;
  readonly token: string;
}

let made: Promise<UsualStack> | undefined;

/** Made and configured once in a process, since the CLI takes its time for both. */
function usual(): Promise<UsualStack> {
  return (made ??= makeUsual());
}

async function makeUsual(): Promise<UsualStack> {
  const folder = mkdtempSync(join(tmpdir(), "email-security-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  const api = await startEmulator();
  const stack = await EngineStack.create(folder, api, () => undefined);
  await stack.configure(localConfig(api));
  await api.close();
  return { folder, settings: readFileSync(settingsIn(folder), "utf8"), token: api.token };
}

const settingsIn = (folder: string) => join(folder, "Pulumi.test.yaml");

/** Writes the config, without the CLI where no secret has to be encrypted but the usual one. */
async function configure(stack: EngineStack, folder: string, config: ConfigMap): Promise<void> {
  const { settings, token } = await usual();
  const secrets = Object.entries(config).filter(([, { secret }]) => secret);
  const isUsual = secrets.every(([key, { value }]) => settings.includes(`${key}:`) && value === token);
  const [head = "", secure = ""] = [/^[^]*?^config:\n/m, /secure: .*/].map((part) => part.exec(settings)?.[0]);
  const lines = Object.entries(config).map(([key, { value, secret }]) =>
    secret ? `  ${key}:\n    ${secure}\n` : `  ${key}: ${JSON.stringify(value)}\n`,
  );
  writeFileSync(settingsIn(folder), head + (isUsual ? lines.join("") : "  {}\n"));
  if (!isUsual) await stack.configure(config);
}

/** Everything that the library needs to talk to a local API. */
export function localConfig(api: Emulator): ConfigMap {
  return {
    "cloudflare-email-security:baseUrl": { value: api.baseUrl },
    "cloudflare-email-security:accountId": { value: api.account },
    "cloudflare-email-security:apiToken": { value: api.token, secret: true },
  };
}
