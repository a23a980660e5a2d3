import type { CsvIssue } from "./csv-file";

/** One thing that was found, as compilers print it: `FILE:LINE: error: COLUMN: ...`. */
export function finding(file: string, { line, column, reason }: CsvIssue, kind = "error"): string {
  return `${file}:${line}: ${kind}: ${column === undefined ? "" : `${column}: `}${reason}`;
}
