import * as pulumi from "@pulumi/pulumi";
import type { Collection } from "../collections/collection";
import { GET, IMPORT, LABEL, PROVIDER } from "../lifecycle/properties";
import { adviseAtPreview } from "./preview-advice";

/**
 * The text by which the engine's host process finds a lifecycle. `pulumi.dynamic.Resource` would send the code itself; a
 * constant keeps state small, never causes a diff, and lets a fixed bug be fixed for old resources too. It is resolved
 * from the program's folder. Frozen: it lies in the state of every resource ever made.
 */
export function providerText(handler: string): string {
  return `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("pulumi-cloudflare-email-security/provider").${handler};`;
}

/** What every resource of this package can be told beside what its entry is. */
export interface AdoptionArgs {
  /**
   * Take over an entry of the same pattern, pattern type and regex flag where one exists, instead of failing. It is
   * changed where it differs. Of no effect once the resource exists.
   * @default the provider's `adoptExisting`, else false
   */
  adoptExisting?: boolean;
}

/** A resource whose lifecycle this package brings. Not for use of its own. */
export abstract class DynamicResource extends pulumi.CustomResource {
  protected constructor(
    collection: Collection,
    name: string,
    args: pulumi.Inputs,
    options: pulumi.CustomResourceOptions = {},
  ) {
    // The engine cannot import through a dynamic provider (pulumi/pulumi#3550), so create is told to adopt instead.
    const { import: imported, ...rest } = options;
    const label = `${collection.type} ${name}`;
    const isMade = options.id === undefined && options.urn === undefined;
    const outputs = ["accountId", ...Object.keys(collection.fields), "createdAt", "modifiedAt"];
    super(
      typeToken(collection),
      name,
      {
        ...Object.fromEntries(outputs.map((output) => [output, undefined])),
        ...args,
        ...(imported !== undefined && { [IMPORT]: imported }),
        ...(options.id !== undefined && { [GET]: true }),
        ...(isMade && { [LABEL]: label }),
        [PROVIDER]: providerText(collection.handler),
      },
      rest,
    );
    if (!isMade) return;
    const own = this as unknown as Readonly<Record<string, pulumi.Output<unknown>>>;
    const entry = Object.fromEntries(Object.keys(collection.fields).map((field) => [field, own[field]]));
    void adviseAtPreview(this, label, collection, { "": entry }, args);
  }
}

/** Frozen: it is part of the URN of every resource ever made. */
export function typeToken(collection: Collection): string {
  return `pulumi-nodejs:dynamic/email-security:${collection.type}`;
}

/** Whether the object is a resource of that collection, also when two copies of this package are loaded. */
export function isResourceOf(collection: Collection, candidate: unknown): boolean {
  return (
    pulumi.CustomResource.isInstance(candidate) &&
    (candidate as { __pulumiType?: unknown }).__pulumiType === typeToken(collection)
  );
}
