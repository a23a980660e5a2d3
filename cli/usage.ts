import { Command } from "commander";
import { ALL_COLLECTIONS } from "../provider/collections/all-collections";
import { connect, readHoldings, withAccountOptions, type AccountFlags } from "./account";
import { actsOnMessages } from "./messages/entry-pattern";
import { daysOption, lastDays } from "./messages/period";
import { readMessages } from "./messages/read-messages";
import { accountOf, readStates } from "./stack-state";
import { Attribution } from "./usage/attribution";
import { inOrder, isAlarming, usageToJson, usageToText, type Usage } from "./usage/usage-report";

interface Flags extends AccountFlags {
  readonly days: number;
  readonly unused?: true;
  readonly state?: readonly string[];
  readonly json?: true;
  readonly exitCode?: true;
}

/** The sub-command that says of each entry what it did. */
export function usageCommand(): Command {
  return withAccountOptions(
    new Command("usage")
      .description("say of each entry how many messages it let through or blocked, of what disposition, and when last")
      .addOption(daysOption())
      .option("--unused", "list only the entries that did nothing")
      .option(
        "--state <state.json...>",
        'name the resource that has the entry, from what "pulumi stack export" printed',
      )
      .option("--json", "print what was found as JSON")
      .option("--exit-code", "exit with 2 when an entry is unused or let malicious mail through")
      .addHelpText(
        "after",
        `
What the filter noted of each message is read: no subject, recipient or sender is printed.

Exit code: 0, 1 when something failed, with --exit-code 2 when an entry is unused or let malicious mail through.`,
      ),
  ).action(run);
}

async function run(flags: Flags): Promise<void> {
  const { days, state } = flags;
  if (flags.tokenStdin && state?.includes("-")) {
    throw new Error("Standard input can hold the token or a stack, not both.");
  }
  const managed = state && (await readStates(state));
  const connection = await connect({ ...accountOf(managed ?? []), ...flags });
  const attribution = new Attribution(await readHoldings(connection, ALL_COLLECTIONS.filter(actsOnMessages)));
  const period = lastDays(days);
  const read = await readMessages(connection, period, (message) => attribution.take(message));
  const usage: Usage = {
    ...{ accountId: connection.accountId, period, days, read, attribution },
    ...(managed && { managed: new Map(managed.map((one) => [one.id, one])) }),
  };
  const rows = inOrder(attribution.rows).filter((row) => !flags.unused || row.state === "unused");
  console.log(flags.json ? usageToJson(usage, rows) : usageToText(usage, rows));
  if (flags.exitCode && attribution.rows.some(isAlarming)) process.exitCode = 2;
}
