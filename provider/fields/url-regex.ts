import { findJavaRegexProblem } from "./java-regex";
import { quote } from "./quote";
import type { Verdict } from "./verdict";

/**
 * Checks a regular expression that is matched against URLs. Its dialect is not documented, so an expression that one of the
 * common dialects can read is valid.
 */
export function checkUrlRegex(text: string): Verdict {
  if (text === "") return { problem: "is empty, which matches every link: write what is looked for" };
  const problem = findJavaRegexProblem(text);
  if (problem === undefined || isJavaScript(text)) return { canonical: text };
  return {
    problem: `${quote(text)} is not a regular expression: ${problem.message}; for all below a host write "^https?://([^/]+\\\\.)?acme\\\\.example/"`,
  };
}

function isJavaScript(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
