import { distance } from "fastest-levenshtein";

/** The candidate that was probably meant by a misspelt name; case, `_` and `-` count for nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const meant = plain(word);
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(meant, plain(candidate)) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  // A third of the letters wrong is a slip; more is another word.
  return best !== undefined && best.edits <= Math.max(meant.length, plain(best.candidate).length) / 3
    ? best.candidate
    : undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}
