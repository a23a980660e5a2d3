import { Command } from "commander";
import { untouchableBecause, type Collection, type Entry, type Values } from "../provider/collections/collection";
import { readAccount, withAccountOptions, type AccountFlags, type Holding } from "./account";
import { accountOf, readStates } from "./stack-state";
import { shown, table } from "./table";

interface Flags extends AccountFlags {
  readonly json?: true;
  readonly exitCode?: true;
}

interface Unmanaged {
  readonly collection: Collection;
  readonly entry: Entry;
}

/** The sub-command that finds the entries of an account that no stack manages. */
export function diffCommand(): Command {
  return withAccountOptions(
    new Command("diff")
      .description("list what an account has that no stack manages: exceptions and blocks that no program accounts for")
      .argument("<state.json...>", 'stacks as "pulumi stack export" prints them; - is standard input')
      .option("--json", "print the entries as JSON")
      .option("--exit-code", "exit with 2 when there are such entries")
      .addHelpText(
        "after",
        `
Example:
  pulumi stack export --stack prod | pulumi-cloudflare-email-security diff -

Exit code: 0, 1 when something failed, with --exit-code 2 when there are unmanaged entries.`,
      ),
  ).action(run);
}

async function run(files: readonly string[], flags: Flags): Promise<void> {
  if (flags.tokenStdin && files.includes("-")) {
    throw new Error("Standard input can hold the token or a stack, not both.");
  }
  const managed = await readStates(files, true);
  const account = await readAccount({ ...accountOf(managed), ...flags });
  const { accountId } = account;
  const holdings = account.holdings.filter(isManageable).map(({ collection, entries }) => ({
    collection,
    entries: entries.filter(({ values }) => untouchableBecause(collection, values) === undefined),
  }));

  const ours = managed.filter((one) => one.accountId === undefined || one.accountId === accountId);
  if (managed.length > 0 && ours.length === 0) {
    process.stderr.write(`None of the ${managed.length} managed entries is in account ${accountId}.\n`);
  }
  const ids = new Set(ours.map(({ id }) => id));
  const unmanaged = holdings.flatMap(({ collection, entries }) =>
    entries.filter(({ id }) => !ids.has(id)).map((entry) => ({ collection, entry })),
  );
  const total = holdings.reduce((sum, { entries }) => sum + entries.length, 0);
  console.log(flags.json ? toJson(accountId, total, unmanaged) : toText(accountId, total, unmanaged));
  if (flags.exitCode && unmanaged.length > 0) process.exitCode = 2;
}

/** Entries that exist without any program need not be managed. */
const isManageable = ({ collection }: Holding) => collection.presence === "made";

function toJson(accountId: string, entries: number, unmanaged: readonly Unmanaged[]): string {
  const list = unmanaged.map(({ collection, entry: { id, values, createdAt, modifiedAt } }) => ({
    kind: collection.type,
    id,
    ...values,
    createdAt,
    modifiedAt,
  }));
  return JSON.stringify({ accountId, entries, unmanaged: list }, undefined, 2);
}

function toText(accountId: string, entries: number, unmanaged: readonly Unmanaged[]): string {
  const sum = `${unmanaged.length} of ${entries} entries of account ${accountId} are in none of the stacks.`;
  if (unmanaged.length === 0) return sum;
  const rows = unmanaged.map(({ collection, entry: { id, values, createdAt = "" } }) => [
    collection.noun,
    id,
    createdAt.slice(0, 10),
    shown(String(values[collection.key[0]])),
    Object.keys(values)
      .filter((name) => values[name] === true)
      .join(", "),
    shown(notesOf(collection, values)),
  ]);
  return `${table(["kind", "id", "created", "entry", "true", "notes"], rows)}\n\n${sum}`;
}

/** The comments on an entry. */
function notesOf({ fields }: Collection, values: Values): string {
  const notes = Object.keys(fields).filter((name) => fields[name]?.type === "string" && fields[name].optional);
  return notes.flatMap((name) => values[name] ?? []).join("; ");
}
