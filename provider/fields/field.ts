import type * as pulumi from "@pulumi/pulumi";

/** A value of an entry, as programs, state and this package hold it. A list has no order and no text twice. */
export type Value = string | boolean | number | readonly string[];

/** What a text, or each text of a list, must be. */
export type TextForm = "domain" | "address" | "ip" | "content-regex" | "url-regex" | "end" | "pattern";

/** What `pattern` holds: an address, a domain name, or an IP address or CIDR block. */
export type PatternType = "EMAIL" | "DOMAIN" | "IP";

/**
 * All that is known of a property of an entry, as plain data: programs load it without the code that checks and compares
 * values. Only the tables of fields know the API's names.
 */
export interface FieldFacts {
  /** Name in the API's JSON; absent only if Cloudflare does not know the field (`ours`). */
  readonly wire?: string;
  /** The field is only in Pulumi's state, and never sent. */
  readonly ours?: true;
  readonly type: "string" | "boolean" | "number" | "list";
  readonly form?: TextForm;
  /** With the form `pattern`: the names of the fields that tell how it is read, or the only type that it can have. */
  readonly readBy?:
    { readonly type: string; readonly regex: string } | { readonly only: PatternType; readonly regex: string };
  /** The texts that a program may give, if the API accepts only certain ones. */
  readonly values?: readonly string[];
  /** Texts that the API may send but no longer accepts. */
  readonly retired?: readonly string[];
  /** Shortest and longest text, in characters as the API counts them (both ends included). */
  readonly length?: readonly [min: number, max: number];
  /** Fewest texts that a list may have. */
  readonly atLeast?: number;
  /** Smallest and greatest number. */
  readonly range?: readonly [min: number, max: number];
  /** The value if a program does not give one. */
  readonly default?: Value;
  /** May be absent, which is `null` in the API's JSON. Without this, the API requires the field on create. */
  readonly optional?: true;
  /** May be left out by a program, since it follows from other fields. */
  readonly inferred?: true;
  /**
   * May be left out by a program, and then stays as it is in Cloudflare; it cannot be cleared. If the API requires it on
   * create (no `optional`), a program that makes an entry must give it.
   */
  readonly kept?: true;
  /** Cannot change in place: another value is another entry. */
  readonly immutable?: true;
  /** Only the API sets it. */
  readonly outputOnly?: true;
  /** Look-ups can find entries by it: the API's list filters by it, or, with `here`, this package compares all entries. */
  readonly filter?: true | "here";
  /** Whose messages the field exempts from detections when it is true. */
  readonly exempts?: "sender" | "recipient";
  /** Deprecated wire name of the same thing. Never written; the API may still echo it. */
  readonly formerly?: string;
}

/** Properties of a field that the types depend on. */
type Trait = "optional" | "filled" | "output" | "filter" | "ours";

declare const TYPES: unique symbol;

/**
 * A field with the types of its values.
 * @typeParam Given - what a program may give
 * @typeParam Live - what the API may show
 */
export interface Field<
  Given extends Value = Value,
  Traits extends Trait = Trait,
  Live extends Value = Given,
> extends FieldFacts {
  /** Only for the compiler. */
  readonly [TYPES]?: { readonly given: Given; readonly traits: Traits; readonly live: Live };
}

/** Whether the value has the field's type. */
export function isOfType({ type }: Pick<FieldFacts, "type">, value: unknown): value is Value {
  if (type === "list") return Array.isArray(value) && value.every((one) => typeof one === "string");
  return typeof value === type;
}

export type Fields = Readonly<Record<string, Field>>;

type TraitsOf<Options> =
  | (Options extends { optional: true } ? "optional" : never)
  | (Options extends { default: Value } | { inferred: true } | { kept: true } ? "filled" : never)
  | (Options extends { outputOnly: true } ? "output" : never)
  | (Options extends { filter: true | "here" } ? "filter" : never)
  | (Options extends { ours: true } ? "ours" : never);

type Common = "optional" | "kept" | "immutable" | "outputOnly" | "filter" | "formerly";

/** Where a field's values are kept: in Cloudflare, or only in Pulumi's state. */
type Place = { readonly wire: string; readonly ours?: never } | { readonly ours: true; readonly wire?: never };

/** The options of one kind of field, and no others. */
type Only<Options, Allowed> = Options & Readonly<Record<Exclude<keyof Options, keyof Allowed>, never>>;

type TextOptions = Place & Pick<FieldFacts, Common | "length" | "form" | "readBy"> & { readonly default?: string };
type FlagOptions = Place & Pick<FieldFacts, Common | "exempts"> & { readonly default?: boolean };
type NumberOptions = Place & Pick<FieldFacts, Common | "range"> & { readonly default?: number };
type ChoiceOptions<One extends string> = Place & Pick<FieldFacts, Common | "inferred"> & { readonly default?: One };
type ListOptions<One extends string> = Place &
  Pick<FieldFacts, Common | "length" | "form" | "atLeast"> & {
    readonly default?: readonly One[];
  };

