import type { Value } from "../provider/fields/field";
import type { Assumptions } from "./assumptions";
import type { ServedCollection } from "./collections";
import type { Problem } from "./errors";

export type WireValue = Value | null;

/** The fields of an entry under their current wire names. */
export type WireValues = Readonly<Record<string, WireValue>>;

/** An entry as the API shows it. */
export type WireEntry = Readonly<Record<string, WireValue>>;

/** An entry as it is kept. It is never changed: an update replaces it. */
export interface Entry {
  readonly id: string | number;
  readonly createdAt: string;
  /** Absent as long as the entry was never modified. */
  readonly modifiedAt?: string;
  readonly values: WireValues;
}

/** The entry as the API shows it today. */
export function toWire(entry: Entry, collection: ServedCollection, assumptions: Assumptions): WireEntry {
  const wire: Record<string, WireValue> = { id: entry.id, created_at: entry.createdAt };
  const modifiedAt =
    entry.modifiedAt ?? { created_at: entry.createdAt, null: null, absent: undefined }[assumptions.modifiedAtOnCreate];
  if (modifiedAt !== undefined) {
    wire.modified_at = modifiedAt;
  }
  if (assumptions.lastModified === "sent") {
    wire.last_modified = entry.modifiedAt ?? entry.createdAt;
  }
  for (const field of Object.values(collection.fields)) {
    const value = entry.values[field.wire] ?? null;
    wire[field.wire] = value;
    if (field.formerly !== undefined && assumptions.deprecatedBooleans === "sent") {
      wire[field.formerly] = value;
    }
  }
  return wire;
}

/** The values in a valid request body, and the problems with fields that contradict each other. */
export function fromBody(
  body: Readonly<Record<string, unknown>>,
  collection: ServedCollection,
  assumptions: Assumptions,
): { values: WireValues; problems: Problem[] } {
  const values: Record<string, WireValue> = {};
  const problems: Problem[] = [];
  for (const field of Object.values(collection.fields)) {
    const current = body[field.wire] as WireValue | undefined;
    const former = field.formerly === undefined ? undefined : (body[field.formerly] as WireValue | undefined);
    const conflicting = current !== undefined && former !== undefined && current !== former;
    if (conflicting && assumptions.conflictingBooleans === "rejected") {
      problems.push({ message: `contradicts ${String(field.formerly)}`, at: [field.wire] });
    }
    let value = conflicting && assumptions.conflictingBooleans === "old" ? former : (current ?? former ?? current);
    if (value === undefined || (value === null && !field.optional)) {
      continue;
    }
    if (value === "" && field.optional && assumptions.emptyComments === "null") {
      value = null;
    }
    values[field.wire] = value;
  }
  return { values, problems };
}

/** The values with `null` for every optional field that is not among them, and `false` for a boolean that may be left out. */
export function complete(values: WireValues, { fields, onceLeftOut = [] }: ServedCollection): WireValues {
  const missing: [string, WireValue][] = [];
  for (const [property, field] of Object.entries(fields)) {
    if (field.optional) missing.push([field.wire, null]);
    else if (onceLeftOut.includes(property)) missing.push([field.wire, false]);
  }
  return { ...Object.fromEntries(missing), ...values };
}

/** A key that two entries have in common if the filter takes them for the same. */
export function identityOf(values: WireValues, collection: ServedCollection): string {
  return JSON.stringify(collection.key.map((property) => valueOf(values, collection, property)));
}

/** A property's value; `undefined` where the collection does not have the property. */
export function valueOf(values: WireValues, collection: ServedCollection, property: string): WireValue | undefined {
  const field = collection.fields[property];
  return field && values[field.wire];
}
