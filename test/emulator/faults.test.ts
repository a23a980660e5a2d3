import { expect } from "chai";
import type { FaultKind, FaultPlan } from "../../emulator";
import { faultKinds } from "../../emulator/faults";
import { withDate } from "../support/clock";
import { batch, domain, localApi, patterns, policy, type LocalApi } from "./local-api";

const body = policy();
const collectionUrl = (api: LocalApi): string =>
  `${api.baseUrl}/accounts/${api.account}/email-security/settings/allow_policies`;

/** Sends a create and tells what became of it: the status and the text, or the error's code. */
async function post(api: LocalApi): Promise<{ outcome: string | number; text: string; headers: Headers }> {
  try {
    const response = await fetch(collectionUrl(api), {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(500),
    });
    return { outcome: response.status, text: await response.text(), headers: response.headers };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return { outcome: cause?.code ?? name, text: "", headers: new Headers() };
  }
}

const count = (api: LocalApi): number => api.content("allow_policies").list().length;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("a fault", () => {
  const expected: Record<FaultKind, { outcome: string | number; entries: number; json?: boolean }> = {
    "reset-before": { outcome: "ECONNRESET", entries: 0 },
    "reset-after": { outcome: "ECONNRESET", entries: 1 },
    "timeout-before": { outcome: "TimeoutError", entries: 0 },
    "timeout-after": { outcome: "TimeoutError", entries: 1 },
    "429": { outcome: 429, entries: 0, json: true },
    "429-retry-after": { outcome: 429, entries: 0, json: true },
    "500-before": { outcome: 500, entries: 0, json: true },
    "500-after": { outcome: 500, entries: 1, json: true },
    "502-before": { outcome: 502, entries: 0, json: false },
    "502-after": { outcome: 502, entries: 1, json: false },
    "503-before": { outcome: 503, entries: 0, json: false },
    "503-after": { outcome: 503, entries: 1, json: false },
    "520-before": { outcome: 520, entries: 0, json: false },
    "520-after": { outcome: 520, entries: 1, json: false },
    truncated: { outcome: 201, entries: 1, json: false },
    cut: { outcome: "UND_ERR_SOCKET", entries: 1 },
    malformed: { outcome: 200, entries: 1, json: false },
    duplicate: { outcome: 201, entries: 2, json: true },
    replay: { outcome: 201, entries: 2, json: true },
    stale: { outcome: 201, entries: 1, json: true },
    slow: { outcome: 201, entries: 1, json: true },
    "403": { outcome: 403, entries: 0, json: true },
  };

  for (const kind of faultKinds) {
    const { outcome, entries, json } = expected[kind];
    it(`${kind} ends a create with ${outcome} and ${entries} new entries`, async () => {
      const api = await localApi();
      api.failNext(kind);
      const answer = await post(api);
      expect(answer.outcome).to.equal(outcome);
      if (json !== undefined) {
        expect(isJson(answer.text)).to.equal(json);
      }
      expect(count(api)).to.equal(entries);
      expect(api.faultCounts).to.deep.equal({ [kind]: 1 });
      const answered = typeof outcome === "number" ? outcome : undefined;
      expect(api.requests).to.have.length(1);
      expect(api.requests[0]).to.include({ action: "create", fault: kind, status: answered });
    });
  }

  it("is over after one request", async () => {
    const api = await localApi();
    api.failNext("500-before");
    expect([(await post(api)).outcome, (await post(api)).outcome]).to.deep.equal([500, 201]);
  });

  it("can be set for several requests, and several can wait in line", async () => {
    const api = await localApi();
    api.failNext("500-before", {}, 2);
    api.failNext("502-before");
    const outcomes = [];
    for (let i = 0; i < 4; i += 1) {
      outcomes.push((await post(api)).outcome);
    }
    expect(outcomes).to.deep.equal([500, 500, 502, 201]);
  });

  it("waits for the request that it is meant for", async () => {
    const api = await localApi();
    api.failNext("500-before", { action: "create", collection: "trusted_domains" });
    expect((await post(api)).outcome).to.equal(201);
    expect((await api.call("GET", "", undefined, { collection: "trusted_domains" })).status).to.equal(200);
    expect((await api.call("POST", "", domain(), { collection: "trusted_domains" })).status).to.equal(500);
  });

  it("tells how long to wait only where it is asked to", async () => {
    const api = await localApi();
    api.failNext("429");
    api.failNext({ kind: "429-retry-after", retryAfter: 7 });
    expect((await post(api)).headers.get("retry-after")).to.equal(null);
    expect((await post(api)).headers.get("retry-after")).to.equal("7");
  });

  it("of duplicated delivery shows the answer of the first or of the second time", async () => {
    const api = await localApi();
    const [first, second] = [policy({ pattern: "1@example.com" }), policy({ pattern: "2@example.com" })].map((entry) =>
      api.content("allow_policies").insert(entry),
    );
    api.failNext("duplicate", { method: "DELETE" });
    expect((await api.call("DELETE", `/${String(first?.id)}`)).status).to.equal(200);
    api.failNext("replay", { method: "DELETE" });
    expect((await api.call("DELETE", `/${String(second?.id)}`)).status).to.equal(404);
  });

  it("chosen by a function sees what the request is", async () => {
    const seen: unknown[] = [];
    const api = await localApi({
      faults: ({ action, collection, body }) => {
        seen.push([action, collection, body]);
        return action === "batch" ? { kind: "500-after" } : undefined;
      },
    });
    const operations = batch({ posts: [policy()] });
    expect((await api.call("POST", "/batch", operations)).status).to.equal(500);
    expect((await api.call("GET")).status).to.equal(200);
    expect(seen).to.deep.equal([
      ["batch", "allow_policies", operations],
      ["list", "allow_policies", undefined],
    ]);
    expect(count(api)).to.equal(1);
  });

  it("can be switched off while it runs", async () => {
    const api = await localApi({ faults: () => "500-before" });
    expect((await post(api)).outcome).to.equal(500);
    api.configure({ faults: undefined });
    expect((await post(api)).outcome).to.equal(201);
  });
});

