import type { Collection, Values } from "../../provider/collections/collection";

/** Long enough for nearly every domain and address. */
const LONGEST = 60;

/** Makes names that say what an entry is, unique in its collection. */
export class Names {
  readonly #taken = new Set<string>();

  /** The same entry gets the same name each time, if the entries before it are the same. */
  next(collection: Collection, values: Values): string {
    const name = nameOf(collection, values);
    for (let number = 1; ; number++) {
      const candidate = number === 1 ? name : `${name}-${number}`;
      const scoped = `${collection.type} ${candidate}`;
      if (this.#taken.has(scoped)) continue;
      this.#taken.add(scoped);
      return candidate;
    }
  }
}

/** Letters, digits, `.`, `@`, `_` and `-` only: no characters that `--target` or a shell would interpret. */
function nameOf({ noun, fields, key: [label] }: Collection, values: Values): string {
  const text = String(values[label]);
  const isRegex = values[fields[label]?.readBy?.regex ?? ""];
  const spoken = isRegex === true ? text.replace(/^\(\?[a-z]+\)/i, "").replace(/\\([^a-z\d])/gi, "$1") : text;
  const name = spoken
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z\d._@]+/g, "-")
    .replace(/[._-]*-[._-]*/g, "-")
    .slice(0, LONGEST)
    .replace(/^[^a-z\d]+|[^a-z\d]+$/g, "");
  const said = name === "" ? noun.replaceAll(" ", "-") : name;
  return isRegex === true ? `${said}-regex` : said;
}
