import { patternOf, readPattern, type Collection } from "../../provider/collections/collection";
import type { ReadPattern } from "./pattern-index";

type Loose = Readonly<Record<string, unknown>>;

/** The entry's pattern and how it is read; `undefined` where it has none, or one that is not known. */
export function patternOfEntry(collection: Collection, values: Loose): ReadPattern | undefined {
  const { text, type, isRegex } = readPattern(collection, (name) => values[name]) ?? {};
  return typeof text === "string" ? { text, type: String(type), isRegex: isRegex === true } : undefined;
}

/** Whether messages can tell what the entries of the collection did: they let through or block by a pattern. */
export function actsOnMessages(collection: Collection): boolean {
  return (collection.effect === "exempts" || collection.effect === "blocks") && patternOf(collection) !== undefined;
}

/** The fields by which an entry lets messages through, for who sends them or to whom they go. */
export function exemptingFields({ fields }: Collection, values: Loose, whose: "sender" | "recipient"): string[] {
  return Object.keys(fields).filter((name) => fields[name]?.exempts === whose && values[name] === true);
}
