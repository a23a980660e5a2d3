import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../api/error";

/**
 * The record of a set's entries in a form that the SDK can send, whatever their names are.
 * @param property - the record's name
 * @throws UserError for the one name that cannot be sent; a promise or an Output of such a record fails the program
 */
export function withAnyNames(property: string, record: unknown): unknown {
  if (record instanceof Promise) return record.then((known: unknown) => checkNames(property, known));
  if (pulumi.Output.isInstance(record)) {
    // What `apply` returns would be unknown as a whole where a part of the record is.
    record.apply((known: unknown) => checkNames(property, known));
    return record;
  }
  checkNames(property, record);
  // The SDK makes a text of every plain value, for its log, but of no Output.
  return isObject(record) && Object.hasOwn(record, "toString") ? pulumi.output(record) : record;
}

/** JavaScript takes `__proto__` for what the record inherits, in a literal as in the SDK's copies of it. */
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
