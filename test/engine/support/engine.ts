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
  let usual: Promise<UsualStack> | undefined;

  before("a Pulumi CLI", async function () {
    this.timeout(0);
    await cli();
  });

  beforeEach("time for several operations", function () {
    this.currentTest?.timeout(60_000);
  });

  afterEach("nothing left", async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  });

  after("nothing left of what was copied", async () => {
    if (usual) rmSync((await usual).folder, { recursive: true });
  });

  return {
    async stack(program, { api: apiOptions, config } = {}) {
      const folder = mkdtempSync(join(tmpdir(), "email-security-"));
      cleanups.push(() => rmSync(folder, { recursive: true }));
      const api = await startEmulator(apiOptions);
      cleanups.push(() => api.close());
      if (!config && !apiOptions) {
        copyUsual(await (usual ??= makeUsual()), folder, api);
        return EngineStack.create(folder, api, program);
      }
      const stack = await EngineStack.create(folder, api, program);
      await stack.configure((config ?? localConfig)(api));
      return stack;
    },
  };
}

/** A stack as most tests have it: made and configured once a suite, since the CLI takes its time for both. */
interface UsualStack {
  readonly folder: string;
  readonly baseUrl: string;
}

async function makeUsual(): Promise<UsualStack> {
  const folder = mkdtempSync(join(tmpdir(), "email-security-"));
  const api = await startEmulator();
  const stack = await EngineStack.create(folder, api, () => undefined);
  await stack.configure(localConfig(api));
  await api.close();
  return { folder, baseUrl: api.baseUrl };
}

function copyUsual({ folder: usual, baseUrl }: UsualStack, folder: string, api: Emulator): void {
  cpSync(usual, folder, { recursive: true });
  const config = join(folder, "Pulumi.test.yaml");
  writeFileSync(config, readFileSync(config, "utf8").replace(baseUrl, api.baseUrl));
}

/** Everything that the library needs to talk to a local API. */
export function localConfig(api: Emulator): ConfigMap {
  return {
    "cloudflare-email-security:baseUrl": { value: api.baseUrl },
    "cloudflare-email-security:accountId": { value: api.account },
    "cloudflare-email-security:apiToken": { value: api.token, secret: true },
  };
}
