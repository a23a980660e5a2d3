import type { Emulator } from "../../../emulator";
import { isUnclear } from "../../../provider/api/error";
import type { SetCollection } from "../../../provider/collections/collection";
import { entryProvider } from "../../../provider/lifecycle/entry-provider";
import { ProviderInstance, type InstanceOptions } from "../../../provider/lifecycle/provider-instance";
import type { StateEntry } from "../../../provider/run/stack-state";
import type { Properties } from "../../../provider/lifecycle/properties";
import { setProvider } from "../../../provider/lifecycle/set-provider";
import { SharedInProcess } from "../../lifecycle/shared-in-process";
import { resourcesOf, type Declaration, type Program, type Resource } from "./program";

export type Lifecycle = ReturnType<typeof entryProvider>;

/** One resource in state. */
export interface Stored {
  readonly resource: Resource;
  readonly id: string;
  readonly inputs: Properties;
  readonly outs: Properties;
  /** A step failed half-way, so the next up calls `update` in any case. */
  readonly failed: boolean;
  /** It was deleted before its replacement was made, which the next up does in any case. */
  readonly isDeleted?: true;
}

/** What carries out the lifecycle in one run. */
export type Client = (resource: Resource) => Lifecycle;

/** One entry in state. */
export interface StoredEntry {
  readonly id: string;
  readonly values: Properties;
}

export interface RunOptions {
  /** Steps under way at the same time. */
  readonly parallel: number;
  /** The run dies after so many steps: what ends later is not recorded. */
  readonly killAfter?: number;
  /** Whether state is written after each step, or at the end alone: a run that dies then has told it nothing. @default true */
  readonly checkpoints?: boolean;
}

/** This library as one run has it: all collections of a provider instance have that instance in common. */
export function library(emulator: Emulator, options: InstanceOptions, adopts = true): Client {
  const settings: Readonly<Record<string, string>> = {
    "cloudflare-email-security:apiToken": emulator.token,
    "cloudflare-email-security:accountId": emulator.account,
    "cloudflare-email-security:baseUrl": emulator.baseUrl,
    "cloudflare-email-security:adoptExisting": String(adopts),
  };
  const instances: ProviderInstance[] = [];
  const shared = new SharedInProcess();
  return ({ collection, isSet, provider }) => {
    let instance = instances[provider];
    if (!instance) {
      instance = new ProviderInstance({
        env: {},
        say: () => undefined,
        quietMs: QUIET_MS,
        shared: shared.seenBy(provider),
        ...options,
      });
      instance.configure((key) => settings[key]);
      instances[provider] = instance;
    }
    return (isSet ? setProvider : entryProvider)(instance, collection);
  };
}

const QUIET_MS = 10;

/**
 * As much of the engine as decides what a lifecycle is asked: state, checks and diffs one after another in the program's
 * order, steps in parallel meanwhile, deletions at the end, partial failures, and a death between request and checkpoint.
 * Keys carry a generation, since a replaced resource and its successor exist side by side for a while.
 */
export class Deployment {
  readonly state = new Map<string, Stored>();
  /** What is to be deleted and has no name any more. */
  readonly #replaced: Stored[] = [];
  operations = 0;
  kills = 0;
  /** The messages of the failures of the last run. */
  failures: string[] = [];
  /** Whether a delete of the last run had no outcome. The engine keeps nothing of that. */
  unsureDelete = false;