export function text<const Options extends TextOptions>(
  options: Only<Options, TextOptions>,
): Field<string, TraitsOf<Options>> {
  return { ...options, type: "string" };
}

export function flag<const Options extends FlagOptions>(
  options: Only<Options, FlagOptions>,
): Field<boolean, TraitsOf<Options>> {
  return { ...options, type: "boolean" };
}

export function number<const Options extends NumberOptions>(
  options: Only<Options, NumberOptions>,
): Field<number, TraitsOf<Options>> {
  return { ...options, type: "number" };
}

/**
 * One of several texts.
 * @param retired - texts that the API may still show, but no longer accepts
 */
export function oneOf<
  const One extends string,
  const Options extends ChoiceOptions<One>,
  const Retired extends string = never,
>(
  values: readonly One[],
  options: Only<Options, ChoiceOptions<One>>,
  retired: readonly Retired[] = [],
): Field<One, TraitsOf<Options>, One | Retired> {
  return { ...options, type: "string", values, ...(retired.length > 0 && { retired }) };
}

/** A list of texts from a fixed choice. */
export function someOf<const One extends string, const Options extends ListOptions<One>>(
  values: readonly One[],
  options: Only<Options, ListOptions<One>>,
): Field<readonly One[], TraitsOf<Options>> {
  return { ...options, type: "list", values };
}

/** A list of texts. */
export function texts<const Options extends ListOptions<string>>(
  options: Only<Options, ListOptions<string>>,
): Field<readonly string[], TraitsOf<Options>> {
  return { ...options, type: "list" };
}

/** The names of the fields with one of the traits. */
type NamesWith<Table, Wanted extends Trait> = {
  [Name in keyof Table]: Table[Name] extends Field<Value, infer Traits, Value>
    ? [Extract<Traits, Wanted>] extends [never]
      ? never
      : Name
    : never;
}[keyof Table];

type GivenOf<One> = One extends Field<infer Given, Trait, Value> ? Given : never;
type LiveOf<One> = One extends Field<Value, Trait, infer Live> ? Live : never;

// TypeScript's own Omit loses the connection to the field, and with it the comment.
type Omit<Table, Names> = Pick<Table, Exclude<keyof Table, Names>>;

// Each type below is mapped from a part of the table, so that editors show the field's comment on the derived property.
type MustBeGiven<Table> = Omit<Table, NamesWith<Table, "optional" | "filled" | "output">>;
type MayBeGiven<Table> = Omit<Pick<Table, NamesWith<Table, "optional" | "filled">>, NamesWith<Table, "output">>;
type AlwaysThere<Table> = Omit<Table, NamesWith<Table, "optional" | "ours">>;
type SometimesThere<Table> = Omit<Pick<Table, NamesWith<Table, "optional">>, NamesWith<Table, "ours">>;
type Ours<Table> = Pick<Table, NamesWith<Table, "ours">>;
type Filters<Table> = Pick<Table, NamesWith<Table, "filter">>;

/** What a program gives for an entry. */
export type Given<Table> = { -readonly [Name in keyof MustBeGiven<Table>]: GivenOf<MustBeGiven<Table>[Name]> } & {
  -readonly [Name in keyof MayBeGiven<Table>]?: GivenOf<MayBeGiven<Table>[Name]>;
};

/** An entry as it is in Cloudflare. It is complete; an old one may have values that are no longer accepted. */
export type Live<Table> = { readonly [Name in keyof AlwaysThere<Table>]: LiveOf<AlwaysThere<Table>[Name]> } & {
  readonly [Name in keyof SometimesThere<Table>]?: LiveOf<SometimesThere<Table>[Name]>;
};

/** An entry as a set keeps it: as it is in Cloudflare, with the fields that Cloudflare does not know. */
export type Kept<Table> = Live<Table> & { readonly [Name in keyof Ours<Table>]?: GivenOf<Ours<Table>[Name]> };

/** The conditions of a look-up. */
export type Conditions<Table> = { -readonly [Name in keyof Filters<Table>]?: LiveOf<Filters<Table>[Name]> };

/** The outputs of a resource that is an entry. */
export type Outputs<Table> = {
  readonly [Name in keyof AlwaysThere<Table>]: pulumi.Output<LiveOf<AlwaysThere<Table>[Name]>>;
} & {
  readonly [Name in keyof SometimesThere<Table>]: pulumi.Output<LiveOf<SometimesThere<Table>[Name]> | undefined>;
} & {
  readonly [Name in keyof Ours<Table>]: pulumi.Output<GivenOf<Ours<Table>[Name]> | undefined>;
};
