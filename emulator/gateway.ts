import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiEnv } from "./api-env";
import { inject } from "./fault-injection";
import { describeRequest, type RequestLog } from "./request-log";
import type { Settings } from "./settings";
import type { Staleness } from "./shelf";

/** More than four full arrays of ordinary entries. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** Answers one request that came in by HTTP. */
export type Gateway = (request: Request, bindings: HttpBindings) => Response | Promise<Response>;

/** What stands before the API: the checks that protect a local port, the log, the latency and the faults. */
export function createGateway(api: Hono<ApiEnv>, settings: Settings, log: RequestLog): Gateway {
  const app = new Hono<{ Bindings: HttpBindings }>();

  // A web page could make its own name resolve to this machine; its requests then have that name as their host.
  app.use(async (c, next) => {
    if (!loopbackHost.test(c.req.header("host") ?? "")) {
      return c.text("The local API answers only to 127.0.0.1, localhost and [::1].\n", 421);
    }
    await next();
  });
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => c.text(`The local API takes bodies of up to ${MAX_BODY_BYTES} bytes.\n`, 413),
    }),
  );

  app.all("*", async (c) => {
    const text = await c.req.text();
    const request = describeRequest(c.env.incoming, text);
    const fault = settings.faults.choose(request);
    const record = log.open(request, fault?.kind);
    const { url, method, headers } = c.req.raw;
    const execute = async (staleness?: Staleness): Promise<Response> =>
      api.fetch(new Request(url, { method, headers, ...(text !== "" && { body: text }) }), { staleness });

    await pause(settings.latency / 2);
    const response = await (fault ? inject(fault, { execute, outgoing: c.env.outgoing }) : execute());
    await pause(settings.latency / 2);
    log.close(record, response === RESPONSE_ALREADY_SENT ? undefined : response.status);
    return response;
  });

  app.onError((error, c) => c.text(`The local API failed: ${error.stack ?? error.message}\n`, 500));
  // The body limit makes a new Request from the one that it gets, which works only with Node's own class.
  return ({ url, method, headers, body }, bindings) =>
    app.fetch(new Request(url, { method, headers, body, duplex: "half" }), bindings);
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) {
    await sleep(ms);
  }
}
