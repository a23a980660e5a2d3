import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { runtime } from "@pulumi/pulumi";
import { startEmulator, type Emulator } from "../../emulator";
import { providerText } from "../../provider/contract";

/** Hosts of one engine share what they know; each of these serves an engine of its own. */
let engines = process.pid * 1_000;

/** Properties as they cross the wire. */
export type Json = Record<string, unknown>;

/** The engine's own process for dynamic resources, with this package as it was built, spoken to as the engine does. */
export class HostProcess {
  /** All that it printed, which a user of the engine sees. */
  output = "";
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #client: ResourceProviderClient;

  private constructor(child: ChildProcessWithoutNullStreams, client: ResourceProviderClient) {
    this.#child = child;
    this.#client = client;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  /** Starts it with the config of a stack or the arguments of an explicit provider, as the engine does for each operation. */
  static async start(config: Json): Promise<HostProcess> {
    const { localEnvironment } = await import("../../scripts/setup/environment.mjs");
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const lazyModules = ["--require", resolve("test/support/lazy-modules.cjs")];
    const engine = `127.0.0.1:${++engines}`;
    const child = spawn(process.execPath, [...lazyModules, script, engine], { env: localEnvironment() });
    const [port] = (await once(createInterface(child.stdout), "line")) as [string];
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    const request = new messages.ConfigureRequest().setArgs(struct(config));
    await unary<messages.ConfigureResponse>((done) => client.configure(request, done));
    return new HostProcess(child, client);
  }

  /** A resource type as the engine sees it, by the name of its lifecycle. */
  resource(handler: string): HostedResource {
    return this.resourceOf(providerText(handler));
  }

  /** The resource type that a `__provider` text leads to. */
  resourceOf(text: string): HostedResource {
    return new HostedResource(this.#client, text);
  }

  /**
   * Ends its standard input, as the death of the engine does.
   * @returns its exit code and signal, when it has ended and `output` is complete
   */
  async loseEngine(): Promise<[code: number | null, signal: string | null]> {
    const closed = once(this.#child, "close");
    this.#child.stdin.end();
    return (await closed) as [number | null, string | null];
  }

  stop(): void {
    this.#client.close();
    this.#child.kill();
  }
}

export interface Hosts {
  /** A local API, another one for each test. */
  readonly api: Emulator;
  /** The process of the operation that is under way. */
  readonly host: HostProcess;
  /**
   * Starts the process of the engine's next operation.
   * @param config default: all that the library needs to talk to the local API
   */
  operation(config?: Json): Promise<void>;
}

/** Gives each test of a suite a local API, and a host process that knows it. */
export function useHost(): Hosts {
  const hosts: HostProcess[] = [];
  let api: Emulator;

  beforeEach("time for several processes", async function () {
    this.currentTest?.timeout(30_000);
    api = await startEmulator();
    hosts.push(await HostProcess.start(configOf(api)));
  });
  afterEach(async () => {
    for (const host of hosts.splice(0)) host.stop();
    await api.close();
  });

  return {
    get api() {
      return api;
    },
    get host() {
      return hosts.at(-1) as HostProcess;
    },
    operation: async (config = configOf(api)) => {
      hosts.push(await HostProcess.start(config));
    },
  };
}

/** The calls of the engine for one resource type. */
export class HostedResource {
  readonly #client: ResourceProviderClient;

  constructor(
    client: ResourceProviderClient,
    readonly text: string,
  ) {
    this.#client = client;
  }

  async check(
    news: Json,
    olds: Json = {},
  ): Promise<{ inputs: Json; failures: { property: string; reason: string }[] }> {
    const request = new messages.CheckRequest().setOlds(struct(olds)).setNews(struct({ ...news, ...this.#provider }));
    const answer = await unary<messages.CheckResponse>((done) => this.#client.check(request, done));
    return {
      inputs: json(answer.getInputs()),
      failures: answer.getFailuresList().map((failure) => failure.toObject()),
    };
  }

  async diff(
    id: string,
    olds: Json,
    news: Json,
  ): Promise<{ changes: "none" | "some" | "unknown"; replaces: string[]; deleteBeforeReplace: boolean }> {
    const request = new messages.DiffRequest().setId(id).setOlds(struct(olds)).setNews(struct(news));
    const answer = await unary<messages.DiffResponse>((done) => this.#client.diff(request, done));
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    const changes = answer.getChanges();
    return {
      changes: changes === DIFF_NONE ? "none" : changes === DIFF_SOME ? "some" : "unknown",
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(inputs: Json): Promise<{ id: string; outputs: Json }> {
    const request = new messages.CreateRequest().setProperties(struct({ ...inputs, ...this.#provider }));
    const answer = await unary<messages.CreateResponse>((done) => this.#client.create(request, done));
    return { id: answer.getId(), outputs: json(answer.getProperties()) };
  }

  /** An empty id in the answer means that the entry is gone. */
  async read(id: string, properties: Json): Promise<{ id: string; outputs: Json; inputs: Json }> {
    const request = new messages.ReadRequest().setId(id).setProperties(struct({ ...properties, ...this.#provider }));
    const answer = await unary<messages.ReadResponse>((done) => this.#client.read(request, done));
    return { id: answer.getId(), outputs: json(answer.getProperties()), inputs: json(answer.getInputs()) };
  }

  async update(id: string, olds: Json, news: Json): Promise<Json> {
    const request = new messages.UpdateRequest().setId(id).setOlds(struct(olds)).setNews(struct(news));
    const answer = await unary<messages.UpdateResponse>((done) => this.#client.update(request, done));
    return json(answer.getProperties());
  }

  async delete(id: string, outputs: Json): Promise<void> {
    const request = new messages.DeleteRequest().setId(id).setProperties(struct(outputs));
    await unary((done) => this.#client.delete(request, done));
  }

  get #provider(): Json {
    return { __provider: this.text };
  }
}

/** All that the library needs to talk to a local API, as the engine sends it: every value a text, the token a secret. */
export function configOf({ baseUrl, account, token }: Emulator): Json {
  return {
    "cloudflare-email-security:baseUrl": baseUrl,
    "cloudflare-email-security:accountId": account,
    "cloudflare-email-security:apiToken": { [runtime.specialSigKey]: runtime.specialSecretSig, value: token },
  };
}

function struct(properties: Json): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

function json(properties: Struct | undefined): Json {
  return properties?.toJavaScript() ?? {};
}

/** @throws Error with the text that the engine shows */
function unary<Answer>(call: (done: (error: ServiceError | null, answer: Answer) => void) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    call((error, answer) => {
      if (error) reject(new Error(error.details));
      else resolve(answer);
    });
  });
}
