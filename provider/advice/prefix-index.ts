/** Values with keys; finds those whose key begins with another key, or is the beginning of it. Fast for tens of thousands. */
export class PrefixIndex<T> {
  readonly #values = new Map<string, T[]>();
  readonly #keys: string[] = [];

  add(key: string, value: T): void {
    const values = this.#values.get(key);
    if (values !== undefined) {
      values.push(value);
      return;
    }
    this.#values.set(key, [value]);
    this.#keys.splice(this.#position(key), 0, key);
  }

  /** The values whose key is the beginning of this one, or equals it, the shortest first. */
  beginning(key: string): T[] {
    const found: T[] = [];
    for (let length = 1; length <= key.length; length++) found.push(...(this.#values.get(key.slice(0, length)) ?? []));
    return found;
  }

  /** The values whose key begins with this one or equals it. */
  startingWith(key: string): T[] {
    const found: T[] = [];
    for (let i = this.#position(key); this.#keys[i]?.startsWith(key); i++) {
      found.push(...(this.#values.get(this.#keys[i] ?? "") ?? []));
    }
    return found;
  }

  /** The position of the key among the sorted keys, or where it would be. */
  #position(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? "") < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
