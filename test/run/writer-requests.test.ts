import { expect } from "chai";
import type { BatchAnswer } from "../../provider/api/collection-client";
import { ApiError } from "../../provider/api/error";
import type { Delete, Operation, Patch, Post } from "../../provider/api/operation";
import { impersonationRegistry } from "../../provider/collections/impersonation-registry-entry";
import { Inventory } from "../../provider/run/inventory";
import { Ledger } from "../../provider/run/ledger";
import { NO_PEERS } from "../../provider/run/peers";
import { Writer, type WriterOptions } from "../../provider/run/writer";
import { policyValues } from "../api/support";
import { failureOf } from "../support/failure";
import { MemoryClient, missing, refused, unknown } from "./memory-client";

const post = (pattern: string): Post => ({ kind: "post", values: { ...policyValues, pattern } });
const gone = (id: string): Delete => ({ kind: "delete", id });
const patch = (id: string, pattern: string): Patch => ({
  kind: "patch",
  id,
  change: { pattern },
  values: { ...policyValues, pattern },
});

describe("the requests of writes", () => {
  let api: MemoryClient;
  let ledger: Ledger;
  let said: string[];
  let writer: Writer;

  function start(options: Partial<WriterOptions> = {}, client = new MemoryClient()): void {
    api = client;
    ledger = new Ledger(api.collection, NO_PEERS);
    said = [];
    writer = new Writer(api, new Inventory(api), ledger, (line) => said.push(line), {
      looksMs: [0, 0],
      attempts: 3,
      ...options,
    });
  }
  beforeEach(() => start());

  const patterns = () => [...api.entries.values()].map(({ values }) => values.pattern);
  const writes = () => api.asked.filter((asked) => asked !== "list");
  const writeAll = async (operations: readonly Operation[]) =>
    (await Promise.allSettled(operations.map((operation) => writer.write(operation)))).map(({ status }) => status);
  const fourOfThreeKinds = (): Operation[] => {
    for (const id of ["a", "b"]) api.add(id, { ...policyValues, pattern: `${id}.example` });
    return [gone("a"), patch("b", "moved.example"), post("c.example"), post("d.example")];
  };

  it("are one for each where coalescing is off, and each has its own failure", async () => {
    start({ coalesce: false });
    api.fail("post", refused(400));
    expect(await writeAll([post("a.example"), post("b.example")])).to.deep.equal(["rejected", "fulfilled"]);
    expect(writes()).to.have.members(["post a.example", "post b.example"]);
  });

  it("are one for each where the API takes no batch", async () => {
    start({}, new MemoryClient(impersonationRegistry));
    const [ann, bob] = ["ann", "bob"].map((name) => ({ kind: "post", values: { name, email: `${name}@x.example` } }));
    await writeAll([ann, bob] as Post[]);
    expect(writes()).to.have.members(["post ann", "post bob"]);
    expect(said).to.deep.equal([]);
  });

  for (const [pointer, named] of [
    ["/posts/1/pattern", "post d.example"],
    ["posts[0].pattern", "post c.example"],
    ["/patches/0", "patch b pattern"],
    ["/deletes/0/id", "delete a"],
  ] as const) {
    it(`are one for what the API names as ${pointer}, and one for the others`, async () => {
      const operations = fourOfThreeKinds();
      api.fail("batch", refused(400, { pointers: [pointer] }));
      expect(await writeAll(operations)).to.deep.equal(["fulfilled", "fulfilled", "fulfilled", "fulfilled"]);
      expect(writes()).to.deep.equal(["batch of 4", named, "batch of 3"]);
      expect(patterns()).to.have.members(["moved.example", "c.example", "d.example"]);
    });
  }

  it("find what is named by an index of more digits", async () => {
    api.fail("batch", refused(400, { pointers: ["/posts/12"] }));
    await writeAll(Array.from({ length: 20 }, (_, number) => post(`p${number}.example`)));
    expect(writes()).to.deep.equal(["batch of 20", "post p12.example", "batch of 19"]);
  });

  for (const pointers of [
    undefined,
    [],
    ["/posts/9"],
    ["/puts/0"],
    ["pattern"],
    ["/deletes/0", "/patches/0", "/posts/0", "/posts/1"],
  ]) {
    it(`are two for the halves where the API names ${pointers?.join(" and ") ?? "nothing"}`, async () => {
      const operations = fourOfThreeKinds();
      api.fail("batch", refused(400, { ...(pointers && { pointers }) }));
      expect(await writeAll(operations)).not.to.contain("rejected");
      expect(writes()).to.deep.equal(["batch of 4", "batch of 2", "batch of 2"]);
    });
  }

  it("are no more where the refusal is not about what they say, or nothing was sent", async () => {
    for (const error of [refused(403), new ApiError("away", { outcome: "unsent" })]) {
      start();
      api.fail("batch", error);
      const outcomes = await Promise.allSettled([post("a.example"), post("b.example")].map((one) => writer.write(one)));
      for (const outcome of outcomes) expect(outcome).to.deep.equal({ status: "rejected", reason: error });
      expect(writes()).to.deep.equal(["batch of 2"]);
    }
  });

  it("are no more where one of a batch cannot even be written down", async () => {
    const broken = new TypeError("no JSON");
    api.batch = () => Promise.reject(broken);
    expect(await failureOf(writer.writeTogether([post("a.example"), post("b.example")]))).to.equal(broken);
    expect(await writeAll([post("a.example"), post("b.example")])).to.deep.equal(["rejected", "rejected"]);
    expect(writes()).to.deep.equal([]);
  });

  it("have their own entries of one pattern, in whatever order the answer has them", async () => {
    const batch = api.batch.bind(api);
    api.batch = async (operations) => {
      const { patches, posts } = await batch(operations);
      return { patches, posts: [...posts].reverse() };
    };
    const noted = (comments: string): Post => ({ kind: "post", values: { ...post("a.example").values, comments } });
    const [one, two] = await Promise.all([noted("one"), noted("two")].map((operation) => writer.write(operation)));
    expect([one?.values.comments, two?.values.comments]).to.deep.equal(["one", "two"]);
  });

  describe("of which nobody knows whether they were carried out", () => {
    it("are three in all, where the list shows nothing of them", async () => {
      for (let time = 0; time < 4; time++) api.fail("batch", unknown());
      expect(await writeAll([post("a.example"), post("b.example")])).to.deep.equal(["rejected", "rejected"]);
      expect(writes()).to.deep.equal(["batch of 3", "batch of 3", "batch of 3"].map(() => "batch of 2"));
      expect(api.faults).to.have.length(1);
    });

    it("are not sent again where the first may still be under way, but for what is safe to repeat", async () => {
      const operations = fourOfThreeKinds();
      api.fail("batch", unknown({ timedOut: true }));
      expect(await writeAll(operations)).to.deep.equal(["fulfilled", "fulfilled", "rejected", "rejected"]);
      expect(writes()).to.deep.equal(["batch of 4", "batch of 2"]);
      expect(patterns()).to.deep.equal(["moved.example"]);
    });

    it("are looked for once where it is one that was repeated already", async () => {
      api.add("a", { ...policyValues, pattern: "a.example" });
      api.fail("patch", unknown());
      const error = await failureOf<ApiError>(writer.write(patch("a", "moved.example")));
      expect(error.message).to.equal(
        "no clear answer Whether it was carried out cannot be told. Run again: the next run looks first.",
      );
      expect(error.details).to.include({ outcome: "unclear", status: 500 });
      expect(api.asked).to.deep.equal(["patch a pattern", "list"]);
    });

    it("are not done by an entry of the same pattern that says something else", async () => {
      const list = api.list.bind(api);
      let looks = 0;
      api.list = () => {
        // Somebody else makes it between the write and the look.
        if (looks++ === 1) api.add("theirs", { ...policyValues, pattern: "a.example", comments: "theirs" });
        return list();
      };
      api.fail("post", unknown());
      expect(await writer.write(post("a.example"))).to.have.property("id", "made-1");
      expect(writes()).to.deep.equal(["post a.example", "post a.example"]);
    });

    it("are not done by what was there before", async () => {
      const theirs = api.add("theirs", { ...policyValues, pattern: "a.example" });
      api.add("b", { ...policyValues, pattern: "b.example" });
      api.fail("batch", unknown());
      const [made] = await Promise.all([post("a.example"), gone("b")].map((operation) => writer.write(operation)));
      expect(made).to.deep.equal({ ...theirs, id: "made-1" });
    });

    it("are done where the list shows them, whatever the run wrote of the entry before", async () => {
      api.add("a", { ...policyValues, pattern: "a.example" });
      await writer.write(patch("a", "b.example"));
      api.fail("patch", unknown(), true);
      expect((await writer.write(patch("a", "c.example"))).values.pattern).to.equal("c.example");
      expect(writes()).to.deep.equal(["patch a pattern", "patch a pattern"]);
    });

    it("are not taken for another resource's entry that the answer to a batch names beside their own", async () => {
      const entry = api.add("a", { ...policyValues, pattern: "a.example" });
      ledger.keep("a", { mark: "other", values: entry.values });
      const batch = api.batch.bind(api);
      api.batch = async (operations) => {
        const { patches, posts } = await batch(operations);
        return { patches, posts: [...posts.slice(0, 1), { ...posts[1], ...entry }] };
      };
      const outcomes = await writer.writeTogether([post("b.example"), post("a.example")]);
      expect(outcomes.map((outcome) => (outcome as { id: string }).id)).to.deep.equal(["made-1", "made-2"]);
    });

    it("are not done by what another write of the same content made meanwhile", async () => {
      start({ coalesce: false });
      api.fail("post", unknown());
      const made = await Promise.all([post("a.example"), post("a.example")].map((one) => writer.write(one)));
      expect(new Set(made.map(({ id }) => id)).size).to.equal(2);
      expect(api.entries.size).to.equal(2);
    });

    it("are done where the list shows them", async () => {
      const operations = fourOfThreeKinds();
      api.fail("batch", unknown({ timedOut: true }), true);
      expect(await writeAll(operations)).not.to.contain("rejected");
      expect(writes()).to.deep.equal(["batch of 4"]);
      for (const id of ["made-1", "made-2"]) expect(ledger.isTaken(id)).to.equal(true);
    });

    it("are as unknown as before where the list cannot be had", async () => {
      api.fail("batch", unknown());
      const operations = [gone("a"), gone("b")];
      api.fail("list", refused(403));
      expect(await writeAll(operations)).to.deep.equal(["rejected", "rejected"]);
      expect(api.asked).to.deep.equal(["batch of 2", "list"]);
    });

    it("are one for each once an answer to a batch cannot be understood, which is said once", async () => {
      const answer: BatchAnswer = { patches: [], posts: [] };
      api.batch = (operations) => {
        api.asked.push(`batch of ${operations.length}`);
        return Promise.resolve(answer);
      };
      expect(await writeAll([post("a.example"), post("b.example")])).to.deep.equal(["fulfilled", "fulfilled"]);
      expect(await writeAll([post("c.example"), post("d.example")])).to.deep.equal(["fulfilled", "fulfilled"]);
      expect(writes()).to.deep.equal(["batch of 2", ...["a", "b", "c", "d"].map((name) => `post ${name}.example`)]);
      expect(said).to.deep.equal(["the answer to a batch is not understood; the rest of the run goes on one by one"]);
    });

    it("are all of a batch whose answer lacks one of them, where the list cannot be had either", async () => {
      api.batch = () => Promise.resolve({ patches: [], posts: [] });
      api.fail("list", refused(403));
      const outcomes = await writer.writeTogether([gone("a"), patch("b", "x.example")]);
      for (const outcome of outcomes) {
        expect(outcome)
          .to.have.property("message")
          .that.contains("POST batch: the answer lacks an entry of the request.");
      }
    });

    it("are not taken for another resource's entry that the answer names", async () => {
      const entry = api.add("a", { ...policyValues, pattern: "a.example" });
      ledger.keep("a", { mark: "other", values: entry.values });
      api.post = () => Promise.resolve(entry);
      expect((await failureOf(writer.write(post("a.example")))).message).to.contain(
        "POST allow_policies: the answer names another resource's entry.",
      );
      expect(ledger.isTaken("a")).to.equal(false);
    });
  });

  describe("that are all or nothing", () => {
    it("are tried without the deletes of what is gone, where the API refuses the whole for it", async () => {
      api.add("b", { ...policyValues, pattern: "b.example" });
      const outcomes = await writer.writeTogether([gone("a"), gone("b"), post("c.example")]);
      expect(outcomes.slice(0, 2)).to.deep.equal(["deleted", "deleted"]);
      expect(outcomes[2]).to.have.nested.property("values.pattern", "c.example");
      expect(writes()).to.deep.equal(["batch of 3", "batch of 2"]);
      expect(await writer.writeTogether([gone("a"), gone("b")])).to.deep.equal(["deleted", "deleted"]);
      expect(writes()).to.deep.equal(["batch of 3", "batch of 2", "batch of 2"]);
    });

    it("are refused as a whole where nothing is gone, or the list cannot be had", async () => {
      api.add("a", { ...policyValues, pattern: "a.example" });
      for (const what of ["nothing is gone", "no list"]) {
        const error = refused(400);
        api.fail("batch", error);
        if (what === "no list") api.fail("list", refused(403));
        expect(await failureOf(writer.writeTogether([gone("a"), gone("a")])), what).to.equal(error);
      }
      const error = missing();
      api.fail("batch", error);
      api.asked.length = 0;
      expect(await failureOf(writer.writeTogether([patch("a", "x.example"), patch("a", "y.example")]))).to.equal(error);
      expect(api.asked).to.deep.equal(["batch of 2"]);
    });
  });
});
