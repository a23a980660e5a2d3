import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { entryAdvice, type AdviceCode } from "../provider/advice/advice";
import { readAdviceSettings } from "../provider/advice/advice-settings";
import { ProgramIndex } from "../provider/advice/program-index";
import { readPattern } from "../provider/collections/collection";
import { clock } from "../provider/config/clock";
import { EXPIRES_AT } from "../provider/contract";
import { colours } from "./colours";
import { MAX_BYTES } from "./csv/columns";
import { readCsv, type CsvFile, type CsvIssue } from "./csv/csv-file";
import { finding } from "./csv/finding";

interface Flags {
  readonly strict?: true;
  readonly json?: true;
  readonly ownDomain?: readonly string[];
}

/** Advice on a line that the API accepts. */
interface CsvAdvice extends CsvIssue {
  readonly code: AdviceCode | "csv/size" | "csv/address" | "csv/column";
}

/** The sub-command that finds in a CSV file what Cloudflare would reject, and gives advice on the rest. */
export function checkCommand(): Command {
  return new Command("check")
    .description("find what is wrong or dangerous in a CSV file before the dashboard or a program takes it")
    .argument("<file.csv>", "entries of one kind, under one of the dashboard's header lines")
    .option("--strict", "let advice fail the check too")
    .option("--own-domain <domain...>", "your own domains, which nobody else should be trusted to send from")
    .option("--json", "print what was found as JSON")
    .addHelpText(
      "after",
      "\nExit code: 0 when nothing is wrong, 1 when something is (with --strict: or advised against).",
    )
    .action(run);
}

async function run(file: string, { strict, json, ownDomain = [] }: Flags): Promise<void> {
  const bytes = await readFile(file);
  const csv = readCsv(bytes);
  const advice = [...sizeAdvice(bytes), ...columnAdvice(csv), ...addressAdvice(csv), ...contentAdvice(csv, ownDomain)];
  console.log(json ? toJson(file, csv, advice) : toText(file, csv, advice));
  if (csv.errors.length > 0 || (strict && advice.length > 0)) process.exitCode = 1;
}

function sizeAdvice({ length }: Buffer): CsvAdvice[] {
  if (length <= MAX_BYTES) return [];
  const size = `${Math.ceil(length / 1000)} KB, where the dashboard takes ${MAX_BYTES / 1000}`;
  return [{ line: 1, code: "csv/size", reason: `the file has ${size}: split it, or import it into a program` }];
}

/** The dashboard accepts only its own columns. */
function columnAdvice({ columnOf }: CsvFile): CsvAdvice[] {
  const column = columnOf(EXPIRES_AT);
  const reason = "Cloudflare has no such column, so that the dashboard takes no file with it: read it in a program";
  return column === undefined ? [] : [{ line: 1, column, code: "csv/column", reason }];
}

/** The dashboard's upload page refuses networks and IPv6 addresses, which the API accepts. */
function addressAdvice({ collection, columnOf, entries }: CsvFile): CsvAdvice[] {
  if (!collection) return [];
  return entries.flatMap(({ line, values }) => {
    const pattern = readPattern(collection, (property) => values[property]);
    const text = String(pattern?.text);
    if (pattern?.type !== "IP" || pattern.isRegex === true || !/[/:]/.test(text)) return [];
    const kind = text.includes("/") ? "a CIDR block" : "an IPv6 address";
    const reason = `is ${kind}, which the dashboard's upload page calls invalid and the API takes: import the file into a program`;
    return { line, column: columnOf(pattern.name), code: "csv/address", reason };
  });
}

function contentAdvice({ collection, columnOf, entries }: CsvFile, ownDomains: readonly string[]): CsvAdvice[] {
  if (!collection) return [];
  const index = new ProgramIndex();
  const context = { ...readAdviceSettings({}), now: clock.now() };
  return entries.flatMap(({ line, values }) =>
    [
      ...entryAdvice(collection, values, { ...context, ownDomains }),
      ...index.add({ collection, account: "", label: `line ${line}`, values }),
    ].map(({ code, path, sentence }) => ({ line, column: columnOf(path), code, reason: sentence })),
  );
}

function toJson(file: string, { collection, rows, errors }: CsvFile, advice: readonly CsvAdvice[]): string {
  return JSON.stringify({ file, kind: collection?.type ?? null, entries: rows, errors, advice }, undefined, 2);
}

function toText(file: string, { rows, errors }: CsvFile, advice: readonly CsvAdvice[]): string {
  const { red, yellow } = colours();
  const lines = [
    ...errors.map((error) => ({ line: error.line, text: finding(file, error, red("error")) })),
    ...advice.map((one) => ({ line: one.line, text: `${finding(file, one, yellow("advice"))} [${one.code}]` })),
  ].sort((a, b) => a.line - b.line);
  const entries = `${rows} ${rows === 1 ? "entry" : "entries"}`;
  const problems = `${errors.length} ${errors.length === 1 ? "error" : "errors"}`;
  return [...lines.map(({ text }) => text), `${entries}: ${problems}, ${advice.length} advised against`].join("\n");
}
