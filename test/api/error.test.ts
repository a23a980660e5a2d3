import { AxiosError, AxiosHeaders, type AxiosResponse } from "axios";
import { expect } from "chai";
import {
  ApiError,
  isAboutContent,
  isUnclear,
  isNoRoute,
  isNotFound,
  isOfApi,
  isUnauthorized,
  lacksProduct,
  outcomeOf,
  reasonOf,
  toApiError,
  UserError,
} from "../../provider/api/error";
import type { FoundCredential } from "../../provider/config/credentials";

const TOKEN: FoundCredential = { value: { token: "the-token" }, from: "cloudflare:apiToken" };
const NO_PRODUCT = "Email Security API access is not available in the current subscription";

const config = { headers: new AxiosHeaders() };

/** An answer that axios takes for a failure. */
function answered(status: number, data: unknown, headers: Record<string, unknown> = {}): AxiosError {
  const response = { status, data, headers, statusText: "", config } as AxiosResponse;
  return new AxiosError("failed", undefined, config, undefined, response);
}

/** A failure without an answer. */
const unanswered = (code?: string) => new AxiosError("failed", code, config);

const failure = (...errors: unknown[]) => ({ success: false, errors, messages: [], result: null });

const errorOf = (error: AxiosError, credential = TOKEN) => toApiError(error, "GET", "x/y", credential);

