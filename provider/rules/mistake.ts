import { quote } from "./quote";
import type { Verdict } from "./verdict";

/** A way in which a value commonly goes wrong, and what was then probably meant. */
export interface Mistake {
  readonly looks: RegExp;
  /** Follows the value in the sentence. */
  readonly says: string;
  /** The value that was probably meant. It is suggested only where the rule takes it. */
  readonly meant?: (value: string) => string;
  /** Another way out, in words. */
  readonly or?: (value: string) => string;
}

/** The first mistake that fits, as a sentence; `undefined` where none does. */
export function explain(
  value: string,
  mistakes: readonly Mistake[],
  rule: (value: string) => Verdict,
): string | undefined {
  const mistake = mistakes.find(({ looks }) => looks.test(value));
  if (mistake === undefined) return undefined;
  const meant = mistake.meant?.(value);
  const verdict = meant === undefined || meant === value ? undefined : rule(meant);
  const ways = [
    ...(verdict && "canonical" in verdict ? [quote(verdict.canonical)] : []),
    ...(mistake.or ? [mistake.or(value)] : []),
  ];
  return `${quote(value)} ${mistake.says}${ways.length === 0 ? "" : `: write ${ways.join(", or ")}`}`;
}

export const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

export const SPACES_AROUND: Mistake = {
  looks: /^\s|\s$/,
  says: "has spaces around it",
  meant: (value) => value.trim(),
};

export const REGEX: Mistake = {
  looks: /\\|\.[*+]|[$^|()[\]{}]/,
  says: "looks like a regular expression: if it is one, add isRegex: true",
};

/** The regular expression (isRegex: true) that does what the wildcards of a shell would do. */
export function withoutWildcards(value: string): string {
  const regex = value.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return `${quote(regex)} with isRegex: true`;
}

/** Whether the text has what a literal pattern cannot have and a regular expression often has. */
export function looksLikeRegex(text: string): boolean {
  return REGEX.looks.test(text);
}
