/** How many sentences on one resource are shown. */
const SHOWN = 20;

/** The sentences on one resource: the first where there are many, and then one on the others. */
export function firstOf<Item>(
  all: readonly Item[],
  sentence: (item: Item) => string,
  moreOf: (rest: readonly Item[]) => string,
): string[] {
  const rest = all.slice(SHOWN);
  return [...all.slice(0, SHOWN).map(sentence), ...(rest.length > 0 ? [moreOf(rest)] : [])];
}
