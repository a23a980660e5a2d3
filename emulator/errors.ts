import type { Assumptions } from "./assumptions";

/** One item of the envelope's `errors`. */
export interface ErrorItem {
  readonly code: number;
  readonly message: string;
  readonly documentation_url?: string;
  readonly source?: { readonly pointer: string };
  readonly error_chain?: readonly { readonly code: number; readonly message: string }[];
}

/** A problem with a request, and its place in it, as keys and indexes. */
export interface Problem {
  readonly message: string;
  readonly at: readonly (string | number)[];
}

/** A refusal, with the status and the errors of the envelope. Handlers throw it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly ErrorItem[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(errors.map((error) => error.message).join("; "));
  }
}

const PERMISSIONS_URL = "https://developers.cloudflare.com/api/resources/email_security/";

// No source gives these four codes: see the assumption `errorCodes`.
const undocumentedCodes = { invalid: 10400, notFound: 10404, conflict: 10409, notSubscribed: 10403 };

function code(kind: keyof typeof undocumentedCodes, assumptions: Assumptions): number {
  return assumptions.errorCodes === "specific" ? undocumentedCodes[kind] : 10000;
}

export const missingCredentials = (): ApiError =>
  new ApiError(400, [{ code: 9106, message: "Missing X-Auth-Key, X-Auth-Email or Authorization headers" }]);

export const malformedHeader = (header: "Authorization" | "X-Auth-Key"): ApiError =>
  new ApiError(400, [
    {
      code: 6003,
      message: "Invalid request headers",
      error_chain: [{ code: header === "Authorization" ? 6111 : 6103, message: `Invalid format for ${header} header` }],
    },
  ]);

export const badCredentials = (): ApiError => new ApiError(401, [{ code: 10000, message: "Authentication error" }]);

export const missingPermission = (): ApiError =>
  new ApiError(403, [{ code: 10000, message: "Forbidden", documentation_url: PERMISSIONS_URL }]);

export const foreignAccount = (assumptions: Assumptions): ApiError =>
  new ApiError(403, [
    assumptions.foreignAccount === 9109
      ? { code: 9109, message: "Unauthorized to access requested resource", documentation_url: PERMISSIONS_URL }
      : { code: 10000, message: "Authentication error", documentation_url: PERMISSIONS_URL },
  ]);

export const notSubscribed = (assumptions: Assumptions): ApiError =>
  new ApiError(403, [
    {
      code: code("notSubscribed", assumptions),
      message: "Email Security API access is not available in the current subscription",
      documentation_url: PERMISSIONS_URL,
    },
  ]);

export const badRoute = (path: string, assumptions: Assumptions): ApiError =>
  new ApiError(assumptions.badRouteStatus, [
    { code: 7003, message: `Could not route to ${path}, perhaps your object identifier is invalid?` },
    { code: 7000, message: "No route for that URI" },
  ]);

export const rateLimited = (headers: Readonly<Record<string, string>>): ApiError =>
  new ApiError(429, [{ code: 971, message: "Please wait and consider throttling your request speed" }], headers);

export const invalid = (problems: readonly Problem[], assumptions: Assumptions): ApiError =>
  new ApiError(
    assumptions.validationStatus,
    problems.map((problem) => item(code("invalid", assumptions), problem, assumptions)),
  );

export const notFound = (noun: string, at: Problem["at"], assumptions: Assumptions): ApiError =>
  new ApiError(404, [item(code("notFound", assumptions), { message: `${noun} not found`, at }, assumptions)]);

export const conflict = (noun: string, at: Problem["at"], assumptions: Assumptions): ApiError =>
  new ApiError(409, [
    item(code("conflict", assumptions), { message: `another ${noun} has the same key`, at }, assumptions),
  ]);

export const readOnlyEntry = (problem: Problem, assumptions: Assumptions): ApiError =>
  new ApiError(assumptions.syncedEntries, [item(code("invalid", assumptions), problem, assumptions)]);

function item(number: number, { message, at }: Problem, { errorPointer }: Assumptions): ErrorItem {
  if (errorPointer === "absent" || at.length === 0) {
    return { code: number, message };
  }
  const pointer =
    errorPointer === "json-pointer"
      ? at.map((step) => `/${step}`).join("")
      : at.map((step, i) => (typeof step === "number" ? `[${step}]` : i > 0 ? `.${step}` : step)).join("");
  return { code: number, message, source: { pointer } };
}
