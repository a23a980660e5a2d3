import type { Collection } from "./collection";

/** The entry's id in the resource option `import`, which may be `<account_id>/<id>` as in @pulumi/cloudflare. */
export function importedId(option: unknown): string | undefined {
  return typeof option === "string" ? option.slice(option.lastIndexOf("/") + 1) : undefined;
}

/** Whether the id is an integer, as all were before 2026-05. */
export function isFormerId(id: string): boolean {
  return /^\d+$/.test(id);
}

/** What to say if another resource imports the entry of a resource. */
export function isImportedToo({ noun }: Pick<Collection, "noun">, id: string): string {
  return `another resource of this program imports ${noun} ${id}, which this resource has: remove the option import there, or this resource`;
}

/**
 * What to say if the option names another entry than the resource has. An integer id of before 2026-05 may be the former id
 * of its entry.
 */
export function namesAnother({ noun }: Pick<Collection, "noun">, imported: string, id: string): string | undefined {
  if (imported === id || (isFormerId(imported) && !isFormerId(id))) return undefined;
  return `the resource option import names ${imported}, but this resource is ${noun} ${id}: remove the option, or give the resource another name to adopt a second entry`;
}
