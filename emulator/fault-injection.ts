import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Fault, FaultKind } from "./faults";
import type { Staleness } from "./shelf";

/** A request, with a way to execute it, and the connection for its answer. */
export interface Exchange {
  readonly execute: (staleness?: Staleness) => Promise<Response>;
  readonly outgoing: ServerResponse;
}

/** @returns the response to send, or `RESPONSE_ALREADY_SENT` if the fault has answered already */
type Injection = (exchange: Exchange, fault: Fault) => Promise<Response>;

const injections: Readonly<Record<FaultKind, Injection>> = {
  "reset-before": (exchange) => reset(exchange),
  "reset-after": after(reset),
  "timeout-before": (exchange) => silence(exchange),
  "timeout-after": after(silence),
  "429": () => refusal(429, throttled),
  "429-retry-after": (_, { retryAfter = 1 }) => refusal(429, throttled, { "retry-after": String(retryAfter) }),
  "500-before": () => refusal(500, broken),
  "500-after": after(() => refusal(500, broken)),
  "502-before": () => page(502),
  "502-after": after(() => page(502)),
  "503-before": () => page(503),
  "503-after": after(() => page(503)),
  "520-before": () => page(520),
  "520-after": after(() => page(520)),
  truncated: async ({ execute }) => {
    const { text, status, headers } = await contentOf(await execute());
    return new Response(half(text), { status, headers });
  },
  cut: async ({ execute, outgoing }) => {
    const { text, status, headers } = await contentOf(await execute());
    outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(text) });
    outgoing.write(half(text), () => outgoing.destroy());
    return RESPONSE_ALREADY_SENT;
  },
  malformed: after(() => page(200)),
  duplicate: async ({ execute }) => {
    const response = await execute();
    await execute();
    return response;
  },
  replay: async ({ execute }) => {
    await execute();
    return execute();
  },
  stale: ({ execute }, { ms, reads = ms === undefined ? 3 : undefined }) =>
    execute({ ...(ms !== undefined && { ms }), ...(reads !== undefined && { reads }) }),
  slow: async ({ execute }, { ms = 200 }) => {
    const response = await execute();
    await sleep(ms);
    return response;
  },
  "403": () => refusal(403, forbidden),
};

/** Lets the fault happen to the request. */
export function inject(fault: Fault, exchange: Exchange): Promise<Response> {
  return injections[fault.kind](exchange, fault);
}

function after(injection: (exchange: Exchange) => Promise<Response>): Injection {
  return async (exchange) => {
    await exchange.execute();
    return injection(exchange);
  };
}

function reset({ outgoing }: Exchange): Promise<Response> {
  outgoing.socket?.resetAndDestroy();
  return Promise.resolve(RESPONSE_ALREADY_SENT);
}

/** Waits until the client closes the connection. */
async function silence({ outgoing }: Exchange): Promise<Response> {
  if (!outgoing.closed) {
    await once(outgoing, "close");
  }
  return RESPONSE_ALREADY_SENT;
}

const throttled = { code: 971, message: "Please wait and consider throttling your request speed" };
const broken = { code: 10001, message: "Internal server error" };
const forbidden = { code: 10000, message: "Forbidden" };

function refusal(status: number, error: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const envelope = { success: false, errors: [error], messages: [], result: null };
  return Promise.resolve(Response.json(envelope, { status, headers }));
}

/** The page that a proxy sends instead of the answer. */
function page(status: number): Promise<Response> {
  const html = `<!DOCTYPE html><html><head><title>${status}</title></head><body>The web server did not answer.</body></html>`;
  return Promise.resolve(new Response(html, { status, headers: { "content-type": "text/html; charset=UTF-8" } }));
}

async function contentOf(response: Response) {
  return { text: await response.text(), status: response.status, headers: Object.fromEntries(response.headers) };
}

const half = (text: string): string => text.slice(0, Math.ceil(text.length / 2));
