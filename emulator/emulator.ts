import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { createApi } from "./api";
import { BASE_PATH } from "./api-env";
import { Content } from "./content";
import { accessContent, type CollectionContent } from "./content-access";
import type { Fault, FaultKind, RequestMatch } from "./faults";
import { createGateway } from "./gateway";
import { accessMessages, type MessageContent } from "./message-access";
import { readMessageFile } from "./message-file";
import type { EmulatorOptions, RuntimeOptions } from "./options";
import { RequestLog, type RequestRecord } from "./request-log";
import { Settings } from "./settings";
import { StateFile } from "./state-file";

/** A running local API. */
export interface Emulator {
  /** `http://127.0.0.1:PORT/client/v4` */
  readonly baseUrl: string;
  readonly port: number;
  /** Id of its first account. */
  readonly account: string;
  /** Its first token. */
  readonly token: string;
  /** Every request that arrived since the start or the last `clearRequests`, in the order of arrival. */
  readonly requests: readonly RequestRecord[];
  clearRequests(): void;
  /**
   * A collection by its path segment, such as `allow_policies`, to read and change directly, as somebody else would.
   * @param account default: `Emulator.account`
   * @throws Error when there is no such collection
   */
  content(collection: string, account?: string): CollectionContent;
  /** The messages that the filter has seen, to read and add to directly. */
  readonly messages: MessageContent;
  /** Sets the given options; one given as `undefined` gets its default back. */
  configure(options: RuntimeOptions): void;
  /**
   * Lets the next request that matches meet a fault.
   * @param match default: any request
   * @param times default: 1
   */
  failNext(fault: Fault | FaultKind, match?: RequestMatch, times?: number): void;
  /** How often each kind of fault was injected. */
  readonly faultCounts: Readonly<Partial<Record<FaultKind, number>>>;
  /**
   * Ends every connection and saves the content.
   * @throws Error when the state file cannot be written
   */
  close(): Promise<void>;
}

/**
 * Starts the local API, a replacement for the Email Security settings API, on 127.0.0.1 only.
 * @throws Error when the port is taken, a file cannot be used, or an option is not valid
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = new Settings();
  settings.configure(options);
  const content = new Content();
  const state = options.state === undefined ? undefined : await StateFile.open(options.state, content);
  content.onChange = () => state?.saveSoon();
  const messages = accessMessages(content, () => settings.accounts[0]?.id ?? "");
  if (options.messages !== undefined) messages.insert(await readMessageFile(options.messages));
  const madeUp = new Set<string>();
  const makeUp = (account: string): void => {
    if (options.mail && !madeUp.has(account)) messages.generate(options.mail, account);
    madeUp.add(account);
  };
  const log = new RequestLog(options.onRequest);
  const gateway = createGateway(createApi(settings, content, makeUp), settings, log);
  // The global Request and Response must stay those of Node: other code in the process may compare with them.
  const server = createAdaptorServer({
    fetch: (request, bindings) => gateway(request, bindings as HttpBindings),
    overrideGlobalObjects: false,
    serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS },
  }) as Server;
  const port = await listen(server, options.port ?? 0);

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
    await state?.save();
  };

  return {
    baseUrl: `http://127.0.0.1:${port}${BASE_PATH}`,
    port,
    get account() {
      return settings.accounts[0]?.id ?? "";
    },
    get token() {
      return settings.tokens[0]?.value ?? "";
    },
    requests: log.records,
    clearRequests: () => {
      log.records.length = 0;
    },
    content: (collection, account = settings.accounts[0]?.id ?? "") =>
      accessContent(content, settings, account, collection),
    messages,
    configure: (changes) => settings.configure(changes),
    failNext: (fault, match = {}, times = 1) => settings.faults.order(fault, match, times),
    faultCounts: settings.faults.counts,
    close: () => (closing ??= close()),
  };
}

/** Longer than clients keep an idle connection, so that none is closed during a request. */
const KEEP_ALIVE_MS = 75_000;

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
      throw new Error(`Port ${port} is taken. Choose another one, or 0 for any free port.`, { cause: error });
    }
    throw error;
  }
  return (server.address() as AddressInfo).port;
}
