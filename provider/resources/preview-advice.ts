import * as pulumi from "@pulumi/pulumi";
import { clock } from "../config/clock";
import { NAMESPACES } from "../config/credentials";
import { ADVICE_SETTINGS } from "../contract";
import { saidOf, type Collection, type SetCollection } from "../collections/collection";
import { pathsOf, valuesOf, type Properties } from "../lifecycle/properties";
import type { AdviceCode } from "../advice/advice";
import type { GivenAdviceSettings } from "../advice/advice-settings";
import type * as Rules from "../advice/preview";
import type { ProgramIndex } from "../advice/program-index";
import { known } from "./known-values";
import { perProgram } from "./per-program";
import { isSecret } from "./secret-inputs";

/** What a resource takes for advice. */
export interface AdviceArgs {
  /**
   * Codes of advice that is not given on this resource, in addition to those that the provider silences; see
   * docs/advice.md. To change it does not change the resource.
   * @default none
   */
  silence?: readonly AdviceCode[];
}

/**
 * The property in which a Provider keeps its settings on advice; a global symbol, since two copies of this package may be
 * loaded.
 */
export const SETTINGS = Symbol.for("pulumi-cloudflare-email-security/advice-settings");

/**
 * One program that runs in this process: its entries so far, and a promise for when the last of them was compared with the
 * others.
 */
interface Program {
  index?: ProgramIndex;
  /** The kinds of advice for which a message said how to silence them: once is enough. */
  readonly explained: Set<AdviceCode>;
  compared: Promise<void>;
}
const currentProgram = perProgram((): Program => ({ explained: new Set(), compared: Promise.resolve() }));

/**
 * Shows advice on a resource as warnings, in a preview only: an `up` begins with a preview, and would show everything
 * twice.
 *
 * It reads the resource's outputs: in a preview they are the complete and canonical inputs from `check`, and an unknown one
 * does not hide the others.
 * @param entriesOf - the entries by their path in the resource ("" for one that is an entry), as far as they are known
 * @returns a promise for when all warnings are shown; it never fails
 */
export function showAdvice(
  resource: pulumi.CustomResource,
  label: string,
  collection: Collection,
  entriesOf: () => Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>>,
  { silence }: AdviceArgs,
): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return Promise.resolve();
  // The program must not end before the advice is shown.
  const done = pulumi.runtime.rpcKeepAlive();
  const program = currentProgram();
  const { compared } = program;
  const given = settingsFor(resource);
  const accountId = (resource as { accountId?: unknown }).accountId;

  const warn = async () => {
    const { settings, account } = await known({ settings: given, account: accountId });
    const entries = await entriesOf();

    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only previews need the rules, and the libraries behind them
    const rules = require("../advice/preview") as typeof Rules;
    if (rules.isUnknown((settings as GivenAdviceSettings).silence)) return;
    const { strict, ...told } = rules.readAdviceSettings(settings as GivenAdviceSettings);
    // In the order of the program, so that advice on two entries is always shown on the same one.
    await compared;
    program.index ??= new rules.ProgramIndex();
    const advice = rules.resourceAdvice({
      collection,
      label,
      entries,
      account: rules.isUnknown(account) ? undefined : String(account),
      settings: { ...told, silence: [...told.silence, ...rules.readSilence(silence).silence] },
      now: clock.now(),
      index: program.index,
    });
    // For a strict provider, advice is among the mistakes.
    if (strict) return;
    for (const text of rules.adviceTexts(advice, program.explained)) void pulumi.log.warn(text, resource);
  };
  // If a value is rejected, the program fails anyway.
  program.compared = warn()
    .catch(() => undefined)
    .finally(done);
  return program.compared;
}

/** The settings of the resource's provider: of the Provider that it has or inherits, else of the stack's config. */
function settingsFor(resource: pulumi.Resource): pulumi.Inputs {
  const provider = resource.getProvider("pulumi-nodejs:dynamic:Resource") as { [SETTINGS]?: pulumi.Inputs } | undefined;
  if (provider) return provider[SETTINGS] ?? {};
  const config = new pulumi.Config(NAMESPACES[0]);
  const settings: Record<string, string | undefined> = {};
  for (const name of ADVICE_SETTINGS) settings[name] = config.get(name);
  return settings;
}

/** The entry of a resource, with the values that its program sets. */
export async function entryOfResource(
  resource: object,
  collection: Collection,
  args: pulumi.Inputs,
): Promise<Record<string, Record<string, unknown>>> {
  const outputs = resource as Readonly<Record<string, unknown>>;
  const values = Object.fromEntries(Object.keys(collection.fields).map((name) => [name, outputs[name]]));
  return { "": await known(saidOf(collection, values, args)) };
}

/** The entries that a set has. */
export async function entriesOfSet(
  resource: object,
  collection: SetCollection,
  args: pulumi.Inputs,
): Promise<Record<string, Record<string, unknown>>> {
  const { entries: property } = collection.set;
  const output = (resource as Readonly<Record<string, unknown>>)[property];
  // One unknown value makes the output of the record unknown, but not what else is in it.
  const record = await (output as { promise(withUnknowns: true): Promise<unknown> }).promise(true);
  if (typeof record !== "object" || record === null || pulumi.isUnknown(record)) return {};
  const at = pathsOf(property, record, (await isSecret(args[property])) === true);
  const entries = Object.entries(record).map(([name, entry]) => [at(name), knownPart(collection, entry)] as const);
  return Object.fromEntries(entries);
}

/** The values of an entry; values that are not known yet are the engine's text for unknown values. */
function knownPart(collection: Collection, entry: unknown): Record<string, unknown> {
  if (typeof entry !== "object" || entry === null || pulumi.isUnknown(entry)) return {};
  const values = Object.entries(valuesOf(collection, entry as Properties));
  return Object.fromEntries(
    values.map(([name, value]) => [name, pulumi.isUnknown(value) ? pulumi.runtime.unknownValue : value]),
  );
}
