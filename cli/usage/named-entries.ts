import { patternOf, type Collection, type Field } from "../../provider/collections/collection";
import { comparable } from "../../provider/fields/compare";
import type { Row } from "./row";

/** The fields beside a pattern that tell how it is read. */
type Reading = Readonly<Record<string, unknown>>;

/** As many texts as there are hardly entries. */
const MAX_KEPT = 10_000;

/** The entries of one collection, found by the text with which the filter names one. */
export class NamedEntries {
  readonly #field: Field;
  readonly #readings = new Map<string, Reading>();
  readonly #rows = new Map<string, Row[]>();
  readonly #kept = new Map<string, readonly Row[]>();
  readonly #collection: Collection;

  constructor(collection: Collection, rows: readonly Row[]) {
    this.#collection = collection;
    const { name = "", field } = patternOf(collection) ?? {};
    this.#field = field as Field;
    for (const row of rows) {
      const { values } = row.entry;
      const reading = this.#readingOf(values);
      this.#readings.set(JSON.stringify(reading), reading);
      const key = this.#key(reading, String(values[name]));
      const same = this.#rows.get(key);
      if (same) same.push(row);
      else this.#rows.set(key, [row]);
    }
  }

  /**
   * The entries that the text can mean: it may be as the entry has it, in another spelling of the same pattern, or in lower
   * case. A regular expression in capitals is that one alone, since lower case would say something else.
   */
  find(text: string): readonly Row[] {
    const known = this.#kept.get(text);
    if (known) return known;
    const found = [...this.#readings.values()].flatMap((reading) => {
      const rows = this.#rows.get(this.#key(reading, text)) ?? [];
      return this.#isRegex(reading) && text !== text.toLowerCase()
        ? rows.filter(({ entry }) => entry.values[this.#name] === text)
        : rows;
    });
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(text, found);
    return found;
  }

  get #name(): string {
    return patternOf(this.#collection)?.name ?? "";
  }

  #readingOf(values: Reading): Reading {
    const { readBy } = this.#field;
    if (readBy === undefined) return {};
    const regex = { [readBy.regex]: values[readBy.regex] === true };
    return "only" in readBy ? regex : { ...regex, [readBy.type]: values[readBy.type] };
  }

  #isRegex(reading: Reading): boolean {
    return reading[this.#field.readBy?.regex ?? ""] === true;
  }

  #key(reading: Reading, text: string): string {
    return `${JSON.stringify(reading)} ${String(comparable(this.#field, text, reading)).toLowerCase()}`;
  }
}
