import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../api/error";

/**
 * The record of a set's entries in a form that the SDK can send, whatever their names are.
 * @param property - the record's name
 * @throws UserError for the name `__proto__`, which cannot be sent; a promise or an Output of such a record fails the
 * program
 */
export function withAnyNames(property: string, record: unknown): unknown {
  if (record instanceof Promise) return record.then((known: unknown) => checkNames(property, known));
  if (pulumi.Output.isInstance(record)) {
    // The result of `apply` would be unknown as a whole if a part of the record is.
    record.apply((known: unknown) => checkNames(property, known));
    return record;
  }
  checkNames(property, record);
  // For its log, the SDK calls toString on plain values, but not on Outputs.
  return isObject(record) && Object.hasOwn(record, "toString") ? pulumi.output(record) : record;
}

/** In JavaScript, `__proto__` sets the prototype of the record, in a literal and in the SDK's copies of it. */
function checkNames<Known>(property: string, record: Known): Known {
  if (!isObject(record)) return record;
  for (const name in record) {
    if (name !== "__proto__" && Object.hasOwn(record, name)) continue;
    throw new UserError(
      `${property}: "__proto__" cannot be the name of an entry, since JavaScript takes it for the prototype of the record: choose another name`,
    );
  }
  return record;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
