import { runtime } from "@pulumi/pulumi";
import type { Emulator, WireEntry } from "../../emulator";
import type { StateEntry } from "../../provider/run/stack-state";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import { ProviderInstance } from "../../provider/lifecycle/provider-instance";
import type { Properties } from "../../provider/lifecycle/properties";
import { setProvider } from "../../provider/lifecycle/set-provider";
import { SharedInProcess } from "./shared-in-process";
import { limits, writer } from "./support";

/** A resource of a program: one entry, or a set where it has `policies`. */
export interface Declared extends Properties {
  /** The resource option `dependsOn`: the name of one that stands before it. */
  readonly after?: string;
  /** The number of the provider instance that the resource belongs to. @default 0 */
  readonly provider?: number;
}

/** Resources by name, in the order in which they are registered. */
export type Program = Readonly<Record<string, Declared>>;

interface Stored extends Kind {
  readonly id: string;
  readonly inputs: Properties;
  readonly outs: Properties;
}

/** What tells which lifecycle a resource has. */
interface Kind {
  readonly isSet: boolean;
  /** The number of the provider instance. */
  readonly provider: number;
}

export type Lifecycle = ReturnType<typeof entryProvider>;

/** One run of the engine: its provider instances, which live as long as it, and what they said. */
interface Run {
  readonly lifecycle: (kind: Kind) => Lifecycle;
  readonly lines: string[];
}

const PROPERTY = "policies";

/**
 * A stack of allow policies, as much as decides who owns what: checks and diffs in the order of the program, steps under way
 * meanwhile, deletions at the end. Each up has its preview, and everything that it touches must have been named.
 */
export class Stack {
  readonly state = new Map<string, Stored>();
  /** Every line that its runs said. */
  readonly said: string[] = [];
  /** The outputs that are secret, by resource and property: the engine keeps them encrypted. */
  readonly secret = new Set<string>();
  /** The account and the token of its providers. */
  access: { readonly account: string; readonly token: string };
  /** What was replaced and is still to be deleted: the engine keeps it until that succeeds. */
  readonly #replaced = new Set<Stored>();
  readonly #plant: (whole: Lifecycle) => Lifecycle;

  constructor(
    readonly api: Emulator,
    /** Plants a defect into the lifecycle. */
    plant: (whole: Lifecycle) => Lifecycle = (whole) => whole,
  ) {
    this.#plant = plant;
    this.access = api;
  }

