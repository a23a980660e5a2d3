import * as pulumi from "@pulumi/pulumi";
import type { Collection, SetCollection } from "../collections/collection";
import {
  ALLOW_UNMANAGED,
  COUNT,
  ENTRY_OUTPUTS,
  EXCLUSIVE,
  GET,
  HIDDEN,
  IDS,
  LABEL,
  MISTAKES,
  PREVIEW,
  PROVIDER,
  SECRET,
  providerText,
  typeToken,
} from "../contract";
import { labelFor } from "../lifecycle/properties";
import { withAnyNames } from "./entry-names";
import { heedTransformations, importAsProperties } from "./import-option";
import { takePartInRun } from "./stack-state";
import { showAdvice, entriesOfSet, entryOfResource } from "./preview-advice";
import { showMistakes } from "./preview-mistakes";
import { checkProgramFolder } from "./program-folder";
import { isSecret, secretPaths } from "./secret-inputs";
import { shortenStackTraces } from "./stack-trace";

/** What every resource of this package takes beside the properties of its entries. */
export interface AdoptionArgs {
  /**
   * Take over an entry that exists already, instead of failing, and change it where it differs. Entries are the same if
   * pattern, pattern type and regex flag are; for other kinds see docs/concepts.md. It has no effect once the resource
   * exists, except that a set also adopts entries that are added to it later.
   * @default the provider's `adoptExisting`, else false
   */
  adoptExisting?: boolean;
}

/** What differs from one class of resources to another. */
export interface Kind {
  readonly collection: Collection;
  /** Tail of the type token. */
  readonly type: string;
  /** Name of the lifecycle on the `./provider` export. */
  readonly handler: string;
  /** The names of the outputs. */
  readonly outputs: readonly string[];
  /** The property that holds the entries of a set; absent where the resource is one entry. */
  readonly record?: string;
  /** The entries to give advice on. */
  readonly entriesOf: (resource: object, args: pulumi.Inputs) => ReturnType<typeof entriesOfSet>;
}

/** The resource that is one entry of a collection. */
export function entryOf(collection: Collection): Kind {
  const { type, handler, fields } = collection;
  const outputs = [...Object.values(ENTRY_OUTPUTS), ...Object.keys(fields)];
  return {
    collection,
    type,
    handler,
    outputs,
    entriesOf: (resource, args) => entryOfResource(resource, collection, args),
  };
}

/** The resource that is a set of entries of a collection. */
export function setOf(collection: SetCollection): Kind {
  const { type, handler, entries: record } = collection.set;
  const outputs = [ENTRY_OUTPUTS.account, record, IDS, COUNT, EXCLUSIVE, ALLOW_UNMANAGED];
  const entriesOf: Kind["entriesOf"] = (resource, args) => entriesOfSet(resource, collection, args);
  return { collection, type, handler, outputs, record, entriesOf };
}

/** The base of all resources of this package. Do not use it directly. */
export abstract class DynamicResource extends pulumi.CustomResource {
  protected constructor(kind: Kind, name: string, args: pulumi.Inputs, given: pulumi.CustomResourceOptions = {}) {
    const { import: _imported, ...options } = given;
    checkProgramFolder();
    const { collection, type, record } = kind;
    const entries = record === undefined ? undefined : withAnyNames(record, args[record]);
    const label = `${type} ${name}`;
    const isMade = options.id === undefined && options.urn === undefined;
    const restoreStackTraces = shortenStackTraces();
    try {
      super(
        typeToken(kind),
        name,
        {
          ...Object.fromEntries(kind.outputs.map((output) => [output, undefined])),
          ...args,
          ...importAsProperties(given),
          ...(options.id !== undefined && { [GET]: true }),
          ...(isMade && {
            [LABEL]: labelOf(
              label,
              takePartInRun(() => this),
            ),
          }),
          ...(isMade && pulumi.runtime.isDryRun() && { [PREVIEW]: true, [MISTAKES]: true }),
          ...(isMade && { [HIDDEN]: secretPaths(args, options.additionalSecretOutputs) }),
          ...(record !== undefined && { [record]: entries, [SECRET]: isSecret(entries) }),
          [PROVIDER]: providerText(kind.handler),
        },
        options,
      );
    } finally {
      restoreStackTraces();
    }
    if (!isMade) return;
    void showMistakes(this, collection);
    void showAdvice(this, label, collection, () => kind.entriesOf(this, args), args);
  }
}

heedTransformations(DynamicResource.prototype);

/** The base of resources that are one entry. Do not use it directly. */
export abstract class EntryResource extends DynamicResource {
  /** The account that owns the entry. */
  declare readonly accountId: pulumi.Output<string>;
  /** When the entry was made, RFC 3339. */
  declare readonly createdAt: pulumi.Output<string>;
  /** When the entry was last changed, RFC 3339. */
  declare readonly modifiedAt: pulumi.Output<string>;
}

/** The base of resources that are a set of entries. Do not use it directly. */
export abstract class SetResource extends DynamicResource {
  /** The account that owns the entries. */
  declare readonly accountId: pulumi.Output<string>;
  /** The ids of the entries by name. */
  declare readonly ids: pulumi.Output<Record<string, string>>;
  /** How many entries there are. */
  declare readonly count: pulumi.Output<number>;
  /** Whether the set owns all entries of its kind in the account. */
  declare readonly exclusive: pulumi.Output<boolean | undefined>;
  /** The patterns that others may have in spite of `exclusive`. */
  declare readonly allowUnmanaged: pulumi.Output<string[] | undefined>;
}

function labelOf(name: string, run: Promise<string> | string | undefined): Promise<string> | string {
  return run instanceof Promise ? run.then((id) => labelFor(name, id)) : labelFor(name, run);
}

/** Whether the object is a resource of that kind, even if two copies of this package are loaded. */
export function isResourceOf(kind: Pick<Kind, "type">, candidate: unknown): boolean {
  return (
    pulumi.CustomResource.isInstance(candidate) &&
    (candidate as { __pulumiType?: unknown }).__pulumiType === typeToken(kind)
  );
}
