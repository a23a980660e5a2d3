import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { counted, onlyOption, readAccount, withAccountOptions, type AccountFlags } from "./account";
import { readCsv, type CsvFile } from "./csv/csv-file";
import { finding } from "./csv/finding";
import { hasSet } from "../provider/collections/collection";
import { own } from "./own-package";
import { draft, type Draft, type Source } from "./program/draft";
import { writeProgram } from "./program/program";

interface Flags extends AccountFlags {
  readonly from?: string;
  readonly set?: true;
  readonly out?: string;
}

/** The sub-command that writes a program which adopts existing entries. */
export function importCommand(): Command {
  return withAccountOptions(
    new Command("import")
      .description("write a Pulumi program that adopts the entries of an account, or makes those of a CSV file")
      .option("--from <file.csv>", "take the entries from a CSV file of the dashboard's form, not from an account")
      .addOption(onlyOption())
      .option("--set", "write one set for each kind of entry that has sets, not a resource for each entry")
      .option("--out <path>", "file or folder to write to; a folder gets a whole project (default: standard output)"),
  ).action(run);
}

async function run(flags: Flags): Promise<void> {
  const { sources, heading } = flags.from === undefined ? await fromAccount(flags) : await fromCsv(flags.from);
  const drafts = draft(flags.set ? sources.map(forSet) : sources);
  const program = writeProgram(drafts, flags.set ? "set" : "resources", [heading, promise(flags, drafts)]);
  if (flags.out === undefined) process.stdout.write(program);
  else await write(flags.out, program);
  process.stderr.write(`${summary(drafts, flags.out)}\n`);
}

/** Without the id: a set adopts by pattern, and so do entries from a CSV file. */
function forSet(source: Source): Source {
  const { collection, values } = source;
  return hasSet(collection) ? { collection, values } : source;
}

/** The comment at the top of the program. */
function promise({ from }: Flags, drafts: readonly Draft[]): string {
  if (from !== undefined) return "Entries that are in the account already are adopted, the others are made.";
  const adopted = "A preview shows each entry as adopted and none as changed.";
  const hasImports = drafts.some(({ id }) => id !== undefined);
  return hasImports ? `${adopted} After the first up the import options can go.` : adopted;
}

/** `a`, `a and b`, `a, b and c`. */
const inWords = new Intl.ListFormat("en-GB");

interface Found {
  readonly sources: readonly Source[];
  readonly heading: string;
}

async function fromAccount(flags: AccountFlags): Promise<Found> {
  const { accountId, holdings } = await readAccount(flags);
  const sources = holdings.flatMap(({ collection, entries }) =>
    entries.map(({ id, values }) => ({ collection, id, values })),
  );
  const counts = holdings
    .filter(({ entries }) => entries.length > 0)
    .map(({ collection, entries }) => counted(collection, entries.length));
  return { sources, heading: `${inWords.format(counts) || "Nothing"} of account ${accountId}.` };
}

async function fromCsv(path: string): Promise<Found> {
  const csv: CsvFile = readCsv(await readFile(path));
  if (csv.errors.length > 0 || csv.collection === undefined) {
    throw new Error(`${csv.errors.map((error) => finding(path, error)).join("\n")}\nNothing was written.`);
  }
  const { collection } = csv;
  return {
    sources: csv.entries.map(({ values }) => ({ collection, values })),
    heading: `${counted(collection, csv.entries.length)} of ${basename(path)}.`,
  };
}

function summary(drafts: readonly Draft[], out: string | undefined): string {
  const written = drafts.filter(({ obstacle }) => obstacle === undefined);
  const collections = [...new Set(written.map(({ collection }) => collection))];
  const managed = collections.map((collection) =>
    counted(collection, written.filter((one) => one.collection === collection).length),
  );
  const left = drafts.length - written.length;
  return [
    `${inWords.format(managed) || "No entries"}${out === undefined ? "" : ` written to ${out}`}.`,
    ...(left > 0 ? [`${left} not managed: the program says why, at "Not managed".`] : []),
  ].join(" ");
}

/** Writes a file, or the files of a project into a folder. Nothing is overwritten. */
async function write(out: string, program: string): Promise<void> {
  const isFolder = /[/\\]$/.test(out) || (await stat(out).catch(() => undefined))?.isDirectory() === true;
  const file = isFolder ? join(out, "index.ts") : out;
  await mkdir(dirname(file), { recursive: true });
  await writeNew(file, program);
  if (!isFolder) return;
  const name = basename(resolve(out)).replace(/[^\w.-]/g, "-");
  const dependencies = { ...own.peerDependencies, [own.name]: `^${own.version}` };
  for (const [path, content] of [
    ["Pulumi.yaml", `name: ${name}\nruntime: nodejs\nmain: index.ts\n`],
    ["package.json", `${JSON.stringify({ name, private: true, dependencies }, undefined, 2)}\n`],
  ] as const) {
    await writeFile(join(out, path), content, { flag: "wx" }).catch(unlessExists);
  }
}

async function writeNew(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content, { flag: "wx" });
  } catch (error) {
    unlessExists(error);
    throw new Error(`${file} exists already: remove it, or choose another path with --out.`, { cause: error });
  }
}

/** @throws any error but "exists already" */
function unlessExists(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
}
