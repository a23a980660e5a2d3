import type { AxiosError, AxiosResponse } from "axios";
import { secretsOf, type FoundCredential } from "../config/credentials";

/** What became of a request: refused by the API, never sent, or unclear (it may have been carried out). */
export type Outcome = "refused" | "unsent" | "unclear";

/** One item of the envelope's `errors`, or of an item's `error_chain`. */
interface ApiMessage {
  readonly text: string;
  readonly code?: number;
  readonly pointer?: string;
  readonly documentation?: string;
  readonly chain: readonly ApiMessage[];
}

interface Details {
  readonly outcome: Outcome;
  /** HTTP status; absent where there was no response. */
  readonly status?: number;
  /** Cloudflare's own codes, the first one first. */
  readonly codes?: readonly number[];
  /** JSON pointers to the parts of the request that the API complains about. */
  readonly pointers?: readonly string[];
  /** The API says that the entry does not exist. */
  readonly missing?: boolean;
  /** There was no answer in time, here or at a gateway, so the request may still be under way. */
  readonly timedOut?: boolean;
  /** The answer says success, but cannot be read. */
  readonly unreadable?: boolean;
  /** The answer is not the API's, so that its status says nothing about the credential or the entry. */
  readonly foreign?: boolean;
}

/**
 * An error that the user can mend; the message says how. It has no stack, which is how the engine's host process recognises
 * it.
 */
export class UserError extends Error {
  override readonly name: string = "Error";
  override readonly stack = "";
}

/**
 * A request that did not succeed. The message says which request, what the API said, and what to do next; it never holds
 * a credential.
 */
export class ApiError extends UserError {
  override readonly name = "ApiError";

  constructor(
    message: string,
    readonly details: Details,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The API itself says that the entry does not exist. A 403, an unknown route, or a 404 page that is not the API's does not
 * count: otherwise existing entries would be removed from state.
 */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.details.missing === true;
}

/** The credential is not accepted: it is unknown, or malformed. */
export function isUnauthorized(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.details.foreign === true) return false;
  return refusesCredential(error.details.status, error.details.codes);
}

function refusesCredential(status = 0, codes: readonly number[] = []): boolean {
  return status === 401 || (status === 400 && codes.some((code) => BAD_CREDENTIAL_FORM.includes(code)));
}

/** Codes of "Invalid request headers" and of no credential at all. */
const BAD_CREDENTIAL_FORM: readonly number[] = [6003, 9106];

/** There is no such route. */
export function isNoRoute(error: ApiError): boolean {
  const { status = 0, codes = [] } = error.details;
  return (
    codes.includes(NO_ROUTE) || status === 405 || status === 501 || (status === 404 && error.details.missing !== true)
  );
}

/** The API refuses the content of the request, not its sender or its time. */
export function isAboutContent({ details: { status = 0 } }: ApiError): boolean {
  return [400, 404, 409, 422].includes(status);
}

/** The request may or may not have been carried out. */
export function isUnclear(error: unknown): error is ApiError {
  return error instanceof ApiError && error.details.outcome === "unclear";
}

const NO_ROUTE = 7003;

/** A gateway stopped waiting; the API may still carry the request out. */
const GATEWAY_TIMEOUTS: ReadonlySet<number> = new Set([408, 504, 524]);

/** Connection failures that happen before a request is sent. */
const UNSENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** TLS errors end the handshake before a request is sent. */
const TLS = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

export function outcomeOf(error: AxiosError): Outcome {
  const status = error.response?.status;
  if (status !== undefined) return status >= 500 || status === 408 || status < 300 ? "unclear" : "refused";
  const code = error.code ?? "";
  return UNSENT.has(code) || TLS.test(code) ? "unsent" : "unclear";
}

/**
 * Whether the API itself answered. A proxy, a challenge page, a captive portal or a gateway answers with a body of its own,
 * and with whatever status.
 */
export function isOfApi(body: unknown): boolean {
  return typeof body === "object" && body !== null && typeof (body as { success?: unknown }).success === "boolean";
}

/**
 * Makes an ApiError from what axios reports. `path` is below the base URL. Secrets are removed from the server's text,
 * since a server may echo the request.
 */
export function toApiError(error: AxiosError, method: string, path: string, credential: FoundCredential): ApiError {
  const { response } = error;
  const request = `${method} ${path}`;
  if (!response) {
    const timedOut = error.code === "ERR_CANCELED";
    const detail = timedOut ? "timed out" : `failed (${error.code ?? "no response"})`;
    const text = `${request} ${detail}. Check the network, the proxy and the base URL; then run again.`;
    return new ApiError(text, { outcome: outcomeOf(error), timedOut });
  }

  const body = response.data as { success?: unknown; errors?: unknown } | null | undefined;
  const errors = messagesOf(body?.errors);
  const ray = header(response, "cf-ray");
  const said = errors.length > 0 ? errors.map(describe).join("; ") : excerpt(response.data);
  const foreign = !isOfApi(response.data);
  const hint = foreign ? foreignNextStep(response.status) : nextStep(response.status, errors, credential.from);
  const text = [`${request}: ${response.status} ${said}`, ray && `[ray ${ray}]`, hint].filter(Boolean).join(" ");
  return new ApiError(
    secretsOf(credential).reduce((redacted, secret) => redacted.replaceAll(secret, "[redacted]"), text),
    {
      outcome: outcomeOf(error),
      status: response.status,
      timedOut: GATEWAY_TIMEOUTS.has(response.status),
      unreadable: response.status < 300,
      codes: errors.flatMap(({ code, chain }) =>
        [code, ...chain.map((inner) => inner.code)].filter((known) => known !== undefined),
      ),
      missing: response.status === 404 && body?.success === false && !errors.some(({ code }) => code === NO_ROUTE),
      pointers: errors.flatMap(({ pointer }) => pointer ?? []),
      ...(foreign && { foreign }),
    },
  );
}

