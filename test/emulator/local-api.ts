import { startEmulator, type Emulator, type EmulatorOptions, type WireEntry } from "../../emulator";
import { collections, type ServedCollection } from "../../emulator/collections";
import { afterwards } from "../support/cleanup";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly success: boolean;
  readonly result: unknown;
  readonly errors: readonly {
    readonly code: number;
    readonly message: string;
    readonly documentation_url?: string;
    readonly source?: { readonly pointer: string };
    readonly error_chain?: readonly { readonly code: number }[];
  }[];
  readonly messages: readonly unknown[];
  readonly result_info?: Readonly<Record<"count" | "page" | "per_page" | "total_count", number>>;
}

export interface CallOptions {
  readonly collection?: string;
  readonly account?: string;
  /** Instead of the emulator's own token. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, instead of a body made JSON. */
  readonly text?: string;
}

/** A running local API with a plain way to call it. */
export interface LocalApi extends Emulator {
  /** Sends one request below a collection: `call("PATCH", "/" + id, {...})`. */
  call(method: string, path?: string, body?: unknown, options?: CallOptions): Promise<Answer>;
}

/** Starts a local API that ends with the test. */
export async function localApi(options: EmulatorOptions = {}): Promise<LocalApi> {
  const emulator = await startEmulator(options);
  afterwards(() => emulator.close());
  const call: LocalApi["call"] = async (method, path = "", body, options = {}) => {
    const { account = emulator.account, collection = "allow_policies", headers, text } = options;
    const response = await fetch(
      `${emulator.baseUrl}/accounts/${account}/email-security/settings/${collection}${path}`,
      {
        method,
        headers: headers ?? { authorization: `Bearer ${emulator.token}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(text !== undefined && { body: text }),
      },
    );
    return { status: response.status, headers: response.headers, ...((await response.json()) as object) } as Answer;
  };
  // `requests`, `account` and `token` are getters of the emulator and must stay so.
  return Object.create(emulator, { call: { value: call } }) as LocalApi;
}

/** The collection of that path. */
export function served(path: string): ServedCollection {
  const collection = collections.find((one) => one.path === path);
  if (!collection) throw new Error(`there is no ${path}`);
  return collection;
}

/** A valid allow policy as a request body. */
export function policy(fields: WireEntry = {}): WireEntry {
  return {
    pattern: "partner@example.com",
    pattern_type: "EMAIL",
    is_regex: false,
    is_trusted_sender: true,
    is_acceptable_sender: false,
    is_exempt_recipient: false,
    verify_sender: true,
    ...fields,
  };
}

/** A valid trusted domain as a request body. */
export function domain(fields: WireEntry = {}): WireEntry {
  return { pattern: "example.com", is_regex: false, is_recent: true, is_similarity: false, ...fields };
}

/** A valid blocked sender as a request body. */
export function block(fields: WireEntry = {}): WireEntry {
  return { pattern: "spam@example.com", pattern_type: "EMAIL", is_regex: false, ...fields };
}

/** A valid protected domain as a request body. */
export function mailDomain(fields: WireEntry = {}): WireEntry {
  return {
    domain: "example.com",
    allowed_delivery_modes: ["DIRECT", "BCC"],
    drop_dispositions: ["MALICIOUS"],
    ip_restrictions: ["192.0.2.0/24"],
    regions: ["GLOBAL"],
    ...fields,
  };
}

/** A batch with empty arrays for what is not given. */
export function batch(operations: Partial<Record<"deletes" | "patches" | "puts" | "posts", unknown[]>>): object {
  return { deletes: [], patches: [], puts: [], posts: [], ...operations };
}

/** The patterns of a list or of a part of a batch. */
export function patterns(entries: unknown): unknown[] {
  return (entries as WireEntry[]).map((entry) => entry.pattern);
}
