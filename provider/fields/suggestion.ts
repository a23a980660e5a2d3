import { distance } from "fastest-levenshtein";

/** The candidate that was probably meant by a misspelt name; case, `_` and `-` do not matter. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const meant = plain(word);
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(meant, plain(candidate)) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  // Up to a third of the letters may be wrong; more is another word.
  return best !== undefined && best.edits <= Math.max(meant.length, plain(best.candidate).length) / 3
    ? best.candidate
    : undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}
