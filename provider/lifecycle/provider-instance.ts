import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type * as clientModule from "../api/client";
import type { ApiRequest, Client, RequestLimits, UsableAccess } from "../api/client";
import { CollectionClient } from "../api/collection-client";
import { MessageClient } from "../api/message-client";
import { findAccess, NAMESPACES, type Access, type ReadConfig } from "../config/credentials";
import { AccountEntries } from "../run/account-entries";
import { UserError } from "../api/error";
import { Ledger } from "../run/ledger";
import { askForState, type StateEntry } from "../run/stack-state";
import { NO_PEERS, type Shared } from "../run/peers";
import { findLimits } from "../config/request-settings";
import { findSettingProblems } from "../config/setting-problems";
import type { WriterOptions } from "../run/writer";
import { ALL_COLLECTIONS } from "../collections/all-collections";
import type { Collection } from "../collections/collection";
import { ProgramIndex } from "../advice/program-index";
import { MARK, PROVIDER, type Properties } from "./properties";

/** What `check` learned of a resource that is not in its inputs. */
export interface Declared {
  readonly adopts: boolean;
  readonly isPreview: boolean;
  /** Whether the program itself shows mistakes that it can find in a preview. */
  readonly showsMistakes?: boolean;
  /** The resource's name. */
  readonly by?: string | undefined;
}

export interface InstanceOptions {
  /**
   * Shows the user a line. In the engine's host process it is written to standard output, which the engine shows under the
   * stack.
   */
  readonly say?: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly limits?: Partial<RequestLimits>;
  readonly writer?: Partial<WriterOptions>;
  /**
   * After this pause, in milliseconds, the engine counts as having no more resources to ask about. Assumption: a program
   * registers its resources without longer pauses, except for resources that wait for a create.
   */
  readonly quietMs?: number;
  /** What the provider instances of one run share. */
  readonly shared?: Shared;
  /** Asks the program of the run which entries are in the stack's state. */
  readonly readState?: (run: string) => Promise<readonly StateEntry[]>;
}

const QUIET_MS = 1_000;

/**
 * One provider instance in one run, and what its resources share: the settings, one client and, for each collection of each
 * account, one view of its entries. The engine starts a host process for each. Look-ups and the command make one of their own.
 */
export class ProviderInstance {
  readonly say: (line: string) => void;
  /** The entries of the run's program, as they are checked. */
  readonly program = new ProgramIndex();
  /** By a message about the provider, the name of the resource that shows it: one resource is enough. */
  readonly told = new Map<string, string>();
  #config: ReadConfig = () => undefined;
  #keys: readonly string[] = [];
  #client: Client | undefined;
  readonly #entries = new Map<string, AccountEntries>();
  /** What the program declares in this run, by the digest of the checked inputs. */
  readonly #declared = new Map<string, Declared>();
  #askedAt = 0;
  #run: string | undefined;
  #stateRead: Promise<void> | undefined;
  /** The id of the exclusive set of each collection of each account. */
  readonly #owners = new Map<string, string>();
  /** The names of exclusive sets of the program, by account and collection. */
  readonly #exclusive = new Map<string, string>();
  readonly #options: InstanceOptions;
  /** Connects with the first request, so that declarations can be noted even if the configuration is wrong. */
  readonly #whenConnected = { request: (request: ApiRequest) => this.#connect().request(request) };

  constructor(options: InstanceOptions = {}) {
    this.#options = options;
    this.say = options.say ?? ((line) => process.stdout.write(`${line}\n`));
  }

  /**
   * Only stores the config: the engine may call other methods while this one is awaited, and would take a failure for a
   * success.
   * @param keys - the keys that the config has, where they are known
   */
  configure(config: ReadConfig, keys: readonly string[] = []): void {
    this.#keys = keys;
    // Config values are texts, but the arguments of an explicit provider keep their types.
    this.#config = (key) => (config(key) as string | boolean | undefined)?.toString();
  }

  /** A setting of the provider itself, such as `adoptExisting`. */
  setting(name: string): string | undefined {
    return this.#config(`${NAMESPACES[0]}:${name}`);
  }

