const TOKEN = new RegExp(
  [
    String.raw`\\Q[\s\S]*?(?:\\E|$)`,
    String.raw`\\(?:[pP]|[xNk])(?:\{[^}]*\}|<[^>]*>)|\\x[\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\0[0-7]{1,3}|\\c[\s\S]|\\[\s\S]`,
    String.raw`\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]`,
    String.raw`\((?:\?(?:<?[=!]|>|P?<\w+>|[a-zA-Z-]*:|[a-zA-Z-]*(?=\))))?`,
    String.raw`(?:[*+?]|\{\d+(?:,\d*)?\})[?+]?`,
    String.raw`[\w@-]+(?![*+?{])`,
    String.raw`[\s\S]`,
  ].join("|"),
  "gu",
);

const GROUP = /^\((?:\?(?:[a-zA-Z-]*:|>|P?<\w+>))?$/;

/** Quotations, escapes, classes, openings of groups, quantifiers, words that none follows, and single signs. */
export function tokensOf(pattern: string): readonly string[] {
  return pattern.match(TOKEN) ?? [];
}

export function isQuantifier(token: string | undefined): boolean {
  return token !== undefined && /^(?:[*+?]|\{\d+(?:,\d*)?\})[?+]?$/.test(token);
}

/** What the expression offers a choice of, also where a group is around all of it; anchors at the ends may be left out. */
export function alternativesOf(pattern: string): readonly (readonly string[])[] {
  return split(tokensOf(pattern), (token) => token === "|").flatMap((alternative) => {
    const inner = unwrapped(alternative);
    return inner === undefined ? [alternative] : alternativesOf(inner.join(""));
  });
}

/** The parts between the tokens outside of groups that separate them. */
export function split(
  tokens: readonly string[],
  separates: (token: string, next: string | undefined) => boolean,
): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let depth = 0;
  tokens.forEach((token, i) => {
    if (token.startsWith("(")) depth += 1;
    if (token === ")") depth -= 1;
    if (depth === 0 && separates(token, tokens[i + 1])) parts.push([]);
    else parts.at(-1)?.push(token);
  });
  return parts;
}

/** What is in the group that the tokens are, but for anchors. */
function unwrapped(tokens: readonly string[]): readonly string[] | undefined {
  const bare = tokens.filter((token, i) => !(i === 0 && token === "^") && !(i === tokens.length - 1 && token === "$"));
  const inner = bare.slice(1, -1);
  if (!GROUP.test(bare[0] ?? "") || bare.at(-1) !== ")") return undefined;
  let depth = 0;
  const isOne = inner.every((token) => {
    depth += token.startsWith("(") ? 1 : token === ")" ? -1 : 0;
    return depth >= 0;
  });
  return isOne ? inner : undefined;
}
