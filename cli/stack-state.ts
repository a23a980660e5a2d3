import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { ALL_COLLECTIONS, SET_COLLECTIONS } from "../provider/collections/all-collections";
import type { Collection } from "../provider/collections/collection";
import { ENTRY_OUTPUTS, IDS, SECRET_MARK, typeOf } from "../provider/contract";
import type { AccountFlags } from "./account";

/** An entry that a stack manages. */
export interface Managed {
  readonly id: string;
  /** The URN of the resource that has it. */
  readonly urn: string;
  /** Its key in a set; absent if the resource is a single entry. */
  readonly key?: string;
  /** Absent if the state keeps it as a secret. */
  readonly accountId?: string;
  readonly collection: Collection;
  /** The entry's values in the state. */
  readonly values: Readonly<Record<string, unknown>>;
}

interface Resource {
  readonly urn?: unknown;
  readonly type?: unknown;
  readonly id?: unknown;
  readonly external?: unknown;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * The entries that the stacks manage, from files with the output of `pulumi stack export`; `-` is standard input.
 * @param needsAll - whether it is an error if a set's ids cannot be read because its record is a secret
 * @throws Error where a file is nothing of the kind
 */
export async function readStates(files: readonly string[], needsAll = false): Promise<Managed[]> {
  const managed: Managed[] = [];
  for (const file of files) {
    const content = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
    try {
      managed.push(...managedBy(content, needsAll));
    } catch (error) {
      throw new Error(`${file === "-" ? "Standard input" : file}: ${(error as Error).message}`, { cause: error });
    }
  }
  return managed;
}

/** The account of the entries, if all are in one. */
export function accountOf(managed: readonly Pick<Managed, "accountId">[]): AccountFlags {
  const [account, ...others] = new Set(managed.flatMap(({ accountId }) => accountId ?? []));
  return account !== undefined && others.length === 0 ? { account } : {};
}

/** The resource as people call it, such as `prod AllowPolicySet partners: acme`. */
export function resourceName({ urn, key }: Pick<Managed, "urn" | "key">): string {
  const [head = "", , type = "", ...name] = urn.split("::");
  const ownType = type.split("$").at(-1);
  const resource = [head.split(":").at(-1), typeOf(ownType) ?? ownType, name.join("::")].join(" ");
  return key === undefined ? resource : `${resource}: ${key}`;
}

/**
 * The entries that the stack manages, from what `pulumi stack export` printed. Entries that it only reads (`get`) are left
 * out.
 * @throws Error where the text is nothing of the kind
 */
function managedBy(content: string, needsAll: boolean): Managed[] {
  return resourcesOf(content).flatMap(({ urn, type, id, external, outputs = {} }) => {
    const name = typeOf(type);
    if (name === undefined || external === true) return [];
    const accountId = outputs[ENTRY_OUTPUTS.account];
    const owner = { urn: String(urn), ...(typeof accountId === "string" && { accountId }) };
    const ids = outputs[IDS];
    if (needsAll && isSecret(ids) && ids.plaintext === undefined) {
      throw new Error(
        `the ids of ${resourceName(owner)} are secret: make the file with "pulumi stack export --show-secrets"`,
      );
    }
    return entriesIn(name, id, outputs).map((one) => ({ ...one, ...owner }));
  });
}

function entriesIn(
  typeName: string,
  id: unknown,
  outputs: Readonly<Record<string, unknown>>,
): Pick<Managed, "id" | "key" | "collection" | "values">[] {
  const collection = ALL_COLLECTIONS.find(({ type }) => type === typeName);
  if (collection) return typeof id === "string" ? [{ id, collection, values: outputs }] : [];
  // The id of a set is its own; the entries' are among its outputs, by their keys.
  const ofSet = SET_COLLECTIONS.find(({ set }) => set.type === typeName);
  if (!ofSet) return [];
  const ids = outputs[IDS];
  if (isSecret(ids)) {
    // If a record is a secret, so are its keys and values, even if the file shows them.
    const shown = JSON.parse(ids.plaintext ?? "{}") as Record<string, string>;
    return Object.values(shown).map((one) => ({ id: one, collection: ofSet, values: {} }));
  }
  const values = (outputs[ofSet.set.entries] ?? {}) as Readonly<Record<string, Managed["values"]>>;
  return Object.entries(ids ?? {}).flatMap(([key, one]) =>
    typeof one === "string" ? [{ id: one, key, collection: ofSet, values: values[key] ?? {} }] : [],
  );
}

interface Secret {
  /** The value as JSON; absent if the file does not show secrets. */
  readonly plaintext?: string;
}

function isSecret(value: unknown): value is Secret {
  const given = value as Readonly<Record<string, unknown>> | undefined;
  return Object.entries(SECRET_MARK).every(([name, mark]) => given?.[name] === mark);
}

function resourcesOf(content: string): readonly Resource[] {
  try {
    const { deployment } = JSON.parse(content) as { deployment: { resources?: unknown } | null };
    const resources = deployment?.resources ?? [];
    if (Array.isArray(resources) && deployment) return resources as Resource[];
  } catch {
    // Said below, for whatever it is.
  }
  throw new Error('not an exported stack: make the file with "pulumi stack export --file <file>"');
}
