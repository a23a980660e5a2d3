import { randomBytes } from "node:crypto";
import type { Collection, Entry, Values } from "../collections/collection";

/** A resource's properties as the engine sends them. */
export interface Properties {
  readonly [name: string]: unknown;
  /** Complete since `check`; it is missing only in what a `get` was given. */
  readonly accountId?: string;
}

/** The text that finds this library's code; the engine's host adds it to what the methods return. */
export const PROVIDER = "__provider";

/**
 * Names that the program side and the host side use between themselves. The engine's text output hides names that begin
 * with two underscores. They lie in state, so they are frozen.
 */
/** The id that the resource option `import` names. */
export const IMPORT = "__import";
/** Set on a resource that is got, not made: that it is missing is then an error, not drift. */
export const GET = "__get";
/** Set in the outputs of a resource whose last write may or may not have been carried out: only the live entry tells. */
export const UNSURE = "__unsure";
/**
 * Set in the outputs: tells one resource from another that has the same entry in its state. That comes about when a run
 * that renames a resource ends after the adoption and before the deletion.
 */
export const MARK = "__mark";

/**
 * What advice calls the resource: the engine tells the host no name. It is asked for by `check` alone, which takes it away,
 * so that it lies in no state.
 */
export const LABEL = "__label";

/** Between the resource's name and the name of the run in the label. */
const LABEL_BREAK = "\n";

/** The label of a resource: its name, and the run of its program where there is one. */
export function labelFor(name: string, run: string | undefined): string {
  return run === undefined ? name : `${name}${LABEL_BREAK}${run}`;
}

/** What the label of a resource says; nothing where there is none. */
export function readLabel({ [LABEL]: label }: Properties): { name?: string; run?: string } {
  if (typeof label !== "string") return {};
  const [name = "", run] = label.split(LABEL_BREAK);
  return { name, ...(run !== undefined && { run }) };
}

/** Set in the outputs of a set: what it was only shown at a refresh, by name; it never owns them. */
export const SEEN = "__seen";
/** Set in the outputs of a set: the names whose entries somebody else deleted, and that no program asked for since. */
export const GONE = "__gone";
/** Set on a set whose record is secret as a whole: its keys are secret then too. */
export const SECRET = "__secret";
/** The option `ignoreChanges` of a resource that is imported, for `check` alone, which takes it away. */
export const IGNORE = "__ignore";
/** Set during a preview, for `check` alone, which takes it away. */
export const PREVIEW = "__preview";

/** Says that an existing entry of the same pattern is taken over; a public property, but no part of the entry. */
export const ADOPT_EXISTING = "adoptExisting";

/** Says that a set owns the whole collection of the account; a public property. */
export const EXCLUSIVE = "exclusive";

/** The patterns that an exclusive set leaves alone; a public property. */
export const ALLOW_UNMANAGED = "allowUnmanaged";

/** The codes of advice that is not given on the resource; a public property, but no part of the entry. */
export const SILENCE = "silence";

/** The entry's own values among a resource's complete properties. */
export function valuesOf(collection: Collection, properties: Properties): Values {
  const values: Record<string, string | boolean> = {};
  for (const name of Object.keys(collection.fields)) {
    const value = properties[name];
    if (value !== undefined) values[name] = value as string | boolean;
  }
  return values;
}

/** What a program may read of an entry: every input, and what only the API knows. */
export function outputsOf(
  accountId: string,
  { values, createdAt, modifiedAt }: Entry,
): Record<string, string | boolean> {
  return { accountId, ...values, ...(createdAt && { createdAt }), ...(modifiedAt && { modifiedAt }) };
}

/** The outputs of a resource as they lie in state: with its mark. */
export function stateOf(
  accountId: string,
  entry: Entry,
  mark: unknown = randomBytes(6).toString("base64url"),
): Record<string, unknown> {
  return { ...outputsOf(accountId, entry), [MARK]: mark };
}

/** The path of an entry as the engine writes it: `policies.acme`, `policies["a.b"]`. */
export function pathOf(property: string, name: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(name) ? `${property}.${name}` : `${property}[${JSON.stringify(name)}]`;
}
