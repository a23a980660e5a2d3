import { expect } from "chai";
import type { WireEntry } from "../../emulator";
import { domain, localApi, policy } from "./local-api";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

const collections = [
  { collection: "allow_policies", body: policy, change: { is_acceptable_sender: true } },
  { collection: "trusted_domains", body: domain, change: { is_similarity: true } },
] as const;

for (const { collection, body, change } of collections) {
  describe(`the requests of ${collection}`, () => {
    it("creates an entry with 201 and shows it whole", async () => {
      const api = await localApi();
      const { status, result, ...envelope } = await api.call("POST", "", body({ comments: "why" }), { collection });
      expect(status).to.equal(201);
      expect(envelope).to.deep.include({ success: true, errors: [], messages: [] });
      expect(result).to.include({ ...body(), comments: "why" });
      const { id, created_at, modified_at, last_modified } = result as Record<string, string>;
      expect(id).to.match(uuid);
      expect(created_at).to.match(time);
      expect([modified_at, last_modified]).to.deep.equal([created_at, created_at]);
    });

    it("shows comments that were not given as null", async () => {
      const api = await localApi();
      const { result } = await api.call("POST", "", body(), { collection });
      expect(result).to.have.property("comments", null);
    });

    it("gets an entry by its id", async () => {
      const api = await localApi();
      const entry = api.content(collection).insert(body());
      const { status, result } = await api.call("GET", `/${String(entry.id)}`, undefined, { collection });
      expect(status).to.equal(200);
      expect(result).to.deep.equal(entry);
    });

    it("patches only what is given and moves the time of modification", async () => {
      const api = await localApi();
      const entry = api.content(collection).insert(body({ comments: "why" }));
      const { status, result } = await api.call("PATCH", `/${String(entry.id)}`, change, { collection });
      expect(status).to.equal(200);
      expect(result).to.include({ ...body(), ...change, id: entry.id, comments: "why", created_at: entry.created_at });
      const { created_at, modified_at, last_modified } = result as Record<string, string>;
      expect(modified_at).to.equal(last_modified);
      expect(String(modified_at) > String(created_at)).to.be.true;
    });

    it("moves that time for one change among many fields, also where an unchanged entry keeps it", async () => {
      const api = await localApi({ assume: { unchangedUpdate: "keeps" } });
      const entry = (await api.call("POST", "", body(), { collection })).result as WireEntry;
      const { result } = await api.call("PATCH", `/${String(entry.id)}`, change, { collection });
      expect((result as WireEntry).modified_at).not.to.equal(entry.modified_at);
    });

    it("gives each entry the next integer, where ids are integers", async () => {
      const api = await localApi({ assume: { ids: "integer" } });
      const ids: unknown[] = [];
      for (let i = 0; i < 2; i += 1) {
        ids.push(((await api.call("POST", "", body(), { collection })).result as WireEntry).id);
      }
      expect(ids).to.deep.equal([1, 2]);
    });

    it("takes comments away with a null", async () => {
      const api = await localApi();
      const { id } = api.content(collection).insert(body({ comments: "why" }));
      await api.call("PATCH", `/${String(id)}`, { comments: null }, { collection });
      expect(api.content(collection).get(String(id))).to.include({ ...body(), comments: null });
    });

    it("accepts an empty patch", async () => {
      const api = await localApi();
      const { id } = api.content(collection).insert(body());
      const { status, result } = await api.call("PATCH", `/${String(id)}`, {}, { collection });
      expect(status).to.equal(200);
      expect(result).to.include(body());
    });

    it("replaces an entry with PUT and resets what is omitted", async () => {
      const api = await localApi();
      const entry = api.content(collection).insert(body({ comments: "why" }));
      const replacement = body({
        ...change,
        pattern: "other@example.net".slice(collection === "allow_policies" ? 0 : 6),
      });
      const { status, result } = await api.call("PUT", `/${String(entry.id)}`, replacement, { collection });
      expect(status).to.equal(200);
      expect(result).to.include({ ...replacement, id: entry.id, created_at: entry.created_at, comments: null });
    });

    it("refuses a PUT that is not complete", async () => {
      const api = await localApi();
      const { id } = api.content(collection).insert(body());
      const { status, errors } = await api.call("PUT", `/${String(id)}`, { pattern: "example.com" }, { collection });
      expect(status).to.equal(400);
      expect(errors.map((error) => error.source?.pointer)).to.include("/is_regex");
    });

    it("deletes an entry and answers with its id", async () => {
      const api = await localApi();
      const { id } = api.content(collection).insert(body());
      const { status, result } = await api.call("DELETE", `/${String(id)}`, undefined, { collection });
      expect(status).to.equal(200);
      expect(result).to.deep.equal({ id });
      expect(api.content(collection).list()).to.deep.equal([]);
    });

    for (const method of ["GET", "PATCH", "PUT", "DELETE"]) {
      it(`answers ${method} of an id that does not exist with 404`, async () => {
        const api = await localApi();
        const answer = await api.call(
          method,
          "/f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
          method === "GET" || method === "DELETE" ? undefined : body(),
          { collection },
        );
        expect(answer).to.deep.include({ status: 404, success: false, result: null, messages: [] });
        expect(answer.errors).to.have.length(1);
      });
    }

    it("keeps the accounts apart", async () => {
      const [mine, other] = ["0".repeat(32), "1".repeat(32)] as const;
      const api = await localApi({ accounts: [{ id: mine }, { id: other }] });
      const { id } = api.content(collection).insert(body());
      const { status } = await api.call("GET", `/${String(id)}`, undefined, { collection, account: other });
      expect(status).to.equal(404);
      expect(api.content(collection, other).list()).to.deep.equal([]);
    });
  });
}

