import { findJavaRegexProblem } from "./java-regex";
import { isPublicSuffix } from "./mail-domain";
import { quote } from "./quote";
import type { Verdict } from "./verdict";

/** A way in which a value commonly goes wrong, and what was then probably meant. */
export interface Mistake {
  readonly looks: RegExp;
  /** Follows the value in the sentence. */
  readonly says: string;
  /** The value that was probably meant. It is suggested only if it is valid. */
  readonly meant?: (value: string) => string;
  /** Another suggestion, in words. */
  readonly or?: (value: string) => string | undefined;
}

/**
 * The first mistake that fits, as a sentence; `undefined` where none does.
 * @param whole - makes the whole text from the canonical value, if the value is only a part of it
 */
export function explain(
  value: string,
  mistakes: readonly Mistake[],
  rule: (value: string) => Verdict,
  whole: (canonical: string) => string = (canonical) => canonical,
): string | undefined {
  const mistake = mistakes.find(({ looks }) => looks.test(value));
  if (mistake === undefined) return undefined;
  const meant = mistake.meant?.(value);
  const verdict = meant === undefined || meant === value ? undefined : rule(meant);
  const ways = [
    ...(verdict && "canonical" in verdict ? [quote(whole(verdict.canonical))] : []),
    ...[mistake.or?.(value)].filter((way) => way !== undefined),
  ];
  return `${quote(value)} ${mistake.says}${ways.length === 0 ? "" : `: write ${ways.join(", or ")}`}`;
}

export const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

export const SPACES_AROUND: Mistake = {
  looks: /^\s|\s$/,
  says: "has spaces around it",
  meant: (value) => value.trim(),
};

/** A prefix that lists and SPF records put before a value, and that does not belong in an entry. */
export const PREFIX = /^\s*(?:ip[46]?|cidr|domain|e-?mail|from|sender):(?!\/\/)\s*/i;

export const PREFIXED: Mistake = {
  looks: PREFIX,
  says: "has a prefix, which an entry does without",
  meant: (value) => value.replace(PREFIX, "").trim(),
};

const TYPOGRAPHIC = "[\\u2018-\\u201f\\u00ab\\u00bb\\u2039\\u203a\\u2022\\u2023\\u25cf\\u25aa]";

export const TYPOGRAPHY: readonly Mistake[] = [
  {
    looks: new RegExp(TYPOGRAPHIC),
    says: "has typographic quotes or a bullet, which belong to the text around it",
    meant: (value) => value.replace(new RegExp(`^(?:\\s|${TYPOGRAPHIC})+|(?:\\s|${TYPOGRAPHIC})+$`, "g"), ""),
  },
  // No name is suggested: a word processor may have made the dash from one hyphen or from two.
  { looks: /[\u2010-\u2015\u2212]/, says: 'has a typographic dash: where a hyphen is meant, write "-"' },
];

const SLASHES = /^\/(.+)\/([a-z]*)$/;

/** The expression without the slashes that other languages put around it; `undefined` if there are none. */
export function withoutSlashes(value: string): string | undefined {
  const [, inner, flags = ""] = SLASHES.exec(value) ?? [];
  return inner === undefined ? undefined : (flags.includes("i") ? "(?i)" : "") + inner.replaceAll("\\/", "/");
}

export const REGEX: readonly Mistake[] = [
  {
    looks: SLASHES,
    says: "is a regular expression between slashes, which Java does not have",
    or: (value) => {
      const inner = withoutSlashes(value) ?? value;
      return asRegex(inner) ?? withoutWildcards(inner);
    },
  },
  {
    looks: /^\.[*+][^\\$^|()[\]{}]*$/,
    says: "looks like a regular expression whose dots match any character",
    or: (value) => withoutWildcards(value.replace(/\.[*+]/g, "*")),
  },
  { looks: /\\|[$^|()[\]{}]/, says: "looks like a regular expression", or: asRegex },
];

/**
 * The text, if Java accepts it and no unescaped dot stands in a name (as an expression, `acme.co.uk` matches `acmexco.uk`
 * too).
 */
function asRegex(text: string): string | undefined {
  if (/[\w-]\.[\w-]/.test(text) || findJavaRegexProblem(text) !== undefined) return undefined;
  return `${quote(text)} with isRegex: true, if it is one`;
}

/**
 * The regular expression (isRegex: true) that does what the wildcards would do in a shell. `undefined` if it would match
 * names that anyone can register, as for `acme.*` and `*acme.com`.
 */
export function withoutWildcards(value: string): string | undefined {
  const text = value.replaceAll("%", "*");
  if (!/^[^@]*@?[^@]*$/.test(text)) return undefined;
  const labels = text.slice(text.lastIndexOf("@") + 1).split(".");
  const fixed = labels.slice(labels.findLastIndex((label) => /[*?]/.test(label)) + 1);
  if (labels.includes("") || fixed.some((label) => !/^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i.test(label))) return undefined;
  if (fixed.length < 2 || isPublicSuffix(fixed.join(".").toLowerCase())) return undefined;
  const regex = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("?", "[^@.]")
    .replace(/\*+/g, ".*");
  return `${quote(regex)} with isRegex: true`;
}

/** Whether the text has characters that a regular expression often has and a literal pattern cannot have. */
export function looksLikeRegex(text: string): boolean {
  return REGEX.some(({ looks }) => looks.test(text));
}
