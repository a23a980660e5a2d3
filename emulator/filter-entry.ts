import { readPattern } from "../provider/collections/collection";
import { collections, type ServedCollection } from "./collections";
import type { Content } from "./content";
import { valueOf, type WireValues } from "./entry";

/** An entry as the filter sees it. */
export interface FilterEntry {
  readonly collection: ServedCollection;
  readonly values: WireValues;
  readonly pattern: string;
  readonly isRegex: boolean;
}

/** The entries of an account that have a pattern, in the order in which they were made. */
export function filterEntries(content: Content, account: string): FilterEntry[] {
  return collections.flatMap((collection) =>
    [...content.shelf(account, collection).values()].flatMap(({ values }) => {
      const read = readPattern(collection, (name) => valueOf(values, collection, name));
      return read ? { collection, values, pattern: String(read.text), isRegex: read.isRegex === true } : [];
    }),
  );
}

/** The patterns of an account that are regular expressions. */
export function regexesOf(content: Content, account: string): ReadonlySet<string> {
  return new Set(filterEntries(content, account).flatMap(({ pattern, isRegex }) => (isRegex ? [pattern] : [])));
}
