import { Command, InvalidArgumentError, Option } from "commander";
import { clock } from "../provider/config/clock";
import { EXPIRES_AT } from "../provider/contract";
import { DAY_MS, endOf } from "../provider/fields/end";
import { inDays } from "./messages/period";
import { readStates, resourceName, type Managed } from "./stack-state";
import { shown, table } from "./table";

interface Flags {
  /** In days. */
  readonly within: number;
  readonly json?: true;
  readonly exitCode?: true;
}

/** An entry that has an end. */
interface Ending {
  readonly managed: Managed;
  readonly expiresAt: string;
  readonly end: number;
}

/** The sub-command that lists what ends when. */
export function expiringCommand(): Command {
  return new Command("expiring")
    .description("list the entries of stacks that have ended, or end soon, by their expiresAt")
    .argument("<state.json...>", 'stacks as "pulumi stack export" prints them; - is standard input')
    .addOption(new Option("--within <days>", "how far to look ahead, such as 30d").argParser(days).default(30, "30d"))
    .option("--json", "print the entries as JSON")
    .option("--exit-code", "exit with 2 when there are such entries")
    .addHelpText("after", "\nExit code: 0, 1 when something failed, with --exit-code 2 when there are such entries.")
    .action(run);
}

function days(text: string): number {
  const [, count] = /^(\d{1,4})d?$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError("It takes a number of days, such as 30d.");
  return Number(count);
}

async function run(files: readonly string[], { within, json, exitCode }: Flags): Promise<void> {
  const now = clock.now();
  const endings = (await readStates(files)).flatMap(endingOf).filter(({ end }) => end <= now + within * DAY_MS);
  endings.sort((a, b) => a.end - b.end);
  console.log(json ? toJson(endings, now) : toText(endings, now, within));
  if (exitCode && endings.length > 0) process.exitCode = 2;
}

function endingOf(managed: Managed): Ending[] {
  const { [EXPIRES_AT]: expiresAt } = managed.values;
  const end = typeof expiresAt === "string" ? endOf(expiresAt) : undefined;
  return end === undefined ? [] : [{ managed, expiresAt: String(expiresAt), end }];
}

function toJson(endings: readonly Ending[], now: number): string {
  const entries = endings.map(({ managed, expiresAt, end }) => ({
    kind: managed.collection.type,
    id: managed.id,
    resource: resourceName(managed),
    entry: nameOf(managed),
    expiresAt,
    ended: end <= now,
  }));
  return JSON.stringify({ entries }, undefined, 2);
}

function toText(endings: readonly Ending[], now: number, within: number): string {
  const ended = endings.filter(({ end }) => end <= now).length;
  const soon = endings.length - ended;
  const sum = `${ended} ended, ${soon} ${soon === 1 ? "ends" : "end"} within ${inDays(within)}.`;
  if (endings.length === 0) return sum;
  const rows = endings.map(({ managed, expiresAt, end }) => [
    expiresAt,
    end <= now ? "ended" : `in ${inDays(Math.ceil((end - now) / DAY_MS))}`,
    shown(nameOf(managed)),
    shown(resourceName(managed)),
  ]);
  return `${table(["end", "", "entry", "resource"], rows)}\n\n${sum}`;
}

/** The name of the entry, as a message shows it; a secret is not shown. */
function nameOf({ collection, values }: Managed): string {
  const name = values[collection.key[0]];
  return typeof name === "string" ? name : "(secret)";
}
