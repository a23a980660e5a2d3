import { patternOf, type Collection, type Field } from "../../provider/collections/collection";
import { comparable } from "../../provider/fields/compare";
import type { Row } from "./row";

/** The fields beside a pattern that tell how it is read. */
type Reading = Readonly<Record<string, unknown>>;

/** More texts than an account usually has entries. */
const MAX_KEPT = 10_000;

/** Finds entries of one collection by the text with which the filter names one. */
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
   * The entries that the text can mean. It may be the entry's own text, another spelling of the same pattern, or in lower
   * case. A regular expression with capitals is found only as it is, since lower case changes its meaning.
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
