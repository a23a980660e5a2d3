import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { Client } from "../../provider/api/client";
import { CollectionClient } from "../../provider/api/collection-client";
import { AccountEntries } from "../../provider/run/account-entries";
import { Ledger } from "../../provider/run/ledger";
import { NO_PEERS } from "../../provider/run/peers";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { failureOf, policyValues } from "../api/support";

describe("writes without a clear answer", () => {
  let emulator: Emulator;
  const policies = () => emulator.content("allow_policies");
  const patterns = () =>
    policies()
      .list()
      .map(({ pattern }) => pattern);
  const actions = () => emulator.requests.map(({ action }) => action).filter((action) => action !== "list");

  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  function entries(retries = 0, Collection = CollectionClient): AccountEntries {
    const client = new Client(
      {
        baseUrl: emulator.baseUrl,
        credential: { value: { token: emulator.token }, from: "cloudflare-email-security:apiToken" },
        problems: [],
      },
      () => undefined,
      { attemptMs: 10_000, retries, backoffMs: 1, maxWaitMs: 10 },
    );
    const ledger = new Ledger(allowPolicies, NO_PEERS);
    const program = { stateKnown: () => Promise.resolve(), quiet: () => Promise.resolve() };
    return new AccountEntries(
      new Collection(client, allowPolicies, emulator.account),
      ledger,
      program,
      () => undefined,
      {
        looksMs: [1, 1],
        attempts: 3,
      },
    );
  }

  it("find what an earlier attempt made when a later one is refused as its twin", async () => {
    emulator.configure({ assume: { duplicates: "rejected" } });
    let creates = 0;
    emulator.configure({
      faults: ({ action }) => {
        if (action !== "create") return undefined;
        creates += 1;
        // Carried out, not answered, and not seen by the looks of the first attempt.
        return creates === 1 ? { kind: "500-after" } : undefined;
      },
    });
    let lists = 0;
    class Late extends CollectionClient {
      override async list() {
        lists += 1;
        return lists === 2 || lists === 3 ? [] : super.list();
      }
    }
    const { entry } = await entries(0, Late).create(policyValues, false);
    expect(actions()).to.deep.equal(["create", "create"]);
    expect(
      policies()
        .list()
        .map(({ id }) => id),
    ).to.deep.equal([entry.id]);
  });

  it("never send a post again when another one of the same batch shows", async () => {
    emulator.failNext("500-after", { action: "batch" });
    class Partial extends CollectionClient {
      override async list() {
        return (await super.list()).filter(({ values }) => values.pattern !== "b.example");
      }
    }
    const made = entries(0, Partial);
    const outcomes = await Promise.allSettled(
      ["a.example", "b.example"].map((pattern) => made.create({ ...policyValues, pattern }, false)),
    );
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["fulfilled", "rejected"]);
    expect(actions()).to.deep.equal(["batch"]);
    expect(patterns()).to.have.members(["a.example", "b.example"]);
  });

  it("stay unknown when a later attempt is refused", async () => {
    const made = entries();
    const { entry: a } = await made.create({ ...policyValues, pattern: "a.example" }, false);
    const { entry: b } = await made.create({ ...policyValues, pattern: "b.example" }, false);
    emulator.failNext("500-before", { action: "batch" });
    emulator.failNext("429", { action: "batch" });
    const updates = [a, b].map(({ id, values }) => made.update(id, values, { ...values, verifySender: false }));
    for (const update of updates) {
      expect((await failureOf(update)).details).to.include({ outcome: "unclear", status: 429 });
    }
  });

  it("do not give a resource the entry of another one, even where the API answers with it", async () => {
    const made = entries();
    const { entry } = await made.create(policyValues, false);
    class Echo extends CollectionClient {
      override post = () => Promise.resolve(entry);
    }
    const echoed = entries(0, Echo);
    echoed.keep(entry.id, { mark: "another resource" }, [], entry.values);
    const error = await failureOf(echoed.create(policyValues, false));
    expect(error.message).to.contain("names another resource's entry");
    expect(patterns()).to.have.length(1);
  });

  it("repeat a 403 a few times, since a token made a moment ago is not known everywhere, and once a run only", async () => {
    emulator.failNext("403", { action: "create" }, 2);
    const made = entries(3);
    await made.create(policyValues, false);
    expect(patterns()).to.have.length(1);

    emulator.configure({ tokens: [{ value: emulator.token, permission: "read" }] });
    emulator.clearRequests();
    for (const pattern of ["b.example", "c.example"]) {
      expect((await failureOf(made.create({ ...policyValues, pattern }, false))).details.status).to.equal(403);
    }
    expect(actions()).to.have.length(4 + 1);
  });
});
