import { CsvError, parse } from "csv-parse/sync";
import type { Collection, Values } from "../../provider/collections/collection";
import { checkEntry } from "../../provider/rules/entry";
import { didYouMean } from "../../provider/rules/suggestion";
import { FORMS } from "./columns";

/** Something in a file that the API would not take. */
export interface CsvIssue {
  readonly line: number;
  /** The column's name in the file; absent where the issue is about the whole line. */
  readonly column?: string;
  readonly reason: string;
}

export interface CsvEntry {
  /** Where it begins. */
  readonly line: number;
  /** Complete and canonical. */
  readonly values: Values;
}

export interface CsvFile {
  /** Told from the header; absent where that is not understood. */
  readonly collection?: Collection;
  /** How the file calls a property. */
  readonly columnOf: (property: string) => string | undefined;
  /** How many lines hold an entry, right or wrong. */
  readonly rows: number;
  /** The right ones. */
  readonly entries: readonly CsvEntry[];
  readonly errors: readonly CsvIssue[];
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads a file of the form that the dashboard takes, in whichever of its header forms. */
export function readCsv(bytes: Buffer): CsvFile {
  const unread = (errors: CsvIssue[]): CsvFile => ({ columnOf: () => undefined, rows: 0, entries: [], errors });
  let rows: Row[];
  try {
    rows = rowsOf(bytes);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return unread([{ line: Number(error.lines) || 1, reason: error.message }]);
  }
  const [header, ...body] = rows;
  if (!header) return unread([{ line: 1, reason: "the file is empty" }]);
  const { collection, properties, errors } = readHeader(header);
  if (!collection || errors.length > 0) return unread(errors);

  const columnOf = (property: string) => header.cells[properties.indexOf(property)]?.trim();
  const entries: CsvEntry[] = [];
  for (const { line, cells } of body) {
    const { values, issues } = readRow(collection, properties, columnOf, cells);
    if (issues.length === 0) entries.push({ line, values });
    errors.push(...issues.map((issue) => ({ line, ...issue })));
  }
  return { collection, columnOf, rows: body.length, entries, errors };
}

function rowsOf(bytes: Buffer): Row[] {
  const records = parse(bytes, {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  }) as unknown as { info: { lines: number }; record: string[] }[];
  return records.map(({ info, record }) => ({
    line: info.lines - record.join("").split("\n").length + 1,
    cells: record,
  }));
}

function readHeader({ line, cells }: Row): {
  collection?: Collection;
  properties: (string | undefined)[];
  errors: CsvIssue[];
} {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, "");
  const propertyOf = (form: (typeof FORMS)[number], cell: string) =>
    Object.entries(form.columns).find(([, names]) => names.some((name) => plain(name) === plain(cell)))?.[0];
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
    const reason = `${cells.length} cells, where the header has ${properties.length}: a text with a comma in it needs quotes`;
    return { values: {}, issues: [{ reason }] };
  }
  const given: Record<string, unknown> = {};
  const issues: Omit<CsvIssue, "line">[] = [];
  const fail = (property: string, reason: string) => {
    const column = columnOf(property);
    issues.push({ ...(column !== undefined && { column }), reason });
  };
  properties.forEach((property = "", index) => {
    const cell = cells[index] ?? "";
    const field = collection.fields[property];
    if (cell.trim() === "") return;
    if (field?.type !== "boolean") given[property] = field?.values ? cell.trim().toUpperCase() : cell;
    else if (/^\s*(true|false)\s*$/i.test(cell)) given[property] = cell.trim().toLowerCase() === "true";
    else fail(property, `${JSON.stringify(cell)} is neither true nor false`);
  });
  const { values, failures } = checkEntry(collection, given);
  for (const { path, reason } of failures) fail(path, reason);
  return { values: values as Values, issues };
}
