import { checkLiteral, inferPatternType, isPatternType } from "../rules/pattern-type";

/** What tells how the text of a pattern is read. */
export interface PatternReading {
  /** One that is not known, as old entries have it, is told from the text. */
  readonly patternType: unknown;
  readonly isRegex: unknown;
}

/**
 * The form in which two patterns are compared: spellings that the filter takes for the same are the same text. A regular
 * expression is compared letter by letter, and so is a text that is no valid pattern.
 */
export function comparablePattern(text: string, { patternType, isRegex }: PatternReading): string {
  if (isRegex === true) return text;
  const type = isPatternType(patternType) ? patternType : inferPatternType(text);
  const verdict = type && checkLiteral(text, type);
  if (verdict === undefined || "problem" in verdict) return text;
  const { canonical } = verdict;
  // An address alone stands for the block of one address. Mail systems do not tell Bob@ from bob@.
  return type === "IP" ? canonical.replace(/^([\d.]+)\/32$|^(.*:.*)\/128$/, "$1$2") : canonical.toLowerCase();
}