/**
 * What went wrong, without the server's text, which may quote a secret value: the reasons of a partial failure are kept in
 * state in clear.
 */
export function reasonOf({ details: { status, codes = [], timedOut } }: ApiError): string {
  if (status === undefined) return timedOut === true ? "no answer in time" : "the connection was lost";
  return [status, ...codes.map((code) => `[code: ${code}]`)].join(" ");
}

/** Longest part of a server's text that is passed on, in characters. */
const MAX_TEXT = 300;

/** The answer may be anything, so every type is checked. */
function messagesOf(list: unknown, depth = 0): ApiMessage[] {
  if (!Array.isArray(list) || depth > 2) return [];
  return list.slice(0, 10).flatMap((item: unknown) => {
    if (typeof item !== "object" || item === null) return [];
    const { code, message, documentation_url, source, error_chain } = item as Record<string, unknown>;
    const pointer = (source as { pointer?: unknown } | null | undefined)?.pointer;
    return {
      text: typeof message === "string" ? message.slice(0, MAX_TEXT) : "no message",
      ...(typeof code === "number" && { code }),
      ...(typeof pointer === "string" && { pointer: pointer.slice(0, MAX_TEXT) }),
      ...(typeof documentation_url === "string" && { documentation: documentation_url.slice(0, MAX_TEXT) }),
      chain: messagesOf(error_chain, depth + 1),
    };
  });
}

function describe({ text, code, pointer, documentation, chain }: ApiMessage): string {
  return [
    text,
    code !== undefined && `[code: ${code}]`,
    pointer !== undefined && `at ${pointer}`,
    ...chain.map((inner) => `(${describe(inner)})`),
    documentation !== undefined && `(${documentation})`,
  ]
    .filter(Boolean)
    .join(" ");
}

function saysNoProduct({ text }: ApiMessage): boolean {
  return /not available in the current subscription/i.test(text);
}

/** The account does not have Email Security, so a retry is of no use. */
export function lacksProduct({ response }: AxiosError): boolean {
  return messagesOf((response?.data as { errors?: unknown } | null | undefined)?.errors).some(saysNoProduct);
}

/** What to do next, for the failures that users meet. */
function nextStep(status: number, errors: readonly ApiMessage[], from: string): string {
  if (status === 403 && errors.some(saysNoProduct)) {
    return "This account does not have Cloudflare Email Security: check accountId, or add the product to the account.";
  }
  if (status === 403) {
    return 'The credential may not do this: the API token needs the permission "Cloud Email Security: Write" on this account ("Cloud Email Security: Read" is enough only for look-ups).';
  }
  if (
    refusesCredential(
      status,
      errors.flatMap(({ code }) => code ?? []),
    )
  ) {
    return `The credential is not accepted: ${from} was used. One that was rotated or revoked must be set anew there. "pulumi refresh" and "pulumi destroy" use the config of the last up; with --run-program they use today's.`;
  }
  if (status === 404 && errors.some(({ code }) => code === NO_ROUTE)) {
    return "No such route: check accountId and the base URL.";
  }
  if (status === 429) return THROTTLED;
  if (status >= 500) return UNABLE;
  return "";
}

/** What to do next if the answer is not the API's. */
function foreignNextStep(status: number): string {
  if (status >= 300 && status < 400) return "Redirects are not followed: set the base URL to where the API itself is.";
  const cause =
    "This is not the API's answer, but that of something before it, such as a proxy, a challenge page or a gateway: check the network, HTTPS_PROXY and the base URL.";
  if (status === 429) return `${cause} ${THROTTLED}`;
  return status >= 500 ? `${cause} ${UNABLE}` : cause;
}

const THROTTLED = "The API's rate limit is used up: wait five minutes, or lower --parallel.";
const UNABLE = "Cloudflare could not answer: run again; https://www.cloudflarestatus.com tells of incidents.";

/** At most 100 characters of a body that is no envelope, as one line. */
function excerpt(body: unknown): string {
  if (typeof body !== "string") return "(a body that is not the API's envelope)";
  const line = body.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return line === "" ? "(an empty body)" : `(not JSON: ${line.length > 100 ? `${line.slice(0, 100)}…` : line})`;
}

function header(response: AxiosResponse, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === "string" ? value.slice(0, 100) : undefined;
}
