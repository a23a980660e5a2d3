import * as pulumi from "@pulumi/pulumi";
import type { Collection } from "../collections/collection";
import {
  ALLOW_UNMANAGED,
  COUNT,
  ENTRY_OUTPUTS,
  EXCLUSIVE,
  GET,
  HIDDEN,
  IDS,
  IGNORE,
  IMPORT,
  LABEL,
  MISTAKES,
  PREVIEW,
  PROVIDER,
  SECRET,
  providerText,
  typeToken,
} from "../contract";
import { labelFor } from "../lifecycle/properties";
import { takePartInRun } from "./stack-state";
import { adviseAtPreview, entriesOfSet, entryOfResource } from "./preview-advice";
import { showMistakes } from "./preview-mistakes";
import { checkProgramFolder } from "./program-folder";
import { isSecret, secretPaths } from "./secret-inputs";
import { shortenStackTraces } from "./stack-trace";

/** What every resource of this package can be told beside what its entries are. */
export interface AdoptionArgs {
  /**
   * Take over an entry of the same pattern, pattern type and regex flag where one exists, instead of failing. It is
   * changed where it differs. Of no effect once the resource exists; a set goes on to adopt what is added to it.
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
  readonly isSet: boolean;
  /** What advice is given on. */
  readonly entriesOf: typeof entriesOfSet;
}

/** The resource that is one entry of a collection. */
export function entryOf(collection: Collection): Kind {
  const { type, handler, fields } = collection;
  const outputs = [...Object.values(ENTRY_OUTPUTS), ...Object.keys(fields)];
  return { collection, type, handler, outputs, isSet: false, entriesOf: entryOfResource };
}

/** The resource that is a set of entries of a collection. */
export function setOf(collection: Collection): Kind {
  const { type, handler, entries } = collection.set;
  const outputs = [ENTRY_OUTPUTS.account, entries, IDS, COUNT, EXCLUSIVE, ALLOW_UNMANAGED];
  return { collection, type, handler, outputs, isSet: true, entriesOf: entriesOfSet };
}

/** A resource whose lifecycle this package brings. Not for use of its own. */
export abstract class DynamicResource extends pulumi.CustomResource {
  protected constructor(
    kind: Kind,
    name: string,
    args: pulumi.Inputs,
    { import: imported, ...options }: pulumi.CustomResourceOptions = {},
  ) {
    checkProgramFolder();
    const { collection, type } = kind;
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
          // The engine cannot import through a dynamic provider (pulumi/pulumi#3550), so create is told to adopt instead.
          ...(imported !== undefined && { [IMPORT]: imported }),
          ...(options.id !== undefined && { [GET]: true }),
          ...(isMade && {
            [LABEL]: labelOf(
              label,
              takePartInRun(() => this),
            ),
          }),
          ...(isMade && pulumi.runtime.isDryRun() && { [PREVIEW]: true, [MISTAKES]: true }),
          ...(isMade && { [HIDDEN]: secretPaths(args, options.additionalSecretOutputs) }),
          ...(imported !== undefined && options.ignoreChanges && { [IGNORE]: options.ignoreChanges }),
          ...(kind.isSet && { [SECRET]: isSecret(args[collection.set.entries]) }),
          [PROVIDER]: providerText(kind.handler),
        },
        options,
      );
    } finally {
      restoreStackTraces();
    }
    if (!isMade) return;
    void showMistakes(this);
    void adviseAtPreview(this, label, collection, () => kind.entriesOf(this, collection, args), args);
  }
}

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
