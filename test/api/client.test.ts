import { expect } from "chai";
import nock from "nock";
import { Client } from "../../provider/api/client";
import { CollectionClient } from "../../provider/api/collection-client";
import { isUnclear, isNotFound, isUnauthorized } from "../../provider/api/error";
import { MessageClient } from "../../provider/api/message-client";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { urlIgnorePatterns } from "../../provider/collections/url-ignore-pattern";
import { messageOf } from "../support/failure";
import {
  ACCOUNT,
  api,
  failure,
  failureOf,
  ID,
  policyValues,
  ROOT,
  success,
  testClient,
  TOKEN,
  wirePolicy,
  mockTheApi,
} from "./support";

describe("requests to the API", () => {
  mockTheApi();

  it("creates with exactly the seven required fields and no deprecated one", async () => {
    api()
      .post(ROOT, {
        pattern: "acme.example",
        pattern_type: "DOMAIN",
        is_regex: false,
        is_trusted_sender: true,
        is_acceptable_sender: false,
        is_exempt_recipient: false,
        verify_sender: true,
      })
      .reply(201, success(wirePolicy));
    const entry = await testClient().policies.post(policyValues);
    expect(entry).to.deep.equal({
      id: ID,
      values: policyValues,
      createdAt: "2026-01-01T00:00:00.000000Z",
      modifiedAt: "2026-01-02T00:00:00.000000Z",
    });
  });

  it("patches only what changed, and clears a comment with an explicit null", async () => {
    api().patch(`${ROOT}/${ID}`, { verify_sender: false, comments: null }).reply(200, success(wirePolicy));
    await testClient().policies.patch(ID, { verifySender: false, comments: undefined }, policyValues);
  });

  it("takes an integer id of old as a string", async () => {
    api()
      .get(`${ROOT}/2401`)
      .reply(200, success({ ...wirePolicy, id: 2401 }));
    expect((await testClient().policies.get("2401")).id).to.equal("2401");
  });

  it("authenticates with email and key where that is the credential", async () => {
    nock("https://api.example.test", { reqheaders: { "x-auth-email": "a@b.example", "x-auth-key": "k" } })
      .get("/client/v4/x")
      .reply(200, success(null));
    const other = new Client(
      {
        baseUrl: "https://api.example.test/client/v4",
        credential: { value: { email: "a@b.example", key: "k" }, from: "cloudflare-email-security:apiToken" },
        problems: [],
      },
      () => undefined,
    );
    await other.request({ method: "GET", path: "x" });
  });

  it("say who asks, and that JSON is to be the answer", async () => {
    nock("https://api.example.test", {
      reqheaders: { "user-agent": "pulumi-cloudflare-email-security", accept: "application/json" },
    })
      .get(`${ROOT}/${ID}`)
      .reply(200, success(wirePolicy));
    await testClient().policies.get(ID);
  });

  it("go to no path that an account id could make up", () => {
    expect(() => new CollectionClient(testClient().client, allowPolicies, "a/b")).to.throw(
      '"a/b" is not a valid account id: letters, digits, "-" and "_" only.',
    );
    expect(() => new MessageClient(testClient().client, "a/b")).to.throw('"a/b" is not a valid account id');
  });

  describe("a batch", () => {
    const operations = [{ kind: "post", values: policyValues }] as const;

    it("is answered with what it changed and made, and nothing where the answer names nothing", async () => {
      api()
        .post(`${ROOT}/batch`)
        .reply(200, success({ patches: [{ ...wirePolicy, id: "a" }], posts: [{ ...wirePolicy, id: "b" }] }));
      const { patches, posts } = await testClient().policies.batch(operations);
      expect([patches.map(({ id }) => id), posts.map(({ id }) => id)]).to.deep.equal([["a"], ["b"]]);
      for (const result of [{}, null]) {
        api().post(`${ROOT}/batch`).reply(200, success(result));
        expect(await testClient().policies.batch(operations)).to.deep.equal({ patches: [], posts: [] });
      }
    });

    it("is one of which nobody knows what became of it where the answer is no list of entries", async () => {
      for (const [result, what] of [
        [{ posts: {} }, '"posts" is no list'],
        [{ patches: "x" }, '"patches" is no list'],
        [{ posts: [{}] }, 'the response holds no usable "id"'],
      ] as const) {
        api().post(`${ROOT}/batch`).reply(200, success(result));
        const { message, details } = await failureOf(testClient().policies.batch(operations));
        expect(message).to.equal(
          `POST accounts/${ACCOUNT}/email-security/settings/allow_policies/batch: ${what}. Check that the base URL is Cloudflare's API.`,
        );
        expect(details).to.deep.equal({ outcome: "unclear", unreadable: true });
      }
    });
  });

  it("name themselves where their answer is no entry", async () => {
    const path = `accounts/${ACCOUNT}/email-security/settings/allow_policies`;
    const { policies } = testClient();
    for (const [method, where, ask] of [
      ["GET", `${path}/${ID}`, () => policies.get(ID)],
      ["PATCH", `${path}/${ID}`, () => policies.patch(ID, { verifySender: false }, policyValues)],
      ["POST", path, () => policies.post(policyValues)],
      ["GET", path, () => policies.list()],
    ] as const) {
      api()
        .intercept(new RegExp(`^/client/v4/${where}(\\?|$)`), method)
        .reply(200, success(method === "GET" && where === path ? [7] : 7));
      expect((await failureOf(ask())).message).to.equal(
        `${method} ${where}: the response holds no allow policy. Check that the base URL is Cloudflare's API.`,
      );
    }
  });

  describe("list", () => {
    it("asks for pages of 1,000 and stops when the total is reached", async () => {
      const page = (number: number, count: number) =>
        api()
          .get(ROOT)
          .query({ page: number, per_page: 1000, order: "pattern", direction: "asc" })
          .reply(
            200,
            success(
              Array.from({ length: count }, (_, index) => ({ ...wirePolicy, id: `id-${number}-${index}` })),
              { result_info: { count, page: number, per_page: 1000, total_count: 1500 } },
            ),
          );
      page(1, 1000);
      page(2, 500);
      expect(await testClient().policies.list()).to.have.length(1500);
    });

    it("goes on until an empty page where no total is given", async () => {
      for (const result of [[wirePolicy], []]) api().get(ROOT).query(true).reply(200, success(result));
      expect(await testClient().policies.list()).to.have.length(1);
    });

    it("asks again where fewer entries came than the API counts, and unites the answers", async () => {
      const info = { result_info: { per_page: 1000, total_count: 2 } };
      const other = { ...wirePolicy, id: "other", created_at: "2025-01-01T00:00:00Z" };
      for (const result of [[wirePolicy], [], [other, wirePolicy]]) {
        api().get(ROOT).query(true).reply(200, success(result, info));
      }
      expect((await testClient().policies.list()).map(({ id }) => id)).to.deep.equal(["other", ID]);
    });

    it("asks on after a full page, whatever the total says, also where pages are smaller than asked for", async () => {
      const pages = [50, 50, 20].map((count, page) =>
        Array.from({ length: count }, (_, index) => ({ ...wirePolicy, id: `id-${page}-${index}` })),
      );
      for (const result of pages) {
        const info = { result_info: { count: result.length, per_page: 50, total_count: result.length } };
        api().get(ROOT).query(true).reply(200, success(result, info));
      }
      const told: (number | undefined)[][] = [];
      expect(await testClient().policies.list({ onPage: (...page) => told.push(page) })).to.have.length(120);
      expect(told).to.deep.equal([
        [50, 50],
        [100, undefined],
        [120, undefined],
      ]);
    });

    it("gives up after three times where it stays short, with what came", async () => {
      const info = { result_info: { per_page: 1000, total_count: 2 } };
      let requests = 0;
      api()
        .get(ROOT)
        .query(true)
        .times(6)
        .reply(() => [200, success(requests++ % 2 === 0 ? [wirePolicy] : [], info)]);
      expect(await testClient().policies.list()).to.have.length(1);
      expect(requests).to.equal(6);
    });

    it("asks for what is looked for alone, until a page is empty, since the count is of all", async () => {
      const sought = { is_trusted_sender: "true", search: "acme" };
      for (const [page, result] of [[wirePolicy], [{ ...wirePolicy, id: "b" }], []].entries()) {
        api()
          .get(ROOT)
          .query({ ...sought, page: page + 1, per_page: 1000, order: "pattern", direction: "asc" })
          .reply(200, success(result, { result_info: { per_page: 1000, total_count: 1 } }));
      }
      const options = { filter: { isTrustedSender: true }, search: "acme" };
      expect((await testClient().policies.list(options)).map(({ id }) => id)).to.deep.equal([ID, "b"]);
    });

    it("has its oldest entries first, and before them those whose age nobody says", async () => {
      const entries = [
        { id: "young", created_at: "2026-02-01T00:00:00Z" },
        { id: "ageless", created_at: null },
        { id: "old", created_at: "2026-01-01T00:00:00Z" },
        { id: "too", created_at: null },
      ].map((entry) => ({ ...wirePolicy, ...entry }));
      for (const result of [entries, []]) api().get(ROOT).query(true).reply(200, success(result));
      const ids = (await testClient().policies.list()).map(({ id }) => id);
      expect(ids).to.deep.equal(["ageless", "too", "old", "young"]);
    });

    it("asks for no order where the API sorts by nothing that tells entries apart", async () => {
      api()
        .get(/url_ignore_patterns/)
        .query({ page: 1, per_page: 1000 })
        .reply(200, success([]));
      await new CollectionClient(testClient().client, urlIgnorePatterns, ACCOUNT).list();
    });

    it("takes a page that comes again for the end where all that are counted came", async () => {
      const info = { result_info: { total_count: 1 } };
      api()
        .get(ROOT)
        .query(true)
        .times(2)
        .reply(200, success([wirePolicy], info));
      expect(await testClient().policies.list()).to.have.length(1);
    });

    it("ends with an error when pages repeat for ever", async () => {
      api()
        .get(ROOT)
        .query(true)
        .times(6)
        .reply(200, success([wirePolicy]));
      const error = await failureOf(testClient().policies.list());
      expect(error.message).to.contain("the pages repeat without end");
    });

    it("does not take an object for a list", async () => {
      api().get(ROOT).query(true).reply(200, success({}));
      expect((await failureOf(testClient().policies.list())).message).to.contain("holds no list");
    });
  });

  describe("retries", () => {
    it("repeats a GET after a reset, a 500 and a cut body", async () => {
      api()
        .get(`${ROOT}/${ID}`)
        .replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
      api().get(`${ROOT}/${ID}`).reply(500, failure(1000, "internal"));
      api().get(`${ROOT}/${ID}`).reply(200, '{"success":true,"result":{"id');
      api().get(`${ROOT}/${ID}`).reply(200, success(wirePolicy));
      expect((await testClient().policies.get(ID)).id).to.equal(ID);
    });

    it("never repeats a POST that may have been carried out", async () => {
      for (const reply of [500, 502, 503, 520, 504, 408]) {
        api().post(ROOT).reply(reply, failure(1000, "?"));
        expect(isUnclear(await failureOf(testClient().policies.post(policyValues)))).to.equal(true, String(reply));
      }
      api()
        .post(ROOT)
        .replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
      expect(isUnclear(await failureOf(testClient().policies.post(policyValues)))).to.equal(true);
      api().post(ROOT).reply(201, "<html>");
      expect(isUnclear(await failureOf(testClient().policies.post(policyValues)))).to.equal(true);
    });

    it("take a gateway's time-out for a request that may still be under way", async () => {
      for (const [status, timedOut] of [
        [408, true],
        [504, true],
        [524, true],
        [502, false],
      ] as const) {
        api().post(ROOT).reply(status, "<html>");
        const { details } = await failureOf(testClient().policies.post(policyValues));
        expect(details).to.include({ outcome: "unclear", timedOut });
      }
    });

    it("does not take the refusal of the last attempt for the outcome of an earlier one", async () => {
      api().patch(`${ROOT}/${ID}`).reply(500, failure(1000, "internal"));
      api().patch(`${ROOT}/${ID}`).reply(400, failure(1001, "no"));
      const error = await failureOf(testClient().policies.patch(ID, { verifySender: false }, policyValues));
      expect(error.details).to.include({ outcome: "unclear", status: 400 });
    });

    it("waits for the window to end after a 429 that says when, though not with Retry-After", async () => {
      api().get(`${ROOT}/${ID}`).reply(429, failure(971, "Please wait"), { ratelimit: '"default";r=0;t=300' });
      api().get(`${ROOT}/${ID}`).reply(200, success(wirePolicy));
      const { policies, said } = testClient({ maxWaitMs: 200, silentMs: 10 });
      await policies.get(ID);
      expect(said).to.have.length(1);
      expect(said[0]).to.contain("rate limit");
    });

    it("repeats a POST that was refused by the rate limit or never sent", async () => {
      api().post(ROOT).reply(429, failure(971, "Please wait"), { "retry-after": "0" });
      api()
        .post(ROOT)
        .replyWithError(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }));
      api().post(ROOT).reply(201, success(wirePolicy));
      expect((await testClient().policies.post(policyValues)).id).to.equal(ID);
    });

    it("does not repeat what the API refused, and takes that for no word on the credential", async () => {
      api().get(`${ROOT}/${ID}`).reply(400, failure(1001, "no"));
      const { policies } = testClient();
      await failureOf(policies.get(ID));
      api().get(`${ROOT}/${ID}`).reply(403, failure(10000, "Forbidden"));
      api().get(`${ROOT}/${ID}`).reply(200, success(wirePolicy));
      expect((await policies.get(ID)).id).to.equal(ID);
    });

    it("says a long wait that the API asks for, and bounds it", async () => {
      api().get(`${ROOT}/${ID}`).reply(429, failure(971, "Please wait"), { "retry-after": "3600" });
      api().get(`${ROOT}/${ID}`).reply(200, success(wirePolicy));
      const { policies, said } = testClient({ maxWaitMs: 200, silentMs: 10 });
      await policies.get(ID);
      expect(said).to.deep.equal(["waiting 1 s: the API's rate limit is used up"]);
    });

    it("gives up on an answer that does not come, as an unknown outcome", async () => {
      api().post(ROOT).delay(2_000).reply(201, success(wirePolicy));
      const error = await failureOf(testClient({ attemptMs: 30 }).policies.post(policyValues));
      expect(error.details).to.include({ outcome: "unclear", timedOut: true });
    });
  });

  describe("a refused credential", () => {
    it("gives way to a different one of the environment, and says so", async () => {
      nock("https://api.example.test", { reqheaders: { authorization: `Bearer ${TOKEN}` } })
        .delete(`${ROOT}/${ID}`)
        .reply(401, failure(10000, "Authentication error"));
      nock("https://api.example.test", { reqheaders: { authorization: "Bearer fresh" } })
        .delete(`${ROOT}/${ID}`)
        .reply(200, success({ id: ID }));
      const { policies, said } = testClient({}, "fresh");
      await policies.delete(ID);
      expect(said).to.deep.equal([
        "the credential of cloudflare-email-security:apiToken was refused; going on with the one of CLOUDFLARE_API_TOKEN in the environment",
      ]);
    });

    it("is an error where there is no other", async () => {
      api().delete(`${ROOT}/${ID}`).reply(401, failure(10000, "Authentication error"));
      const error = await failureOf(testClient().policies.delete(ID));
      expect(error.message).to.contain("DELETE").and.contain("401 Authentication error [code: 10000]");
      expect(error.message).to.contain(
        'The credential is not accepted: cloudflare-email-security:apiToken was used. One that was rotated or revoked must be set anew there. "pulumi refresh" and "pulumi destroy" use the config of the last up; with --run-program they use today\'s.',
      );
    });
  });

  describe("errors", () => {
    it("name method, path, status, code, text, pointer and ray", async () => {
      api()
        .post(ROOT)
        .reply(400, failure(1001, "bad pattern", { source: { pointer: "/pattern" } }), { "cf-ray": "abc-LHR" });
      const { message } = await failureOf(testClient().policies.post(policyValues));
      expect(message).to.equal(
        `POST accounts/${ACCOUNT}/email-security/settings/allow_policies: 400 bad pattern [code: 1001] at /pattern [ray abc-LHR]`,
      );
    });

    it("tell an account without the product from a token without the permission", async () => {
      const text = "Email Security API access is not available in the current subscription";
      api().get(`${ROOT}/${ID}`).reply(403, failure(1002, text));
      expect((await failureOf(testClient().policies.get(ID))).message).to.contain(
        "does not have Cloudflare Email Security",
      );
      api()
        .get(`${ROOT}/${ID}`)
        .times(4)
        .reply(403, failure(10000, "Forbidden", { documentation_url: "https://docs.test/x" }));
      const { message } = await failureOf(testClient().policies.get(ID));
      expect(message).to.contain('"Cloud Email Security: Write"').and.contain("(https://docs.test/x)");
    });

    it("tell the answer of something before the API as that, not as a missing permission, token or entry", async () => {
      for (const [status, body] of [
        [403, "<html><title>Just a moment...</title>"],
        [403, JSON.stringify({ error: "blocked by policy" })],
        [401, "<html>sign in</html>"],
        [404, "<html>no such page</html>"],
        [407, ""],
      ] as const) {
        // Once: that a credential is new is no reason for a proxy's refusal.
        api().get(`${ROOT}/${ID}`).reply(status, body);
        const error = await failureOf(testClient({}, "fresh").policies.get(ID));
        expect(error.message, String(status))
          .to.contain(`: ${status} `)
          .and.contain("This is not the API's answer")
          .and.not.match(/permission|credential|token/i);
        expect(isNotFound(error)).to.equal(false);
        expect(isUnauthorized(error)).to.equal(false);
      }
      for (const status of [200, 502]) {
        api().get(`${ROOT}/${ID}`).times(4).reply(status, "<html>");
        expect((await failureOf(testClient().policies.get(ID))).message).to.contain("This is not the API's answer");
      }
    });

    it("take only the API's own 404 for a missing entry", async () => {
      api().get(`${ROOT}/${ID}`).reply(404, failure(1003, "not found"));
      expect(isNotFound(await failureOf(testClient().policies.get(ID)))).to.equal(true);
      api().get(`${ROOT}/${ID}`).reply(404, failure(7003, "Could not route"));
      expect(isNotFound(await failureOf(testClient().policies.get(ID)))).to.equal(false);
      api().get(`${ROOT}/${ID}`).reply(404, "<html>no such page</html>");
      expect(isNotFound(await failureOf(testClient().policies.get(ID)))).to.equal(false);
      api().get(`${ROOT}/${ID}`).reply(403, failure(10000, "Forbidden"));
      expect(isNotFound(await failureOf(testClient().policies.get(ID)))).to.equal(false);
    });

    it("never hold the credential, even where the server echoes it", async () => {
      api()
        .get(`${ROOT}/${ID}`)
        .reply(400, failure(1000, `bad header Bearer ${TOKEN}`));
      expect((await failureOf(testClient().policies.get(ID))).message)
        .to.contain("[redacted]")
        .and.not.contain(TOKEN);
    });

    it("quote at most 100 characters of a body that is not JSON", async () => {
      api()
        .get(`${ROOT}/${ID}`)
        .reply(400, `<html>\n${"x".repeat(500)}`);
      const { message } = await failureOf(testClient().policies.get(ID));
      expect(message).to.contain("not JSON: <html> xxx").and.have.length.lessThan(450);
    });

    it("survive bodies of any shape", async () => {
      for (const body of [
        null,
        [],
        7,
        { errors: "x" },
        { errors: [null, 3, { code: "7", message: {}, error_chain: 5 }] },
      ]) {
        api().get(`${ROOT}/${ID}`).reply(400, JSON.stringify(body));
        expect((await failureOf(testClient().policies.get(ID))).details.status).to.equal(400);
      }
    });

    it("are what each answer of success is that holds no success", async () => {
      for (const body of [null, 7, "text", {}, { success: true }, { ...success(wirePolicy), success: "true" }]) {
        api().post(ROOT).reply(200, JSON.stringify(body));
        const { message, details } = await failureOf(testClient().policies.post(policyValues));
        expect(message, JSON.stringify(body)).to.contain("settings/allow_policies: 200 ");
        expect(details).to.include({ outcome: "unclear", unreadable: true, status: 200 });
      }
      const refusal = failure(1001, "no");
      api()
        .post(ROOT)
        .reply(200, { ...refusal, result: wirePolicy });
      expect((await failureOf(testClient().policies.post(policyValues))).message).to.contain("200 no [code: 1001]");
    });

    it("refuse entries with fields of the wrong type, without their values", async () => {
      api()
        .get(`${ROOT}/${ID}`)
        .reply(200, success({ ...wirePolicy, is_regex: "value-of-the-entry" }));
      const { message } = await failureOf(testClient().policies.get(ID));
      expect(message).to.contain('"is_regex" is not a boolean').and.not.contain("value-of-the-entry");
    });
  });

  describe("security", () => {
    it("does not follow a redirect with the credential", async () => {
      api().get(`${ROOT}/${ID}`).reply(302, "", { location: "https://evil.example.test/" });
      expect((await failureOf(testClient().policies.get(ID))).message).to.contain("Redirects are not followed");
    });

    it("does not let an id leave its path segment", async () => {
      for (const id of ["..", "../x", "a/b", "a%2fb", "a\0b", "", "a?b", "a b"]) {
        expect(await messageOf(testClient().policies.get(id))).to.contain("is not a valid allow policy id");
      }
      expect(await messageOf(testClient().policies.get("/".repeat(65)))).to.match(/^"\/{64}" is not/);
    });

    it("refuses a body of more than 16 MB", async () => {
      api()
        .get(`${ROOT}/${ID}`)
        .times(4)
        .reply(200, "x".repeat(17 * 1024 * 1024));
      await failureOf(testClient().policies.get(ID));
    });
  });
});
