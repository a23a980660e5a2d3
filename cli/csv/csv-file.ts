import { CsvError, parse } from "csv-parse/sync";
import type { Collection, Values } from "../../provider/collections/collection";
import { checkEntry } from "../../provider/collections/check-entry";
import { didYouMean } from "../../provider/fields/suggestion";
import { FORMS } from "./columns";
import { decode } from "./encoding";
import { inWordsOfFile } from "./wording";

/** Something in a file that the API would reject. */
export interface CsvIssue {
  readonly line: number;
  /** The column's name in the file; absent if the issue is about the whole line. */
  readonly column?: string | undefined;
  readonly reason: string;
}

export interface CsvEntry {
  /** The line on which it begins. */
  readonly line: number;
  /** Complete and canonical. */
  readonly values: Values;
}

export interface CsvFile {
  /** Found from the header; absent if the header is not known. */
  readonly collection?: Collection;
  /** The column's name for a property. */
  readonly columnOf: (property: string) => string | undefined;
  /** How many lines hold an entry, valid or not. */
  readonly rows: number;
  /** The valid ones. */
  readonly entries: readonly CsvEntry[];
  readonly errors: readonly CsvIssue[];
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads a file that the dashboard accepts, with any of its headers. */
export function readCsv(bytes: Buffer): CsvFile {
  const unread = (errors: CsvIssue[]): CsvFile => ({ columnOf: () => undefined, rows: 0, entries: [], errors });
  const decoded = decode(bytes);
  if ("problem" in decoded) return unread([{ line: decoded.line, reason: decoded.problem }]);
  let rows: Row[];
  try {
    rows = rowsOf(decoded.text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return unread([{ line: Number(error.lines) || 1, reason: plainReason(error) }]);
  }
  const [header, ...body] = rows;
  if (!header) return unread([{ line: 1, reason: "the file is empty" }]);
  const { collection, properties, errors } = readHeader(header);
  if (!collection || errors.length > 0) return unread(errors);
  if (body[0] && isHeader(body[0])) {
    return unread([
      { line: body[0].line, reason: `the header goes on here: put all columns into line ${header.line}` },
    ]);
  }

  const columnOf = (property: string) => header.cells[properties.indexOf(property)]?.trim();
  const entries: CsvEntry[] = [];
  for (const { line, cells } of body) {
    const { values, issues } = readRow(collection, properties, columnOf, cells);
    if (issues.length === 0) entries.push({ line, values });
    errors.push(...issues.map((issue) => ({ line, ...issue })));
  }
  return { collection, columnOf, rows: body.length, entries, errors };
}

/** A first line by Excel that names the delimiter. */
const SEPARATOR_LINE = /^sep=(.)(?=\r?\n|$)/i;

function rowsOf(text: string): Row[] {
  const delimiter = delimiterOf(text);
  // The line stays, empty, so that the lines below keep their numbers.
  const records = parse(text.replace(SEPARATOR_LINE, ""), {
    delimiter,
    info: true,
    ltrim: delimiter !== "\t",
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  }) as unknown as { info: { lines: number }; record: string[] }[];
  const width = lastFilled(records[0]?.record ?? []);
  return records.map(({ info, record }) => ({
    line: info.lines - record.join("").split("\n").length + 1,
    // A spreadsheet may end lines with empty cells that have no header.
    cells: record.slice(0, Math.max(width, lastFilled(record))),
  }));
}

/** The delimiter that the header has most often; no column name has one. */
function delimiterOf(text: string): string {
  const named = SEPARATOR_LINE.exec(text)?.[1];
  if (named !== undefined) return named;
  const header = /\S.*/.exec(text)?.[0] ?? "";
  const count = (sign: string) => header.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

function lastFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== "") + 1;
}

function plainReason({ code }: CsvError): string {
  return code === "CSV_QUOTE_NOT_CLOSED"
    ? "a cell begins with a quote that nothing closes: end the cell with another"
    : 'a quote in the middle of a cell: put the whole cell in quotes, and write each quote in it twice, as ""';
}

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, "");

function propertyOf({ columns }: (typeof FORMS)[number], cell: string): string | undefined {
  return Object.entries(columns).find(([, names]) => names.some((name) => plain(name) === plain(cell)))?.[0];
}

/** Cloudflare's documentation shows a header on two lines. */
function isHeader({ cells }: Row): boolean {
  return FORMS.some((form) => cells.every((cell) => propertyOf(form, cell) !== undefined));
}

function readHeader({ line, cells }: Row): {
  collection?: Collection;
  properties: (string | undefined)[];
  errors: CsvIssue[];
} {
  const form = FORMS.find((candidate) =>
    cells.some((cell) => propertyOf(candidate, cell) === candidate.collection.key[0]),
  );
  if (!form) {
    const names = FORMS.map(({ collection, columns }) =>
      columns[collection.key[0]]?.map((name) => `"${name}"`).join(" or "),
    ).join(", or ");
    return { properties: [], errors: [{ line, reason: `the header has no column ${names}` }] };
  }

  const properties = cells.map((cell) => propertyOf(form, cell));
  const errors = cells.flatMap((cell, index): CsvIssue[] => {
    const property = properties[index];
    const column = cell.trim();
    if (property === undefined) {
      const meant = didYouMean(column, Object.values(form.columns).flat());
      return [{ line, column, reason: `no such column${meant === undefined ? "" : `: did you mean "${meant}"?`}` }];
    }
    return properties.indexOf(property) < index ? [{ line, column, reason: "this column is there twice" }] : [];
  });
  return { collection: form.collection, properties, errors };
}

function readRow(
  collection: Collection,
  properties: readonly (string | undefined)[],
  columnOf: (property: string) => string | undefined,
  cells: readonly string[],
): { values: Values; issues: Omit<CsvIssue, "line">[] } {
  if (cells.length !== properties.length) {
    const reason = `${cells.length} cells, where the header has ${properties.length}: a text with a comma, semicolon or tab in it may need quotes`;
    return { values: {}, issues: [{ reason }] };
  }
  const given: Record<string, unknown> = {};
  const issues: Omit<CsvIssue, "line">[] = [];
  const fail = (property: string, reason: string) => issues.push({ column: columnOf(property), reason });
  properties.forEach((property = "", index) => {
    const cell = cells[index] ?? "";
    const field = collection.fields[property];
    if (cell.trim() === "") return;
    if (field?.type !== "boolean") given[property] = field?.values ? cell.trim().toUpperCase() : cell;
    else if (/^\s*(true|false)\s*$/i.test(cell)) given[property] = cell.trim().toLowerCase() === "true";
    else fail(property, `${JSON.stringify(cell)} is neither true nor false`);
  });
  const { values, failures } = checkEntry(collection, given);
  for (const { path, reason } of failures) fail(path, inWordsOfFile(reason, columnOf));
  return { values: values as Values, issues };
}
