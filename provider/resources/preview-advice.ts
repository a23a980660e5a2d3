import * as pulumi from "@pulumi/pulumi";
import { NAMESPACES } from "../api/credentials";
import type { Collection } from "../collections/collection";
import { valuesOf } from "../lifecycle/properties";
import type { AdviceCode } from "../rules/advice";
import type { GivenAdviceSettings } from "../rules/advice-settings";
import type * as Rules from "../rules/preview";
import type { ProgramIndex } from "../rules/program-index";

/** What a resource can be told about advice. */
export interface AdviceArgs {
  /**
   * Advice that is not given on this resource, by code: see docs/advice.md. Added to what the provider silences. Of no
   * other effect: changing it is no change of the resource.
   * @default none
   */
  silence?: readonly AdviceCode[];
}

/** Where a Provider keeps its settings for the program; also found by another copy of this package. */
export const SETTINGS = Symbol.for("pulumi-cloudflare-email-security/advice-settings");

/** One program that runs in this process: its entries so far, and when the last of them is compared with the others. */
interface Program {
  index?: ProgramIndex;
  compared: Promise<void>;
}
const programs = new WeakMap<pulumi.Resource, Program>();

/**
 * Shows advice on a resource in a preview, as warnings of the resource. Only there: an `up` begins with a preview, and
 * would show everything twice.
 *
 * The resource's outputs are judged: in a preview they are what `check` made of the inputs, complete and canonical, and one
 * that is not known yet hides no other.
 * @returns when all is said, for those who want to wait; it never fails
 * @param entries - by their path in the resource ("" for one that is an entry): records of outputs, or outputs of records
 */
export function adviseAtPreview(
  resource: pulumi.CustomResource,
  label: string,
  collection: Collection,
  entries: Readonly<Record<string, pulumi.Inputs | pulumi.Output<unknown>>>,
  { silence }: AdviceArgs,
): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return Promise.resolve();
  // The program must not end before the advice is out.
  const done = pulumi.runtime.rpcKeepAlive();
  const program = currentProgram();
  const { compared } = program;
  const given = settingsFor(resource);
  const accountId = (resource as { accountId?: unknown }).accountId;

  const warn = async () => {
    const { settings, account } = await known({ settings: given, account: accountId });
    const byPath: Record<string, Record<string, unknown>> = {};
    for (const [path, entry] of Object.entries(entries)) byPath[path] = await knownEntry(collection, entry);

    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only previews need the rules, and the libraries behind them
    const rules = require("../rules/preview") as typeof Rules;
    if (rules.isUnknown((settings as GivenAdviceSettings).silence)) return;
    const { ownDomains, silence: silenced } = rules.readAdviceSettings(settings as GivenAdviceSettings);
    // In the order of the program, so that of a pair it is always the same one that is told.
    await compared;
    program.index ??= new rules.ProgramIndex();
    const advice = rules.advise({
      collection,
      label,
      entries: byPath,
      account: rules.isUnknown(account) ? undefined : String(account),
      settings: { ownDomains, silence: [...silenced, ...rules.readSilence(silence).silence] },
      index: program.index,
    });
    for (const one of advice) void pulumi.log.warn(rules.adviceText(one), resource);
  };
  // A value that failed fails the program by itself.
  program.compared = warn()
    .catch(() => undefined)
    .finally(done);
  return program.compared;
}

/** Outside of a program, as in a unit test, each resource stands alone. */
function currentProgram(): Program {
  const stack = pulumi.runtime.getStackResource();
  const program = (stack && programs.get(stack)) ?? { compared: Promise.resolve() };
  if (stack) programs.set(stack, program);
  return program;
}

/** The settings of the resource's provider: on the Provider that it has or inherits, else in the stack's config. */
function settingsFor(resource: pulumi.Resource): pulumi.Inputs {
  const provider = resource.getProvider("pulumi-nodejs:dynamic:Resource") as { [SETTINGS]?: pulumi.Inputs } | undefined;
  if (provider) return provider[SETTINGS] ?? {};
  const config = new pulumi.Config(NAMESPACES[0]);
  const settings: Record<string, string | undefined> = {};
  for (const name of ["ownDomains", "silence"]) settings[name] = config.get(name);
  return settings;
}

async function knownEntry(
  collection: Collection,
  entry: pulumi.Inputs | pulumi.Output<unknown>,
): Promise<Record<string, unknown>> {
  const { whole } = await known({ whole: entry });
  if (typeof whole === "object" && whole !== null) return valuesOf(collection, whole as Record<string, unknown>);
  // One unknown value makes the output of a record unknown, but not what is lifted out of it.
  const lifted = entry as Readonly<Record<string, unknown>>;
  return known(Object.fromEntries(Object.keys(collection.fields).map((name) => [name, lifted[name]])));
}

/** The values behind the outputs; what is not known yet is the engine's text for that. */
async function known(outputs: pulumi.Inputs): Promise<Record<string, unknown>> {
  return withoutSecrecy(await pulumi.runtime.serializeProperties("advice", outputs)) as Record<string, unknown>;
}

/** Takes the marks of secrets away: what is said of a value never holds it. */
function withoutSecrecy(value: unknown): unknown {
  const open = pulumi.runtime.unwrapRpcSecret(value) as unknown;
  if (Array.isArray(open)) return open.map(withoutSecrecy);
  if (typeof open !== "object" || open === null) return open;
  return Object.fromEntries(Object.entries(open).map(([name, inner]) => [name, withoutSecrecy(inner)]));
}
