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

/** What every resource of this package can be told beside what its entries are. */
export interface AdoptionArgs {
  /**
   * Take over an entry that is the same where one exists, instead of failing: by pattern, pattern type and regex flag, or by
   * whatever tells the collection's entries apart (docs/concepts.md). It is changed where it differs. Of no effect once the
   * resource exists; a set goes on to adopt what is added to it.
   * @default the provider's `adoptExisting`, else false
   */
  adoptExisting?: boolean;
}

/** What tells one class of resources from another. */
export interface Kind {
  readonly collection: Collection;
  /** Tail of the type token. */
  readonly type: string;
  /** Name of the lifecycle on the `./provider` export. */
  readonly handler: string;
  /** What a program may read. */
  readonly outputs: readonly string[];
  /** The property that holds the entries of a set; absent where the resource is one entry. */
  readonly record?: string;
  /** What advice is given on. */
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

/** A resource whose lifecycle this package brings. Not for use of its own. */
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

/** A resource that is one entry: what the entries of all collections have. Not for use of its own. */
export abstract class EntryResource extends DynamicResource {
  /** The account that owns the entry. */
  declare readonly accountId: pulumi.Output<string>;
  /** When the entry was made, RFC 3339. */
  declare readonly createdAt: pulumi.Output<string>;
  /** When the entry was last changed, RFC 3339. */
  declare readonly modifiedAt: pulumi.Output<string>;
}

/** A resource that is a set of entries: what all sets have beside the entries. Not for use of its own. */
export abstract class SetResource extends DynamicResource {
  /** The account that owns the entries. */
  declare readonly accountId: pulumi.Output<string>;
  /** The ids of the entries by name. */
  declare readonly ids: pulumi.Output<Record<string, string>>;
  /** How many entries there are. */
  declare readonly count: pulumi.Output<number>;
  /** Whether the set owns the whole collection. */
  declare readonly exclusive: pulumi.Output<boolean | undefined>;
  /** The patterns that others may have in spite of `exclusive`. */
  declare readonly allowUnmanaged: pulumi.Output<string[] | undefined>;
}

function labelOf(name: string, run: Promise<string> | string | undefined): Promise<string> | string {
  return run instanceof Promise ? run.then((id) => labelFor(name, id)) : labelFor(name, run);
}

/** Whether the object is a resource of that kind, also when two copies of this package are loaded. */
export function isResourceOf(kind: Pick<Kind, "type">, candidate: unknown): boolean {
  return (
    pulumi.CustomResource.isInstance(candidate) &&
    (candidate as { __pulumiType?: unknown }).__pulumiType === typeToken(kind)
  );
}
