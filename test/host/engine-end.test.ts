import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { useHost } from "./support";

describe("the engine's host process, when the engine dies,", () => {
  const hosts = useHost();
  const arrived = () => hosts.api.requests.map(({ action, status }) => `${action} ${status ?? "unanswered"}`);

  const create = async (number: number) => {
    const policies = hosts.host.resource("allowPolicy");
    const { inputs } = await policies.check({ pattern: `partner-${number}.example`, isTrustedSender: true });
    return policies.create(inputs);
  };

  /** Starts creates, waits for a request, and ends the engine. */
  const dieAt = async (request: string, creates: number) => {
    const outcomes = Promise.allSettled(Array.from({ length: creates }, (_, number) => create(number)));
    while (!arrived().includes(request)) await sleep(5);
    expect(await hosts.host.loseEngine()).to.deep.equal([0, null]);
    expect((await outcomes).map(({ status }) => status)).not.to.include("fulfilled");
  };

  it("ends, and drops what has not been sent", async () => {
    hosts.api.failNext("timeout-before", { action: "list" });
    await dieAt("list unanswered", 30);
    expect(arrived()).to.deep.equal(["list unanswered"]);
    expect(hosts.api.content("allow_policies").list()).to.be.empty;
  });

  it("ends instead of trying again", async () => {
    hosts.api.failNext({ kind: "429-retry-after", retryAfter: 60 }, { action: "create" });
    await dieAt("create 429", 1);
    expect(arrived()).to.deep.equal(["list 200", "create 429"]);
    expect(hosts.api.content("allow_policies").list()).to.be.empty;
  });
});
