import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { install, type Clock } from "@sinonjs/fake-timers";
import { expect } from "chai";
import { AllowPolicy } from "../../provider";
import { typeToken } from "../../provider/contract";
import { takePartInRun } from "../../provider/resources/stack-state";
import { ANSWER, askForState, questionFolder, type StateEntry } from "../../provider/run/stack-state";
import { endOfProcess, useTemporaryFolder } from "../support/temporary";
import { useMocks } from "./support";

const acme = { accountId: "account", pattern: "acme.example", createdAt: "2026-01-01T00:00:00Z" };

/** The outputs of the resources in the stack's state, by URN. */
const STATE = {
  single: { type: typeToken({ type: "AllowPolicy" }), outputs: acme },
  set: { type: typeToken({ type: "TrustedDomainSet" }), outputs: { accountId: "account", ids: { a: "1", b: "2" } } },
  fresh: { type: typeToken({ type: "AllowPolicySet" }), outputs: { accountId: "account" } },
  unread: { type: typeToken({ type: "AllowPolicy" }), outputs: { ...acme, accountId: { secret: "x" } } },
  bare: { type: typeToken({ type: "BlockSender" }) },
  other: { type: "aws:s3/bucket:Bucket", outputs: acme },
};
const KNOWN: readonly StateEntry[] = [
  ["allow_policies", "account", { values: acme }],
  ["trusted_domains", "account", { id: "1" }],
  ["trusted_domains", "account", { id: "2" }],
];

/** An engine, as far as a program asks it for its stack's state. The SDK's own class stands for no engine. */
class Engine extends MockMonitor {}

describe("what a program tells the hosts of its run", () => {
  useTemporaryFolder();
  let end: ReturnType<typeof endOfProcess>;
  let clock: Clock;
  /** What the engine was asked. */
  let asked: pulumi.runtime.MockCallArgs[];
  let registered: object[];

  beforeEach(() => {
    end = endOfProcess();
    clock = install({ toFake: ["setInterval", "clearInterval"] });
    asked = [];
    registered = [];
  });
  afterEach(async () => {
    clock.uninstall();
    end.now();
    pulumi.runtime.resetOptions("project", "stack", -1, "", "", false, "");
    await useMocks();
  });

  function startEngine({
    state = () => ({ outputs: STATE }),
    parallel = -1,
    preview = false,
    organization = "org",
  } = {}) {
    const mocks: pulumi.runtime.Mocks = {
      newResource: ({ inputs }) => {
        registered.push(inputs as object);
        return { id: "id", state: {} };
      },
      call: (args) => {
        asked.push(args);
        return state();
      },
    };
    pulumi.runtime.resetOptions("shop", "dev", parallel, "", "", preview, organization);
    pulumi.runtime.setMockOptions(new Engine(mocks), "shop", "dev", preview, organization);
  }

  /** A resource whose registration ends when the test says so. */
  function registration({ fails = false } = {}) {
    let ended: () => void = () => undefined;
    const registered = new Promise<void>((resolve, reject) => {
      ended = fails ? () => reject(new Error("refused")) : resolve;
    });
    const resource = { urn: { promise: () => registered } } as unknown as pulumi.Resource;
    return { resource: () => resource, end: () => ended() };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it("is nothing where no engine runs it", async () => {
    await useMocks();
    expect(takePartInRun(() => expect.fail("asked for the resource"))).to.equal(undefined);
  });

  it("is one name of the run for all of its resources, and another for another run", () => {
    const names = () => [registration(), registration()].map(({ resource }) => takePartInRun(resource));
    startEngine();
    const [one, same] = names();
    expect(one).to.be.a("string").with.length.greaterThan(10);
    expect(same).to.equal(one);
    startEngine();
    expect(names()).not.to.include(one);
    expect(asked).to.deep.equal([]);
  });

  it("is what the stack's state has, once a host asks, and only once", async () => {
    startEngine();
    const run = takePartInRun(registration().resource) as string;
    await clock.tickAsync(100);
    expect(asked).to.deep.equal([]);
    const answer = askForState(run);
    await clock.tickAsync(100);
    expect(await answer).to.have.deep.members(KNOWN);
    await clock.tickAsync(1_000);
    expect(asked.map(({ token, inputs }) => [token, inputs as unknown])).to.deep.equal([
      ["pulumi:pulumi:readStackResourceOutputs", { stackName: "org/shop/dev" }],
    ]);
  });

  it("is read before the first registration where the engine does one thing at a time, but not in a preview", async () => {
    startEngine({ parallel: 1, preview: true });
    expect(takePartInRun(registration().resource)).to.be.a("string");
    startEngine({ parallel: 1 });
    const names = [registration(), registration()].map(({ resource }) => takePartInRun(resource));
    const [run, same] = [await names[0], await names[1]];
    expect(run).to.be.a("string").that.equals(same);
    expect(asked).to.have.length(1);
    const answer = askForState(run as string);
    await clock.tickAsync(100);
    expect(await answer).to.have.deep.members(KNOWN);
    expect(asked).to.have.length(1);
  });

  it("is in the label of each resource, which is looked after until it is registered", async () => {
    for (const parallel of [-1, 1]) {
      startEngine({ parallel });
      const acme = new AllowPolicy("acme", { pattern: "acme.example" });
      const run = await takePartInRun(registration().resource);
      await new Promise((resolve) => void acme.id.apply(resolve));
      expect(registered.at(-1)).to.include({ __label: `AllowPolicy acme\n${run ?? ""}` });
    }
  });

  it("lets the registrations go on where that reading fails", async () => {
    const fails = () => {
      throw new Error("no such function");
    };
    startEngine({ parallel: 1, state: fails });
    expect(await takePartInRun(registration().resource)).to.be.a("string");
  });

  it("is no answer where the engine gives none, so that the host takes what it meets for a stranger's", async () => {
    const fails = () => {
      throw new Error("no such function");
    };
    startEngine({ state: fails });
    const run = takePartInRun(registration().resource) as string;
    mkdirSync(questionFolder(run), { recursive: true });
    writeFileSync(join(questionFolder(run), "1.ask"), "");
    await clock.tickAsync(100);
    await turn();
    expect(asked).to.have.length(1);
    expect(existsSync(join(questionFolder(run), ANSWER))).to.equal(false);
  });

  it("is looked after for as long as a registration is under way, one that fails too", async () => {
    startEngine();
    const [first, second] = [registration(), registration({ fails: true })];
    for (const { resource } of [first, second]) void takePartInRun(resource);
    expect(clock.countTimers()).to.equal(1);
    await turn();
    first.end();
    await turn();
    expect(clock.countTimers()).to.equal(1);
    second.end();
    await turn();
    expect(clock.countTimers()).to.equal(0);
    void takePartInRun(registration().resource);
    expect(clock.countTimers()).to.equal(1);
  });
});
