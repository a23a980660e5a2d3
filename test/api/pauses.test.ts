import { once } from "node:events";
import type { Clock } from "@sinonjs/fake-timers";
import { expect } from "chai";
import nock from "nock";
import type { RequestLimits } from "../../provider/api/client";
import { withClock } from "../support/clock";
import {
  api,
  failure,
  failureOf,
  ID,
  mockTheApi,
  policyValues,
  ROOT,
  success,
  testClient,
  wirePolicy,
  type TestClient,
} from "./support";

type Headers = Readonly<Record<string, string>>;

const SECOND = 1_000;
const limits: Partial<RequestLimits> = { retries: 3, backoffMs: SECOND, maxWaitMs: 330 * SECOND };

/** Lets all happen that needs no time. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}

/** Settles when the client has got the scope's answer. */
async function answer(scope: nock.Scope): Promise<void> {
  await once(scope, "replied");
  await turns();
}

/** Lets time pass, from one thing that is waited for to the next, until the work has ended. */
async function settled<T>(clock: Clock, work: Promise<T>): Promise<T> {
  const state = { hasEnded: false };
  const end = () => void (state.hasEnded = true);
  work.then(end, end);
  while (!state.hasEnded) {
    await turns();
    await clock.nextAsync();
  }
  return work;
}

describe("the pauses between attempts", () => {
  mockTheApi();

  const { random } = Math;
  beforeEach(() => {
    Math.random = () => 0.5;
  });
  afterEach(() => {
    Math.random = random;
  });

  /** When the attempts of one request go that is refused each time, in seconds after the first, and what is said. */
  async function attempts(
    clock: Clock,
    [status, headers = {}]: readonly [number, Headers?],
    more: Partial<RequestLimits> = {},
  ): Promise<{ at: number[]; said: readonly string[] }> {
    const { policies, said } = testClient({ ...limits, ...more });
    const from = clock.now;
    const at: number[] = [];
    api()
      .get(`${ROOT}/${ID}`)
      .reply(() => {
        at.push((clock.now - from) / SECOND);
        return [status, failure(1000, "no"), headers];
      })
      .persist();
    await settled(clock, failureOf(policies.get(ID)));
    nock.cleanAll();
    return { at, said };
  }

  it("double, and each is a part of its greatest length that chance decides", () =>
    withClock(async (clock) => {
      expect(await attempts(clock, [500])).to.deep.equal({ at: [0, 0.5, 1.5, 3.5], said: [] });
    }));

  it("are no longer than a request may wait", () =>
    withClock(async (clock) => {
      expect((await attempts(clock, [500], { maxWaitMs: 700 })).at).to.deep.equal([0, 0.5, 1.2, 1.9]);
      expect((await attempts(clock, [429, { "retry-after": "3600" }], { retries: 1 })).at).to.deep.equal([0, 330]);
    }));

  it("are whole where a credential may be new, which is tried three times more and not oftener", () =>
    withClock(async (clock) => {
      expect((await attempts(clock, [403], { retries: 5 })).at).to.deep.equal([0, 1, 3, 7]);
    }));

  it("last five minutes where the rate limit is used up and nobody says for how long", () =>
    withClock(async (clock) => {
      expect((await attempts(clock, [429])).at).to.deep.equal([0, 20, 60, 140]);
    }));

  it("last until the window ends that the API names", () =>
    withClock(async (clock) => {
      const { at, said } = await attempts(clock, [429, { ratelimit: '"default";r=0;t=30' }], { retries: 1 });
      expect(at).to.deep.equal([0, 30]);
      expect(said[0]).to.equal("waiting 30 s: the API's rate limit is used up");
    }));

  for (const [what, headers, seconds] of [
    ["in seconds", { "retry-after": "7" }, 7],
    ["in seconds of more digits", { "retry-after": "12" }, 12],
    ["in parts of seconds", { "retry-after": "7.25" }, 7.25],
    ["as a moment", { "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" }, 9],
    ["as a moment that is over", { "retry-after": "Wed, 31 Dec 2025 23:59:00 GMT" }, 0],
    ["in milliseconds, which is more exact", { "retry-after-ms": "7500", "retry-after": "8" }, 7.5],
    ["in milliseconds that are none", { "retry-after-ms": "0", "retry-after": "8" }, 8],
    ["beside the end of the window", { "retry-after": "7", ratelimit: '"default";r=0;t=3' }, 7],
  ] as const) {
    it(`are what the API asks for ${what}`, () =>
      withClock(async (clock) => {
        expect((await attempts(clock, [503, headers], { retries: 1 })).at).to.deep.equal([0, seconds]);
      }));
  }

  for (const text of ["soon", "1e3 s", "x7", "7x", "1.x"]) {
    it(`are the usual ones where the API asks for "${text}"`, () =>
      withClock(async (clock) => {
        expect((await attempts(clock, [503, { "retry-after": text }], { retries: 1 })).at).to.deep.equal([0, 0.5]);
      }));
  }

  it("that the API asks for hold for all requests, and are said with their reason", () =>
    withClock(async (clock) => {
      const { policies, said } = testClient(limits);
      const from = clock.now;
      const refusal = api().get(`${ROOT}/${ID}`).reply(503, failure(1000, "no"), { "retry-after": "7" });
      api().get(`${ROOT}/${ID}`).reply(200, success(wirePolicy));
      const first = policies.get(ID);
      await answer(refusal);
      let at = 0;
      api()
        .get(`${ROOT}/other`)
        .reply(() => {
          at = clock.now;
          return [200, success(wirePolicy)];
        });
      await settled(clock, Promise.all([first, policies.get("other")]));
      expect(at - from).to.equal(7 * SECOND);
      expect(said).to.deep.equal(["waiting 7 s: the API asks for it"]);
    }));
});

