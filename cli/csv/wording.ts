/**
 * A rule's message for the reader of a file: with columns instead of properties, and values as they stand in a cell.
 */
export function inWordsOfFile(reason: string, columnOf: (property: string) => string | undefined): string {
  return reason
    .replace(/"(?:[^"\\]|\\.)*"/g, asInCell)
    .replace(/isRegex: true/g, () => inColumn("true", "Is Regex", columnOf("isRegex")))
    .replace(/patternType: "([A-Z]+)"/g, (_, type: string) => inColumn(type, "Pattern Type", columnOf("patternType")));
}

function inColumn(value: string, usual: string, column: string | undefined): string {
  return column === undefined
    ? `${value} in a column "${usual}" (the file has none: add it)`
    : `${value} in the column "${column}"`;
}

/** Control characters stay escaped, since a terminal would not show them, and so does a text that cannot be parsed. */
function asInCell(quoted: string): string {
  try {
    const text = JSON.parse(quoted) as string;
    return /\p{Cc}/u.test(text) ? quoted : `"${text}"`;
  } catch {
    return quoted;
  }
}
