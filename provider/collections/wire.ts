import { isOfType, type Field, type Value } from "../fields/field";
import type { Collection, Entry, Values } from "./collection";

/** An entry as JSON of the API. */
export type WireEntry = Record<string, unknown>;

/**
 * Wire names of the fields that every entry has and that only the API sets. `lastModified` is deprecated; its end of life
 * was 2026-11-01.
 */
export const readOnly = {
  id: "id",
  createdAt: "created_at",
  modifiedAt: "modified_at",
  lastModified: "last_modified",
} as const;

/** The request body that sets what `values` names and nothing else; a name with `undefined` clears an optional field. */
export function toWire(collection: Collection, values: Readonly<Record<string, Value | undefined>>): WireEntry {
  const body: WireEntry = {};
  for (const [name, field] of Object.entries(collection.fields)) {
    if (!(name in values) || field.outputOnly || field.wire === undefined) continue;
    const value = values[name];
    if (value !== undefined) body[field.wire] = value;
    else if (field.optional) body[field.wire] = null;
  }
  return body;
}

/** Values that listed entries shall have, by property name. */
export type Filter = Readonly<Record<string, Value | undefined>>;

/** The query parameters that let the API list only entries with these values. A field that it cannot filter by is left out. */
export function toFilter(collection: Collection, filter: Filter): Record<string, string> {
  return Object.fromEntries(
    Object.entries(collection.fields).flatMap(([name, field]) =>
      field.filter === true && field.wire !== undefined && filter[name] !== undefined
        ? [[field.wire, String(filter[name])]]
        : [],
    ),
  );
}

/**
 * The entry that a response holds. The newest API types do not guarantee any field. One that is absent is taken from
 * `known` (what was written or is in state), then from its default.
 * @throws TypeError where the response is no entry of this collection; the text names the field, never a value
 */
export function fromWire(collection: Collection, wire: unknown, known: Values = {}): Entry {
  if (typeof wire !== "object" || wire === null) throw new TypeError(`the response holds no ${collection.noun}`);
  const json = wire as WireEntry;
  const id = json[readOnly.id];
  if (!(typeof id === "string" && id !== "") && !Number.isSafeInteger(id)) {
    throw new TypeError(`the response holds no usable "${readOnly.id}"`);
  }

  const values: Record<string, Value> = {};
  for (const [name, field] of Object.entries(collection.fields)) {
    const value = liveValue(json, name, field, known);
    if (value === undefined || (field.optional && value === "")) continue;
    if (!isOfType(field, value)) throw new TypeError(`the response's "${field.wire ?? name}" is not a ${field.type}`);
    values[name] = value;
  }

  const createdAt = time(json[readOnly.createdAt]);
  const modifiedAt = time(json[readOnly.modifiedAt]) ?? time(json[readOnly.lastModified]) ?? createdAt;
  return {
    id: String(id),
    values,
    ...(createdAt && { createdAt }),
    ...(modifiedAt && { modifiedAt }),
  };
}

function liveValue(json: WireEntry, name: string, { wire, optional, default: preset }: Field, known: Values): unknown {
  if (wire === undefined) return known[name];
  return json[wire] ?? (wire in json && optional ? undefined : (known[name] ?? preset));
}

function time(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
