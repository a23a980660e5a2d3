import { Ajv, type AnySchemaObject, type ErrorObject, type ValidateFunction } from "ajv";
import type { Assumptions } from "./assumptions";
import type { ApiField, ServedCollection } from "./collections";
import type { Problem } from "./errors";

/** The largest number of items in one array of a batch, and of entries on one page. */
export const MAX_ITEMS = 1000;

export type Body = Readonly<Record<string, unknown>>;
export type Item = Body & { readonly id: string | number };

export interface Batch {
  readonly deletes: readonly Item[];
  readonly patches: readonly Item[];
  readonly puts: readonly Item[];
  readonly posts: readonly Body[];
}

export type ListQuery = Body & {
  readonly page: number;
  readonly per_page: number;
  /** The API's name of a field, or `created_at`. This and the next two are absent if the list does not have them. */
  readonly order?: string;
  readonly direction?: "asc" | "desc";
  readonly search?: string | undefined;
};

/** The checks of all requests to one collection. */
export interface Schemas {
  readonly create: ValidateFunction<Body>;
  /** One entry, or an array of them. */
  readonly createMany: ValidateFunction<Body | readonly Body[]>;
  readonly patch: ValidateFunction<Body>;
  /** All fields that can change. */
  readonly replace: ValidateFunction<Body>;
  readonly batch: ValidateFunction<Batch>;
  /** Turns the text of a query into numbers and booleans, in place, and fills its defaults. */
  readonly query: ValidateFunction<ListQuery>;
}

const readOnly = ["id", "created_at", "modified_at", "last_modified"];

/** Builds the checks of a collection from its field table. */
export function compileSchemas(collection: ServedCollection, assumptions: Assumptions): Schemas {
  const fields = Object.values(collection.fields);
  const bodies = new Ajv({ allErrors: true, allowUnionTypes: true });
  const queries = new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true });
  const defaulted = assumptions.trustedDomainBooleans === "defaulted" ? (collection.onceLeftOut ?? []) : [];
  const required = Object.entries(collection.fields)
    .filter(([property, field]) => !field.optional && !field.outputOnly && !defaulted.includes(property))
    .map(([, field]) => field);
  const mutable = fields.filter(({ immutable }) => !immutable);
  const nullInPatch = assumptions.nullInPatch === "unchanged";
  const id = { type: assumptions.ids === "integer" ? ["integer", "string"] : "string" };

  const create = body(fields, required, false, assumptions);
  const replace = body(
    mutable,
    required.filter(({ immutable }) => !immutable),
    false,
    assumptions,
  );
  const patch = body(mutable, [], nullInPatch, assumptions);
  const withId = (schema: AnySchemaObject): AnySchemaObject => ({
    ...schema,
    properties: { ...(schema.properties as object), id },
    required: [...(schema.required as string[]), "id"],
  });
  const operations = {
    deletes: withId(body([], [], false, assumptions)),
    patches: withId(patch),
    puts: withId(assumptions.batchPuts === "complete" ? replace : patch),
    posts: create,
  };
  return {
    create: bodies.compile<Body>(create),
    createMany: bodies.compile<Body | readonly Body[]>({
      if: { type: "array" },
      then: { type: "array", minItems: 1, items: create },
      else: create,
    }),
    patch: bodies.compile<Body>(patch),
    replace: bodies.compile<Body>(replace),
    batch: bodies.compile<Batch>({
      type: "object",
      properties: Object.fromEntries(
        Object.entries(operations).map(([name, items]) => [name, { type: "array", maxItems: MAX_ITEMS, items }]),
      ),
      required: Object.keys(operations),
    }),
    query: queries.compile<ListQuery>(query(collection, assumptions)),
  };
}

function body(
  fields: readonly ApiField[],
  required: readonly ApiField[],
  nullable: boolean,
  assumptions: Assumptions,
): AnySchemaObject {
  const properties: Record<string, AnySchemaObject> = Object.fromEntries(readOnly.map((name) => [name, {}]));
  for (const field of fields) {
    properties[field.wire] = value(field, nullable);
    if (field.formerly !== undefined) {
      properties[field.formerly] = value(field, nullable);
    }
  }
  return {
    type: "object",
    properties,
    required: required.map(({ wire }) => wire),
    ...(assumptions.unknownProperties === "rejected" && { additionalProperties: false }),
  };
}

function value(field: ApiField, nullable: boolean): AnySchemaObject {
  const canBeNull = nullable || field.optional === true;
  const schema: AnySchemaObject = field.type === "list" ? { type: "array", items: text(field) } : text(field);
  if (!canBeNull) return schema;
  return {
    ...schema,
    type: [schema.type as string, "null"],
    ...(field.values && field.type !== "list" && { enum: [...field.values, null] }),
  };
}

/** One text of a list, or the field's only value. */
function text({ type, values, length, range }: ApiField): { type: string; enum?: readonly string[] } {
  return {
    type: type === "list" ? "string" : type,
    ...(values && { enum: values }),
    ...(length && { minLength: length[0], maxLength: length[1] }),
    ...(range && { minimum: range[0], maximum: range[1] }),
  };
}

function query(
  { fields: table, pageOrder, otherOrders = [], repeatedFilter, itemFilters = {} }: ServedCollection,
  assumptions: Assumptions,
): AnySchemaObject {
  const fields = Object.values(table);
  const [first = "created_at", ...orders] = [pageOrder, ...otherOrders].flatMap((name) => table[name]?.wire ?? []);
  const filters = fields.filter((field) => field.filter === true);
  return {
    type: "object",
    properties: {
      page: { type: "integer", minimum: 1, default: 1 },
      per_page: {
        type: "integer",
        minimum: 1,
        ...(assumptions.perPageAboveMaximum === "rejected" && { maximum: MAX_ITEMS }),
        default: assumptions.defaultPerPage,
      },
      ...(pageOrder !== "none" && {
        search: { type: "string" },
        order: {
          enum: [...new Set([first, ...orders, "created_at"])],
          default: assumptions.defaultOrder === "created_at" ? "created_at" : first,
        },
        direction: { enum: ["asc", "desc"], default: assumptions.defaultDirection },
      }),
      ...Object.fromEntries(
        filters.map((field) => [
          field.wire,
          field.wire === repeatedFilter ? { type: "array", items: choice(field) } : choice(field),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(itemFilters).map(([name, { property }]) => [name, { enum: table[property]?.values }]),
      ),
    },
  };
}

function choice({ type, values, retired = [] }: ApiField): AnySchemaObject {
  return { type, ...(values && { enum: [...values, ...retired] }) };
}

/** The problems that a check found, with their places. */
export function problemsOf(check: ValidateFunction): Problem[] {
  return (check.errors ?? []).map((error) => {
    const missing = error.keyword === "required" ? [String(error.params.missingProperty)] : [];
    const at = [...error.instancePath.split("/").slice(1).map(step), ...missing];
    return { message: [at.at(-1), detail(error)].filter((part) => part !== undefined).join(": "), at };
  });
}

const step = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);

function detail({ keyword, params, message = "is not valid" }: ErrorObject): string {
  switch (keyword) {
    case "required":
      return "is required";
    case "enum":
      return `must be one of ${(params.allowedValues as unknown[]).join(", ")}`;
    case "additionalProperties":
      return `must not have the property ${String(params.additionalProperty)}`;
    default:
      return message;
  }
}
