/** One property of an entry, in all its names. The field tables are the only place that knows a wire name. */
export interface Field {
  /** Name in the API's JSON. */
  readonly wire: string;
  readonly type: "string" | "boolean";
  /** The values that a program may give, where the API takes only some. */
  readonly values?: readonly string[];
  /** Values that the API may send but no longer accepts. */
  readonly retired?: readonly string[];
  /** Shortest and longest text, in characters as the API counts them (both ends included). */
  readonly length?: readonly [min: number, max: number];
  /** What the field is when a program does not give it. */
  readonly default?: boolean;
  /** May be absent; on the wire that is `null`. Every field without this is required by the API on create. */
  readonly optional?: true;
  /** The list operation can filter by it. */
  readonly filter?: true;
  /**
   * Whose messages the field exempts from detections when it is true. An entry of a collection with such fields does
   * nothing while all are false; where a collection has none, an entry always blocks its senders.
   */
  readonly exempts?: "sender" | "recipient";
  /** Deprecated wire name of the same thing. Never written; the API may still echo it. */
  readonly formerly?: string;
}

/** The values of one entry by property name, as programs, state and this library hold them. Absent means "not set". */
export type Values = Readonly<Record<string, string | boolean>>;

/** An entry as it is in Cloudflare. */
export interface Entry {
  /** Always a string; today's API sends uuids, the API of before 2026-05 sent integers. */
  readonly id: string;
  readonly values: Values;
  /** RFC 3339; absent where the API does not send it. */
  readonly createdAt?: string;
  readonly modifiedAt?: string;
}

/** A collection of the Email Security settings API: everything that is particular to it. */
export interface Collection {
  /** Tail of the Pulumi type token, and the class's name. Frozen. */
  readonly type: string;
  /** Name of the lifecycle on the `./provider` export. Frozen. */
  readonly handler: string;
  /** The resource that is a set of entries: class, handler and the property that holds them by name. Frozen. */
  readonly set: { readonly type: string; readonly handler: string; readonly entries: string };
  /** What a sentence calls one entry. */
  readonly noun: string;
  /** Path segment below `/accounts/{account_id}/email-security/settings`. */
  readonly path: string;
  /** The entry's properties by name, in the order in which they are shown. */
  readonly fields: Readonly<Record<string, Field>>;
  /** The fields that make two entries the same hole in the filter. */
  readonly identity: readonly string[];
  /** What `pattern` holds when no field says so. */
  readonly patternType?: string;
}

/** What `pattern` holds: the entry's own field, or the one kind that the collection has. */
export function patternTypeOf(collection: Collection, values: Readonly<Record<string, unknown>>): unknown {
  return collection.patternType ?? values.patternType;
}