  /**
   * Everything that a preview shows: the properties of what changes, and the lines.
   * @throws Error where it fails
   */
  async preview(program: Program, { refresh = false } = {}): Promise<string> {
    const run = this.#run();
    const before = new Map(this.state);
    const shown: unknown[] = [];
    try {
      if (refresh) await this.#refresh(run);
      for (const [name, declared] of Object.entries(program)) {
        const stored = this.state.get(name);
        const lifecycle = run.lifecycle(kindOf(declared));
        const inputs = await checked(lifecycle, stored?.inputs ?? {}, newsOf(name, declared, true));
        const diff = stored && (await lifecycle.diff(stored.id, stored.outs, inputs));
        if (stored && diff?.changes === false) continue;
        shown.push(stored ? ["update", name, stored.id, stored.outs, inputs] : ["create", name, inputs]);
        if (diff?.replaces) await checked(lifecycle, {}, newsOf(name, declared, true));
      }
      for (const [name, { id, outs }] of this.state) if (!(name in program)) shown.push(["delete", name, id, outs]);
      for (const { id, outs } of this.#replaced) shown.push(["delete", id, outs]);
      return [...shown.map((step) => JSON.stringify(step)), ...run.lines].join("\n");
    } finally {
      this.state.clear();
      for (const [name, stored] of before) this.state.set(name, stored);
    }
  }

  /**
   * A preview and what it announced.
   * @returns the lines of the up
   * @throws Error where a step fails, or where something was touched that nothing had named
   */
  async up(program: Program, { refresh = false } = {}): Promise<string> {
    const previewed = await this.preview(program, { refresh });
    const before = this.#content();
    const run = this.#run();
    if (refresh) await this.#refresh(run);
    const failures: string[] = [];
    const steps = new Map<string, Promise<void>>();
    const start = (name: string, work: () => Promise<void>) =>
      steps.set(
        name,
        work().catch((error: unknown) => void failures.push((error as Error).message)),
      );

    for (const [name, declared] of Object.entries(program)) {
      if (declared.after !== undefined) await steps.get(declared.after);
      const lifecycle = run.lifecycle(kindOf(declared));
      const stored = this.state.get(name);
      const inputs = await checked(lifecycle, stored?.inputs ?? {}, newsOf(name, declared, false));
      const make = async () => {
        const fresh = stored ? await checked(lifecycle, {}, newsOf(name, declared, false)) : inputs;
        const { id, outs } = await lifecycle.create(fresh);
        this.state.set(name, { ...kindOf(declared), id, inputs: fresh, outs: this.#kept(name, outs) });
      };
      if (!stored) {
        start(name, make);
        continue;
      }
      const diff = await lifecycle.diff(stored.id, stored.outs, inputs);
      if (diff.replaces) {
        if (diff.deleteBeforeReplace) start(name, () => lifecycle.delete(stored.id, stored.outs).then(make));
        else start(name, () => make().then(() => void this.#replaced.add(stored)));
      } else if (diff.changes === false) {
        this.state.set(name, { ...stored, ...kindOf(declared), inputs });
      } else {
        start(name, async () => {
          const { outs } = await lifecycle.update(stored.id, stored.outs, inputs);
          this.state.set(name, { ...stored, ...kindOf(declared), inputs, outs: this.#kept(name, outs) });
        });
      }
    }
    await Promise.all(steps.values());
    if (failures.length === 0) {
      for (const stored of this.#replaced) {
        await run.lifecycle(stored).delete(stored.id, stored.outs);
        this.#replaced.delete(stored);
      }
      for (const [name, stored] of [...this.state].filter(([one]) => !(one in program)).reverse()) {
        await run.lifecycle(stored).delete(stored.id, stored.outs);
        this.state.delete(name);
      }
    }
    this.#expectNamed(before, [previewed, ...run.lines].join("\n"));
    if (failures.length > 0) throw new Error(failures.join("\n"));
    return run.lines.join("\n");
  }

  async refresh(): Promise<void> {
    await this.#refresh(this.#run());
  }

  /** Whose the entries are: their ids by resource name, those of a set by name and key. */
  get owned(): Record<string, string> {
    return Object.fromEntries(
      [...this.state].flatMap(([name, { isSet, id, outs }]) =>
        isSet
          ? Object.entries(outs.ids as Record<string, string>).map(([key, own]) => [`${name}.${key}`, own])
          : [[name, id]],
      ),
    );
  }

  #run(): Run {
    const lines: string[] = [];
    const settings: Record<string, string> = {
      "cloudflare-email-security:apiToken": this.access.token,
      "cloudflare-email-security:accountId": this.access.account,
      "cloudflare-email-security:baseUrl": this.api.baseUrl,
    };
    const known = this.#known();
    const readState = () => Promise.resolve(known);
    const say = (line: string) => {
      lines.push(line);
      this.said.push(line);
    };
    const shared = new SharedInProcess();
    const instances: ProviderInstance[] = [];
    const instanceOf = (provider: number): ProviderInstance => {
      const options = { say, env: {}, limits, writer, quietMs: 20, readState, shared: shared.seenBy(provider) };
      const instance = new ProviderInstance(options);
      instance.configure((key) => settings[key]);
      return instance;
    };
    return {
      lines,
      lifecycle: ({ isSet, provider }) => {
        const instance = (instances[provider] ??= instanceOf(provider));
        return this.#plant((isSet ? setProvider : entryProvider)(instance, allowPolicies));
      },
    };
  }

  /** Outputs as the engine hands them back. */
  #kept(name: string, outs: Properties = {}): Properties {
    return Object.fromEntries(
      Object.entries(wire(outs)).map(([property, value]) => {
        const isSecret = (value as Properties | null)?.[runtime.specialSigKey] === runtime.specialSecretSig;
        if (isSecret) this.secret.add(`${name}.${property}`);
        return [property, isSecret ? (value as { value: unknown }).value : value];
      }),
    );
  }

  #known(): StateEntry[] {
    return [...this.state.values()].flatMap(({ isSet, outs }): StateEntry[] => {
      if (!isSet) return [[allowPolicies.path, this.api.account, { values: outs }]];
      return Object.values(outs.ids as Record<string, string>).map((id) => [
        allowPolicies.path,
        this.api.account,
        { id },
      ]);
    });
  }

  /** All at once, as the engine does. */
  async #refresh({ lifecycle }: Run): Promise<void> {
    const reads = [...this.state].map(async ([name, stored]) => {
      const { read, diff } = lifecycle(stored);
      const { id, props, inputs } = await read(stored.id, stored.outs);
      if (id === undefined) {
        this.state.delete(name);
        return;
      }
      const { __provider } = stored.inputs;
      const live = {
        ...stored,
        inputs: wire({ ...inputs, __provider }),
        outs: this.#kept(name, props),
      };
      // The engine shows the drift by a diff, the sides turned.
      await diff(id, live.outs, stored.inputs);
      this.state.set(name, live);
    });
    await Promise.all(reads);
  }

  #content(): Map<string, WireEntry> {
    const entries = this.api.content(allowPolicies.path).list();
    return new Map(entries.map((entry) => [String(entry.id), { ...entry }]));
  }

  #expectNamed(before: ReadonlyMap<string, WireEntry>, text: string): void {
    const after = this.#content();
    for (const id of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(id), after.get(id)];
      if (JSON.stringify(was) === JSON.stringify(is)) continue;
      const isNamed = [id, was?.pattern, is?.pattern].some((name) => name !== undefined && text.includes(String(name)));
      if (!isNamed) throw new Error(`nothing had named ${String((was ?? is)?.pattern)} (${id}), which was touched`);
    }
  }
}

const kindOf = (declared: Declared): Kind => ({ isSet: PROPERTY in declared, provider: declared.provider ?? 0 });

function newsOf(
  name: string,
  { after: _after, provider: _provider, ...inputs }: Declared,
  isPreview: boolean,
): Properties {
  return { ...inputs, __label: `${name}\nrun`, __provider: "text", ...(isPreview && { __preview: true }) };
}

async function checked(lifecycle: Lifecycle, olds: Properties, news: Properties): Promise<Properties> {
  const { inputs, failures = [] } = await lifecycle.check(olds, news);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return wire(inputs ?? {});
}

/** What cannot cross to the engine fails here as well. */
function wire(properties: Properties): Properties {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) throw new Error(`Unexpected struct type: ${name} is undefined`);
  }
  return JSON.parse(JSON.stringify(properties)) as Properties;
}
