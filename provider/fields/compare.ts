import { checkDomain } from "./domain";
import { checkEmail } from "./email";
import { endOf } from "./end";
import { checkIp } from "./ip";
import { inferPatternType, isPatternType } from "./pattern-type";
import type { Verdict } from "./verdict";
import type { Field, PatternType, TextForm } from "./field";

type Loose = Readonly<Record<string, unknown>>;

/**
 * The form in which two values of a field are compared: spellings that mean the same are the same. A text that is not valid
 * is compared as it stands, and so is a regular expression.
 * @param entry - the entry's other values, which may tell how the value is read
 */
export function comparable(field: Pick<Field, "type" | "form" | "readBy">, value: unknown, entry: Loose): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map((one) => comparableItem(field, one, entry)).sort();
  return comparableItem(field, value, entry);
}

function comparableItem({ form, readBy }: Pick<Field, "form" | "readBy">, value: unknown, entry: Loose): unknown {
  if (typeof value !== "string" || form === undefined) return value;
  if (form !== "pattern") return COMPARABLE[form](value);
  if (readBy === undefined || entry[readBy.regex] === true) return value;
  const given = "only" in readBy ? readBy.only : entry[readBy.type];
  // Old entries may have the type UNKNOWN.
  const type = isPatternType(given) ? given : inferPatternType(value);
  return type === undefined ? value : COMPARABLE[FORMS[type]](value);
}

const FORMS = { EMAIL: "address", DOMAIN: "domain", IP: "ip" } as const satisfies Record<PatternType, TextForm>;

const COMPARABLE: Readonly<Record<Exclude<TextForm, "pattern">, (text: string) => string>> = {
  domain: (text) => formOf(text, checkDomain(text)),
  // Mail systems treat Bob@ and bob@ as the same.
  address: (text) => formOf(text, checkEmail(text), (canonical) => canonical.toLowerCase()),
  // An address alone stands for the block of one address.
  ip: (text) => formOf(text, checkIp(text), (canonical) => canonical.replace(/^([\d.]+)\/32$|^(.*:.*)\/128$/, "$1$2")),
  "content-regex": (text) => text,
  "url-regex": (text) => text,
  end: (text) => String(endOf(text) ?? text),
};

function formOf(text: string, verdict: Verdict, loosen = (canonical: string) => canonical): string {
  return "canonical" in verdict ? loosen(verdict.canonical) : text;
}