describe("what a server that is away is still asked", () => {
  mockTheApi();

  const refused = () => Object.assign(new Error("refused"), { code: "ECONNREFUSED" });

  /** Counts the requests that come from now on, which all fail in the same way. */
  function failing(make: () => nock.Scope): () => number {
    let count = 0;
    make()
      .on("request", () => count++)
      .persist();
    return () => {
      nock.cleanAll();
      return count;
    };
  }
  const getsFail = () => failing(() => api().get(/./).replyWithError(refused()));
  const getsGet = (status: number, body: unknown) =>
    failing(() =>
      api()
        .get(/./)
        .reply(status, body as nock.Body),
    );

  /** A client of which a request was tried in vain, with all its retries. */
  async function doubting(): Promise<TestClient> {
    const client = testClient({ retries: 2, backoffMs: 1 });
    const asked = getsFail();
    await failureOf(client.policies.get(ID));
    expect(asked()).to.equal(3);
    return client;
  }

  it("is one request, once, of whatever method", async () => {
    const { policies } = await doubting();
    const asked = failing(() => api().post(ROOT).reply(503, failure(1000, "maintenance")));
    await failureOf(policies.post(policyValues));
    expect(asked()).to.equal(1);
  });

  it("is nothing after that for a while, also where that one was a write", () =>
    withClock(async () => {
      const { policies } = testClient({ retries: 0, backoffMs: SECOND });
      let asked = getsFail();
      const first = await failureOf(policies.get(ID));
      expect(asked()).to.equal(1);
      asked = failing(() => api().post(ROOT).reply(503, failure(1000, "maintenance")));
      await failureOf(policies.post(policyValues));
      expect(asked()).to.equal(1);
      asked = getsFail();
      const { message, details } = await failureOf(policies.get(ID));
      expect({ message, outcome: details.outcome }).to.deep.equal({ message: first.message, outcome: "unsent" });
      expect(asked()).to.equal(0);
    }));

  it("is asked with all retries where only a create failed, which is sent once", async () => {
    const { policies } = testClient({ retries: 2, backoffMs: 1 });
    api().post(ROOT).reply(503, failure(1000, "maintenance"));
    await failureOf(policies.post(policyValues));
    const asked = getsFail();
    await failureOf(policies.get(ID));
    expect(asked()).to.equal(3);
  });

  it("is everything again once the API itself answers, be it with a refusal", async () => {
    const { policies } = await doubting();
    getsGet(404, failure(1003, "not found"));
    await failureOf(policies.get(ID));
    nock.cleanAll();
    const asked = getsFail();
    await failureOf(policies.get(ID));
    expect(asked()).to.equal(3);
  });

  it("is no more once something else refuses in its place", async () => {
    const { policies } = await doubting();
    getsGet(404, "<html>no such page</html>");
    await failureOf(policies.get(ID));
    nock.cleanAll();
    const asked = getsFail();
    await failureOf(policies.get(ID));
    expect(asked()).to.equal(1);
  });

  it("is as much as before where one route alone is not there", async () => {
    const { policies } = testClient({ retries: 2, backoffMs: 1 });
    getsGet(501, failure(1000, "not implemented"));
    await failureOf(policies.get(ID));
    nock.cleanAll();
    const asked = getsFail();
    await failureOf(policies.get(ID));
    expect(asked()).to.equal(3);
  });

  for (const [what, headers, maxWaitMs, seconds] of [
    ["as long as it asks for", { "retry-after": "20" }, 330_000, 20],
    ["until the window ends", { ratelimit: '"default";r=0;t=30' }, 330_000, 30],
    ["no longer than one request may wait", { "retry-after": "3600" }, 10_000, 10],
  ] as const) {
    it(`is nothing after a 429 without end, ${what}`, () =>
      withClock(async (clock) => {
        const { policies } = testClient({ retries: 0, backoffMs: 1, maxWaitMs });
        api().get(`${ROOT}/${ID}`).reply(429, failure(971, "Please wait"), headers);
        await failureOf(policies.get(ID));
        clock.tick(seconds * SECOND - 1);
        expect((await failureOf(policies.get(ID))).details.outcome).to.equal("unsent");
        clock.tick(1);
        api().get(`${ROOT}/${ID}`).reply(200, success(wirePolicy));
        expect((await settled(clock, policies.get(ID))).id).to.equal(ID);
      }));
  }

  it("does not include what waits for its turn meanwhile, nor what was tried once and may have been carried out", () =>
    withClock(async (clock) => {
      const { policies } = testClient({ retries: 1, backoffMs: SECOND, maxWaitMs: 330 * SECOND });
      const wait = { "retry-after": "60" };
      // The one that finds it out has its last attempt under way when the other two begin to wait.
      let answerSlow = (): void => undefined;
      const isTime = new Promise<void>((resolve) => (answerSlow = resolve));
      const before = api().get(`${ROOT}/slow`).reply(500, failure(1000, "no"));
      const slow = failureOf(policies.get("slow"));
      await answer(before);
      const last = api()
        .get(`${ROOT}/slow`)
        .reply(async () => {
          await isTime;
          return [429, failure(971, "Please wait"), wait];
        });
      const sent = once(last, "request");
      await clock.tickAsync(SECOND);
      await sent;

      const refusal = api().patch(`${ROOT}/${ID}`).reply(500, failure(1000, "no"), wait);
      const from = clock.now;
      const patched = failureOf(policies.patch(ID, { verifySender: false }, policyValues));
      await answer(refusal);
      const waiting = failureOf(policies.get("waiting"));
      answerSlow();
      const { message } = await slow;
      const [written, read] = await settled(clock, Promise.all([patched, waiting]));
      expect(clock.now - from).to.be.at.most(15 * SECOND);
      expect([written.message, read.message]).to.deep.equal([message, message]);
      expect([written.details.outcome, read.details.outcome]).to.deep.equal(["unclear", "unsent"]);
    }));
});
