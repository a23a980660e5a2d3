import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy, AllowPolicySet, Provider } from "pulumi-cloudflare-email-security";
import { startEmulator, type Emulator } from "../../../emulator";
import { localConfig } from "../../engine/support/engine";
import { EngineStack } from "../../engine/support/engine-stack";
import { shown, type Outcome } from "../../engine/support/outcome";
import { scenarios, type AnyStack } from "../../lifecycle/ownership-scenarios";
import type { Declared, Program } from "../../lifecycle/stack";

/** One way in which the engine is asked. */
export interface Cell {
  /** The option `--parallel`. @default the engine's */
  readonly parallel?: number;
  /** Whether each up has `--refresh`. */
  readonly refresh: boolean;
}

interface Row {
  readonly scenario: string;
  /** Set where a refresh would show what the scenario is about not having seen. */
  readonly neverRefreshed?: true;
}

/** What may go wrong where resources meet, each by the scenario that shows it. */
export const rows: readonly Row[] = [
  { scenario: "a new resource that the old one waits for adopts what it leaves" },
  { scenario: "a second owner beside a set is refused at preview, the second first" },
  { scenario: "a set splits, the new one asked first" },
  { scenario: "a key becomes a single resource" },
  { scenario: "a set and a resource exchange what they have" },
  { scenario: "the changed pattern of a single does not make a stranger's entry twice" },
  { scenario: "two resources swap where the API refuses duplicates" },
  { scenario: "what a refresh showed to an exclusive set stays when it is allowed" },
  { scenario: "what an exclusive set was shown of another resource stays, also where that is asked only after it" },
  { scenario: "what a set adopted in a run that failed stays with its resource when the program goes back" },
  {
    scenario:
      "what a set adopted in a run that failed stays with its resource when the program goes back, also of another provider",
  },
  {
    scenario: "what a resource of another provider changed in a run that failed is told when the program goes back",
    neverRefreshed: true,
  },
  { scenario: "what somebody deleted is not made again by the way", neverRefreshed: true },
  { scenario: "exclusive passes to another set with a refresh, the first of the two had it" },
  { scenario: "an entry passes to a resource of another provider, whose own one stays" },
  { scenario: "a preview counts what it knows, and says of what it does not know yet" },
  { scenario: "an import of an entry that another resource has is refused at preview" },
  { scenario: "the keys of a wholly secret set are in clear nowhere" },
  { scenario: "a resource that was deleted elsewhere says what to do when it is changed", neverRefreshed: true },
  { scenario: "account and token of a provider that change together name the ways out", neverRefreshed: true },
  { scenario: "adoptExisting that was deployed does not adopt again" },
];

export const cells: readonly Cell[] = [
  { refresh: false },
  { parallel: 1, refresh: true },
  { parallel: 64, refresh: false },
  { refresh: true },
  { parallel: 1, refresh: false },
  { parallel: 64, refresh: true },
];

/**
 * Plays the scenario on the real engine.
 * @throws Error where something is not as the scenario says
 */
export async function playOnEngine(scenario: string, cell: Cell): Promise<void> {
  const { rejectsDuplicates, run } = scenarios[scenario] as (typeof scenarios)[string];
  const api = await startEmulator(rejectsDuplicates ? { assume: { duplicates: "rejected" } } : {});
  const folder = mkdtempSync(join(tmpdir(), "email-security-"));
  try {
    const engine = await EngineStack.create(folder, api, () => undefined);
    await engine.configure(localConfig(api));
    await run(new StackOnEngine(engine, cell), api);
  } finally {
    await api.close();
    rmSync(folder, { recursive: true, maxRetries: 5 });
  }
}

/** A stack as the scenarios know it, on the real engine. */
class StackOnEngine implements AnyStack {
  readonly said: string[] = [];
  access: { readonly account: string; readonly token: string };
  readonly #engine: EngineStack;
  readonly #cell: Cell;

