import type * as Re2 from "re2js";
import { remembered } from "./remembered";

/** A Java regular expression, compiled for an engine that no pattern can make slow. */
export interface LinearRegex {
  /** Whether it is the given expression to the letter; else it may match more. */
  readonly isExact: boolean;
  /** Whether a part of the text matches. */
  finds(text: string): boolean;
  /** Whether a part matches that goes to the end of the text, or ends where the first label after `@` or any dot does. */
  findsToEdge(text: string): boolean;
  /** Whether the text as a whole matches. */
  matches(text: string): boolean;
}

/** Quotations, escapes, classes, negative look-ahead, atomic groups, and possessive quantifiers. */
const TOKEN =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?!(?:\\[\s\S]|[^()\\])*\)|\(\?>|([*+?]|\{\d+(?:,\d*)?\})\+/g;

const EDGE = String.raw`(?:$|(?<=[.@])|(?<=@[^.@]+)\.)`;

/**
 * Compiles a valid Java regular expression. What only makes it match less is taken as if it were not there: negative
 * look-ahead, and that atomic groups and possessive quantifiers give nothing back. `undefined` where it has what such an
 * engine cannot do (other look-ahead, back-references) or reads in another way (classes within classes).
 */
export const compileLinear = remembered((pattern: string): LinearRegex | undefined => {
  if (/\[[^\]]*(?:\[|&&)/.test(pattern)) return undefined;
  const translated = pattern.replace(TOKEN, (token: string, quantifier?: string) => {
    if (token.startsWith("(?!")) return "";
    return token === "(?>" ? "(?:" : (quantifier ?? token);
  });
  const regex = compile(translated);
  let toEdge: Re2.RE2JS | undefined;
  return (
    regex && {
      isExact: translated === pattern,
      finds: (text) => regex.test(text),
      findsToEdge: (text) => regex.test(text) && (toEdge ??= compile(`(?:${translated})${EDGE}`))?.test(text) === true,
      matches: (text) => regex.testExact(text),
    }
  );
});

function compile(pattern: string): Re2.RE2JS | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- takes 8 ms to load, and few programs have a regular expression
  const { RE2JS } = require("re2js") as typeof Re2;
  try {
    return RE2JS.compile(pattern, RE2JS.LOOKBEHINDS);
  } catch {
    return undefined;
  }
}
