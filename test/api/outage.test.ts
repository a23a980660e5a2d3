import { expect } from "chai";
import { startEmulator } from "../../emulator";
import { ApiError } from "../../provider/api/error";
import { Outage } from "../../provider/api/outage";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { ProviderInstance } from "../../provider/lifecycle/provider-instance";
import {
  mockTheApi,
  api,
  failure,
  failureOf,
  ID,
  policyValues,
  ROOT,
  success,
  testClient,
  wirePolicy,
} from "./support";

const refused = () => Object.assign(new Error("refused"), { code: "ECONNREFUSED" });

describe("a server that is away", () => {
  mockTheApi();

  /** With pauses of milliseconds, and a verdict that outlives the test. */
  const patient = { retries: 2, backoffMs: 1 };
  const lasting = { retries: 14, backoffMs: 0.5, maxWaitMs: 1 };

  it("is found out once, with all retries and one probe, and told to all others with the same sentence", async () => {
    api().get(`${ROOT}/${ID}`).times(16).replyWithError(refused());
    const { policies } = testClient(lasting);
    const first = await failureOf(policies.get(ID));
    await failureOf(policies.get(ID));
    const others = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => failureOf(policies.get(`id-${index}`))),
    );
    expect(new Set(others.map(({ message }) => message))).to.deep.equal(new Set([first.message]));
    expect(first.message).to.contain("ECONNREFUSED");
    expect(new Set(others.map(({ details }) => details.outcome))).to.deep.equal(new Set(["unsent"]));
  });

  it("is found out with whatever stands in for it: a gateway's 502, a proxy's page with 200, a 429 without end", async () => {
    for (const [status, body] of [
      [502, "<html>bad gateway</html>"],
      [200, "<html>sign in</html>"],
      [503, failure(1000, "maintenance")],
      [429, failure(971, "Please wait")],
    ] as const) {
      // A 429 needs no probe: the API itself says that it refuses all.
      const scope = api()
        .get(`${ROOT}/${ID}`)
        .times(status === 429 ? 15 : 16)
        .reply(status, body);
      const { policies } = testClient(lasting);
      const first = await failureOf(policies.get(ID));
      if (status !== 429) await failureOf(policies.get(ID));
      expect(scope.isDone(), String(status)).to.equal(true);
      expect((await failureOf(policies.get("other"))).message).to.equal(first.message);
    }
  });

  it("does not send what waited while the verdict was found, and a write fails as one that was not sent", async () => {
    api().get(`${ROOT}/${ID}`).times(16).replyWithError(refused());
    const { policies } = testClient(lasting);
    await failureOf(policies.get(ID));
    await failureOf(policies.get(ID));
    expect((await failureOf(policies.post(policyValues))).details.outcome).to.equal("unsent");
    expect((await failureOf(policies.delete(ID))).details.outcome).to.equal("unsent");
  });

  it("ends the verdict when it answers again, and what waited for the probe goes on as usual", async () => {
    api().get(`${ROOT}/${ID}`).times(3).replyWithError(refused());
    const { policies } = testClient(patient);
    await failureOf(policies.get(ID));
    api().get(`${ROOT}/${ID}`).delay(20).reply(200, success(wirePolicy));
    for (const id of ["b", "c"]) {
      // As usual means with retries.
      api().get(`${ROOT}/${id}`).replyWithError(refused());
      api()
        .get(`${ROOT}/${id}`)
        .reply(200, success({ ...wirePolicy, id }));
    }
    const ids = await Promise.all([ID, "b", "c"].map(async (id) => (await policies.get(id)).id));
    expect(ids).to.deep.equal([ID, "b", "c"]);
  });

  it("is not what one entry says that always fails while others are answered", async () => {
    api().get(`${ROOT}/bad`).times(3).reply(500, failure(1000, "internal"));
    api().get(`${ROOT}/${ID}`).times(50).reply(200, success(wirePolicy));
    const { policies } = testClient(patient);
    const bad = failureOf(policies.get("bad"));
    for (let answered = 0; answered < 50; answered++) expect((await policies.get(ID)).id).to.equal(ID);
    expect((await bad).message).to.contain("internal");
  });

  it("is what a second request finds too, when one entry always fails and no other was asked meanwhile", async () => {
    api().get(`${ROOT}/bad`).times(3).reply(500, failure(1000, "internal"));
    api().get(`${ROOT}/${ID}`).reply(200, success(wirePolicy));
    const { policies } = testClient(patient);
    await failureOf(policies.get("bad"));
    expect((await policies.get(ID)).id).to.equal(ID);
  });
});

describe("the verdict on an outage", () => {
  const failed = new ApiError("GET x failed", { outcome: "unsent" });

  it("lasts until the next probe, which goes alone", async () => {
    let now = 0;
    const outage = new Outage(1_000, () => now);
    outage.gaveUp(failed, 0, "as usual");
    const passages: string[] = [];
    const tryIt = () =>
      outage.pass((passage) => {
        passages.push(passage);
        outage.gaveUp(failed, outage.answers, passage);
        return Promise.reject(failed);
      });
    const failures = await Promise.allSettled([tryIt(), tryIt(), tryIt()]);
    expect(failures.map(({ status }) => status)).to.deep.equal(["rejected", "rejected", "rejected"]);
    expect(passages).to.deep.equal(["as a probe"]);
    now = 999;
    await failureOf(tryIt());
    expect(passages).to.have.length(1);
    now = 1_000;
    await failureOf(tryIt());
    expect(passages).to.have.length(2);
    outage.answered();
    expect(await outage.pass((passage) => Promise.resolve(passage))).to.equal("as usual");
  });

  it("ends with whatever answer, and is not made by what failed while others were answered", () => {
    const outage = new Outage(1_000, () => 0);
    outage.gaveUp(failed, 0, "as a probe");
    expect(outage.isCertain).to.equal(true);
    outage.answered();
    expect(outage.isCertain).to.equal(false);
    outage.gaveUp(failed, 0, "as a probe");
    expect(outage.isCertain).to.equal(false);
  });

  it("lasts as long as the API itself says that it refuses all", () => {
    let now = 0;
    const outage = new Outage(1_000, () => now);
    outage.gaveUp(failed, 0, "as usual", 300_000);
    now = 299_999;
    expect(outage.isCertain).to.equal(true);
    now = 300_000;
    expect(outage.isCertain).to.equal(false);
  });
});

it("a refresh of 1,000 resources of a server that is away ends with the retries of the first", async () => {
  const emulator = await startEmulator();
  const { baseUrl, account, token } = emulator;
  await emulator.close();
  const settings: Record<string, string> = {
    "cloudflare-email-security:apiToken": token,
    "cloudflare-email-security:accountId": account,
    "cloudflare-email-security:baseUrl": baseUrl,
  };
  const instance = new ProviderInstance({ say: () => undefined, env: {}, limits: { backoffMs: 5 } });
  instance.configure((key) => settings[key]);
  const entries = instance.entriesIn(allowPolicies, account);
  const sentences = new Set<string>();
  let next = 0;
  const reader = async () => {
    while (next < 1_000) sentences.add((await failureOf(entries.read(`id-${next++}`))).message);
  };
  await Promise.all(Array.from({ length: 10 }, reader));
  expect([...sentences]).to.have.length(1);
  expect([...sentences][0]).to.contain("ECONNREFUSED");
});
