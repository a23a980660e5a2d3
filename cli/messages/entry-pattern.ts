import { patternOf, readPattern, type Collection } from "../../provider/collections/collection";
import type { ReadPattern } from "./pattern-index";

type Loose = Readonly<Record<string, unknown>>;

/** The entry's pattern and how it is read; `undefined` if it has none, or it is not known. */
export function patternOfEntry(collection: Collection, values: Loose): ReadPattern | undefined {
  const { text, type, isRegex } = readPattern(collection, (name) => values[name]) ?? {};
  return typeof text === "string" ? { text, type: String(type), isRegex: isRegex === true } : undefined;
}

/** Whether messages show what the entries of the collection did: whether they exempt or block by a pattern. */
export function actsOnMessages(collection: Collection): boolean {
  return (collection.effect === "exempts" || collection.effect === "blocks") && patternOf(collection) !== undefined;
}

/** The fields by which an entry exempts messages of a sender, or to a recipient. */
export function exemptingFields({ fields }: Collection, values: Loose, whose: "sender" | "recipient"): string[] {
  return Object.keys(fields).filter((name) => fields[name]?.exempts === whose && values[name] === true);
}
