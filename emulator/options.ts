import type { Assumptions } from "./assumptions";
import type { FaultChooser, FaultPlan } from "./faults";
import type { MailOptions } from "./mail-generator";
import type { RequestRecord } from "./request-log";

/** Something that a request can authenticate with. */
export interface Token {
  /** The API token, or with `email` the Global API Key. */
  readonly value: string;
  /** Makes it a Global API Key of this user: `X-Auth-Email` and `X-Auth-Key` instead of `Authorization: Bearer`. */
  readonly email?: string;
  /** @default "write", which includes reading */
  readonly permission?: "read" | "write";
  /**
   * Ids of the accounts that it reaches.
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

/** At most so many requests of one token in a window; one more blocks it for the rest of the window. */
export interface RateLimit {
  readonly requests: number;
  readonly windowSeconds: number;
}

/** Options that can also be changed while it runs. */
export interface RuntimeOptions {
  /**
   * Milliseconds that every answer takes longer, half of them before the request is executed.
   * @default 0
   */
  readonly latency?: number | undefined;
  /** @default one that may do everything, `Emulator.token` */
  readonly tokens?: readonly Token[] | undefined;
  /** @default one with the product, `Emulator.account` */
  readonly accounts?: readonly Account[] | undefined;
  /**
   * Other values for points of the API that no source settles. The table is in `assumptions.ts`.
   * @default our assumptions
   */
  readonly assume?: Partial<Assumptions> | undefined;
  /**
   * Cloudflare's is 1,200 requests in 300 seconds.
   * @default none
   */
  readonly rateLimit?: RateLimit | undefined;
  /**
   * What goes wrong: a seeded plan, or a function that is asked at each request.
   * @default nothing
   */
  readonly faults?: FaultPlan | FaultChooser | undefined;
}

export interface EmulatorOptions extends RuntimeOptions {
  /** @default 0: any free port */
  readonly port?: number | undefined;
  /**
   * File that keeps the content, written atomically after changes and on `close`, read at the start.
   * @default content is forgotten at the end
   */
  readonly state?: string | undefined;
  /**
   * File with the messages of the first account, by the API's names: a JSON array, or a JSON object on each line.
   * @default no messages
   */
  readonly messages?: string | undefined;
  /**
   * Mail that is made up for the entries of an account that are there when its messages are first asked for.
   * @default none
   */
  readonly mail?: MailOptions | undefined;
  /** Called when a request has been answered, or will never be. */
  readonly onRequest?: ((request: RequestRecord) => void) | undefined;
}
