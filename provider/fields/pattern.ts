import type { PatternType } from "./field";
import { pattern as field } from "./shared";
import { findJavaRegexProblem } from "./java-regex";
import { lengthProblem } from "./length";
import { withoutSlashes } from "./mistake";
import { checkLiteral, explainMismatch } from "./pattern-type";
import { quote } from "./quote";
import type { Verdict } from "./verdict";

/** A pattern and what tells how to read it. */
export interface Pattern {
  readonly pattern: string;
  readonly patternType: PatternType;
  readonly isRegex: boolean;
  /** Whether the collection holds patterns of this one type only, so that no other can be suggested. */
  readonly isOnlyType?: boolean;
}

/** Checks a pattern by the rule for its type. A regular expression is its own canonical form: it is never changed. */
export function checkPattern({ pattern, patternType, isRegex, isOnlyType = false }: Pattern): Verdict {
  const problem = lengthProblem(pattern, field.length ?? [0, Infinity]);
  if (problem !== undefined) return { problem };
  if (isRegex) return checkRegex(pattern);
  const verdict = checkLiteral(pattern, patternType);
  if ("canonical" in verdict || isOnlyType) return verdict;
  const mismatch = explainMismatch(pattern, patternType);
  return { problem: mismatch ?? withType(verdict.problem, patternType) };
}

/** Adds the pattern type to a suggested regular expression, which needs one. */
function withType(problem: string, patternType: PatternType): string {
  return problem.replaceAll("with isRegex: true", `with isRegex: true and patternType: "${patternType}"`);
}

/** Checks a Java regular expression. */
function checkRegex(pattern: string): Verdict {
  const bare = withoutSlashes(pattern);
  if (bare !== undefined) {
    const way = "canonical" in checkRegex(bare) ? `: write ${quote(bare)}` : "";
    return { problem: `${quote(pattern)} has slashes around it, which Java takes for part of the text${way}` };
  }
  const found = findJavaRegexProblem(pattern);
  if (found === undefined) return { canonical: pattern };
  const suggestion = found.suggestion === undefined ? "" : `; ${found.suggestion}`;
  return {
    problem: `${quote(pattern)} is not a Java regular expression: ${found.message}${suggestion}`,
  };
}
