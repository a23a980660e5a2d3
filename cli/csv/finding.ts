import type { CsvIssue } from "./csv-file";

/** One finding, in the form that compilers use: `FILE:LINE: error: COLUMN: ...`. */
export function finding(file: string, { line, column, reason }: CsvIssue, kind = "error"): string {
  return `${file}:${line}: ${kind}: ${column === undefined ? "" : `${column}: `}${reason}`;
}