  constructor(engine: EngineStack, cell: Cell) {
    this.#engine = engine;
    this.#cell = cell;
    this.access = engine.api;
  }

  get api(): Emulator {
    return this.#engine.api;
  }

  async preview(program: Program, { refresh = false } = {}): Promise<string> {
    await this.#declare(program);
    const outcome = await this.#engine.preview({ ...this.#cell, refresh });
    const lines = outcome.events.filter(({ diagnosticEvent }) => (diagnosticEvent?.severity as string) === "info");
    const text = this.#heard(outcome);
    return outcome.steps.length === 0 && lines.length === 0 ? "" : text;
  }

  async up(program: Program, { refresh = false } = {}): Promise<string> {
    await this.#declare(program);
    return this.#heard(await this.#engine.up({ ...this.#cell, refresh: refresh || this.#cell.refresh }));
  }

  async refresh(): Promise<void> {
    this.#heard(await this.#engine.refresh());
  }

  get owned(): Record<string, string> {
    return Object.fromEntries(
      this.#engine.resources.flatMap(({ urn, id = "", outputs = {} }) => {
        const name = urn.slice(urn.lastIndexOf("::") + 2);
        return outputs.ids
          ? Object.entries(outputs.ids as Record<string, string>).map(([key, own]) => [`${name}.${key}`, own])
          : [[name, id]];
      }),
    );
  }

  /** The outputs whose secret lies in the state encrypted. */
  get secret(): ReadonlySet<string> {
    return new Set(
      this.#engine.resources.flatMap(({ urn, outputs = {} }) =>
        Object.keys(outputs)
          .filter((property) => "ciphertext" in Object(outputs[property]))
          .map((property) => `${urn.slice(urn.lastIndexOf("::") + 2)}.${property}`),
      ),
    );
  }

  #heard(outcome: Outcome): string {
    const text = shown(outcome);
    this.said.push(text);
    return text;
  }

  async #declare(program: Program): Promise<void> {
    const { baseUrl } = this.api;
    const { account: accountId, token: apiToken } = this.access;
    await this.#engine.configure({
      "cloudflare-email-security:accountId": { value: accountId },
      "cloudflare-email-security:apiToken": { value: apiToken, secret: true },
    });
    this.#engine.program = () => {
      const resources = new Map<string, pulumi.Resource>();
      const providers: Provider[] = [];
      for (const [name, declared] of Object.entries(program)) {
        const { after, provider = 0, __import, __secret, ...inputs } = declared;
        const options = {
          ...(after !== undefined && { dependsOn: resources.get(after) as pulumi.Resource }),
          ...(__import !== undefined && { import: __import as string }),
          ...(provider > 0 && {
            provider: (providers[provider] ??= new Provider(`provider-${provider}`, { baseUrl, accountId, apiToken })),
          }),
        };
        resources.set(name, make(name, known(inputs), options, __secret === true));
      }
    };
  }
}

function make(name: string, inputs: Declared, options: pulumi.CustomResourceOptions, isSecret: boolean) {
  if (inputs.policies === undefined) {
    return new AllowPolicy(name, inputs as unknown as ConstructorParameters<typeof AllowPolicy>[1], options);
  }
  const policies = isSecret ? pulumi.secret(inputs.policies) : inputs.policies;
  const args = { ...inputs, policies } as ConstructorParameters<typeof AllowPolicySet>[1];
  return new AllowPolicySet(name, args, options);
}

/** The same with what is not known at preview as the output of a resource that does not exist yet. */
function known(inputs: Declared): Declared {
  if (!JSON.stringify(inputs).includes(pulumi.runtime.unknownValue)) return inputs;
  const { createdAt } = new AllowPolicy("not-yet", { pattern: "not-yet.example", isTrustedSender: true });
  const replace = (value: unknown): unknown => {
    if (value === pulumi.runtime.unknownValue) return createdAt;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replace(inner)]));
  };
  return replace(inputs) as Declared;
}
