import { SET_COLLECTIONS } from "../provider/collections/all-collections";
import { ENTRY_OUTPUTS, IDS, typeOf } from "../provider/contract";

/** An entry that a stack manages. */
export interface Managed {
  readonly id: string;
  /** Absent where the state keeps it as a secret. */
  readonly accountId?: string;
}

interface Resource {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly external?: unknown;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * The entries that the stack manages, from what `pulumi stack export` printed. What it only reads (`get`) it does not manage.
 * @throws Error where the text is nothing of the kind
 */
export function managedBy(text: string): Managed[] {
  return resourcesOf(text).flatMap(({ type, id, external, outputs = {} }) => {
    const name = typeOf(type);
    if (name === undefined || external === true) return [];
    const accountId = outputs[ENTRY_OUTPUTS.account];
    const owner = typeof accountId === "string" ? { accountId } : {};
    return idsOf(name, id, outputs).map((one) => ({ id: one, ...owner }));
  });
}

function idsOf(typeName: string, id: unknown, outputs: Readonly<Record<string, unknown>>): string[] {
  // The id of a set is its own; the entries' are among its outputs, by their keys.
  const isSet = SET_COLLECTIONS.some(({ set }) => set.type === typeName);
  const ids = isSet ? Object.values(outputs[IDS] ?? {}) : [id];
  return ids.filter((one): one is string => typeof one === "string");
}

function resourcesOf(text: string): readonly Resource[] {
  try {
    const { deployment } = JSON.parse(text) as { deployment: { resources?: unknown } | null };
    const resources = deployment?.resources ?? [];
    if (Array.isArray(resources) && deployment) return resources as Resource[];
  } catch {
    // Said below, for whatever it is.
  }
  throw new Error('not an exported stack: make the file with "pulumi stack export --file <file>"');
}
