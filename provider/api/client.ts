import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from "axios";
import axiosRetry from "axios-retry";
import { Budget } from "./budget";
import { isLoopback, type Access, type Credential, type FoundCredential } from "../config/credentials";
import { ApiError, isOfApi, isUnauthorized, lacksProduct, outcomeOf, toApiError, type Outcome } from "./error";
import { Outage, type Passage } from "./outage";

/** How long and how often requests are tried. */
export interface RequestLimits {
  /** Longest time that one attempt may take, in milliseconds. */
  readonly attemptMs: number;
  /** How often a request that is safe to repeat is tried again. */
  readonly retries: number;
  /** First pause between attempts, in milliseconds; it doubles each time, with full jitter. */
  readonly backoffMs: number;
  /** Longest wait before one attempt, whatever the API asks for, in milliseconds. The API blocks for up to five minutes. */
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

/** Where requests go, with a credential. */
export type UsableAccess = Access & { readonly credential: FoundCredential };

/** The API's envelope of a success. */
export interface Envelope {
  readonly result: unknown;
  readonly result_info?: unknown;
}

/** How often a 403 is tried again. It carries nothing out, so that is safe for every method. */
const FORBIDDEN_RETRIES = 3;

/** First pause after a 429 that does not say how long to wait, in `backoffMs`: five of them last five minutes. */
const THROTTLED_BACKOFF = 20;

/** A page of 1,000 entries with the longest texts is 8 MB. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/**
 * Sends requests to one API with one credential: one connection pool, retries for what is safe to repeat, one error shape.
 * Redirects are not followed, so the credential goes to the base URL's origin only.
 */
export class Client {
  readonly #http: AxiosInstance;
  readonly #limits: RequestLimits;
  readonly #budget: Budget;
  readonly #outage: Outage;
  #mayBeNew = true;
  #credential: FoundCredential;
  #spare: FoundCredential | undefined;
  readonly #say: (line: string) => void;

