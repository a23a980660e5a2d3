import { expect } from "chai";
import * as library from "../../emulator";
import { batch, domain, localApi, policy } from "./local-api";

describe("the emulator", () => {
  it("exports one function", () => {
    expect(Object.keys(library)).to.deep.equal(["startEmulator"]);
  });

  it("says where it is", async () => {
    const api = await localApi();
    expect(api.baseUrl).to.equal(`http://127.0.0.1:${api.port}/client/v4`);
  });

  it("logs every request with what it asks for and how it was answered", async () => {
    const api = await localApi();
    const { id } = api.content("allow_policies").insert(policy());
    await api.call("GET", "?order=pattern&page=2");
    await api.call("PATCH", `/${String(id)}`, { comments: "new" });
    await api.call("POST", "/batch", batch({}));
    await api.call("DELETE", "/missing", undefined, { collection: "trusted_domains" });
    await api.call("GET", "", undefined, { headers: {} });
    const { account } = api;
    const common = {
      account,
      collection: "allow_policies",
      id: undefined,
      body: undefined,
      query: {},
      fault: undefined,
    };
    const expected = [
      { method: "GET", action: "list", status: 200, query: { order: "pattern", page: "2" } },
      { method: "PATCH", action: "patch", status: 200, id, body: { comments: "new" } },
      { method: "POST", action: "batch", status: 200, body: batch({}) },
      { method: "DELETE", action: "delete", status: 404, id: "missing", collection: "trusted_domains" },
      { method: "GET", action: "list", status: 400 },
    ];
    expect(api.requests).to.have.length(expected.length);
    for (const [index, record] of expected.entries()) {
      expect(api.requests[index]).to.deep.include({ ...common, ...record });
    }
    expect(api.requests[0]?.headers).to.include({ authorization: `Bearer ${api.token}` });
    expect(api.requests[0]?.milliseconds).to.be.a("number");
  });

  it("keeps a body that is not JSON as text", async () => {
    const api = await localApi();
    await api.call("POST", "", undefined, { text: "{" });
    expect(api.requests[0]?.body).to.equal("{");
  });

  it("forgets the log on request", async () => {
    const api = await localApi();
    const log = api.requests;
    await api.call("GET");
    api.clearRequests();
    expect(log).to.have.length(0);
    await api.call("GET");
    expect(log).to.have.length(1);
  });

  it("reports each request when it is done", async () => {
    const statuses: (number | undefined)[] = [];
    const api = await localApi({ onRequest: ({ status }) => statuses.push(status) });
    await api.call("GET");
    await api.call("GET", "/missing");
    expect(statuses).to.deep.equal([200, 404]);
  });

  it("answers later with a latency", async () => {
    const api = await localApi({ latency: 100 });
    await api.call("GET");
    expect(api.requests[0]?.milliseconds).to.be.at.least(95);
  });
});

describe("the content", () => {
  it("can be listed, filled, changed and emptied without a request", async () => {
    const api = await localApi();
    const domains = api.content("trusted_domains");
    const entry = domains.insert({ pattern: "example.com" });
    expect(entry).to.include(domain({ is_recent: false }));
    expect(entry).to.have.property("comments", null);
    const changed = domains.change(String(entry.id), { is_similarity: true });
    expect(changed).to.include({ id: entry.id, pattern: "example.com", is_similarity: true });
    expect(domains.get(String(entry.id))).to.deep.equal(changed);
    expect(domains.list()).to.deep.equal([changed]);
    domains.remove(String(entry.id));
    expect(domains.list()).to.deep.equal([]);
    expect(api.requests).to.have.length(0);
  });

  it("takes an entry with an id, a time and a retired value", async () => {
    const api = await localApi();
    const old = { ...policy(), id: 2401, created_at: "2014-01-01T05:20:00.12345Z", pattern_type: "UNKNOWN" };
    api.content("allow_policies").insert(old);
    expect((await api.call("GET", "/2401")).result).to.include(old);
  });

  it("needs what has no default", async () => {
    const api = await localApi();
    expect(() => api.content("allow_policies").insert({ pattern: "x" })).to.throw(
      "The allow policy has no pattern_type.",
    );
  });

  it("is not there for an entry or a collection that is not", async () => {
    const api = await localApi();
    expect(() => api.content("phishing_submissions")).to.throw(
      'There is no collection "phishing_submissions". There are: allow_policies, trusted_domains, block_senders, ',
    );
    expect(() => api.content("allow_policies").remove("x")).to.throw("There is no allow policy x.");
    expect(() => api.content("allow_policies").change("x", {})).to.throw("There is no allow policy x.");
  });
});
