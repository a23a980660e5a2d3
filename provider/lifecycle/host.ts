import { Client, type RequestLimits, type UsableAccess } from "../api/client";
import { CollectionClient } from "../api/collection-client";
import { findAccess, NAMESPACES, type Access, type ReadConfig } from "../api/credentials";
import { Entries } from "../api/entries";
import { ApiError, UserError } from "../api/error";
import { findLimits } from "../api/request-settings";
import { findSettingProblems } from "../api/setting-problems";
import type { WriterOptions } from "../api/writer";
import type { Collection } from "../collections/collection";
import { ProgramIndex } from "../rules/program-index";

export interface HostOptions {
  /** Tells the user something; in the engine's host process a line of standard output is shown under the stack. */
  readonly say?: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly limits?: Partial<RequestLimits>;
  readonly writer?: Partial<WriterOptions>;
}

/**
 * What all resources of one provider instance share in one run: the configuration, one client and, for each collection of
 * each account, one view of its entries. The engine starts one process for each provider instance and operation.
 */
export class Host {
  readonly say: (line: string) => void;
  /** The entries of the run's program, as they are checked. */
  readonly program = new ProgramIndex();
  #config: ReadConfig = () => undefined;
  #keys: readonly string[] = [];
  #client: Client | undefined;
  readonly #entries = new Map<string, Entries>();
  /** The id of the exclusive set of each collection of each account. */
  readonly #owners = new Map<string, string>();

  constructor(private readonly options: HostOptions = {}) {
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
    const access = findAccess(this.#config, this.options.env);
    return { ...access, problems: [...access.problems, ...findSettingProblems(this.#config, this.#keys)] };
  }

  /**
   * The entries of a collection in one account.
   * @throws ApiError where the configuration does not allow requests
   */
  entries(collection: Collection, accountId: string | undefined): Entries {
    if (!accountId) throw unusable(NO_ACCOUNT);
    const key = `${accountId}/${collection.path}`;
    let entries = this.#entries.get(key);
    if (!entries) {
      const client = this.client(collection, accountId);
      const coalesce = this.setting("coalesce") !== "false";
      entries = new Entries(client, this.say, { coalesce, ...this.options.writer });
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

  /** Lets another set own the collection. */
  releaseExclusive(id: string): void {
    for (const [key, owner] of this.#owners) if (owner === id) this.#owners.delete(key);
  }

  /**
   * The bare requests on a collection of one account, for who only reads.
   * @throws ApiError where the configuration does not allow requests
   */
  client(collection: Collection, accountId = this.access.accountId): CollectionClient {
    if (!accountId) throw unusable(NO_ACCOUNT);
    return new CollectionClient(this.#connect(), collection, accountId);
  }

  #connect(): Client {
    if (!this.#client) {
      const { access } = this;
      const { credential } = access;
      if (!credential) throw unusable(access.problems.join("; "));
      this.#client = new Client({ ...access, credential } satisfies UsableAccess, this.say, {
        ...findLimits(this.#config).limits,
        ...this.options.limits,
      });
    }
    return this.#client;
  }
}

export const NO_ACCOUNT =
  'no account: set "accountId" on the resource or its provider, "pulumi config set cloudflare-email-security:accountId", or the environment variable CLOUDFLARE_ACCOUNT_ID';

function unusable(message: string): ApiError {
  return new ApiError(message, { outcome: "unsent" });
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
