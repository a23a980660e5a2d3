import * as pulumi from "@pulumi/pulumi";
import { NAMESPACES } from "../config/credentials";
import { ADVICE_SETTINGS } from "../contract";
import type { AdviceCode } from "../advice/advice";
import type { InputsOf } from "./inputs-of";
import { SETTINGS } from "./preview-advice";
import { shortenStackTraces } from "./stack-trace";

/** The arguments of a {@link Provider}. Those that are left out come from the stack's config, as for the default provider. */
export interface ProviderInputs {
  /** API token with the permission "Cloud Email Security: Write". Kept as a secret. */
  apiToken?: string;
  /** Email address of the user whose Global API key is given as `apiKey`. Kept as a secret. */
  email?: string;
  /** Global API key; an API token is the better choice. Kept as a secret. */
  apiKey?: string;
  /** The account of resources that do not name one. */
  accountId?: string;
  /**
   * The URL of the API: https, or http to this machine.
   * @default "https://api.cloudflare.com/client/v4"
   */
  baseUrl?: string;
  /**
   * Resources take over entries that exist already, instead of failing.
   * @default false
   */
  adoptExisting?: boolean;
  /**
   * Writes of single resources that come close together are sent as one atomic batch.
   * @default true
   */
  coalesce?: boolean;
  /**
   * Your organisation's own domains, for the advice on entries that let imitations of them through.
   * @default none
   */
  ownDomains?: string[];
  /**
   * Codes of advice that is not given on any resource; see docs/advice.md.
   * @default none
   */
  silence?: AdviceCode[];
  /**
   * Advice is an error instead of a warning: it fails the preview, and an `up` before the resource is changed.
   * @default false
   */
  strict?: boolean;
  /**
   * Advice on every entry that exempts or blocks and has no end.
   * @default false
   */
  requireExpiry?: boolean;
  /**
   * How many days before its end an entry gives advice, 0 to 365.
   * @default 14
   */
  endsSoonDays?: number;
  /**
   * Longest time of one attempt of a request, in seconds, 1 to 600.
   * @default 30
   */
  requestTimeout?: number;
  /**
   * How often a request that is safe to repeat is tried again, 0 to 20.
   * @default 5
   */
  maxRetries?: number;
  /**
   * Longest wait before one attempt, in seconds, 0 to 3600, whatever the API asks for.
   * @default 330
   */
  maxWait?: number;
}

export type ProviderArgs = InputsOf<ProviderInputs>;

type AdviceSetting = (typeof ADVICE_SETTINGS)[number];

/**
 * The kind of every setting: a secret, another text, or one that advice reads. A setting that is missing here does not
 * compile.
 */
const SETTING_KINDS = {
  apiToken: "secret",
  email: "secret",
  apiKey: "secret",
  accountId: "access",
  baseUrl: "access",
  adoptExisting: "access",
  coalesce: "access",
  requestTimeout: "access",
  maxRetries: "access",
  maxWait: "access",
  ownDomains: "advice",
  silence: "advice",
  strict: "advice",
  requireExpiry: "advice",
  endsSoonDays: "advice",
} as const satisfies Record<AdviceSetting, "advice"> &
  Record<Exclude<keyof ProviderInputs, AdviceSetting>, "secret" | "access">;

const settingsOf = (...kinds: string[]) =>
  (Object.keys(SETTING_KINDS) as (keyof ProviderInputs)[]).filter((name) => kinds.includes(SETTING_KINDS[name]));
const SECRETS: ReadonlySet<string> = new Set(settingsOf("secret"));
const KEYS = settingsOf("secret", "access");

/**
 * An explicit provider, for several accounts or credentials in one program.
 *
 * ```typescript
 * const emea = new Provider("emea", { accountId: "023e105f4ecef8ad9ca31a8372d0c353", apiToken: config.requireSecret("emeaToken") });
 * new AllowPolicy("acme", { pattern: "acme.example", isTrustedSender: true }, { provider: emea });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  /** @internal What advice on the provider's resources needs to know. */
  readonly [SETTINGS]: pulumi.Inputs;

  /**
   * @param name - the resource's name in the stack
   * @param args - credential, account and settings
   */
  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    const access = providerInputs(args);
    const advice = adviceSettings(args);
    const restoreStackTraces = shortenStackTraces();
    try {
      super("pulumi-nodejs", name, { ...access, ...advice }, options);
    } finally {
      restoreStackTraces();
    }
    const given = Object.entries(advice).map(([key, value]) => [key.slice(key.indexOf(":") + 1), value] as const);
    this[SETTINGS] = Object.fromEntries(given);
    // Not enumerable, so that the credential is not printed or serialised with the object.
    Object.defineProperty(this, ACCESS, { value: access });
  }
}

/** A global symbol: two copies of this package may be loaded. */
const ACCESS = Symbol.for("pulumi-cloudflare-email-security/access");

/**
 * The settings that the engine passes to the host process of an explicit provider, by config key; `undefined` if it is not
 * a {@link Provider}.
 */
export function accessOf(provider: pulumi.ProviderResource): pulumi.Inputs | undefined {
  return (provider as { [ACCESS]?: pulumi.Inputs })[ACCESS];
}

/**
 * The engine passes an explicit provider its arguments only, and no stack config, so missing arguments are filled in from
 * the config here. All parts of a credential come from one place: the arguments if they have any part, else the config.
 */
function providerInputs(args: ProviderArgs): pulumi.Inputs {
  const own = KEYS.filter((key) => args[key] !== undefined);
  const ownCredential = own.some((key) => SECRETS.has(key));
  const inputs: pulumi.Inputs = {};
  // The host process refuses an unknown argument and names the one that was meant. The value is not passed on.
  for (const key of unknownKeys(args)) inputs[`${NAMESPACES[0]}:${key}`] = "";
  for (const key of own) inputs[`${NAMESPACES[0]}:${key}`] = SECRETS.has(key) ? pulumi.secret(args[key]) : args[key];
  for (const namespace of NAMESPACES) {
    const config = new pulumi.Config(namespace);
    for (const key of KEYS) {
      if (own.includes(key) || (SECRETS.has(key) && ownCredential)) continue;
      const value = SECRETS.has(key) ? config.getSecret(key) : config.get(key);
      if (value !== undefined) inputs[`${namespace}:${key}`] = value;
    }
  }
  return inputs;
}

function unknownKeys(args: ProviderArgs): string[] {
  const known: readonly string[] = [...KEYS, ...ADVICE_SETTINGS];
  return Object.keys(args).filter((key) => !known.includes(key));
}

/** The settings on advice, with lists as JSON text, as in the config: the engine passes only texts to a provider. */
function adviceSettings(args: ProviderArgs): pulumi.Inputs {
  const [namespace] = NAMESPACES;
  const config = new pulumi.Config(namespace);
  const inputs: pulumi.Inputs = {};
  for (const key of ADVICE_SETTINGS) {
    const given: pulumi.Input<unknown> = args[key];
    const value = given === undefined ? config.get(key) : pulumi.output(given).apply(toText);
    if (value !== undefined) inputs[`${namespace}:${key}`] = value;
  }
  return inputs;
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
