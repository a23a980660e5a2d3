/** Values with parts; finds those of which a text has at least one part. */
export class PartIndex<T> {
  readonly #values = new Map<string, T[]>();
  readonly #lengths = new Set<number>();

  /** @param parts - in lower case; every text has the empty part */
  add(parts: readonly string[], value: T): void {
    for (const part of parts) {
      push(this.#values, part, value);
      this.#lengths.add(part.length);
    }
  }

  /** The values of which the text has a part, ignoring case. */
  within(text: string): Set<T> {
    const lower = text.toLowerCase();
    const found = new Set<T>();
    for (const length of this.#lengths) {
      for (const part of piecesOf(lower, length)) for (const value of this.#values.get(part) ?? []) found.add(value);
    }
    return found;
  }
}

/** Texts are indexed by pieces of this length. */
const PIECE = 3;

/** Values with texts; finds those whose text has a part. */
export class TextIndex<T> {
  readonly #all: { readonly text: string; readonly value: T }[] = [];
  readonly #byPiece = new Map<string, { readonly text: string; readonly value: T }[]>();

  add(text: string, value: T): void {
    const one = { text: text.toLowerCase(), value };
    this.#all.push(one);
    for (const piece of piecesOf(one.text, PIECE)) push(this.#byPiece, piece, one);
  }

  /** The values whose text has one of the parts (in lower case). */
  containing(parts: readonly string[]): Set<T> {
    return new Set(
      parts.flatMap((part) =>
        this.#likely(part)
          .filter(({ text }) => text.includes(part))
          .map(({ value }) => value),
      ),
    );
  }

  /** Those that have the rarest piece of the part. */
  #likely(part: string): readonly { readonly text: string; readonly value: T }[] {
    let best: readonly { readonly text: string; readonly value: T }[] = this.#all;
    for (let start = 0; start + PIECE <= part.length && best.length > 0; start++) {
      const list = this.#byPiece.get(part.slice(start, start + PIECE)) ?? [];
      if (list.length < best.length) best = list;
    }
    return best;
  }
}

function piecesOf(text: string, length: number): Set<string> {
  const count = Math.max(text.length - length + 1, 0);
  return new Set(Array.from({ length: count }, (_, start) => text.slice(start, start + length)));
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
