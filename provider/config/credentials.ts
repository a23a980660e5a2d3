import { NAMESPACES } from "../contract";

/** Where the API is when nothing says otherwise. */
export const DEFAULT_BASE_URL = "https://api.cloudflare.com/client/v4";

/** How requests authenticate: an API token, or an email address with its Global API key. */
export type Credential = { readonly token: string } | { readonly email: string; readonly key: string };

/** A setting, and the name under which a user finds it. */
interface Found<T> {
  readonly value: T;
  readonly from: string;
}

/** A credential, and the settings that it came from. */
export type FoundCredential = Found<Credential>;

/** The account, the credential and the API that requests use. */
export interface Access {
  readonly accountId?: string;
  readonly baseUrl: string;
  readonly credential?: FoundCredential;
  /** A different credential of the environment, for when a stored one has been rotated. */
  readonly spare?: FoundCredential;
  /** Sentences on what is missing or cannot be right; empty when requests can be made. */
  readonly problems: readonly string[];
}

/** Reads a key such as `cloudflare-email-security:apiToken`; `undefined` where it is not set. */
export type ReadConfig = (key: string) => string | undefined;

/** A place that may hold settings: how it names them, and how it is read. */
interface Source {
  readonly name: (key: Key) => string;
  readonly read: (key: Key) => string | undefined;
}

const ENVIRONMENT = {
  apiToken: "CLOUDFLARE_API_TOKEN",
  email: "CLOUDFLARE_EMAIL",
  apiKey: "CLOUDFLARE_API_KEY",
  accountId: "CLOUDFLARE_ACCOUNT_ID",
  baseUrl: "CLOUDFLARE_BASE_URL",
} as const;
type Key = keyof typeof ENVIRONMENT;

export { NAMESPACES };

/** The settings of account, credential and API. */
export const ACCESS_SETTINGS = Object.keys(ENVIRONMENT) as readonly Key[];

/**
 * Finds account, credential and API: config `cloudflare-email-security:*` (an explicit provider's arguments have the same
 * keys), then config `cloudflare:*`, then the `CLOUDFLARE_*` environment variables. An empty text counts as not set.
 *
 * All parts of a credential come from the first source that has any of them. A credential of the environment is never sent
 * to a base URL that came from elsewhere: whoever writes the stack's config would otherwise receive it.
 */
export function findAccess(config: ReadConfig, env: NodeJS.ProcessEnv = process.env): Access {
  const environment = source(
    (key) => ENVIRONMENT[key],
    (name) => env[name],
  );
  const sources = [...NAMESPACES.map((namespace) => source((key) => `${namespace}:${key}`, config)), environment];
  const problems: string[] = [];
  const note = (problem: string | undefined) => problem !== undefined && problems.push(problem);

  const accountId = first(sources, "accountId");
  const base = first(sources, "baseUrl");
  note(base && baseUrlProblem(base));

  const holder = sources.find((place) => credentialKeys(place).length > 0);
  const credential = holder && credentialOf(holder);
  const mayUseEnvironment = !base || base.from === ENVIRONMENT.baseUrl || base.value === DEFAULT_BASE_URL;

  if (!holder) {
    note(
      `no credential: set one with "pulumi config set --secret ${NAMESPACES[0]}:apiToken", or the environment variable ${ENVIRONMENT.apiToken}`,
    );
  } else if (!credential) {
    const [have] = credentialKeys(holder);
    const lack = have === "email" ? "apiKey" : "email";
    note(`${holder.name(have ?? "email")} is set without ${holder.name(lack)}: set both, or an API token`);
  } else if (secretsOf(credential).some((part) => !/^[\x21-\x7e]+$/.test(part))) {
    note(
      `the credential of ${holder.name(credentialKeys(holder)[0] ?? "apiToken")} holds a space, a line break or a non-ASCII character: set it again without`,
    );
  } else if (holder === environment && !mayUseEnvironment) {
    note(
      `the credential comes from the environment and is not sent to the base URL of ${base.from}: set "${NAMESPACES[0]}:apiToken" beside it, or ${ENVIRONMENT.baseUrl} in the environment`,
    );
  }

  const spare = mayUseEnvironment ? credentialOf(environment) : undefined;
  return {
    baseUrl: (base?.value ?? DEFAULT_BASE_URL).replace(/\/+$/, ""),
    ...(accountId && { accountId: accountId.value }),
    ...(credential && problems.length === 0 && { credential }),
    ...(spare && JSON.stringify(spare.value) !== JSON.stringify(credential?.value) && { spare }),
    problems,
  };
}

function source(name: (key: Key) => string, read: ReadConfig): Source {
  return { name, read: (key) => emptyToUnset(read(name(key))) };
}

function emptyToUnset(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function first(sources: readonly Source[], key: Key): Found<string> | undefined {
  for (const place of sources) {
    const value = place.read(key);
    if (value !== undefined) return { value, from: place.name(key) };
  }
  return undefined;
}

function credentialKeys(place: Source): Key[] {
  return (["apiToken", "email", "apiKey"] as const).filter((key) => place.read(key) !== undefined);
}

function credentialOf(place: Source): FoundCredential | undefined {
  const token = place.read("apiToken");
  if (token !== undefined) return { value: { token }, from: place.name("apiToken") };
  const email = place.read("email");
  const key = place.read("apiKey");
  if (email === undefined || key === undefined) return undefined;
  return { value: { email, key }, from: `${place.name("email")} with ${place.name("apiKey")}` };
}

/** The texts that no message may show. */
export function secretsOf({ value }: FoundCredential): string[] {
  return Object.values<string>(value);
}

function baseUrlProblem({ value, from }: Found<string>): string | undefined {
  const example = `write it like ${DEFAULT_BASE_URL}`;
  if (!URL.canParse(value)) return `${from} is not a URL: ${example}`;
  const url = new URL(value);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return `${from} holds more than scheme, host and path: ${example}`;
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) return undefined;
  return `${from} would send the credential unencrypted: use https (http is for this machine's own addresses only)`;
}

/** Whether the host name of a URL is this machine's own. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
