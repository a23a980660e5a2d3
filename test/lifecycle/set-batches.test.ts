import { expect } from "chai";
import { startEmulator, type CollectionContent, type Emulator } from "../../emulator";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import type { PartialFailure } from "../../provider/lifecycle/partial-failure";
import { setProvider } from "../../provider/lifecycle/set-provider";
import { failureOf } from "../support/failure";
import { Run } from "./support";

/** Most operations of one kind that a batch may hold. */
const BATCH = 1_000;

const domain = (name: string, isSimilarity = false) => ({
  pattern: `${name}.example`,
  isRecent: true,
  ...(isSimilarity && { isSimilarity }),
});
const named = (prefix: string, count: number, isSimilarity = false) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${prefix}${index}`, domain(`${prefix}${index}`, isSimilarity)]),
  );

describe("a change of a set that one batch cannot hold", () => {
  let emulator: Emulator;
  let content: CollectionContent;
  const newRun = () => new Run(emulator, trustedDomains, {}, setProvider);
  const patterns = () => content.list().map(({ pattern }) => String(pattern));
  /** What each batch that was answered holds, by kind. */
  const batches = () =>
    emulator.requests
      .filter(({ action, status }) => action === "batch" && status === 200)
      .map(({ body }) => {
        const operations = body as Record<"deletes" | "patches" | "posts", unknown[]>;
        return [operations.deletes.length, operations.patches.length, operations.posts.length];
      });
  /** The batch of that number is refused, and those after it. */
  const refuseFrom = (number: number) => {
    let count = 0;
    emulator.configure({
      faults: ({ action }) => (action === "batch" && ++count >= number ? { kind: "403" } : undefined),
    });
  };
  const start = async (assume: Parameters<typeof startEmulator>[0] = {}) => {
    emulator = await startEmulator(assume);
    content = emulator.content(trustedDomains.path);
  };
  afterEach(() => emulator.close());

  it("adds before it removes, stops at what is refused, and goes on in the next run", async () => {
    await start();
    const before = await newRun().create({ domains: named("old", 2) });
    emulator.clearRequests();
    refuseFrom(2);
    const wanted = { domains: named("new", BATCH + 1) };
    const { id, properties, reasons } = await failureOf<PartialFailure>(newRun().up(before, wanted));
    expect(reasons.join()).to.contain(
      "1000 of 1001 entries are in place, then a batch failed (403 [code: 10000]). Run again: the next run does what is left.",
    );
    expect(batches()).to.deep.equal([[0, 0, BATCH]]);
    expect(patterns())
      .to.have.length(BATCH + 2)
      .and.include.members(["old0.example", "old1.example"]);
    expect(id).to.equal(before.id);
    expect(properties.count).to.equal(BATCH + 2);

    emulator.configure({ faults: undefined });
    emulator.clearRequests();
    const after = await newRun().up({ ...before, outs: properties }, wanted);
    expect(batches()).to.deep.equal([[2, 0, 1]]);
    expect(patterns()).to.have.length(BATCH + 1);
    expect(after.outs).to.include({ count: BATCH + 1 });
  });

  it("is in batches of a thousand in all where the API takes no more, with what removes at the end", async () => {
    await start({ assume: { batchTotal: 1000 } });
    const before = await newRun().create({ domains: { ...named("kept", 600), ...named("old", 10) } });
    emulator.clearRequests();
    await newRun().up(before, { domains: { ...named("kept", 600, true), ...named("new", 600) } });
    expect(batches()).to.deep.equal([
      [0, 600, 400],
      [10, 0, 200],
    ]);
    expect(patterns()).to.have.length(1_200);
  });
});
