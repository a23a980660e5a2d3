import { expect } from "chai";
import { withDate } from "../support/clock";
import { batch, localApi, policy } from "./local-api";

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const unknownToken = "x".repeat(40);

describe("authentication", () => {
  it("takes an API token", async () => {
    const api = await localApi({ tokens: [{ value: "my-token" }] });
    expect((await api.call("GET", "", undefined, bearer("my-token"))).status).to.equal(200);
  });

  it("takes an email and a Global API Key", async () => {
    const api = await localApi({ tokens: [{ value: "my-key", email: "me@example.com" }] });
    const headers = { "x-auth-email": "me@example.com", "x-auth-key": "my-key" };
    expect((await api.call("GET", "", undefined, { headers })).status).to.equal(200);
  });

  it("refuses a Global API Key as a token, and with another email", async () => {
    const api = await localApi({ tokens: [{ value: unknownToken, email: "me@example.com" }] });
    expect((await api.call("GET", "", undefined, bearer(unknownToken))).status).to.equal(401);
    const headers = { "x-auth-email": "you@example.com", "x-auth-key": unknownToken };
    expect((await api.call("GET", "", undefined, { headers })).status).to.equal(401);
  });

  const refusals: [why: string, headers: Record<string, string>, status: number, codes: number[]][] = [
    ["no credentials", {}, 400, [9106]],
    ["a key without an email", { "x-auth-key": unknownToken }, 400, [9106]],
    ["an empty token", { authorization: "Bearer" }, 400, [6003, 6111]],
    ["a token of a form that none has", { authorization: "Bearer a b" }, 400, [6003, 6111]],
    ["another scheme", { authorization: `Basic ${unknownToken}` }, 400, [6003, 6111]],
    ["a malformed key", { "x-auth-email": "me@example.com", "x-auth-key": "short" }, 400, [6003, 6103]],
    ["an unknown token", { authorization: `Bearer ${unknownToken}` }, 401, [10000]],
  ];
  for (const [why, headers, status, codes] of refusals) {
    it(`answers ${why} with ${status} and ${codes.join(", ")}`, async () => {
      const api = await localApi();
      const answer = await api.call("GET", "", undefined, { headers });
      expect(answer).to.deep.include({ status, success: false, result: null, messages: [] });
      expect(
        answer.errors.flatMap(({ code, error_chain = [] }) => [code, ...error_chain.map((e) => e.code)]),
      ).to.deep.equal(codes);
    });
  }

  it("lets a token that may only read do nothing else", async () => {
    const api = await localApi({ tokens: [{ value: "reader", permission: "read" }] });
    const { id } = api.content("allow_policies").insert(policy());
    expect((await api.call("GET")).status).to.equal(200);
    expect((await api.call("GET", `/${String(id)}`)).status).to.equal(200);
    for (const [method, path, body] of [
      ["POST", "", policy()],
      ["POST", "/batch", batch({})],
      ["PATCH", `/${String(id)}`, {}],
      ["PUT", `/${String(id)}`, policy()],
      ["DELETE", `/${String(id)}`, undefined],
    ] as const) {
      const { status, errors } = await api.call(method, path, body);
      expect(status, method).to.equal(403);
      expect(errors[0]).to.include({ code: 10000, message: "Forbidden" });
      expect(errors[0]?.documentation_url).to.match(/^https:\/\/developers\.cloudflare\.com\//);
    }
    expect(api.content("allow_policies").list()).to.have.length(1);
  });

  it("keeps a token to its accounts", async () => {
    const [mine, other] = ["0".repeat(32), "1".repeat(32)] as const;
    const api = await localApi({ accounts: [{ id: mine }, { id: other }], tokens: [{ value: "t", accounts: [mine] }] });
    expect((await api.call("GET")).status).to.equal(200);
    const { status, errors } = await api.call("GET", "", undefined, { account: other });
    expect([status, errors[0]?.code]).to.deep.equal([403, 9109]);
  });

  it("answers an account that does not exist like one that is out of reach", async () => {
    const api = await localApi();
    const { status, errors } = await api.call("GET", "", undefined, { account: "f".repeat(32) });
    expect([status, errors[0]?.code]).to.deep.equal([403, 9109]);
  });

  for (const account of ["f".repeat(33), "not-an-id"]) {
    it(`answers the account id ${account} with 7003`, async () => {
      const api = await localApi();
      expect((await api.call("GET", "", undefined, { account })).errors[0]?.code).to.equal(7003);
    });
  }

  it("tells an account without the product", async () => {
    const api = await localApi({ accounts: [{ id: "0".repeat(32), subscribed: false }] });
    const { status, errors } = await api.call("GET");
    expect(status).to.equal(403);
    expect(errors[0]?.message).to.include("not available in the current subscription");
  });

  it("can revoke a token while it runs", async () => {
    const api = await localApi();
    const old = bearer(api.token);
    api.configure({ tokens: [{ value: "new-token" }] });
    expect((await api.call("GET", "", undefined, old)).status).to.equal(401);
    expect((await api.call("GET", "", undefined, bearer("new-token"))).status).to.equal(200);
  });
});

describe("the rate limit", () => {
  it("is told in every answer and blocks for the rest of the window", async () => {
    const api = await localApi({ rateLimit: { requests: 2, windowSeconds: 300 } });
    const answers = [await api.call("GET"), await api.call("GET", "/missing"), await api.call("POST", "", policy())];
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 404, 429]);
    for (const [index, left] of [1, 0, 0].entries()) {
      expect(answers[index]?.headers.get("ratelimit")).to.match(new RegExp(`^"default";r=${left};t=\\d+$`));
      expect(answers[index]?.headers.get("ratelimit-policy")).to.equal('"default";q=2;w=300');
    }
    expect(answers.map(({ headers }) => headers.has("retry-after"))).to.deep.equal([false, false, true]);
    expect(Number(answers[2]?.headers.get("retry-after"))).to.be.within(1, 300);
    expect(answers[2]?.errors).to.deep.equal([
      { code: 971, message: "Please wait and consider throttling your request speed" },
    ]);
    expect(api.content("allow_policies").list()).to.deep.equal([]);
  });

  it("counts each token by itself", async () => {
    const api = await localApi({
      tokens: [{ value: "one" }, { value: "two" }],
      rateLimit: { requests: 1, windowSeconds: 300 },
    });
    const statuses = [];
    for (const token of ["one", "one", "two"]) {
      statuses.push((await api.call("GET", "", undefined, bearer(token))).status);
    }
    expect(statuses).to.deep.equal([200, 429, 200]);
  });

  it("ends with its window", () =>
    withDate(async (clock) => {
      const api = await localApi({ rateLimit: { requests: 1, windowSeconds: 300 } });
      expect((await api.call("GET")).status).to.equal(200);
      clock.tick(299_999);
      expect((await api.call("GET")).status).to.equal(429);
      clock.tick(1);
      expect((await api.call("GET")).status).to.equal(200);
    }));

  it("is not there unless it is asked for", async () => {
    const api = await localApi();
    expect((await api.call("GET")).headers.has("ratelimit")).to.be.false;
  });
});
