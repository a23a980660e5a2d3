import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Command, Option } from "commander";
import { connect, withAccountOptions, type AccountFlags } from "./account";
import { readCsv } from "./csv/csv-file";
import { finding } from "./csv/finding";
import { ALL_WAYS, candidateOf, type Candidate, type Way } from "./impact/candidate";
import { Impact } from "./impact/impact";
import { impactToJson, impactToMarkdown, impactToText } from "./impact/impact-report";
import { readPreview } from "./impact/preview-entries";
import { daysOption, lastDays } from "./messages/period";
import { readMessages } from "./messages/read-messages";
import { accountOf } from "./stack-state";

interface Flags extends AccountFlags {
  readonly days: number;
  readonly pattern?: string;
  readonly type?: string;
  readonly regex?: true;
  readonly as: Way;
  readonly verifySender: boolean;
  readonly json?: true;
  readonly markdown?: true;
}

/** The sub-command that says what entries would have done to past messages. */
export function impactCommand(): Command {
  return withAccountOptions(
    new Command("impact")
      .description("say which messages of the last days entries would have let through or blocked, had they been there")
      .argument("[file.csv]", 'entries of the dashboard\'s form; - is what "pulumi preview --json" prints')
      .option("--pattern <pattern>", "one entry, instead of a file")
      .addOption(
        new Option("--type <type>", "how it is read (default: told from it)").choices(["EMAIL", "DOMAIN", "IP"]),
      )
      .option("--regex", "it is a Java regular expression")
      .addOption(new Option("--as <effect>", "what it shall do").choices(ALL_WAYS).default("trusted"))
      .option("--no-verify-sender", "it shall hold for messages too that pass neither DMARC, SPF nor DKIM")
      .addOption(daysOption())
      .option("--json", "print what was found as JSON")
      .addOption(new Option("--markdown", "print it for a comment on a pull request").conflicts("json"))
      .addHelpText(
        "after",
        `
Examples:
  pulumi-cloudflare-email-security impact partners.csv
  pulumi-cloudflare-email-security impact --pattern acme.com --as acceptable
  pulumi preview --json | pulumi-cloudflare-email-security impact - --markdown

Exit code: 0, or 1 when something failed.`,
      ),
  ).action(run);
}

async function run(file: string | undefined, flags: Flags): Promise<void> {
  if ((file === undefined) === (flags.pattern === undefined)) {
    throw new Error("Give either a file or --pattern.");
  }
  if (flags.tokenStdin && file === "-") throw new Error("Standard input can hold the token or a preview, not both.");
  const candidates = file === undefined ? [ofFlags(flags)] : await ofFile(file);
  // Without candidates there is nothing to ask an account.
  const connection = candidates.length === 0 ? undefined : await connect({ ...accountOf(candidates), ...flags });
  const accountId = connection?.accountId;
  const ours = candidates.filter((one) => one.accountId === undefined || one.accountId === accountId);
  if (ours.length < candidates.length) {
    process.stderr.write(
      `${candidates.length - ours.length} entries are in another account than ${String(accountId)}.\n`,
    );
  }
  const impact = new Impact(ours);
  const period = lastDays(flags.days);
  const read =
    connection === undefined || ours.length === 0
      ? { count: 0, oldest: undefined }
      : await readMessages(connection, period, (message) => impact.take(message));
  const print = flags.json ? impactToJson : flags.markdown ? impactToMarkdown : impactToText;
  console.log(print({ accountId, period, days: flags.days, read, impact }));
}

function ofFlags({ pattern = "", type, regex, as, verifySender }: Flags): Candidate {
  return candidateOf(pattern, as, {
    isRegex: regex === true,
    verifySender,
    ...(type !== undefined && { patternType: type }),
  });
}

async function ofFile(file: string): Promise<Candidate[]> {
  if (file === "-") {
    const content = await text(process.stdin);
    try {
      return readPreview(content);
    } catch (error) {
      throw new Error(`Standard input: ${(error as Error).message}`, { cause: error });
    }
  }
  const { collection, entries, errors } = readCsv(await readFile(file));
  if (errors.length > 0 || collection === undefined) {
    throw new Error(`${errors.map((error) => finding(file, error)).join("\n")}\nNo message was read.`);
  }
  return entries.map(({ line, values }) => ({ collection, values, place: `line ${line}` }));
}
