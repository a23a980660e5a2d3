import { randomBytes } from "node:crypto";
import type { Collection, Entry, Values } from "../collections/collection";
import { MARK } from "../contract";

export {
  ADOPT_EXISTING,
  ALLOW_UNMANAGED,
  EXCLUSIVE,
  GET,
  IMPORT,
  LABEL,
  MARK,
  PROVIDER,
  SILENCE,
  UNSURE,
} from "../contract";

/** A resource's properties as the engine sends them. */
export interface Properties {
  readonly [name: string]: unknown;
  /** Complete since `check`; it is missing only in what a `get` was given. */
  readonly accountId?: string;
}

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
