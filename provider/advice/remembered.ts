/** More than one entry asks for. */
const MOST = 100;

/** The function with its last results kept: several rules ask about the same expression in a row. */
export function remembered<T>(work: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    if (results.has(text)) return results.get(text) as T;
    const result = work(text);
    if (results.size >= MOST) results.clear();
    results.set(text, result);
    return result;
  };
}

/** The value that `work` makes when it is first asked for. */
export function lazily<T>(work: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: work() }).value;
}
