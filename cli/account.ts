import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { Option } from "commander";
import { NAMESPACES } from "../provider/config/credentials";
import { ALL_COLLECTIONS } from "../provider/collections/all-collections";
import type { Collection, Entry } from "../provider/collections/collection";
import { ProviderInstance } from "../provider/lifecycle/provider-instance";
import { withProgress } from "./progress";

/** The flags for account and credential; what they leave out comes from the `CLOUDFLARE_*` environment variables. */
export interface AccountFlags {
  /** The paths of the collections to read; all if it is absent. */
  readonly only?: readonly string[];
  readonly account?: string;
  readonly tokenStdin?: true;
}

/** All entries of an account. */
export interface Account {
  readonly accountId: string;
  readonly holdings: readonly Holding[];
}

export interface Holding {
  readonly collection: Collection;
  /** Oldest first. */
  readonly entries: readonly Entry[];
}

/** Adds the options of {@link AccountFlags}. There is none for a token itself: other users of the machine see arguments. */
export function withAccountOptions(command: Command): Command {
  return command
    .addOption(new Option("--account <id>", "account to read").env("CLOUDFLARE_ACCOUNT_ID"))
    .option("--token-stdin", "read the API token from standard input, instead of from CLOUDFLARE_API_TOKEN")
    .addHelpText(
      "after",
      `
Environment:
  CLOUDFLARE_API_TOKEN  API token with the permission "Cloud Email Security: Read"
  CLOUDFLARE_EMAIL      instead of a token: a user, and with CLOUDFLARE_API_KEY
                        the Global API key
  CLOUDFLARE_BASE_URL   another API, such as the local one`,
    );
}

/** An account, and what requests on it need. */
export interface Connection {
  readonly accountId: string;
  readonly instance: ProviderInstance;
}

/** @throws Error that says what is missing */
export async function connect({ account, tokenStdin }: AccountFlags): Promise<Connection> {
  if (!account) throw new Error("No account: give --account, or set CLOUDFLARE_ACCOUNT_ID.");
  const token = tokenStdin && (await text(process.stdin)).trim();
  if (token === "") throw new Error("Standard input holds no token.");
  const settings: Record<string, string | undefined> = { [`${NAMESPACES[0]}:apiToken`]: token };
  const instance = new ProviderInstance({ say: (line) => void process.stderr.write(`${line}\n`) });
  instance.configure((key) => settings[key]);
  return { accountId: account, instance };
}

/** Reads all entries of the collections. @throws ApiError */
export async function readHoldings(
  { accountId, instance }: Connection,
  collections: readonly Collection[],
): Promise<readonly Holding[]> {
  const holdings: Holding[] = [];
  for (const collection of collections) {
    const client = instance.client(collection, accountId);
    const entries = await withProgress(plural(collection), (onPage) => client.list({ onPage }));
    holdings.push({ collection, entries });
  }
  return holdings;
}

/** Reads all entries of the account. @throws ApiError, or an Error that says what is missing */
export async function readAccount(flags: AccountFlags): Promise<Account> {
  const connection = await connect(flags);
  const wanted = ALL_COLLECTIONS.filter(({ path }) => flags.only?.includes(path) ?? true);
  return { accountId: connection.accountId, holdings: await readHoldings(connection, wanted) };
}

/** The option that chooses collections. */
export function onlyOption(): Option {
  const paths = ALL_COLLECTIONS.map(({ path }) => path);
  return new Option("--only <collection...>", "read these alone").choices(paths);
}

/** `1 allow policy`, `2 allow policies`. */
export function counted(collection: Collection, count: number): string {
  return `${count} ${count === 1 ? collection.noun : plural(collection)}`;
}

function plural({ noun }: Collection): string {
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