describe("a stale write", () => {
  const list = async (api: LocalApi): Promise<unknown[]> => patterns((await api.call("GET")).result);

  it("is not seen by the reads that follow, and then is", async () => {
    const api = await localApi();
    api.failNext({ kind: "stale", reads: 2 });
    const { id } = (await api.call("POST", "", policy())).result as { id: string };
    expect(await list(api)).to.deep.equal([]);
    expect((await api.call("GET", `/${id}`)).status).to.equal(404);
    expect(await list(api)).to.deep.equal(["partner@example.com"]);
  });

  it("hides a change and a deletion too", async () => {
    const api = await localApi();
    const [changed, gone] = ["a@example.com", "b@example.com"].map((pattern) =>
      api.content("allow_policies").insert(policy({ pattern })),
    );
    api.failNext({ kind: "stale", reads: 1 }, {}, 2);
    await api.call("PATCH", `/${String(changed?.id)}`, { pattern: "c@example.com" });
    await api.call("DELETE", `/${String(gone?.id)}`);
    expect(await list(api)).to.have.members(["a@example.com", "b@example.com"]);
    expect(await list(api)).to.deep.equal(["c@example.com"]);
  });

  it("is seen by writes at once", async () => {
    const api = await localApi();
    api.failNext({ kind: "stale", reads: 10 });
    const { id } = (await api.call("POST", "", policy())).result as { id: string };
    expect((await api.call("PATCH", `/${id}`, { comments: "found" })).status).to.equal(200);
  });

  it("can be hidden for a time instead", () =>
    withDate(async (clock) => {
      const api = await localApi();
      api.failNext({ kind: "stale", ms: 300 });
      await api.call("POST", "", policy());
      clock.tick(299);
      expect(await list(api)).to.deep.equal([]);
      clock.tick(1);
      expect(await list(api)).to.deep.equal(["partner@example.com"]);
    }));
});

describe("a plan of faults", () => {
  /** What one plan does to a row of requests. */
  async function run(plan: FaultPlan): Promise<(FaultKind | undefined)[]> {
    const api = await localApi({ faults: plan });
    for (let i = 0; i < 60; i += 1) {
      await (i % 2 === 0 ? post(api) : api.call("GET").catch(() => undefined));
    }
    return api.requests.map(({ fault }) => fault);
  }
  const quick: FaultKind[] = ["reset-before", "500-after", "429", "duplicate", "stale"];

  it("comes out the same for the same seed and otherwise for another", async () => {
    const plan: FaultPlan = { seed: 7, rate: 0.5, kinds: quick };
    const first = await run(plan);
    expect(await run(plan)).to.deep.equal(first);
    expect(await run({ ...plan, seed: 8 })).not.to.deep.equal(first);
  });

  it("has the kinds that are named, at about the rate that is named", async () => {
    const faults = (await run({ seed: 1, rate: 0.5, kinds: quick })).filter((kind) => kind !== undefined);
    expect(faults.length).to.be.within(15, 45);
    expect(new Set(faults)).to.deep.equal(new Set(quick));
  });

  it("has none at rate 0 and one for every request at rate 1", async () => {
    expect(new Set(await run({ seed: 1, rate: 0, kinds: quick }))).to.deep.equal(new Set([undefined]));
    expect(await run({ seed: 1, rate: 1, kinds: quick })).not.to.include(undefined);
  });

  it("does not meet reads with faults of writes", async () => {
    const faults = await run({ seed: 1, rate: 1, kinds: ["duplicate", "replay", "stale", "500-before"] });
    expect(new Set(faults.filter((_, index) => index % 2 === 1))).to.deep.equal(new Set(["500-before"]));
  });
});