  /** Read each time, so that changes of the environment count. */
  get access(): Access {
    const access = findAccess(this.#config, this.#options.env);
    return { ...access, problems: [...access.problems, ...findSettingProblems(this.#config, this.#keys)] };
  }

  /** Notes which run of a program this is. */
  belongsTo(run: string | undefined): void {
    this.#run ??= run;
  }

  /** Notes that the program declares a resource of these inputs. */
  declare(inputs: Properties, declared: Declared): void {
    this.#askedAt = performance.now();
    this.#declared.set(digestOf(inputs), declared);
  }

  /** What `check` noted for these inputs in this run; `undefined` in the diff of a refresh, which has the inputs of the state. */
  declared(inputs: Properties): Declared | undefined {
    this.#askedAt = performance.now();
    return this.#declared.get(digestOf(inputs));
  }

  async #quiet(): Promise<void> {
    const { quietMs = QUIET_MS } = this.#options;
    for (let left = quietMs; left > 0; left = this.#askedAt + quietMs - performance.now()) await sleep(left);
    await this.#stateKnown();
  }

  async #stateKnown(): Promise<void> {
    // A refresh comes before the checks, which name the run.
    if (this.#run !== undefined) await (this.#stateRead ??= this.#readState(this.#run));
  }

  async #readState(run: string): Promise<void> {
    const { readState = askForState } = this.#options;
    for (const [path, accountId, known] of await readState(run)) {
      const collection = ALL_COLLECTIONS.find((one) => one.path === path);
      if (!collection) continue;
      this.entriesIn(collection, accountId).noteInState(known, known.values?.[MARK]);
    }
  }

  /**
   * The entries of a collection in one account. This works even if the configuration does not allow requests.
   * @throws UserError where there is no account
   */
  entriesIn(collection: Collection, accountId: string | undefined): AccountEntries {
    if (!accountId) throw new UserError(NO_ACCOUNT);
    const key = `${accountId}/${collection.path}`;
    let entries = this.#entries.get(key);
    if (!entries) {
      const client = new CollectionClient(this.#whenConnected, collection, accountId);
      const ledger = new Ledger(collection, this.#options.shared?.of(key) ?? NO_PEERS);
      const program = { stateKnown: () => this.#stateKnown(), quiet: () => this.#quiet() };
      const coalesce = this.setting("coalesce") !== "false";
      entries = new AccountEntries(client, ledger, program, this.say, { coalesce, ...this.#options.writer });
      this.#entries.set(key, entries);
    }
    return entries;
  }

  /**
   * Notes whether a set is exclusive. Fails if a second set of the same collection is exclusive too: each would remove the
   * entries of the other.
   * @throws UserError
   */
  claimExclusive(collection: Collection, accountId: string | undefined, id: string, exclusive: boolean): void {
    const key = `${accountId ?? ""}/${collection.path}`;
    const owner = this.#owners.get(key);
    if (!exclusive && owner === id) this.#owners.delete(key);
    if (!exclusive) return;
    if (owner !== undefined && owner !== id) {
      throw new UserError(
        `two exclusive sets of ${collection.noun} entries in account ${accountId ?? ""}: each would remove the other's; make one set of them, or give up exclusive on one`,
      );
    }
    this.#owners.set(key, id);
  }

  /**
   * Notes that a set of the program is exclusive.
   * @returns another exclusive set of the same collection, if there is one
   */
  declareExclusive(collection: Collection, accountId: string, name: string): string | undefined {
    const key = `${accountId}/${collection.path}`;
    const first = this.#exclusive.get(key) ?? name;
    this.#exclusive.set(key, first);
    return first === name ? undefined : first;
  }

  /** Notes that the set is no longer exclusive. */
  releaseExclusive(id: string): void {
    for (const [key, owner] of this.#owners) if (owner === id) this.#owners.delete(key);
  }

  /**
   * A client for a collection of one account, for callers that only read.
   * @throws UserError where the configuration does not allow requests
   */
  client(collection: Collection, accountId = this.access.accountId): CollectionClient {
    if (!accountId) throw new UserError(NO_ACCOUNT);
    return new CollectionClient(this.#connect(), collection, accountId);
  }

  /**
   * A client for the messages of one account.
   * @throws UserError where the configuration does not allow requests
   */
  messages(accountId: string): MessageClient {
    return new MessageClient(this.#connect(), accountId);
  }

  #connect(): Client {
    if (!this.#client) {
      const { access } = this;
      const { credential } = access;
      if (!credential) throw new UserError(access.problems.join("; "));
      // Its libraries are more than half of what the host process loads of this package, and most runs send no request.
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() does not find what Yarn keeps in an archive
      const { Client } = require("../api/client") as typeof clientModule;
      this.#client = new Client({ ...access, credential } satisfies UsableAccess, this.say, {
        ...findLimits(this.#config).limits,
        ...this.#options.limits,
      });
    }
    return this.#client;
  }
}

export const NO_ACCOUNT =
  'no account: set "accountId" on the resource or its provider, "pulumi config set cloudflare-email-security:accountId", or the environment variable CLOUDFLARE_ACCOUNT_ID';

/** A digest of the inputs that does not depend on the order of their names. */
function digestOf({ [PROVIDER]: _text, ...inputs }: Properties): string {
  const text = JSON.stringify(inputs, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash("sha256").update(text).digest("base64url");
}

/**
 * The keys of the config that the SDK passes to `configure`. The SDK has no method for this, so they are read from its
 * private property; if that is not there, the result is empty. It is also empty if the project has this package's name,
 * because its own settings are then in the same namespace.
 */
export function keysOf(config: object): string[] {
  const { rawConfig, projectName } = config as { rawConfig?: unknown; projectName?: unknown };
  const isReadable = typeof rawConfig === "object" && rawConfig !== null && projectName !== NAMESPACES[0];
  return isReadable ? Object.keys(rawConfig) : [];
}
