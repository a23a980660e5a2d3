import type { Assumptions } from "./assumptions";
import type { FaultChooser, FaultPlan } from "./faults";
import type { MailOptions } from "./mail-generator";
import type { RequestRecord } from "./request-log";

/** A credential that the local API accepts. */
export interface Token {
  /** The API token, or with `email` the Global API Key. */
  readonly value: string;
  /** Makes it a Global API Key of this user: `X-Auth-Email` and `X-Auth-Key` instead of `Authorization: Bearer`. */
  readonly email?: string;
  /** @default "write", which includes reading */
  readonly permission?: "read" | "write";
  /**
   * Ids of the accounts that it may use.
   * @default all
   */
  readonly accounts?: readonly string[];
}

export interface Account {
  readonly id: string;
  /**
   * Whether the account has the Email Security product.
   * @default true
   */
  readonly subscribed?: boolean;
}

/** The number of requests that a token may send in a window; one more blocks it for the rest of the window. */
export interface RateLimit {
  readonly requests: number;
  readonly windowSeconds: number;
}

/** Options that can also be changed while the emulator runs. */
export interface RuntimeOptions {
  /**
   * Milliseconds that are added to every answer, half of them before the request is executed.
   * @default 0
   */
  readonly latency?: number | undefined;
  /** @default one that may do everything, `Emulator.token` */
  readonly tokens?: readonly Token[] | undefined;
  /** @default one with the product, `Emulator.account` */
  readonly accounts?: readonly Account[] | undefined;
  /**
   * Values for points of the API that are not documented. The README lists them.
   * @default the first value of each
   */
  readonly assume?: Partial<Assumptions> | undefined;
  /**
   * Cloudflare's is 1,200 requests in 300 seconds.
   * @default none
   */
  readonly rateLimit?: RateLimit | undefined;
  /**
   * Faults: a plan with a seed, or a function that is called for each request.
   * @default nothing
   */
  readonly faults?: FaultPlan | FaultChooser | undefined;
}

export interface EmulatorOptions extends RuntimeOptions {
  /** @default 0: any free port */
  readonly port?: number | undefined;
  /**
   * File for the content. It is read at the start, and written atomically after changes and on `close`.
   * @default the content is lost at the end
   */
  readonly state?: string | undefined;
  /**
   * File with the messages of the first account, with the API's names: a JSON array, or a JSON object on each line.
   * @default no messages
   */
  readonly messages?: string | undefined;
  /**
   * Generated mail for the entries that an account has when its messages are first asked for.
   * @default none
   */
  readonly mail?: MailOptions | undefined;
  /** Called when a request has been answered, or when it is certain that it will not be. */
  readonly onRequest?: ((request: RequestRecord) => void) | undefined;
}
