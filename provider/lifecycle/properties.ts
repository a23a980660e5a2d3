import { randomBytes } from "node:crypto";
import type { Collection, Entry, Values } from "../collections/collection";
import type { Value } from "../fields/field";
import { LABEL, MARK } from "../contract";

export {
  ADOPT_EXISTING,
  ALLOW_UNMANAGED,
  CREATE,
  DELETE_ON_REMOVAL,
  EXCLUSIVE,
  EXPIRES_AT,
  GET,
  GONE,
  HIDDEN,
  IGNORE,
  IMPORT,
  LABEL,
  MARK,
  MISTAKES,
  PREVIEW,
  PROVIDER,
  SECRET,
  SEEN,
  SILENCE,
  UNSURE,
} from "../contract";

/** A resource's properties as the engine sends them. */
export interface Properties {
  readonly [name: string]: unknown;
  /** Set by `check`; missing only in a `get` that does not name it. */
  readonly accountId?: string;
}

/** Separates the resource's name from the name of the run in a label. */
const LABEL_BREAK = "\n";

/** The label of a resource: its name, and the run of its program if there is one. */
export function labelFor(name: string, run: string | undefined): string {
  return run === undefined ? name : `${name}${LABEL_BREAK}${run}`;
}

/** The parts of a resource's label; empty if there is none. */
export function readLabel({ [LABEL]: label }: Properties): { name?: string; run?: string | undefined } {
  if (typeof label !== "string") return {};
  const [name = "", run] = label.split(LABEL_BREAK);
  return { name, run };
}

/** The entry's own values among a resource's complete properties. */
export function valuesOf(collection: Collection, properties: Properties): Values {
  const names = Object.keys(collection.fields).filter((name) => properties[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, properties[name] as Value]));
}

/** The outputs of an entry: every input, and what only the API knows. */
export function outputsOf(accountId: string, { values, createdAt, modifiedAt }: Entry): Record<string, Value> {
  return { accountId, ...values, ...(createdAt && { createdAt }), ...(modifiedAt && { modifiedAt }) };
}

/** The outputs of a resource as they are in the state: with its mark. */
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

/**
 * The paths of a set's entries by name. If the whole record is a secret, so are its keys: then the paths have numbers
 * instead, in the order of the keys.
 */
export function pathsOf(property: string, record: object, isSecret: boolean): (name: string) => string {
  if (!isSecret) return (name) => pathOf(property, name);
  const places = new Map(
    Object.keys(record)
      .sort()
      .map((name, index) => [name, `${property}[secret ${index + 1}]`]),
  );
  return (name) => places.get(name) ?? property;
}