  /** Everything by name that an up is going to touch: the entries that change, of a set those under a key that changes. */
  async preview(program: Program, client: Client): Promise<string> {
    const shown: unknown[] = [];
    const resources = resourcesOf(program);
    for (const [name, resource] of resources) {
      const stored = this.state.get(name);
      const lifecycle = client(resource);
      const news = newsOf(name, resource, true);
      const inputs = await checked(lifecycle, stored?.inputs ?? {}, news);
      if (!stored) {
        shown.push(inputs);
        continue;
      }
      const diff = await lifecycle.diff(stored.id, stored.outs, inputs);
      if (diff.replaces) await checked(lifecycle, {}, news);
      if (diff.changes === false && !stored.failed && !stored.isDeleted) continue;
      const isWhole = diff.changes === true || diff.replaces !== undefined || stored.failed || !resource.isSet;
      if (isWhole) shown.push(stored.id, stored.outs, inputs);
      else shown.push(differing(resource, stored, inputs));
    }
    for (const [name, { id, outs }] of this.state) if (!resources.has(name)) shown.push(id, outs);
    for (const { id, outs } of this.#replaced) shown.push(id, outs);
    return JSON.stringify(shown);
  }

  /** @returns whether everything succeeded */
  async up(program: Program, client: Client, options: RunOptions): Promise<boolean> {
    const { parallel, killAfter = Infinity, checkpoints = true } = options;
    const [stateBefore, replacedBefore] = [[...this.state], [...this.#replaced]];
    this.failures = [];
    this.unsureDelete = false;
    let steps = 0;
    const dead = () => steps > killAfter;
    const pool = new Pool(parallel);
    /** One after another, until one fails. */
    const step = (...works: (() => Promise<() => void>)[]) =>
      pool.start(async () => {
        for (const work of works) {
          if (dead()) return;
          this.operations += 1;
          const record = await work().catch((error: unknown) => (error as Error).message);
          steps += 1;
          if (dead()) return;
          if (typeof record === "string") return void this.failures.push(record);
          record();
        }
      });

    const resources = resourcesOf(program);
    for (const [name, resource] of resources) {
      if (this.failures.length > 0 || dead()) break;
      const stored = this.state.get(name);
      const lifecycle = client(resource);
      const news = newsOf(name, resource, false);
      const inputs = await checked(lifecycle, stored?.inputs ?? {}, news);
      if (!stored) {
        await step(() => this.#create(name, resource, lifecycle, inputs));
        continue;
      }
      const diff = await lifecycle.diff(stored.id, stored.outs, inputs);
      if (diff.replaces || stored.isDeleted) {
        const fresh = await checked(lifecycle, {}, news);
        const create = () => this.#create(name, resource, lifecycle, fresh);
        const deleted = () => void this.state.set(name, { ...stored, isDeleted: true });
        if (stored.isDeleted) {
          await step(create);
        } else if (diff.deleteBeforeReplace) {
          await step(() => this.#delete(stored, client, deleted), create);
        } else {
          await step(async () => {
            const record = await create();
            return () => {
              this.#replaced.push(stored);
              record();
            };
          });
        }
      } else if (diff.changes === false && !stored.failed) {
        this.state.set(name, { ...stored, inputs, resource });
      } else {
        await step(() => this.#update(name, resource, lifecycle, stored, inputs));
      }
    }
    await pool.idle();

    const gone = [...this.state].filter(([name]) => !resources.has(name));
    if (this.failures.length === 0) {
      for (const [name, stored] of gone) {
        const forget = () => void this.state.delete(name);
        if (stored.isDeleted) forget();
        else await step(() => this.#delete(stored, client, forget));
      }
      for (const stored of [...this.#replaced]) {
        await step(() => this.#delete(stored, client, () => this.#replaced.splice(this.#replaced.indexOf(stored), 1)));
      }
    }
    await pool.idle();
    if (dead()) {
      this.kills += 1;
      if (!checkpoints) this.#goBackTo(stateBefore, replacedBefore);
    }
    return this.failures.length === 0 && !dead();
  }

  #goBackTo(state: readonly (readonly [string, Stored])[], replaced: readonly Stored[]): void {
    this.state.clear();
    for (const [name, stored] of state) this.state.set(name, stored);
    this.#replaced.splice(0, Infinity, ...replaced);
  }

  /** What state knows of an entry that a program declares. */
  entryOf(name: string, { collection, set }: Declaration): StoredEntry | undefined {
    const stored = this.state.get(set ?? name);
    if (stored?.isDeleted) return undefined;
    if (!stored || set === undefined) return stored && { id: stored.id, values: stored.outs };
    const id = (stored.outs.ids as Readonly<Record<string, string>>)[name];
    const values = (stored.outs[collection.set.entries] as Readonly<Record<string, Properties>>)[name];
    return id === undefined || values === undefined ? undefined : { id, values };
  }

  /** What a program reads of its own stack's state. */
  get known(): readonly StateEntry[] {
    return [...this.state.values()].flatMap(({ resource: { collection, isSet }, outs }): StateEntry[] => {
      const account = String(outs.accountId);
      if (!isSet) return [[collection.path, account, { values: outs }]];
      return Object.values(outs.ids as Record<string, string>).map((id) => [collection.path, account, { id }]);
    });
  }

  /** The entries that are in state, with their collections. */
  get managed(): readonly (readonly [SetCollection, string])[] {
    const there = [...this.state.values()].filter(({ isDeleted }) => !isDeleted);
    return there.flatMap(({ resource: { collection, isSet }, id, outs }) =>
      (isSet ? Object.values(outs.ids as object) : [id]).map((entry) => [collection, entry as string] as const),
    );
  }

  /**
   * @param isMeant - tells of each resource whether it is read; all of them by default
   * @returns whether everything could be read
   */
  async refresh(client: Client, isMeant: (name: string) => boolean = () => true): Promise<boolean> {
    this.failures = [];
    const meant = [...this.state].filter(([name, { isDeleted }]) => isMeant(name) && !isDeleted);
    const reads = meant.map(async ([name, stored]) => {
      this.operations += 1;
      const { id, props, inputs } = await client(stored.resource).read(stored.id, stored.outs);
      if (id === undefined) {
        this.state.delete(name);
      } else {
        const { __provider } = stored.inputs;
        this.state.set(name, {
          ...stored,
          inputs: wire({ ...inputs, __provider }),
          outs: wire({ ...props, __provider }),
        });
      }
    });
    for (const read of await Promise.allSettled(reads)) {
      if (read.status === "rejected") this.failures.push((read.reason as Error).message);
    }
    return this.failures.length === 0;
  }

  async #create(name: string, resource: Resource, lifecycle: Lifecycle, inputs: Properties) {
    const { id, outs, failed } = await outcomeOf(
      lifecycle.create(inputs).then((result) => ({ id: result.id, outs: result.outs ?? {} })),
    );
    return this.#record(name, { resource, id, inputs, outs, failed });
  }

  async #update(name: string, resource: Resource, lifecycle: Lifecycle, stored: Stored, inputs: Properties) {
    const { outs, failed } = await outcomeOf(
      lifecycle.update(stored.id, stored.outs, inputs).then((result) => ({ id: stored.id, outs: result.outs ?? {} })),
    );
    return this.#record(name, { resource, id: stored.id, inputs, outs, failed });
  }

  #record(name: string, stored: Stored): () => void {
    return () => {
      this.state.set(name, { ...stored, outs: wire({ ...stored.outs, __provider: "text" }) });
      if (stored.failed) this.failures.push("partial failure");
    };
  }

  async #delete(stored: Stored, client: Client, forget: () => void): Promise<() => void> {
    try {
      await client(stored.resource).delete(stored.id, stored.outs);
    } catch (error) {
      this.unsureDelete ||= isUnclear(error);
      throw error;
    }
    return forget;
  }
}

function newsOf(name: string, { collection, inputs }: Resource, isPreview: boolean): Properties {
  const label = `${collection.type} ${name}\nrun`;
  return { ...inputs, __label: label, __provider: "text", ...(isPreview && { __preview: true }) };
}

/** The entries of a set that its change is about, as they are in state and as they are to be. */
function differing({ collection }: Resource, stored: Stored, inputs: Properties): unknown[] {
  const { entries: property } = collection.set;
  const [before, after] = [stored.inputs[property], inputs[property]] as Readonly<Record<string, unknown>>[];
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].flatMap((name) => {
    const [from, to] = [before?.[name], after?.[name]];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [name, from, to];
  });
}

async function checked(lifecycle: Lifecycle, olds: Properties, news: Properties): Promise<Properties> {
  const { inputs, failures = [] } = await lifecycle.check(olds, news);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return wire(inputs ?? {});
}

interface StepOutcome {
  readonly id: string;
  readonly outs: Properties;
}

/** A partial failure is recorded like a success, and failed all the same. */
async function outcomeOf(step: Promise<StepOutcome>): Promise<StepOutcome & { readonly failed: boolean }> {
  try {
    return { ...(await step), failed: false };
  } catch (error) {
    const { id, properties } = error as { id?: string; properties?: Properties };
    if (id === undefined || properties?.__provider === undefined) throw error;
    return { id, outs: properties, failed: true };
  }
}

/** What cannot cross to the engine fails here as well. */
function wire(properties: Properties): Properties {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) throw new Error(`Unexpected struct type: ${name} is undefined`);
  }
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

/** Lets so many tasks go at the same time. */
class Pool {
  readonly #running = new Set<Promise<void>>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Starts the task as soon as there is room. */
  async start(task: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.#size) await Promise.race(this.#running);
    const running = task().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
