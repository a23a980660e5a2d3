import * as pulumi from "@pulumi/pulumi";
import type { CollectionClient } from "../api/collection-client";
import type { Collection, Entry } from "../collections/collection";
import { typeToken } from "../contract";
import type * as lifecycle from "../lifecycle/provider-instance";
import { outputsOf } from "../lifecycle/properties";
import type { InputsOf } from "../resources/inputs-of";
import { accessOf } from "../resources/provider";
import type * as finding from "./find";
import type { Sought } from "./find";

/** Config by key, as a provider instance is configured with it. */
type Settings = Readonly<Record<string, string | boolean | undefined>>;

/** A look-up in the two forms that programs call. */
export interface LookUpFunctions<Args, Result> {
  readonly now: (args: Args, options?: pulumi.InvokeOptions) => Promise<Result>;
  readonly later: (args: InputsOf<Args>, options?: pulumi.InvokeOptions) => pulumi.Output<Result>;
}

/** The same where all arguments may be left out. */
export interface LookUpAllFunctions<Args, Result> {
  readonly now: (args?: Args, options?: pulumi.InvokeOptions) => Promise<Result>;
  readonly later: (args?: InputsOf<Args>, options?: pulumi.InvokeOptions) => pulumi.Output<Result>;
}

/** The function that reads the one entry that matches. */
export function lookUpOne<Args extends object, Result>(
  name: string,
  collection: Collection,
): LookUpFunctions<Args, Result> {
  const one = new LookUp<Result>(
    name,
    collection,
    async (client, args) => resultOf(client, await loadFind().findOne(client, args)) as Result,
  );
  return {
    now: (args, options) => one.now({ ...args } as Sought, options),
    later: (args, options) => one.later({ ...args }, options),
  };
}

/** The function that reads all entries that match. */
export function lookUpAll<Args extends object, Result>(
  name: string,
  collection: Collection,
): LookUpAllFunctions<Args, Result> {
  const all = new LookUp<Result>(name, collection, async (client, args) => {
    const results = (await loadFind().findAll(client, args)).map((entry) => resultOf(client, entry));
    return { accountId: client.accountId, results } as Result;
  });
  return {
    now: (args, options) => all.now({ ...args }, options),
    later: (args = {} as InputsOf<Args>, options) => all.later({ ...args }, options),
  };
}

/**
 * A function that programs call to read entries. Dynamic providers have no functions, so it asks the API itself, from the
 * program's process, with the settings of the provider that the options name.
 */
class LookUp<Result> {
  readonly #token: string;
  readonly #name: string;
  readonly #collection: Collection;
  readonly #find: (client: CollectionClient, args: Sought) => Promise<Result>;

  constructor(name: string, collection: Collection, find: (client: CollectionClient, args: Sought) => Promise<Result>) {
    this.#name = name;
    this.#collection = collection;
    this.#find = find;
    this.#token = typeToken({ type: name });
  }

  /** @throws pulumi.RunError */
  async now(args: Sought, options: pulumi.InvokeOptions = {}): Promise<Result> {
    if (isMocked()) return pulumi.runtime.invoke(this.#token, args, options) as Promise<Result>;
    const settings = pulumi.output(this.#settings(options)) as unknown as Settled;
    if (!(await settings.isKnown)) {
      throw new pulumi.RunError(
        `${this.#name}: the provider's settings are not known yet in this preview. Use ${this.#name}Output, whose result is not known yet then either.`,
      );
    }
    return this.#run(args, await settings.promise());
  }

  /** Unknown as long as an argument or a setting of the provider is. */
  later(args: pulumi.Inputs, options: pulumi.InvokeOptions = {}): pulumi.Output<Result> {
    if (isMocked()) return pulumi.runtime.invokeOutput<Result>(this.#token, args, options);
    // A result is not a secret just because a secret credential was used to read it.
    const settings = pulumi.unsecret(pulumi.output(this.#settings(options)));
    const given = pulumi.all([pulumi.output(args), settings]);
    return given.apply<Result>(([known, access]) => this.#run(known, access));
  }

  #settings({ provider, parent }: pulumi.InvokeOptions): pulumi.Inputs {
    const explicit = provider ?? parent?.getProvider(this.#token);
    if (explicit === undefined) return pulumi.runtime.allConfig();
    const settings = accessOf(explicit);
    if (settings) return settings;
    throw new pulumi.RunError(
      `${this.#name}: the provider of its options is no Provider of pulumi-cloudflare-email-security`,
    );
  }

  async #run(args: Sought, settings: Settings): Promise<Result> {
    try {
      const accountId = typeof args.accountId === "string" ? args.accountId : undefined;
      return await this.#find(instanceFor(settings).client(this.#collection, accountId), args);
    } catch (error) {
      throw error instanceof Error ? new pulumi.RunError(`${this.#name}: ${error.message}`) : error;
    }
  }
}

function resultOf({ accountId }: CollectionClient, entry: Entry): Record<string, unknown> {
  return { id: entry.id, ...outputsOf(accountId, entry) };
}

/** The members of an Output that the SDK's types do not show. */
interface Settled {
  readonly isKnown: Promise<boolean>;
  promise(): Promise<Settings>;
}

/** Under `setMocks` the SDK's monitor is an object that holds them. */
function isMocked(): boolean {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return monitor !== undefined && "mocks" in monitor;
}

/** Loaded when it is needed, with the code that compares patterns: a program without look-ups starts sooner. */
function loadFind(): typeof finding {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require("./find") as typeof finding;
}

/** One for each account and credential, so that look-ups share connections. A process may run the programs of several stacks. */
const instances = new Map<string, lifecycle.ProviderInstance>();

function instanceFor(settings: Settings): lifecycle.ProviderInstance {
  // Loaded when it is needed: a program without look-ups makes no requests, and starts sooner.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { ProviderInstance } = require("../lifecycle/provider-instance") as typeof lifecycle;
  const instance = new ProviderInstance({ say: (line) => void pulumi.log.info(line) });
  instance.configure((key) => settings[key]?.toString());
  const key = JSON.stringify(instance.access);
  const known = instances.get(key) ?? instance;
  instances.set(key, known);
  return known;
}
