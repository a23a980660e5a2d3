import { expect } from "chai";
import { startEmulator, type CollectionContent, type Emulator, type FaultKind, type WireEntry } from "../../emulator";
import type { Assumptions } from "../../emulator/assumptions";
import { Client } from "../../provider/api/client";
import { CollectionClient } from "../../provider/api/collection-client";
import { Inventory } from "../../provider/run/inventory";
import { Ledger } from "../../provider/run/ledger";
import { NO_PEERS } from "../../provider/run/peers";
import type { Delete, Operation, Patch, Post } from "../../provider/api/operation";
import { Writer } from "../../provider/run/writer";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { toWire } from "../../provider/collections/wire";
import { policyValues } from "../api/support";

const limits = { attemptMs: 1_000, retries: 2, backoffMs: 1, maxWaitMs: 10, silentMs: 10_000 };

describe("writes that come together", () => {
  let emulator: Emulator;
  let content: CollectionContent;
  let writer: Writer;
  let said: string[];

  const start = async (assume: Partial<Assumptions> = {}) => {
    emulator = await startEmulator({ assume });
    content = emulator.content("allow_policies");
    said = [];
    const { baseUrl, token, account } = emulator;
    const client = new Client(
      { baseUrl, credential: { value: { token }, from: "cloudflare-email-security:apiToken" }, problems: [] },
      (line) => said.push(line),
      limits,
    );
    const policies = new CollectionClient(client, allowPolicies, account);
    writer = new Writer(
      policies,
      new Inventory(policies),
      new Ledger(allowPolicies, NO_PEERS),
      (line) => said.push(line),
      { looksMs: [1, 2], attempts: 3 },
    );
  };
  const post = (number: number): Post => ({
    kind: "post",
    values: { ...policyValues, pattern: `partner-${number}.example` },
  });
  const posts = (count: number) => Array.from({ length: count }, (_, number) => post(number));
  const patterns = () => content.list().map(({ pattern }) => String(pattern));
  const requests = (action: string) => emulator.requests.filter((request) => request.action === action).length;
  const outcomes = (operations: readonly Operation[]) =>
    Promise.allSettled(operations.map((operation) => writer.write(operation)));

  afterEach(() => emulator.close());

  it("leave as one atomic batch, and each gets its own entry", async () => {
    await start({ batchResultOrder: "reversed" });
    const entries = await Promise.all(posts(300).map((operation) => writer.write(operation)));
    expect(requests("batch") + requests("create")).to.be.at.most(10);
    entries.forEach((entry, number) => {
      expect(content.get(entry.id)?.pattern).to.equal(`partner-${number}.example`);
    });
    expect(patterns()).to.have.length(300);
  });

  it("go at once where nothing is under way", async () => {
    await start();
    for (const operation of posts(5)) await writer.write(operation);
    expect(requests("create")).to.equal(5);
    expect(requests("batch")).to.equal(0);
  });

  it("of all kinds go into one batch", async () => {
    await start();
    const [first, second] = await Promise.all(posts(2).map((operation) => writer.write(operation)));
    const patch: Patch = {
      kind: "patch",
      id: first?.id ?? "",
      change: { comments: "changed" },
      values: { ...post(0).values, comments: "changed" },
    };
    const gone: Delete = { kind: "delete", id: second?.id ?? "" };
    emulator.clearRequests();
    const results = await Promise.all([writer.write(patch), writer.write(gone), writer.write(post(7))]);
    expect(requests("batch")).to.equal(1);
    expect(results[0]).to.have.nested.property("values.comments", "changed");
    expect(results[1]).to.equal("deleted");
    expect(patterns()).to.have.members(["partner-0.example", "partner-7.example"]);
  });

  for (const errorPointer of ["json-pointer", "path", "absent"] as const) {
    it(`fail alone where one of them is refused (pointers: ${errorPointer})`, async () => {
      await start({ errorPointer });
      const operations = posts(40);
      operations[17] = { kind: "post", values: { ...policyValues, pattern: "192.168.0.1", patternType: "IP" } };
      const results = await outcomes(operations);
      expect(results.flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).to.deep.equal([17]);
      expect(patterns()).to.have.length(39);
    });
  }

  it("take one that is gone already for deleted, whatever the API does to the batch", async () => {
    for (const batchUnknownId of ["not-found", "invalid", "ignored"] as const) {
      await start({ batchUnknownId });
      const entries = await Promise.all(posts(10).map((operation) => writer.write(operation)));
      content.remove(entries[3]?.id ?? "");
      const results = await outcomes(entries.map(({ id }) => ({ kind: "delete", id })));
      expect(results.map(({ status }) => status)).not.to.contain("rejected");
      expect(patterns()).to.deep.equal([]);
      if (batchUnknownId !== "ignored") await emulator.close();
    }
  });

  it("take one that is gone already for deleted where all or none are to be carried out", async () => {
    for (const batchUnknownId of ["not-found", "invalid", "ignored"] as const) {
      await start({ batchUnknownId });
      const [kept, gone] = posts(2).map(({ values }) =>
        String(content.insert(toWire(allowPolicies, values) as WireEntry).id),
      ) as [string, string];
      const values = { ...policyValues, pattern: "partner-0.example", comments: "changed" };
      const patch: Patch = { kind: "patch", id: kept, change: { comments: "changed" }, values };
      content.remove(gone);
      const results = await writer.writeTogether([{ kind: "delete", id: gone }, patch, post(7)]);
      expect(results[0]).to.equal("deleted");
      expect(results[1]).to.have.nested.property("values.comments", "changed");
      expect(patterns()).to.have.members(["partner-0.example", "partner-7.example"]);
      if (batchUnknownId !== "ignored") await emulator.close();
    }
  });

  for (const fault of [
    "reset-after",
    "500-after",
    "truncated",
    "malformed",
    "reset-before",
    "502-before",
  ] as FaultKind[]) {
    it(`are made once when a batch meets ${fault}`, async () => {
      await start();
      emulator.failNext(fault, { action: "batch" }, 2);
      const results = await outcomes(posts(60));
      expect(results.map(({ status }) => status)).not.to.contain("rejected");
      expect(new Set(patterns()).size).to.equal(60);
      expect(patterns()).to.have.length(60);
    });
  }

  it("are told apart from those of others, though the content is the same", async () => {
    await start();
    emulator.failNext("reset-after", { action: "batch" });
    const results = await Promise.all([post(1), post(1), post(2)].map((operation) => writer.write(operation)));
    expect(new Set(results.map(({ id }) => id)).size).to.equal(3);
    expect(patterns()).to.have.length(3);
  });

  it("go on one by one where the API has no batch, and that is said once", async () => {
    await start();
    const { baseUrl, token, account } = emulator;
    const client = new Client(
      { baseUrl, credential: { value: { token }, from: "cloudflare-email-security:apiToken" }, problems: [] },
      (line) => said.push(line),
      limits,
    );
    const policies = new CollectionClient(client, allowPolicies, account);
    policies.batch = () =>
      client.request({ method: "POST", path: "no/such/route" }).then(() => ({ patches: [], posts: [] }));
    writer = new Writer(policies, new Inventory(policies), new Ledger(allowPolicies, NO_PEERS), (line) =>
      said.push(line),
    );
    await Promise.all(posts(30).map((operation) => writer.write(operation)));
    expect(patterns()).to.have.length(30);
    expect(said).to.deep.equal(["the API takes no batch of these; the rest of the run goes on one by one"]);
  });

  it("all fail with the reason when the credential may not write", async () => {
    await start();
    emulator.configure({ tokens: [{ value: emulator.token, permission: "read" }] });
    const results = await outcomes(posts(30));
    expect(results.every(({ status }) => status === "rejected")).to.equal(true);
    expect(emulator.requests.length).to.be.lessThan(15);
    expect(patterns()).to.deep.equal([]);
  });
});