  constructor(access: UsableAccess, say: (line: string) => void, limits: Partial<RequestLimits> = {}) {
    this.#say = say;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#budget = new Budget(this.#limits, say);
    // As long as the pause that one more retry would make.
    this.#outage = new Outage(this.#limits.backoffMs * 2 ** this.#limits.retries);
    this.#credential = access.credential;
    this.#spare = access.spare;
    this.#http = axios.create({
      baseURL: access.baseUrl,
      maxRedirects: 0,
      // Otherwise the proxy of the environment. Requests to this machine may be unencrypted, so they must not leave it.
      ...(isLoopback(new URL(access.baseUrl).hostname) && { proxy: false }),
      maxContentLength: MAX_RESPONSE_BYTES,
      httpAgent: new HttpAgent({ keepAlive: true }),
      httpsAgent: new HttpsAgent({ keepAlive: true }),
      headers: { "User-Agent": "pulumi-cloudflare-email-security", Accept: "application/json" },
      responseType: "text",
      transformResponse: parseJson,
    });
    this.#http.interceptors.request.use(async (config) => {
      await this.#budget.turn(() => this.#outage.isCertain);
      this.#outage.refuse();
      // Axios has a time-out of its own, but it starts again with every byte that arrives.
      config.signal = AbortSignal.timeout(this.#limits.attemptMs);
      return config;
    });
    this.#http.interceptors.response.use(
      (response) => {
        this.#budget.answered(response.headers);
        return requireEnvelope(response);
      },
      (error: AxiosError) => {
        this.#budget.answered(error.response?.headers);
        return Promise.reject(error);
      },
    );
    this.#http.interceptors.response.use(undefined, (error: AxiosError) => {
      // The attempt's signal must not cut the pause before the next attempt short.
      delete error.config?.signal;
      return Promise.reject(error);
    });
    axiosRetry(this.#http, {
      retries: this.#limits.retries,
      retryCondition: (error) => this.#mayRepeat(error),
      retryDelay: (attempt, error) => this.#pause(attempt, error),
    });
  }

  /** @throws ApiError */
  async request(request: ApiRequest): Promise<Envelope> {
    const used = this.#credential;
    try {
      return await this.#pass(request, used);
    } catch (error) {
      if (!isUnauthorized(error) || !this.#fallBack(used)) throw error;
      // After a 401 nothing was carried out, so a retry is safe for every method.
      return await this.#pass(request, this.#credential);
    }
  }

  #pass(request: ApiRequest, credential: FoundCredential): Promise<Envelope> {
    return this.#outage.pass((passage) => this.#send(request, credential, passage));
  }

  /** Whether there is another credential than the refused one to go on with. */
  #fallBack(refused: FoundCredential): boolean {
    if (this.#spare) {
      this.#say(
        `the credential of ${refused.from} was refused; going on with the one of ${this.#spare.from} in the environment`,
      );
      this.#credential = this.#spare;
      this.#spare = undefined;
    }
    return this.#credential !== refused;
  }

  async #send(request: ApiRequest, credential: FoundCredential, passage: Passage): Promise<Envelope> {
    const { method, path, query, body } = request;
    const earlier = new Set<Outcome>();
    const { answers } = this.#outage;
    try {
      const { data } = await this.#http.request<Envelope>({
        method,
        url: path,
        headers: authHeaders(credential.value),
        "axios-retry": {
          onRetry: (_, error) => void earlier.add(outcomeOf(error)),
          ...(passage === "as a probe" && { retries: 0 }),
        },
        params: query,
        data: body,
      });
      this.#outage.answered();
      return data;
    } catch (error) {
      const failure = this.#failureOf(error, request, credential);
      if (axios.isAxiosError(error)) this.#judge(error, failure, answers, passage);
      const { message, details } = failure;
      // The last attempt may have been refused, or not sent, after an earlier one was carried out.
      throw new ApiError(message, earlier.has("unclear") ? { ...details, outcome: "unclear" } : details);
    }
  }

  /** The error of a request. A request that was not sent because of an outage has its error already. */
  #failureOf(error: unknown, { method, path }: ApiRequest, credential: FoundCredential): ApiError {
    if (axios.isAxiosError(error)) return toApiError(error, method, path, credential);
    if (error instanceof ApiError) return error;
    throw error;
  }

  /** What a failure tells of the API as a whole. */
  #judge(error: AxiosError, failure: ApiError, answersBefore: number, passage: Passage): void {
    const { response } = error;
    // After all these retries the credential is not new, but lacks the permission: other requests need not try that again.
    if (isForbidden(error)) this.#mayBeNew = false;
    if (!isAway(error)) {
      if (isOfApi(response?.data)) this.#outage.answered();
    } else if (response?.status === 429) {
      this.#outage.gaveUp(failure, answersBefore, passage, this.#throttledForMs(response));
    } else if (error.config?.method !== "post" || passage === "as a probe") {
      // A request that is sent only once proves less than one that was retried.
      this.#outage.gaveUp(failure, answersBefore, passage);
    }
  }

  /** How long the API refuses all requests, at most as long as one is to wait. */
  #throttledForMs(response: AxiosResponse | undefined): number {
    return Math.min(this.#limits.maxWaitMs, retryAfterMs(response) ?? this.#budget.renewedInMs ?? 0);
  }

  /** 429 and 403 mean "not carried out" for every method; of the rest only what is safe to send twice. */
  #mayRepeat(error: AxiosError): boolean {
    if (this.#outage.isCertain) return false;
    if (error.response?.status === 429) return true;
    // A token made a moment ago is not known everywhere yet.
    if (isForbidden(error)) {
      const retries = error.config?.["axios-retry"]?.retryCount ?? 0;
      return this.#mayBeNew && !lacksProduct(error) && retries < FORBIDDEN_RETRIES;
    }
    const outcome = outcomeOf(error);
    return outcome === "unsent" || (outcome === "unclear" && error.config?.method !== "post");
  }

  /** The pause of this request; what the API asks for holds for all requests. */
  #pause(attempt: number, { response }: AxiosError): number {
    const { backoffMs, maxWaitMs } = this.#limits;
    const ceiling = backoffMs * 2 ** (attempt - 1);
    const throttled = response?.status === 429;
    const asked =
      retryAfterMs(response) ?? (throttled ? (this.#budget.renewedInMs ?? ceiling * THROTTLED_BACKOFF) : undefined);
    if (asked !== undefined) {
      const why = throttled ? "the API's rate limit is used up" : "the API asks for it";
      this.#budget.block(Math.min(maxWaitMs, asked), why);
      return 0;
    }
    const share = response?.status === 403 ? 1 : Math.random();
    return Math.min(maxWaitMs, share * ceiling);
  }
}

function authHeaders(credential: Credential): Record<string, string> {
  return "token" in credential
    ? { Authorization: `Bearer ${credential.token}` }
    : { "X-Auth-Email": credential.email, "X-Auth-Key": credential.key };
}

/** Refused by the API itself, not by a proxy. */
function isForbidden({ response }: AxiosError): boolean {
  return response?.status === 403 && isOfApi(response.data);
}

/** The API cannot be reached, or refuses everybody: any other request would fail in the same way. */
function isAway(error: AxiosError): boolean {
  const status = error.response?.status;
  // 501 is about the route.
  return status !== 501 && (status === 429 || outcomeOf(error) !== "refused");
}

/** A body that is not JSON stays text, for the error to quote. */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

/**
 * Anything but the envelope of a success is a failure, even with status 200: a truncated body, or one that is not the
 * API's, proves nothing.
 */
function requireEnvelope(response: AxiosResponse): AxiosResponse {
  const body = response.data as { success?: unknown; result?: unknown } | null | undefined;
  if (typeof body === "object" && body !== null && body.success === true && "result" in body) return response;
  throw new AxiosError("not an envelope", AxiosError.ERR_BAD_RESPONSE, response.config, response.request, response);
}

function retryAfterMs(response: AxiosResponse | undefined): number | undefined {
  const milliseconds = Number(response?.headers["retry-after-ms"]);
  if (milliseconds > 0) return milliseconds;
  const text: unknown = response?.headers["retry-after"];
  if (typeof text !== "string") return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
