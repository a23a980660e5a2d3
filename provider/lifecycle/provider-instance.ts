import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ApiRequest, type RequestLimits, type UsableAccess } from "../api/client";
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
import { PROVIDER, type Properties } from "./properties";

/** What the engine was told of a resource's inputs beside what they keep. */
export interface Declared {
  readonly adopts: boolean;
  readonly isPreview: boolean;
  /** Whether the program itself tells a mistake that is plain to see for it. */
  readonly showsMistakes?: boolean;
  /** The resource's name. */
  readonly by?: string | undefined;
}

export interface InstanceOptions {
  /** Tells the user something; in the engine's host process a line of standard output is shown under the stack. */
  readonly say?: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly limits?: Partial<RequestLimits>;
  readonly writer?: Partial<WriterOptions>;
  /**
   * How long the engine asks nothing before it counts as having no more resources to ask about, in milliseconds.
   * Assumption: a program registers its resources without longer pauses, but for those that wait for a create.
   */
  readonly quietMs?: number;
  /** What the provider instances of one run share. */
  readonly shared?: Shared;
  /** What the stack's state has, as the program of the run says. */
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
  /** The name of the resource that says what is wrong with the provider, by the sentence: once is enough. */
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
  /** Connects with the first request, so that what a resource declares can be noted where the configuration is wrong. */
  readonly #whenConnected = { request: (request: ApiRequest) => this.#connect().request(request) };

  constructor(options: InstanceOptions = {}) {
    this.#options = options;
    this.say = options.say ?? ((line) => process.stdout.write(`${line}\n`));
  }

  /**
   * Only stores: the engine may call other methods while this one is awaited, and would keep a failure as success.
   * @param keys - the keys that the config has, where they can be told
   */
  configure(config: ReadConfig, keys: readonly string[] = []): void {
    this.#keys = keys;
    // Config is texts, but the arguments of an explicit provider keep their types.
    this.#config = (key) => (config(key) as string | boolean | undefined)?.toString();
  }

  /** A setting of the provider itself, such as `adoptExisting`. */
  setting(name: string): string | undefined {
    return this.#config(`${NAMESPACES[0]}:${name}`);
  }

  /** Found anew each time it is asked for, so that the environment counts as it is now. */
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

  /** What is known of inputs that `check` returned in this run; absent in the diff of a refresh, which has those of the state. */
  declared(inputs: Properties): Declared | undefined {
    this.#askedAt = performance.now();
    return this.#declared.get(digestOf(inputs));
  }

  async #quiet(): Promise<void> {
    const { quietMs = QUIET_MS } = this.#options;
    for (let left = quietMs; left > 0; left = this.#askedAt + quietMs - performance.now()) await sleep(left);
    await (this.#stateRead ??= this.#readState());
  }

  async #readState(): Promise<void> {
    if (this.#run === undefined) return;
    const { readState = askForState } = this.#options;
    for (const [path, accountId, known] of await readState(this.#run)) {
      const collection = ALL_COLLECTIONS.find((one) => one.path === path);
      if (!collection) continue;
      this.entriesIn(collection, accountId).noteInState(known);
    }
  }

  /**
   * The entries of a collection in one account. They can be had before the configuration allows requests.
   * @throws UserError where there is no account
   */
  entriesIn(collection: Collection, accountId: string | undefined): AccountEntries {
    if (!accountId) throw new UserError(NO_ACCOUNT);
    const key = `${accountId}/${collection.path}`;
    let entries = this.#entries.get(key);
    if (!entries) {
      const client = new CollectionClient(this.#whenConnected, collection, accountId);
      const ledger = new Ledger(collection, this.#options.shared?.of(key) ?? NO_PEERS);
      const program = { quiet: () => this.#quiet() };
      const coalesce = this.setting("coalesce") !== "false";
      entries = new AccountEntries(client, ledger, program, this.say, { coalesce, ...this.#options.writer });
      this.#entries.set(key, entries);
    }
    return entries;
  }

  /**
   * Notes whether a set says that it owns the collection, and finds a second one that says so too: each would remove the
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
   * Notes that a set of the program says that it owns the collection.
   * @returns another one that says so too
   */
  declareExclusive(collection: Collection, accountId: string, name: string): string | undefined {
    const key = `${accountId}/${collection.path}`;
    const first = this.#exclusive.get(key) ?? name;
    this.#exclusive.set(key, first);
    return first === name ? undefined : first;
  }

  /** Lets another set own the collection. */
  releaseExclusive(id: string): void {
    for (const [key, owner] of this.#owners) if (owner === id) this.#owners.delete(key);
  }

  /**
   * The bare requests on a collection of one account, for who only reads.
   * @throws UserError where the configuration does not allow requests
   */
  client(collection: Collection, accountId = this.access.accountId): CollectionClient {
    if (!accountId) throw new UserError(NO_ACCOUNT);
    return new CollectionClient(this.#connect(), collection, accountId);
  }

  /**
   * The messages of one account, for who only reads.
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

/** The same for the same inputs, in whatever order their names come over the wire. */
function digestOf({ [PROVIDER]: _text, ...inputs }: Properties): string {
  const text = JSON.stringify(inputs, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash("sha256").update(text).digest("base64url");
}

/**
 * The keys of a config as the SDK hands it over. It lists none itself, so they are read from where it keeps them; none where
 * that is elsewhere, and none where the program's project has our name: its own settings are then among ours.
 */
export function keysOf(config: object): string[] {
  const { rawConfig, projectName } = config as { rawConfig?: unknown; projectName?: unknown };
  const isReadable = typeof rawConfig === "object" && rawConfig !== null && projectName !== NAMESPACES[0];
  return isReadable ? Object.keys(rawConfig) : [];
}
