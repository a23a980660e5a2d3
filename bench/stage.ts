import { execFile, fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { checkingTypes } from "../scripts/setup/environment.mjs";
import { cli } from "../test/engine/support/cli";
import type { ApiMessage, Traffic } from "./api";
import type { Variant } from "./variants";

const execute = promisify(execFile);

export const operations = ["up", "no-op up", "1 % change", "refresh", "destroy"] as const;
export type Operation = (typeof operations)[number];

/** What one operation cost. */
export interface Sample extends Traffic {
  readonly seconds: number;
  /** Size of the whole state afterwards, in bytes. */
  readonly stateBytes: number;
  /** Most memory that a host process of the run had, in bytes; 0 where there was none. */
  readonly hostBytes: number;
  /** Processor time of the host, in seconds. */
  readonly hostSeconds: number;
}

/** A stack of so many entries on the real engine, with everything in a scratch folder and a fresh local API. */
export class Stage {
  readonly #variant: Variant;
  readonly #entries: number;
  readonly #folder: string;
  readonly #api: ChildProcess;
  readonly #bin: string;
  readonly #env: Record<string, string>;

  private constructor(
    variant: Variant,
    entries: number,
    folder: string,
    api: ChildProcess,
    bin: string,
    env: Record<string, string>,
  ) {
    this.#variant = variant;
    this.#entries = entries;
    this.#folder = folder;
    this.#api = api;
    this.#bin = bin;
    this.#env = env;
  }

  static async open(variant: Variant, entries: number, latencyMs: number): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), "email-security-bench-"));
    const { command, environment } = await cli();
    const api = fork("bench/api.ts", [String(latencyMs)]);
    const [address] = (await once(api, "message")) as [Exclude<ApiMessage, Traffic>];
    const usage = join(folder, "usage");
    mkdirSync(usage);
    const env = {
      ...environment(folder),
      NODE_OPTIONS: `--require ${resolve("bench/host-usage.cjs")}`,
      BENCH_USAGE: usage,
      BENCH_KIND: variant.kind,
      BENCH_ENTRIES: String(entries),
      BENCH_BASE_URL: address.baseUrl,
      BENCH_ACCOUNT: address.account,
      BENCH_TOKEN: address.token,
      // As at a user's: the engine checks the types.
      ...checkingTypes,
      ...variant.env,
    };
    const project = {
      name: "bench",
      runtime: { name: "nodejs", options: { typescript: variant.typescript === true } },
      main: variant.typescript ? "index.ts" : "program.cjs",
    };
    // Where users have theirs: the state names the program's lines by their path from the project.
    cpSync("bench/programs", folder, { recursive: true });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(resolve("."), join(folder, "node_modules", "pulumi-cloudflare-email-security"));
    for (const module of ["@pulumi", "@types", "ts-node", "typescript"]) {
      symlinkSync(resolve("node_modules", module), join(folder, "node_modules", module));
    }
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(project));
    const stage = new Stage(variant, entries, folder, api, command.command, env);
    await stage.#pulumi(["stack", "init", "bench"]);
    const { baseUrl, account, token } = address;
    const config = { ...variant.config, baseUrl, accountId: account, apiToken: token };
    for (const [key, value] of Object.entries(config)) {
      const flags = key === "apiToken" ? ["--secret"] : [];
      await stage.#pulumi(["config", "set", ...flags, `cloudflare-email-security:${key}`, value]);
    }
    return stage;
  }

  async run(operation: Operation): Promise<Sample> {
    const verb = operation === "refresh" || operation === "destroy" ? operation : "up";
    const changed = operation === "1 % change" ? Math.ceil(this.#entries / 100) : 0;
    const parallel = this.#variant.parallel === undefined ? [] : ["--parallel", String(this.#variant.parallel)];
    rmSync(join(this.#folder, "usage"), { recursive: true });
    mkdirSync(join(this.#folder, "usage"));
    await this.#traffic();
    const started = performance.now();
    await this.#pulumi([verb, "--yes", "--skip-preview", "--suppress-progress", ...parallel], {
      BENCH_CHANGED: String(changed),
    });
    const seconds = (performance.now() - started) / 1000;
    return { seconds, ...(await this.#traffic()), stateBytes: this.#stateBytes(), ...this.#hostUsage() };
  }

  async close(): Promise<void> {
    const ended = once(this.#api, "exit");
    this.#api.disconnect();
    await ended;
    rmSync(this.#folder, { recursive: true });
  }

  async #traffic(): Promise<Traffic> {
    const answer = once(this.#api, "message") as Promise<[Traffic]>;
    this.#api.send("traffic");
    return (await answer)[0];
  }

  #stateBytes(): number {
    return statSync(join(this.#folder, ".pulumi", "stacks", "bench", "bench.json")).size;
  }

  #hostUsage(): { hostBytes: number; hostSeconds: number } {
    const folder = join(this.#folder, "usage");
    const uses = readdirSync(folder).map(
      (file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as NodeJS.ResourceUsage,
    );
    return {
      hostBytes: Math.max(0, ...uses.map(({ maxRSS }) => maxRSS * 1024)),
      hostSeconds: uses.reduce((sum, { userCPUTime, systemCPUTime }) => sum + (userCPUTime + systemCPUTime) / 1e6, 0),
    };
  }

  async #pulumi(args: readonly string[], env: Record<string, string> = {}): Promise<void> {
    const options = { cwd: this.#folder, env: { ...this.#env, ...env }, maxBuffer: 256 * 1024 * 1024 };
    try {
      await execute(this.#bin, [...args, "--non-interactive"], options);
    } catch (error) {
      // The engine says on its standard output what went wrong.
      throw new Error((error as { stdout?: string }).stdout?.slice(-2000), { cause: error });
    }
  }
}
