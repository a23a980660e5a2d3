import type { CollectionContent, Emulator, WireEntry } from "../../emulator";
import type { Assumptions } from "../../emulator/assumptions";
import type { Collection, Values } from "../../provider/collections/collection";
import { toWire } from "../../provider/collections/wire";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import { ProviderInstance, type InstanceOptions } from "../../provider/lifecycle/provider-instance";
import type { Properties } from "../../provider/lifecycle/properties";

/** Short enough for tests, long enough that an answer on this machine arrives in time. */
export const limits = { attemptMs: 1_500, retries: 4, backoffMs: 2, maxWaitMs: 20, silentMs: 10_000 };
export const writer = { looksMs: [1, 2, 4], attempts: 3 };

type Provider = ReturnType<typeof entryProvider>;

/** One run of the engine, as far as one collection sees it: a fresh instance, with methods that chain like the engine's. */
export class Run<Managed extends Collection = Collection> {
  readonly said: string[] = [];
  readonly instance: ProviderInstance;
  readonly provider: Provider;

  constructor(
    emulator: Emulator,
    collection: Managed,
    config: Record<string, string> = {},
    lifecycle: (instance: ProviderInstance, collection: Managed) => Provider = entryProvider,
    options: InstanceOptions = {},
  ) {
    const settings: Record<string, string> = {
      "cloudflare-email-security:apiToken": emulator.token,
      "cloudflare-email-security:accountId": emulator.account,
      "cloudflare-email-security:baseUrl": emulator.baseUrl,
      ...config,
    };
    const say = (line: string) => this.said.push(line);
    this.instance = new ProviderInstance({ say, env: {}, limits, writer, quietMs: 20, ...options });
    this.instance.configure((key) => settings[key]);
    this.provider = lifecycle(this.instance, collection);
  }

  /** The inputs as the engine keeps them. @throws Error with the failures' sentences */
  async check(news: Properties, olds: Properties = {}): Promise<Properties> {
    const { inputs, failures = [] } = await this.provider.check(olds, { __provider: "text", ...news });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return overTheWire(inputs ?? {});
  }

  async create(news: Properties): Promise<Resource> {
    const inputs = await this.check(news);
    const { id, outs } = await this.provider.create(inputs);
    return { id, inputs, outs: overTheWire(outs ?? {}) };
  }

  /** What `up` does to a resource that is in state: check, diff, and update where diff asks for it. */
  async up(resource: Resource, news: Properties): Promise<Resource> {
    const inputs = await this.check(news, resource.inputs);
    const { changes, replaces } = await this.provider.diff(resource.id, resource.outs, inputs);
    if (replaces) throw new Error("replacement");
    if (changes === false) return { ...resource, inputs };
    return this.update(resource, inputs);
  }

  async update(resource: Resource, inputs: Properties): Promise<Resource> {
    const { outs } = await this.provider.update(resource.id, resource.outs, inputs);
    return { ...resource, inputs, outs: overTheWire(outs ?? {}) };
  }

  /** `undefined` when the entry is gone, as the engine takes it. */
  async refresh(resource: Resource): Promise<Resource | undefined> {
    const { id, props, inputs } = await this.provider.read(resource.id, resource.outs);
    return id === undefined ? undefined : { id, inputs: overTheWire(inputs ?? {}), outs: overTheWire(props ?? {}) };
  }

  /** @throws Error when the entry is gone */
  async refreshed(resource: Resource): Promise<Resource> {
    const live = await this.refresh(resource);
    if (!live) throw new Error("gone");
    return live;
  }

  async delete(resource: Resource): Promise<void> {
    await this.provider.delete(resource.id, resource.outs);
  }
}

export interface Resource {
  readonly id: string;
  readonly inputs: Properties;
  readonly outs: Properties;
}

/** What cannot cross the wire fails here as it does in the engine's host. */
function overTheWire(properties: Properties): Properties {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) throw new Error(`Unexpected struct type: ${name} is undefined`);
  }
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

export type Assume = Partial<Assumptions>;

/** The live values of the content, by property name, without what only the API knows. */
export function liveValues(content: CollectionContent, collection: Collection): Record<string, unknown>[] {
  return content
    .list()
    .map((entry) =>
      Object.fromEntries(
        Object.entries(collection.fields).flatMap(([name, { wire = "" }]) =>
          entry[wire] === null || entry[wire] === undefined ? [] : [[name, entry[wire]]],
        ),
      ),
    );
}

export function insert(content: CollectionContent, collection: Collection, values: Values): string {
  return String(content.insert(toWire(collection, values) as WireEntry).id);
}

/** Changes an entry behind everybody's back. */
export function changeBehind(content: CollectionContent, collection: Collection, id: string, values: Values): void {
  content.change(id, toWire(collection, values) as WireEntry);
}
