import { Command, InvalidArgumentError, Option } from "commander";
import {
  startEmulator,
  type Assumptions,
  type Emulator,
  type FaultKind,
  type RateLimit,
  type Token,
} from "../emulator";
import { assumptionTable, parseAssumption } from "../emulator/assumptions";
import { faultKinds } from "../emulator/faults";
import { defaultTokens } from "../emulator/settings";
import { requestLine } from "./request-line";

interface Flags {
  readonly port: number;
  readonly latency: number;
  readonly state?: string;
  readonly messages?: string;
  readonly mail?: number;
  readonly mailSeed: number;
  readonly quiet?: true;
  readonly token?: readonly string[];
  readonly email?: string;
  readonly apiKey?: string;
  readonly account?: readonly string[];
  readonly assume?: Partial<Assumptions>;
  readonly rateLimit?: RateLimit;
  readonly fault?: readonly FaultKind[];
  readonly faultRate: number;
  readonly faultSeed: number;
}

/** The sub-command that runs the local API until it is interrupted. */
export function emulatorCommand(): Command {
  return new Command("emulator")
    .description("run a local stand-in for the Email Security settings API")
    .addOption(new Option("--port <number>", "port on 127.0.0.1; 0 is any free one").default(8790).argParser(count))
    .addOption(new Option("--latency <ms>", "milliseconds that every answer takes longer").default(0).argParser(count))
    .option("--state <file>", "file that keeps the content over a restart")
    .option("--messages <file>", "messages that the filter has seen: a JSON array, or a JSON object on each line")
    .addOption(
      new Option(
        "--mail <count>",
        "messages of the last 30 days, made up for the entries that are there when they are first asked for",
      ).argParser(count),
    )
    .addOption(new Option("--mail-seed <number>", "another seed, other messages").default(1).argParser(count))
    .option("--quiet", "print the base URL and nothing else")
    .option("--token <token...>", "API tokens that are accepted")
    .option("--email <address>", "user whose Global API key is accepted; with --api-key")
    .option("--api-key <key>", "Global API key that is accepted beside the tokens; with --email")
    .option("--account <id...>", "ids of the accounts that exist")
    .addOption(
      new Option("--assume <name=value>", "how a point is settled that no source settles").argParser(assumption),
    )
    .addOption(new Option("--rate-limit <requests/seconds>", "such as Cloudflare's 1200/300").argParser(rateLimit))
    .addOption(new Option("--fault <kind...>", "what goes wrong at random").choices(faultKinds))
    .addOption(
      new Option("--fault-rate <share>", "share of the requests that meet a fault").default(0.1).argParser(share),
    )
    .addOption(new Option("--fault-seed <number>", "another seed, other faults").default(1).argParser(count))
    .addHelpText("after", `\nAssumptions (the first value is the default):\n${assumptionLines()}`)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const emulator: Emulator = await startEmulator({
    port: flags.port,
    latency: flags.latency,
    state: flags.state,
    messages: flags.messages,
    mail: flags.mail === undefined ? undefined : { count: flags.mail, seed: flags.mailSeed },
    tokens: tokensOf(flags),
    accounts: flags.account?.map((id) => ({ id })),
    assume: flags.assume,
    rateLimit: flags.rateLimit,
    faults: flags.fault && { kinds: flags.fault, rate: flags.faultRate, seed: flags.faultSeed },
    onRequest: (request) => {
      if (!flags.quiet) {
        console.log(requestLine(request));
      }
      emulator.clearRequests();
    },
  });
  console.log(flags.quiet ? emulator.baseUrl : welcome(emulator));
  await interrupted();
  await emulator.close();
}

/** Settles with the first signal. It listens on, since nobody's listening ends the process at once, while the content is saved. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => resolve());
  });
}

/** @throws Error if only one half of a Global API key is given */
function tokensOf({ token, email, apiKey }: Flags): Token[] | undefined {
  if ((email === undefined) !== (apiKey === undefined)) throw new Error("--email and --api-key belong together.");
  if (email === undefined || apiKey === undefined) return token?.map((value) => ({ value }));
  const tokens: readonly Token[] = token?.map((value) => ({ value })) ?? defaultTokens;
  return [...tokens, { value: apiKey, email }];
}

function welcome({ baseUrl, account, token }: Emulator): string {
  return `Local Email Security API on ${baseUrl} (Ctrl-C ends it)

Point a Pulumi stack at it:
  pulumi config set cloudflare-email-security:baseUrl ${baseUrl}
  pulumi config set cloudflare-email-security:accountId ${account}
  pulumi config set --secret cloudflare-email-security:apiToken ${token}
`;
}

function assumptionLines(): string {
  return Object.entries(assumptionTable)
    .map(([name, { values }]) => `  ${name} = ${values.join(" | ")}`)
    .join("\n");
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number.");
  }
  return Number(text);
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError("It must be a number from 0 to 1.");
  }
  return value;
}

function rateLimit(text: string): RateLimit {
  const [, requests, windowSeconds] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (requests === undefined || windowSeconds === undefined) {
    throw new InvalidArgumentError("It must look like 1200/300.");
  }
  return { requests: Number(requests), windowSeconds: Number(windowSeconds) };
}

function assumption(text: string, previous: Partial<Assumptions> = {}): Partial<Assumptions> {
  try {
    return { ...previous, ...parseAssumption(text) };
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