describe("the outcome of a request", () => {
  it("is refused, unsent or unclear by the status or the failure of the connection", () => {
    for (const [status, outcome] of [
      [200, "unclear"],
      [299, "unclear"],
      [300, "refused"],
      [400, "refused"],
      [404, "refused"],
      [408, "unclear"],
      [409, "refused"],
      [429, "refused"],
      [499, "refused"],
      [500, "unclear"],
      [524, "unclear"],
    ] as const) {
      expect(outcomeOf(answered(status, "")), String(status)).to.equal(outcome);
    }
    for (const code of [
      ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"],
      ...["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID", "DEPTH_ZERO_SELF_SIGNED_CERT"],
      ...["SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ]) {
      expect(outcomeOf(unanswered(code)), code).to.equal("unsent");
    }
    for (const code of ["ECONNRESET", "ERR_CANCELED", "ETIMEDOUT", "X_CERT_", undefined]) {
      expect(outcomeOf(unanswered(code)), code).to.equal("unclear");
    }
  });
});

describe("what a failure is about", () => {
  const of = (status: number, ...errors: unknown[]) => errorOf(answered(status, failure(...errors)));

  it("is a missing entry where the API itself says 404 for one", () => {
    expect(isNotFound(of(404, { code: 1003 }))).to.equal(true);
    for (const other of [of(404, { code: 7003 }), of(404, { code: 1 }, { code: 7003 }), of(410), of(403)]) {
      expect(isNotFound(other)).to.equal(false);
    }
    expect(isNotFound(errorOf(answered(404, "<html>")))).to.equal(false);
    expect(isNotFound(errorOf(answered(404, { success: true })))).to.equal(false);
    expect(isNotFound(new Error("404"))).to.equal(false);
    expect(isNotFound(undefined)).to.equal(false);
  });

  it("is a credential that the API itself refuses, or whose form it does", () => {
    for (const refused of [of(401), of(400, { code: 6003 }), of(400, { code: 1 }, { code: 9106 })]) {
      expect(isUnauthorized(refused)).to.equal(true);
    }
    for (const other of [of(400, { code: 1001 }), of(403, { code: 6003 }), errorOf(answered(401, "<html>"))]) {
      expect(isUnauthorized(other)).to.equal(false);
    }
    expect(isUnauthorized(errorOf(unanswered("ECONNRESET")))).to.equal(false);
    expect(isUnauthorized(new Error("401"))).to.equal(false);
  });

  it("is a route that is not there", () => {
    for (const none of [of(400, { code: 7003 }), of(404, { code: 7003 }), of(405), of(501)]) {
      expect(isNoRoute(none)).to.equal(true);
    }
    expect(isNoRoute(errorOf(answered(404, "<html>")))).to.equal(true);
    for (const other of [of(404, { code: 1003 }), of(400, { code: 1 }), of(500)]) {
      expect(isNoRoute(other)).to.equal(false);
    }
    expect(isNoRoute(errorOf(unanswered("ECONNRESET")))).to.equal(false);
  });

  it("is what the request says, not who sends it or when", () => {
    for (const status of [400, 404, 409, 422]) expect(isAboutContent(of(status))).to.equal(true);
    for (const status of [401, 403, 405, 429, 500]) expect(isAboutContent(of(status))).to.equal(false);
    expect(isAboutContent(errorOf(unanswered("ECONNRESET")))).to.equal(false);
  });

  it("is left open where nobody knows whether it was carried out", () => {
    expect(isUnclear(of(500))).to.equal(true);
    expect(isUnclear(errorOf(unanswered("ECONNRESET")))).to.equal(true);
    expect(isUnclear(of(400))).to.equal(false);
    expect(isUnclear(errorOf(unanswered("ECONNREFUSED")))).to.equal(false);
    expect(isUnclear(new Error("500"))).to.equal(false);
  });

  it("is a product that the account does not have", () => {
    expect(lacksProduct(answered(403, failure({ message: "x" }, { message: NO_PRODUCT.toUpperCase() })))).to.equal(
      true,
    );
    expect(lacksProduct(answered(403, failure({ message: "Forbidden" })))).to.equal(false);
    expect(lacksProduct(answered(403, null))).to.equal(false);
    expect(lacksProduct(unanswered("ECONNRESET"))).to.equal(false);
  });

  it("is told by what answers: an envelope is the API's own", () => {
    for (const body of [{ success: true }, { success: false }]) expect(isOfApi(body)).to.equal(true);
    for (const body of [{}, { success: "false" }, null, undefined, "success", []]) {
      expect(isOfApi(body)).to.equal(false);
    }
  });
});

describe("the message of a failure", () => {
  const message = (status: number, data: unknown, headers = {}) => errorOf(answered(status, data, headers)).message;

  it("says what to look at where there was no answer", () => {
    const advice = "Check the network, the proxy and the base URL; then run again.";
    expect(errorOf(unanswered("ECONNRESET")).message).to.equal(`GET x/y failed (ECONNRESET). ${advice}`);
    expect(errorOf(unanswered()).message).to.equal(`GET x/y failed (no response). ${advice}`);
    const late = errorOf(unanswered("ERR_CANCELED"));
    expect(late.message).to.equal(`GET x/y timed out. ${advice}`);
    expect(late.details).to.deep.equal({ outcome: "unclear", timedOut: true });
    expect(errorOf(unanswered("ECONNREFUSED")).details).to.deep.equal({ outcome: "unsent", timedOut: false });
  });

  it("has all that the API says, in one line", () => {
    const error = errorOf(
      answered(
        400,
        failure(
          {
            code: 1001,
            message: "bad",
            documentation_url: "https://docs.example",
            source: { pointer: "/pattern" },
            error_chain: [{ code: 1002, message: "inner", source: { pointer: "/inner" } }],
          },
          { message: "second" },
        ),
        { "cf-ray": "ray-LHR" },
      ),
    );
    expect(error.message).to.equal(
      "GET x/y: 400 bad [code: 1001] at /pattern (inner [code: 1002] at /inner) (https://docs.example); second [ray ray-LHR]",
    );
    expect(error.details).to.deep.equal({
      outcome: "refused",
      status: 400,
      timedOut: false,
      unreadable: false,
      codes: [1001, 1002],
      missing: false,
      pointers: ["/pattern"],
    });
  });

  it("has a part of what is long, many or deep", () => {
    const long = "m".repeat(400);
    const [one] = errorOf(
      answered(400, failure({ message: long, documentation_url: long, source: { pointer: long } })),
    ).message.split("; ");
    const cut = "m".repeat(300);
    expect(one).to.equal(`GET x/y: 400 ${cut} at ${cut} (${cut})`);
    const many = Array.from({ length: 12 }, (_, code) => ({ code, message: "m" }));
    expect(errorOf(answered(400, failure(...many))).details.codes).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const nested = (depth: number): object => ({ code: depth, message: "m", error_chain: [nested2(depth + 1)] });
    const nested2 = (depth: number): object => (depth > 5 ? { code: depth } : nested(depth));
    expect(message(400, failure(nested(0)))).to.equal("GET x/y: 400 m [code: 0] (m [code: 1] (m [code: 2]))");
    expect(message(400, failure({ message: "m" }), { "cf-ray": "r".repeat(150) })).to.contain(
      `[ray ${"r".repeat(100)}]`,
    );
  });

  it("takes nothing of what is said for granted", () => {
    for (const [errors, said] of [
      [[{ code: "7", message: {}, documentation_url: 1, source: null }], "no message"],
      [[{ message: "m", source: { pointer: 7 }, error_chain: "x" }], "m"],
      [[null, 7, "text"], "(a body that is not the API's envelope)"],
      [[], "(a body that is not the API's envelope)"],
      ["text", "(a body that is not the API's envelope)"],
    ] as const) {
      expect(message(400, { success: false, errors })).to.equal(`GET x/y: 400 ${said}`);
    }
    expect(message(400, failure({ message: "m" }), { "cf-ray": ["a", "b"] })).to.equal("GET x/y: 400 m");
  });

  it("says what to do next, by what is refused", () => {
    const of = (status: number, ...errors: unknown[]) => message(status, failure(...errors));
    const product = "This account does not have Cloudflare Email Security";
    expect(of(403, { message: NO_PRODUCT })).to.contain(`${product}: check accountId, or add the product`);
    expect(of(400, { message: NO_PRODUCT })).not.to.contain(product);
    const permission = 'the API token needs the permission "Cloud Email Security: Write" on this account';
    expect(of(403, { message: "m" })).to.contain(`The credential may not do this: ${permission}`);
    for (const refused of [of(401, { message: "m" }), of(400, { code: 6003, message: "m" })]) {
      expect(refused).to.contain("The credential is not accepted: cloudflare:apiToken was used.");
    }
    expect(of(404, { code: 7003, message: "m" })).to.contain("No such route: check accountId and the base URL.");
    expect(of(429, { message: "m" })).to.contain("rate limit is used up: wait five minutes, or lower --parallel.");
    for (const status of [500, 503]) {
      expect(of(status, { message: "m" })).to.contain(
        "Cloudflare could not answer: run again; https://www.cloudflarestatus",
      );
    }
    for (const [status, code] of [
      [400, 7003],
      [404, 1003],
      [409, 1],
    ] as const) {
      expect(of(status, { code, message: "m" })).to.equal(`GET x/y: ${status} m [code: ${code}]`);
    }
  });

  it("says of another answer than the API's what may stand before it", () => {
    const foreign = "This is not the API's answer, but that of something before it";
    for (const status of [200, 400, 403, 404, 418, 429, 500]) expect(message(status, "<html>")).to.contain(foreign);
    for (const status of [301, 302, 399]) {
      expect(message(status, "")).to.contain("Redirects are not followed: set the base URL").and.not.contain(foreign);
    }
    expect(message(429, "<html>")).to.contain("wait five minutes");
    expect(message(500, "<html>")).to.contain("run again");
    for (const status of [299, 400, 428]) expect(message(status, "")).to.match(/HTTPS_PROXY and the base URL\.$/);
    expect(errorOf(answered(400, "<html>")).details.foreign).to.equal(true);
    expect(errorOf(answered(400, failure())).details).not.to.have.property("foreign");
  });

  it("quotes the beginning of what is no envelope, as one line", () => {
    expect(message(400, " <html>\r\n\t\0<b> ")).to.contain("400 (not JSON: <html> <b>) ");
    expect(message(400, " \n ")).to.contain("400 (an empty body) ");
    expect(message(400, "x".repeat(100))).to.contain(`(not JSON: ${"x".repeat(100)}) `);
    expect(message(400, "x".repeat(101))).to.contain(`(not JSON: ${"x".repeat(100)}…) `);
    expect(message(400, { other: 1 })).to.contain("400 (a body that is not the API's envelope) ");
  });

  it("holds no part of the credential, however often it is echoed", () => {
    const both: FoundCredential = { value: { email: "a@b.example", key: "the-key" }, from: "x" };
    const echo = answered(400, failure({ message: "the-key of a@b.example, the-key, the-token" }));
    expect(errorOf(echo, both).message).to.equal("GET x/y: 400 [redacted] of [redacted], [redacted], the-token");
    expect(errorOf(echo).message).to.contain("[redacted]").and.contain("the-key");
  });

  it("is all that a user is shown: there is no stack", () => {
    for (const error of [new UserError("m"), new ApiError("m", { outcome: "refused" })]) {
      expect(error.stack).to.equal("");
    }
    expect([new UserError("m").name, new ApiError("m", { outcome: "refused" }).name]).to.deep.equal([
      "Error",
      "ApiError",
    ]);
  });
});

describe("the details of a failure", () => {
  it("tell a gateway that waited in vain, and an answer of success that cannot be read", () => {
    for (const status of [408, 504, 524]) expect(errorOf(answered(status, "")).details.timedOut).to.equal(true);
    for (const status of [400, 500, 502]) expect(errorOf(answered(status, "")).details.timedOut).to.equal(false);
    for (const status of [200, 299]) expect(errorOf(answered(status, "")).details.unreadable).to.equal(true);
    expect(errorOf(answered(300, "")).details.unreadable).to.equal(false);
  });

  it("become a reason without a word of the server's", () => {
    expect(reasonOf(errorOf(answered(400, failure({ code: 1, message: "secret" }, { code: 2 }))))).to.equal(
      "400 [code: 1] [code: 2]",
    );
    expect(reasonOf(errorOf(answered(502, "secret")))).to.equal("502");
    expect(reasonOf(errorOf(unanswered("ERR_CANCELED")))).to.equal("no answer in time");
    expect(reasonOf(errorOf(unanswered("ECONNRESET")))).to.equal("the connection was lost");
    expect(reasonOf(new ApiError("m", { outcome: "refused", status: 409 }))).to.equal("409");
  });
});
