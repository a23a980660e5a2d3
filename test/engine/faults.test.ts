import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { compare, killed } from "../faults/support/engine-campaign";
import type { Program } from "../faults/support/program";
import { PulumiStack } from "../faults/support/pulumi";

const program: Program = new Map(
  ["a", "b", "c", "d"].map((name) => [
    name,
    {
      collection: allowPolicies,
      values: {
        pattern: `${name}.example`,
        patternType: "DOMAIN",
        isRegex: false,
        isTrustedSender: true,
        isAcceptableSender: false,
        isExemptRecipient: false,
        verifySender: true,
      },
    },
  ]),
);

describe("an engine that ends in the middle of an up", () => {
  let api: Emulator;
  let stack: PulumiStack;
  const patterns = () =>
    api
      .content("allow_policies")
      .list()
      .map(({ pattern }) => pattern);

  beforeEach("a stack", async function () {
    this.timeout(0);
    api = await startEmulator({ latency: 600 });
    stack = await PulumiStack.create(api);
    stack.declare(program);
  });
  afterEach("nothing left", async () => {
    await api.close();
    stack.remove();
  });

  it("makes no twin when it was killed: the next up names the entry, or adopts it", async function () {
    this.timeout(120_000);
    expect(await killed(stack, api, 0), "requests of a host without an engine").to.equal(0);
    const orphans = patterns();
    expect(orphans).not.to.be.empty;
    expect(stack.pendingOperations).to.be.greaterThan(0);

    api.configure({ latency: 0 });
    expect(await stack.recover()).to.equal(true);
    expect(stack.pendingOperations).to.equal(0);
    const stopped = await stack.up().ended;
    expect(stopped.code).not.to.equal(0);
    expect(stopped.output).to.contain("has the same pattern already").and.contain("adoptExisting");
    expect(new Set(patterns()).size).to.equal(patterns().length);

    await stack.run("config", "set", "cloudflare-email-security:adoptExisting", "true");
    const { code, output } = await stack.up().ended;
    expect(code, output).to.equal(0);
    expect(compare(api, program, stack.entries, { twins: 0, orphans: 0, losses: 0 })).to.deep.equal([]);
  });

  it("records what is in flight when it is interrupted once", async function () {
    this.timeout(120_000);
    const { process: engine, ended } = stack.up();
    while (!api.requests.some(({ method }) => method === "POST")) await new Promise((done) => setTimeout(done, 5));
    engine.kill("SIGINT");
    await ended;
    expect(patterns()).not.to.be.empty;
    expect(stack.pendingOperations).to.equal(0);
    const recorded = new Set(stack.entries.map(([, id]) => id));
    for (const { id } of api.content("allow_policies").list()) expect(recorded).to.include(String(id));
  });
});
