import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from "axios";
import axiosRetry from "axios-retry";
import { isUnauthorized, outcomeOf, toApiError } from "./error";
import type { Access, Credential } from "./credentials";

/** How long and how often requests are tried. */
export interface RequestLimits {
  /** Longest time that one attempt may take, in milliseconds. */
  readonly attemptMs: number;
  /** How often a request that is safe to repeat is tried again. */
  readonly retries: number;
  /** First pause between attempts, in milliseconds; it doubles each time, with full jitter. */
  readonly backoffMs: number;
  /** Longest pause, whatever `Retry-After` asks, in milliseconds. The API blocks for up to five minutes. */
  readonly maxWaitMs: number;
  /** Pauses longer than this are said, in milliseconds. */
  readonly silentMs: number;
}

export const DEFAULT_LIMITS: RequestLimits = {
  attemptMs: 30_000,
  retries: 5,
  backoffMs: 500,
  maxWaitMs: 330_000,
  silentMs: 5_000,
};

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the base URL, made of checked segments. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
}

/** The API's envelope of a success. */
export interface Envelope {
  readonly result: unknown;
  readonly result_info?: unknown;
}

/** A page of 1,000 entries with the longest texts is 8 MB. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/**
 * Sends requests to one API with one credential: one connection pool, retries for what is safe to repeat, one error shape.
 * Redirects are not followed, so the credential goes to the base URL's origin only.
 */
export class Client {
  readonly #http: AxiosInstance;
  readonly #limits: RequestLimits;
  #credential: Credential;
  #spare: Credential | undefined;

  constructor(
    access: Access & { readonly credential: Credential },
    private readonly say: (line: string) => void,
    limits: Partial<RequestLimits> = {},
  ) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#credential = access.credential;
    this.#spare = access.spare;
    this.#http = axios.create({
      baseURL: access.baseUrl,
      maxRedirects: 0,
      maxContentLength: MAX_RESPONSE_BYTES,
      httpAgent: new HttpAgent({ keepAlive: true }),
      httpsAgent: new HttpsAgent({ keepAlive: true }),
      headers: { "User-Agent": "pulumi-cloudflare-email-security", Accept: "application/json" },
      responseType: "text",
      transformResponse: parseJson,
    });
    this.#http.interceptors.request.use((config) => {
      // Per attempt and absolute: a time-out of axios itself starts anew with every byte that drips in.
      config.signal = AbortSignal.timeout(this.#limits.attemptMs);
      return config;
    });
    this.#http.interceptors.response.use(requireEnvelope, (error: AxiosError) => {
      // The attempt's signal must not cut the pause before the next attempt short.
      delete error.config?.signal;
      return Promise.reject(error);
    });
    axiosRetry(this.#http, {
      retries: this.#limits.retries,
      shouldResetTimeout: true,
      retryCondition: (error) => mayRepeat(error),
      retryDelay: (attempt, error) => this.#pause(attempt, error),
    });
  }

  /** @throws ApiError */
  async request(request: ApiRequest): Promise<Envelope> {
    const used = this.#credential;
    try {
      return await this.#send(request, used);
    } catch (error) {
      if (!isUnauthorized(error) || !this.#fallBack(used)) throw error;
      // A 401 carries nothing out, so asking again is safe for every method.
      return await this.#send(request, this.#credential);
    }
  }

  /** Whether there is another credential than the refused one to go on with. */
  #fallBack(refused: Credential): boolean {
    if (this.#credential === refused && this.#spare) {
      this.say(
        "the configured credential was refused; going on with the one of the CLOUDFLARE_* environment variables",
      );
      this.#credential = this.#spare;
      this.#spare = undefined;
    }
    return this.#credential !== refused;
  }

  async #send({ method, path, query, body }: ApiRequest, credential: Credential): Promise<Envelope> {
    try {
      const { data } = await this.#http.request<Envelope>({
        method,
        url: path,
        headers: authHeaders(credential),
        ...(query && { params: query }),
        ...(body !== undefined && { data: body }),
      });
      return data;
    } catch (error) {
      throw axios.isAxiosError(error) ? toApiError(error, method, path, Object.values<string>(credential)) : error;
    }
  }

  #pause(attempt: number, error: AxiosError): number {
    const ceiling = this.#limits.backoffMs * 2 ** (attempt - 1);
    const asked = retryAfterMs(error.response);
    const pause = Math.min(this.#limits.maxWaitMs, asked ?? Math.random() * ceiling);
    if (pause > this.#limits.silentMs) {
      const why = error.response?.status === 429 ? "the API's rate limit is used up" : "the API asks for it";
      this.say(`waiting ${Math.ceil(pause / 1000)} s: ${why}`);
    }
    return pause;
  }
}

function authHeaders(credential: Credential): Record<string, string> {
  return "token" in credential
    ? { Authorization: `Bearer ${credential.token}` }
    : { "X-Auth-Email": credential.email, "X-Auth-Key": credential.key };
}

/** A body that is not JSON stays text, for the error to quote. */
function parseJson(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

/** Anything but a success envelope is a failure, also with a status of 200: a cut or foreign body is no proof of anything. */
function requireEnvelope(response: AxiosResponse): AxiosResponse {
  const body = response.data as { success?: unknown; result?: unknown } | null | undefined;
  if (typeof body === "object" && body !== null && body.success === true && "result" in body) return response;
  throw new AxiosError("not an envelope", AxiosError.ERR_BAD_RESPONSE, response.config, response.request, response);
}

/** 429 means "not carried out" for every method; the rest only what is safe to send twice. */
function mayRepeat(error: AxiosError): boolean {
  if (error.response?.status === 429) return true;
  const outcome = outcomeOf(error);
  return outcome === "unsent" || (outcome === "unknown" && error.config?.method !== "post");
}

function retryAfterMs(response: AxiosResponse | undefined): number | undefined {
  const milliseconds = Number(response?.headers["retry-after-ms"]);
  if (milliseconds > 0) return milliseconds;
  const text: unknown = response?.headers["retry-after"];
  if (typeof text !== "string") return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