describe("the deprecated names of an allow policy", () => {
  it("are echoed in step with their successors", async () => {
    const api = await localApi({ assume: { deprecatedBooleans: "sent" } });
    const { result } = await api.call("POST", "", policy({ is_exempt_recipient: true }));
    expect(result).to.include({ is_sender: true, is_spoof: false, is_recipient: true });
  });

  it("are gone after their end of life, unless assumed otherwise", async () => {
    const api = await localApi();
    const { result } = await api.call("POST", "", policy());
    expect(result).not.to.have.any.keys("is_sender", "is_spoof", "is_recipient");
  });

  it("change their successors in a patch that has only them", async () => {
    const api = await localApi({ assume: { deprecatedBooleans: "sent" } });
    const { id } = api.content("allow_policies").insert(policy());
    const { result } = await api.call("PATCH", `/${String(id)}`, { is_spoof: true });
    expect(result).to.include({ is_acceptable_sender: true, is_spoof: true });
  });
});

describe("an address that is none of the API", () => {
  for (const path of ["/x/y", "x"]) {
    it(`is answered with 7003: ${path}`, async () => {
      const api = await localApi();
      const { status, errors } = await api.call("GET", path);
      expect(status).to.equal(404);
      expect(errors.map((error) => error.code)).to.deep.equal([7003, 7000]);
      expect(errors[0]?.message).to.include(`allow_policies${path}, perhaps your object identifier is invalid?`);
    });
  }

  it("is answered with 7003 outside the base path too", async () => {
    const api = await localApi();
    const response = await fetch(`http://127.0.0.1:${api.port}/elsewhere`);
    expect(response.status).to.equal(404);
    expect(await response.json()).to.have.nested.property("errors[0].code", 7003);
  });
});

describe("every answer", () => {
  it("is JSON in UTF-8 with a ray of its own", async () => {
    const api = await localApi();
    const rays = new Set<string | null>();
    for (const path of ["", "/missing"]) {
      const { headers } = await api.call("GET", path);
      expect(headers.get("content-type")).to.equal("application/json; charset=UTF-8");
      rays.add(headers.get("cf-ray"));
    }
    expect([...rays].join()).to.match(/^[0-9a-f]{16}-LOCAL,[0-9a-f]{16}-LOCAL$/);
    expect(rays.size).to.equal(2);
  });

  it("keeps text of every script as it is", async () => {
    const api = await localApi();
    const comments = "Größe — 日本語 🛡 \u0000 \"'\\";
    const { id } = (await api.call("POST", "", policy({ comments }))).result as WireEntry;
    const { result } = await api.call("GET", `/${String(id)}`);
    expect(result).to.have.property("comments", comments);
  });
});
