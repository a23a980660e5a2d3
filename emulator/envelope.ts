import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ApiError, ErrorItem } from "./errors";

/** The envelope of every answer of the API. */
interface Envelope {
  readonly success: boolean;
  readonly errors: readonly ErrorItem[];
  readonly messages: readonly ErrorItem[];
  readonly result: unknown;
  readonly result_info?: object;
}

export function success(c: Context, result: unknown, status: 200 | 201 = 200, info?: object): Response {
  return json(c, status, { errors: [], messages: [], success: true, result, ...(info && { result_info: info }) });
}

export function failure(c: Context, { status, errors, headers }: ApiError): Response {
  return json(c, status, { success: false, errors, messages: [], result: null }, headers);
}

function json(c: Context, status: number, envelope: Envelope, headers: ApiError["headers"] = {}): Response {
  return c.body(JSON.stringify(envelope), status as ContentfulStatusCode, {
    "content-type": "application/json; charset=UTF-8",
    ...headers,
  });
}
