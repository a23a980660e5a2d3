import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import {
  CommandError,
  LocalWorkspace,
  type ConfigMap,
  type Deployment,
  type DestroyOptions,
  type EngineEvent,
  type PreviewOptions,
  type RefreshOptions,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import * as settings from "@pulumi/pulumi/runtime/settings";
import type { Emulator } from "../../../emulator";
import { cli } from "./cli";
import { stepsOf, type Outcome } from "./outcome";
import { SECRETS_PROVIDER, vault } from "./vault";

// The SDK does not close the clients of a program that runs in this process. The next one whose engine gets the same port
// would share their broken connection, and the SDK takes that for the engine's end: the program then declares nothing.
const { grpcClientOptions } = settings as unknown as { readonly grpcClientOptions: object };
Object.assign(grpcClientOptions, { "grpc.use_local_subchannel_pool": 1 });

/** Has a shorter script for the dynamic-provider host. The CLI warns that it is not its own. */
const bin = resolve("test/engine/support/bin");

const project = "email-security";
const name = "test";

/** A Pulumi program that runs in this process. What it returns are the stack's outputs. */
export type Program = () => unknown;

/** Turns the expectation round: the operation must fail. */
interface Expectation {
  readonly fails?: true;
}

interface Listeners {
  readonly onOutput: (text: string) => void;
  readonly onError: (text: string) => void;
  readonly onEvent: (event: EngineEvent) => void;
}

/** One resource of a stack's state. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
  readonly parent?: string;
}

interface Checkpoint {
  readonly checkpoint: { readonly latest?: { readonly resources?: readonly StoredResource[] } };
}

/** A stack on the real engine. It keeps everything in one folder, and none of its operations asks anything. */
export class EngineStack {
  readonly #stack: Stack;
  readonly #folder: string;

  private constructor(
    stack: Stack,
    folder: string,
    /** The local API that it talks to. */
    readonly api: Emulator,
  ) {
    this.#stack = stack;
    this.#folder = folder;
  }

  /**
   * @param folder - empty, or a copy of the folder of such a stack
   * @param program - a function, or the path of a program file, from the top of the repository
   */
  static async create(folder: string, api: Emulator, program: Program | string): Promise<EngineStack> {
    const { command, environment } = await cli();
    const own = environment(folder);
    const main = typeof program === "string" ? resolve(program) : process.cwd();
    const isCopy = existsSync(join(folder, "Pulumi.yaml"));
    const stack = await LocalWorkspace[isCopy ? "selectStack" : "createStack"](
      { stackName: name, workDir: folder },
      {
        pulumiCommand: command,
        secretsProvider: SECRETS_PROVIDER,
        envVars: { ...own, ...(await vault()), PATH: [bin, own.PATH].join(delimiter) },
        projectSettings: { name: project, runtime: "nodejs", main },
      },
    );
    // After each operation the Automation API starts the CLI three more times, for outputs and history. It would double the
    // time of the tests, which find the same in the events and the state.
    stack.info = () => Promise.resolve(undefined);
    stack.workspace.stackOutputs = () => Promise.resolve({});

    const created = new EngineStack(stack, folder, api);
    if (typeof program !== "string") {
      created.program = program;
    }
    return created;
  }

  /** What the next operation runs. */
  set program(program: Program) {
    this.#stack.workspace.program = async () => (await program()) as Record<string, unknown> | undefined;
  }

  /** The environment of the CLI, and so of everything that it starts. Can be changed between operations. */
  get environment(): Record<string, string> {
    return this.#stack.workspace.envVars;
  }

  /** Adds to the stack's config, keys with their namespace. */
  configure(config: ConfigMap): Promise<void> {
    return this.#stack.setAllConfig(config);
  }

  /** `pulumi state delete`, which changes nothing but the state. */
  async deleteFromState(urn: string): Promise<void> {
    const { command } = await cli();
    const args = ["state", "delete", urn, "--yes", "--stack", name];
    const env = { ...process.env, ...this.environment };
    await promisify(execFile)(command.command, args, { cwd: this.#stack.workspace.workDir, env });
  }

  /** The state with its secrets in clear, as `pulumi stack export --show-secrets` writes it. */
  exportState(): Promise<Deployment> {
    return this.#stack.exportStack();
  }

  importState(state: Deployment): Promise<void> {
    return this.#stack.importStack(state);
  }

  preview(options: PreviewOptions & Expectation = {}): Promise<Outcome> {
    return this.#watch(options, (listeners) => this.#stack.preview({ ...options, ...listeners }));
  }

  /** An up without a preview before it. */
  up(options: UpOptions & Expectation = {}): Promise<Outcome> {
    return this.#watch(options, (listeners) => this.#stack.up({ ...options, ...listeners }));
  }

  refresh(options: RefreshOptions & Expectation = {}): Promise<Outcome> {
    return this.#watch(options, (listeners) => this.#stack.refresh({ ...options, ...listeners }));
  }

  destroy(options: DestroyOptions & Expectation = {}): Promise<Outcome> {
    return this.#watch(options, (listeners) => this.#stack.destroy({ ...options, ...listeners }));
  }

  /** The state as it lies on disk, with nothing decrypted. */
  get stateText(): string {
    const file = join(this.#folder, ".pulumi", "stacks", project, `${name}.json`);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** The resources of this package in the state. */
  get resources(): readonly StoredResource[] {
    const { checkpoint } = JSON.parse(this.stateText) as Checkpoint;
    return (checkpoint.latest?.resources ?? []).filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
  }

  async #watch({ fails }: Expectation, operate: (listeners: Listeners) => Promise<unknown>): Promise<Outcome> {
    const before = this.api.requests.length;
    const events: EngineEvent[] = [];
    let stdout = "";
    let stderr = "";
    let failed = false;
    try {
      await operate({
        onOutput: (text) => (stdout += text),
        onError: (text) => (stderr += text),
        onEvent: (event) => events.push(event),
      });
    } catch (error) {
      if (!(error instanceof CommandError)) {
        throw error;
      }
      failed = true;
    }
    if (failed !== (fails ?? false)) {
      throw new Error(`The operation ${failed ? "failed" : "succeeded"}:\n${stdout}\n${stderr}`);
    }
    return { stdout, stderr, events, steps: stepsOf(events), requests: this.api.requests.slice(before) };
  }
}
