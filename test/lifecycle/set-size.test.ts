import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { setProvider } from "../../provider/lifecycle/set-provider";
import { Run } from "./support";

const COUNT = 5_000;
const CHANGED = 50;
const BATCHES = 5;

describe("a set of 5,000 entries under the documented rate limit", () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator({ rateLimit: { requests: 1_200, windowSeconds: 300 } });
  });
  after(() => emulator.close());

  it("takes a handful of requests for each operation of its life, and none meets the limit", async function () {
    this.timeout(60_000);
    const content = emulator.content("allow_policies");
    const newRun = () => new Run(emulator, allowPolicies, {}, setProvider);
    const policies = (changed: number) =>
      Object.fromEntries(
        Array.from({ length: COUNT }, (_, index) => [
          `partner-${index}`,
          {
            pattern: `partner-${index}.example`,
            isTrustedSender: true,
            comments: index < changed ? "reviewed" : "partner",
          },
        ]),
      );
    const alone = <T>(operation: () => Promise<T>): Promise<T> => {
      emulator.clearRequests();
      return operation();
    };
    const actions = () => emulator.requests.map(({ action, status }) => `${action} ${status}`);
    const times = (count: number, action: string) => Array.from({ length: count }, () => action);
    const commented = (comments: string) => content.list().filter((entry) => entry.comments === comments).length;

    const created = await alone(() => newRun().create({ policies: policies(0) }));
    expect(actions()).to.deep.equal(["list 200", ...times(BATCHES, "batch 200")]);
    expect(new Set(content.list().map(({ pattern }) => pattern)).size).to.equal(COUNT);
    expect(content.list()).to.have.length(COUNT);

    expect((await alone(() => newRun().up(created, { policies: policies(0) }))).outs).to.deep.equal(created.outs);
    expect(actions()).to.be.empty;

    const changed = await alone(() => newRun().up(created, { policies: policies(CHANGED) }));
    // Five full pages, and the empty one that ends them.
    expect(actions()).to.deep.equal([...times(BATCHES + 1, "list 200"), "batch 200"]);
    expect([commented("reviewed"), commented("partner")]).to.deep.equal([CHANGED, COUNT - CHANGED]);

    expect((await alone(() => newRun().refreshed(changed))).outs).to.deep.equal(changed.outs);
    expect(actions()).to.deep.equal(times(BATCHES + 1, "list 200"));

    await alone(() => newRun().delete(changed));
    expect(actions()).to.deep.equal(times(BATCHES, "batch 200"));
    expect(content.list()).to.be.empty;
  });
});
