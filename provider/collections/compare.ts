import { comparable } from "../fields/compare";
import type { Field, Value } from "../fields/field";
import type { Collection, Values } from "./collection";

type Loose = Readonly<Record<string, unknown>>;

/**
 * The names of the fields in which two entries differ, in the table's order, without those that only the API sets and those
 * that `to` leaves as they are.
 */
export function changedFields({ fields }: Pick<Collection, "fields">, from: Loose, to: Loose): string[] {
  return Object.entries(fields)
    .filter(([name, field]) => !field.outputOnly && !(field.kept && to[name] === undefined))
    .filter(([name]) => !isSame(from[name], to[name]))
    .map(([name]) => name);
}

/** Whether something changed, and nothing of it is known to Cloudflare. */
export function isOursAlone({ fields }: Pick<Collection, "fields">, changed: readonly string[]): boolean {
  return changed.length > 0 && changed.every((name) => fields[name]?.ours);
}

/** The properties, with the fields that Cloudflare does not know taken from the values. */
export function withOurs(
  { fields }: Pick<Collection, "fields">,
  properties: Loose,
  values: Loose,
): Record<string, unknown> {
  const rest = Object.entries(properties).filter(([name]) => !fields[name]?.ours);
  return Object.fromEntries([...rest, ...Object.entries(values).filter(([name]) => fields[name]?.ours)]);
}

/** Lists have no order. */
function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return JSON.stringify([...(one as string[])].sort()) === JSON.stringify([...(other as string[])].sort());
}

/**
 * A key that two entries have in common if they are the same. Spellings that the filter takes for the same pattern count as
 * one, so that no entry is made twice.
 */
export function identityOf({ fields, key }: Pick<Collection, "fields" | "key">, values: Loose): string {
  return JSON.stringify(key.map((name) => comparable(fields[name] as Field, values[name], values)));
}

/** Returns a test of whether an entry has the value, in any spelling. */
export function hasValue(
  { fields }: Pick<Collection, "fields">,
  name: string,
  value: unknown,
): (values: Values) => boolean {
  const field = fields[name] as Field;
  return (values) => isAlike(field, value, values, values[name], values);
}

function isAlike(field: Field, one: unknown, ofOne: Loose, other: unknown, ofOther: Loose): boolean {
  return JSON.stringify(comparable(field, one, ofOne)) === JSON.stringify(comparable(field, other, ofOther));
}

/**
 * The live values, in the known spelling where the two mean the same: an API that normalises a text must not cause a
 * difference. Fields that Cloudflare does not know are taken from the known values.
 */
export function keepSpelling({ fields }: Pick<Collection, "fields">, live: Values, known: Loose): Values {
  const kept = Object.entries(fields).filter(
    ([name, field]) =>
      known[name] !== undefined &&
      known[name] !== live[name] &&
      (field.wire === undefined || (field.form !== undefined && isAlike(field, known[name], known, live[name], live))),
  );
  return { ...live, ...Object.fromEntries(kept.map(([name]) => [name, known[name] as Value])) };
}

/**
 * Key fields that no other entry has, to move an entry aside for a while. No mail comes from a domain below `.invalid`, and
 * no link leads there (RFC 2606).
 */
export function nobody({ fields, key: [name] }: Collection, id: string): Values {
  const { form, readBy } = fields[name] as Field;
  const host = `${id}.invalid`;
  if (form === undefined) return { [name]: id };
  if (form === "address") return { [name]: `nobody@${host}` };
  if (form !== "pattern" || readBy === undefined) return { [name]: form === "domain" ? host : `^${id}[.]invalid$` };
  const only = "only" in readBy ? readBy.only : "DOMAIN";
  return {
    [name]: only === "EMAIL" ? `nobody@${host}` : host,
    [readBy.regex]: false,
    ...("type" in readBy && { [readBy.type]: only }),
  };
}
