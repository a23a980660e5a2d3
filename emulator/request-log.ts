import type { IncomingMessage } from "node:http";
import type { FaultKind } from "./faults";
import { BASE_PATH } from "./api-env";

/** The operation of a request. */
export type Action = "list" | "get" | "create" | "patch" | "put" | "delete" | "batch" | "other";

/** A request as it is known when it arrives. */
export interface ArrivedRequest {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; the text if it is not JSON; `undefined` if there is none. */
  readonly body: unknown;
  readonly action: Action;
  readonly account: string | undefined;
  /** Path segment of the collection, such as `allow_policies`; `investigate` for messages. */
  readonly collection: string | undefined;
  readonly id: string | undefined;
}

/** One request in the log. */
export interface RequestRecord extends ArrivedRequest {
  /** Status of the answer; `undefined` while there is none, or if a fault prevents it. */
  readonly status: number | undefined;
  readonly fault: FaultKind | undefined;
  /** Milliseconds from arrival to answer. */
  readonly milliseconds: number | undefined;
}

type OpenRecord = { -readonly [K in keyof RequestRecord]: RequestRecord[K] };

/** Everything that arrived, in the order of arrival. */
export class RequestLog {
  readonly records: RequestRecord[] = [];
  readonly #arrivals = new WeakMap<RequestRecord, number>();
  readonly #onRequest: (request: RequestRecord) => void;

  constructor(onRequest: (request: RequestRecord) => void = () => undefined) {
    this.#onRequest = onRequest;
  }

  open(request: ArrivedRequest, fault: FaultKind | undefined): OpenRecord {
    const record = { ...request, fault, status: undefined, milliseconds: undefined };
    this.records.push(record);
    this.#arrivals.set(record, performance.now());
    return record;
  }

  close(record: OpenRecord, status: number | undefined): void {
    record.status = status;
    record.milliseconds = performance.now() - (this.#arrivals.get(record) ?? 0);
    this.#onRequest(record);
  }
}

const route = new RegExp(
  `^${BASE_PATH}/accounts/(?<account>[^/]+)/email-security/(?:settings/|(?=investigate(?:/|$)))(?<collection>[^/]+)(?:/(?<last>[^/]+))?$`,
);
const collectionActions: Readonly<Record<string, Action>> = { GET: "list", POST: "create" };
const entryActions: Readonly<Record<string, Action>> = { GET: "get", PATCH: "patch", PUT: "put", DELETE: "delete" };

/** Describes a request for the log, with its target as it was sent, not normalised. */
export function describeRequest(incoming: IncomingMessage, text: string): ArrivedRequest {
  const { method = "", url = "" } = incoming;
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const { account, collection, last } = route.exec(path)?.groups ?? {};
  const batch = last === "batch" && method === "POST";
  const actions = collection === undefined ? {} : last === undefined ? collectionActions : entryActions;
  return {
    method,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body: parse(text),
    action: batch ? "batch" : (actions[method] ?? "other"),
    account,
    collection,
    id: batch ? undefined : last,
  };
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
