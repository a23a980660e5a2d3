import type { PatternType } from "./field";
import { checkDomain } from "./domain";
import { checkEmail } from "./email";
import { checkIp } from "./ip";
import { PREFIX, SCHEME } from "./mistake";
import { quote } from "./quote";
import type { Verdict } from "./verdict";

interface Kind {
  /** What messages call a pattern of this type. */
  readonly takes: string;
  readonly isOne: (pattern: string) => string;
  /** Matches literals of this type, valid or not. The first type that matches counts. */
  readonly looks: RegExp;
  readonly check: (value: string) => Verdict;
}

const KINDS: Readonly<Record<PatternType, Kind>> = {
  EMAIL: { takes: "an address", isOne: () => "an address", looks: /@/, check: checkEmail },
  IP: {
    takes: "an IP address or CIDR block",
    isOne: (pattern) => (pattern.includes("/") ? "a CIDR block" : "an IP address"),
    looks: /^(?=.*\d)[\d.*%/:,;\s\u2013-]+$|^\[?[\da-f]*:[\da-f]*:[\da-f:.]*[\]%/]?|^0x[\da-fx.]+$/i,
    check: checkIp,
  },
  DOMAIN: { takes: "a domain name", isOne: () => "a domain name", looks: /\S/, check: checkDomain },
};

const TYPES = Object.keys(KINDS) as PatternType[];

export function isPatternType(value: unknown): value is PatternType {
  return TYPES.some((type) => type === value);
}

/**
 * The type that a literal pattern is meant to have, even if it is not valid, so that the rule of that type can say what is
 * wrong. Not for regular expressions. `undefined` for an empty text.
 */
export function inferPatternType(pattern: string): PatternType | undefined {
  const text = pattern.trim().replace(SCHEME, "").replace(PREFIX, "");
  return TYPES.find((type) => KINDS[type].looks.test(text));
}

/** Checks a literal pattern by the rule of its type. */
export function checkLiteral(pattern: string, type: PatternType): Verdict {
  return KINDS[type].check(pattern);
}

/** A message, if the pattern is valid for another type than the given one. */
export function explainMismatch(pattern: string, given: PatternType): string | undefined {
  const type = inferPatternType(pattern);
  if (type === undefined || type === given) return undefined;
  const verdict = checkLiteral(pattern, type);
  if ("problem" in verdict) return undefined;
  const domain = verdict.canonical.replace(/^.*@/, "");
  const other = type === "EMAIL" && given === "DOMAIN" ? `, or the domain name ${quote(domain)}` : "";
  return `${quote(pattern)} is ${KINDS[type].isOne(pattern)}, and patternType "${given}" takes ${KINDS[given].takes}: write patternType: "${type}"${other}`;
}
