import { expect } from "chai";
import { domain, localApi, patterns, policy, type LocalApi } from "./local-api";

describe("a list", () => {
  let api: LocalApi;

  beforeEach(async () => {
    api = await localApi();
    const policies = api.content("allow_policies");
    policies.insert(policy({ pattern: "b@example.com", comments: "Invoices" }));
    policies.insert(policy({ pattern: "c.example.net", pattern_type: "DOMAIN", verify_sender: false }));
    policies.insert(
      policy({ pattern: "1.2.3.4", pattern_type: "IP", is_trusted_sender: false, is_exempt_recipient: true }),
    );
    policies.insert(policy({ pattern: "a@example.com", is_trusted_sender: false, is_acceptable_sender: true }));
    policies.insert(policy({ pattern: "old", pattern_type: "UNKNOWN" }));
    const domains = api.content("trusted_domains");
    domains.insert(domain({ pattern: "recent.example.com" }));
    domains.insert(domain({ pattern: "similar.example.com", is_recent: false, is_similarity: true }));
  });

  const list = async (query: string, collection = "allow_policies"): Promise<unknown[]> => {
    const { status, result } = await api.call("GET", `?${query}`, undefined, { collection });
    expect(status).to.equal(200);
    return patterns(result);
  };

  const all = ["b@example.com", "c.example.net", "1.2.3.4", "a@example.com", "old"];
  const cases: [query: string, expected: string[], collection?: string][] = [
    ["", all],
    ["is_trusted_sender=true", ["b@example.com", "c.example.net", "old"]],
    ["is_trusted_sender=false", ["1.2.3.4", "a@example.com"]],
    ["is_acceptable_sender=true", ["a@example.com"]],
    ["is_exempt_recipient=true", ["1.2.3.4"]],
    ["verify_sender=false", ["c.example.net"]],
    ["pattern_type=EMAIL", ["b@example.com", "a@example.com"]],
    ["pattern_type=UNKNOWN", ["old"]],
    ["pattern=a@example.com", ["a@example.com"]],
    ["pattern=example.com", []],
    ["search=EXAMPLE.com", ["b@example.com", "a@example.com"]],
    ["search=invoice", ["b@example.com"]],
    ["pattern_type=EMAIL&is_trusted_sender=true&search=example", ["b@example.com"]],
    ["order=pattern", ["1.2.3.4", "a@example.com", "b@example.com", "c.example.net", "old"]],
    ["order=pattern&direction=desc", ["old", "c.example.net", "b@example.com", "a@example.com", "1.2.3.4"]],
    ["order=created_at&direction=desc", all.toReversed()],
    ["page=2&per_page=2", ["1.2.3.4", "a@example.com"]],
    ["page=3&per_page=2", ["old"]],
    ["page=4&per_page=2", []],
    ["anything=else", all],
    ["is_recent=true", ["recent.example.com"], "trusted_domains"],
    ["is_similarity=true", ["similar.example.com"], "trusted_domains"],
    ["is_recent=false&is_similarity=false", [], "trusted_domains"],
    ["pattern=similar.example.com", ["similar.example.com"], "trusted_domains"],
    ["search=recent&order=pattern&direction=asc", ["recent.example.com"], "trusted_domains"],
  ];
  for (const [query, expected, collection = "allow_policies"] of cases) {
    it(`of ${collection}?${query}`, async () => {
      expect(await list(query, collection)).to.deep.equal(expected);
    });
  }

  it("counts in result_info", async () => {
    const { result_info } = await api.call("GET", "?pattern_type=EMAIL&per_page=1&page=2");
    expect(result_info).to.deep.equal({ count: 1, page: 2, per_page: 1, total_count: 5 });
  });

  it("has result_info only where it belongs", async () => {
    const { id } = api.content("allow_policies").list()[0] ?? {};
    expect(await api.call("GET", `/${String(id)}`)).not.to.have.property("result_info");
  });

  it("has pages of 20 and takes 1,000 for more than 1,000", async () => {
    expect((await api.call("GET")).result_info).to.include({ per_page: 20 });
    expect((await api.call("GET", "?per_page=5000")).result_info).to.include({ per_page: 1000 });
  });

  for (const query of [
    "page=0",
    "page=x",
    "page=1.5",
    "per_page=0",
    "order=id",
    "direction=up",
    "is_trusted_sender=1",
    "pattern_type=email",
  ]) {
    it(`refuses ?${query} and names the parameter`, async () => {
      const { status, errors } = await api.call("GET", `?${query}`);
      expect(status).to.equal(400);
      expect(errors[0]?.message).to.include(query.split("=")[0]);
    });
  }

  it("passes over search and order where the collection knows neither", async () => {
    const ignored = api.content("url_ignore_patterns");
    for (const pattern of ["b", "a"]) ignored.insert({ pattern });
    expect(await list("search=a&order=pattern&direction=desc", "url_ignore_patterns")).to.deep.equal(["b", "a"]);
    expect(await list("order=nothing", "url_ignore_patterns")).to.deep.equal(["b", "a"]);
  });

  it("gives every entry of 10,000 exactly once, page by page", async () => {
    const policies = api.content("allow_policies", api.account);
    for (let i = 0; i < 10_000; i += 1) {
      policies.insert(policy({ pattern: `u${i}@example.com` }));
    }
    const seen: unknown[] = [];
    for (let page = 1, size = 1; size > 0; page += 1) {
      const { result } = await api.call("GET", `?order=pattern&per_page=1000&page=${page}`);
      size = (result as unknown[]).length;
      seen.push(...patterns(result));
    }
    expect(seen).to.have.length(10_005);
    expect(new Set(seen).size).to.equal(10_005);
  });
});
