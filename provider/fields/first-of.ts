/** How many messages a resource shows. */
const SHOWN = 20;

/** The messages of one resource: the first ones, and if there are more, a message about the others. */
export function firstOf<Item>(
  all: readonly Item[],
  sentence: (item: Item) => string,
  moreOf: (rest: readonly Item[]) => string,
): string[] {
  const rest = all.slice(SHOWN);
  return [...all.slice(0, SHOWN).map(sentence), ...(rest.length > 0 ? [moreOf(rest)] : [])];
}
