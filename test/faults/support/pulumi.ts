import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Emulator } from "../../../emulator";
import { cli } from "../../engine/support/cli";
import { resourcesOf, type Program } from "./program";

/** What a command of the CLI did. */
export interface Ended {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly output: string;
}

/** A command of the CLI under way. */
export interface Command {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

interface StateFile {
  readonly checkpoint: {
    readonly latest?: {
      readonly resources?: readonly {
        readonly urn: string;
        readonly type: string;
        readonly id?: string;
        readonly outputs?: { readonly ids?: Readonly<Record<string, string>> };
      }[];
      readonly pending_operations?: readonly unknown[];
    };
  };
}

/** A stack whose CLI is a process of its own, so that it can be killed as users' are. */
export class PulumiStack {
  readonly #folder: string;
  readonly #environment: Readonly<Record<string, string>>;

  private constructor(folder: string, environment: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#environment = environment;
  }

  static async create(api: Emulator, settings: Readonly<Record<string, string>> = {}): Promise<PulumiStack> {
    const folder = mkdtempSync(join(tmpdir(), "email-security-"));
    const { environment } = await cli();
    const declared = join(folder, "declared.json");
    const stack = new PulumiStack(folder, { ...environment(folder), DECLARED: declared });
    const main = JSON.stringify(resolve("test/faults/fixtures/declared.cjs"));
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      `name: email-security\nruntime: { name: nodejs, options: { typescript: false } }\nmain: ${main}\n`,
    );
    await stack.run("stack", "init", "test");
    const config = { baseUrl: api.baseUrl, accountId: api.account, apiToken: api.token, ...settings };
    const pairs = Object.entries(config).flatMap(([key, value]) => [
      "--secret",
      `cloudflare-email-security:${key}=${value}`,
    ]);
    await stack.run("config", "set-all", ...pairs);
    return stack;
  }

  declare(program: Program): void {
    const declared = [...resourcesOf(program)].map(([name, { collection, isSet, inputs }]) => ({
      name,
      type: isSet ? collection.set.type : collection.type,
      inputs,
    }));
    writeFileSync(join(this.#folder, "declared.json"), JSON.stringify(declared));
  }

  start(...args: readonly string[]): Command {
    const child = spawn("pulumi", [...args, "--non-interactive"], {
      cwd: this.#folder,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    // What it started may outlive it and keep the pipes open.
    const ended = once(child, "exit").then(([code]) => ({ code: code as number | null, output }));
    return { process: child, ended };
  }

  up(...args: readonly string[]): Command {
    return this.start("up", "--yes", "--skip-preview", "--stack", "test", ...args);
  }

  /** @throws Error when it fails */
  async run(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.start(...args).ended;
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")}:\n${output}`);
    return output;
  }

  /**
   * After the death of an engine: puts back the checkpoint that it was writing, which a file backend does not do at once, takes away its lock, and the pending operations, and reads what they may have changed.
   */
  async recover(): Promise<boolean> {
    if (!isJson(this.#file)) copyFileSync(`${this.#file}.bak`, this.#file);
    if (!isJson(`${this.#file}.attrs`)) rmSync(`${this.#file}.attrs`, { force: true });
    await this.run("cancel", "--yes", "--stack", "test");
    const refresh = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", "test"];
    return (await this.start(...refresh).ended).code === 0;
  }

  get #file(): string {
    return join(this.#folder, ".pulumi", "stacks", "email-security", "test.json");
  }

  get #latest() {
    return (JSON.parse(readFileSync(this.#file, "utf8")) as StateFile).checkpoint.latest;
  }

  /** The entries in state, those of sets too: names and ids. */
  get entries(): readonly (readonly [string, string])[] {
    const resources = (this.#latest?.resources ?? []).filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
    return resources.flatMap(({ urn, id = "", outputs }) =>
      Object.entries(outputs?.ids ?? { [urn.slice(urn.lastIndexOf("::") + 2)]: id }),
    );
  }

  get pendingOperations(): number {
    return this.#latest?.pending_operations?.length ?? 0;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
