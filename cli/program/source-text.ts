import type { Value } from "../../provider/fields/field";

/** Prettier's default line width. */
export const WIDTH = 80;

/**
 * A string literal as prettier writes it, with the quotes that need fewer escapes. Characters that are invisible or change
 * the direction of the text are escaped, so that a reviewer sees what the program says.
 */
export function literal(text: string): string {
  const json = JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0]/gu, (character) =>
    character.split("").map(escapeUnit).join(""),
  );
  const count = (quote: string) => text.split(quote).length;
  if (count('"') <= count("'")) return json;
  const inner = json.slice(1, -1).replace(/\\(.)|'/g, (match, escaped: string | undefined) => {
    if (escaped === undefined) return "\\'";
    return escaped === '"' ? '"' : match;
  });
  return `'${inner}'`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** `name: value,`, on several lines if it is too long for one. */
export function property(name: string, value: Value, indent: string): string[] {
  const text = valueText(value);
  const line = `${indent}${name}: ${text},`;
  if (Array.from(line).length <= WIDTH) return [line];
  if (typeof value !== "object") return [`${indent}${name}:`, `${indent}  ${text},`];
  return [`${indent}${name}: [`, ...value.map((one) => `${indent}  ${literal(one)},`), `${indent}],`];
}

function valueText(value: Value): string {
  if (typeof value === "object") return `[${value.map(literal).join(", ")}]`;
  return typeof value === "string" ? literal(value) : String(value);
}

/** A key of an object, quoted if necessary. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** The lines as a comment. A text with line breaks stays inside it. */
export function comment(lines: readonly string[], indent: string): string[] {
  return lines.flatMap((line) => line.split(/[\n\r\u2028\u2029]/)).map((line) => `${indent}// ${line}`.trimEnd());
}
