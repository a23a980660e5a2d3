import { expect } from "chai";
import { CollectionClient } from "../../provider/api/collection-client";
import { ApiError } from "../../provider/api/error";
import { allowPolicies } from "../../provider/collections/allow-policy";
import type { Entry } from "../../provider/collections/collection";
import { Inventory } from "../../provider/run/inventory";
import { ACCOUNT, failureOf, policyValues, testClient } from "../api/support";

const entry = (id: string, pattern = `${id}.example`, more: object = {}): Entry => ({
  id,
  values: { ...policyValues, pattern, ...more },
});

/** What the API would answer, and what it was asked. */
class Answers extends CollectionClient {
  readonly asked: string[] = [];
  /** What the list says, as long as nothing else is said. */
  listed: readonly Entry[] | ApiError = [];
  readonly single = new Map<string, Entry | ApiError>();
  /** Ends when the list may be answered. */
  until: Promise<void> = Promise.resolve();

  constructor() {
    super(testClient().client, allowPolicies, ACCOUNT);
  }

  override async list(): Promise<Entry[]> {
    this.asked.push("list");
    const { listed } = this;
    await this.until;
    if (listed instanceof ApiError) throw listed;
    return [...listed];
  }

  override get(id: string): Promise<Entry> {
    this.asked.push(id);
    const answer = this.single.get(id) ?? new ApiError("gone", { outcome: "refused", status: 404, missing: true });
    return answer instanceof ApiError ? Promise.reject(answer) : Promise.resolve(answer);
  }
}

/** A promise, and what ends it. */
function gate(): { until: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (open = resolve));
  return { until, open };
}

const away = new ApiError("away", { outcome: "unsent" });

describe("the list of a run", () => {
  let api: Answers;
  let inventory: Inventory;

  beforeEach(() => {
    api = new Answers();
    inventory = new Inventory(api);
  });

  const idsOf = async (afresh?: boolean) => [...(await inventory.all(afresh)).keys()];

  it("is asked for once, also by several at a time, until it is wanted afresh", async () => {
    api.listed = [entry("a")];
    expect(inventory.isListed).to.equal(false);
    const both = [idsOf(), idsOf()];
    expect(inventory.isListed).to.equal(true);
    expect(await Promise.all(both)).to.deep.equal([["a"], ["a"]]);
    expect(await idsOf()).to.deep.equal(["a"]);
    expect(api.asked).to.deep.equal(["list"]);
    api.listed = [entry("a"), entry("b")];
    expect(await idsOf(true)).to.deep.equal(["a", "b"]);
    expect(await idsOf()).to.deep.equal(["a", "b"]);
    expect(api.asked).to.deep.equal(["list", "list"]);
  });

  it("is not kept where it failed", async () => {
    api.listed = away;
    expect(await failureOf(inventory.all())).to.equal(away);
    expect(inventory.isListed).to.equal(false);
    api.listed = [entry("a")];
    expect(await idsOf()).to.deep.equal(["a"]);
  });

  it("stays when an older one fails later", async () => {
    const first = gate();
    api.until = first.until;
    api.listed = away;
    const failing = failureOf(inventory.all());
    api.until = Promise.resolve();
    api.listed = [entry("a")];
    expect(await idsOf(true)).to.deep.equal(["a"]);
    first.open();
    await failing;
    expect(inventory.isListed).to.equal(true);
    expect(await idsOf()).to.deep.equal(["a"]);
    expect(api.asked).to.deep.equal(["list", "list"]);
  });

  it("knows what the run wrote, whatever an old list says", async () => {
    api.listed = [entry("a", "old.example")];
    await inventory.all();
    inventory.written(entry("a", "new.example"));
    inventory.written(entry("b"));
    for (const afresh of [false, true]) {
      const all = await inventory.all(afresh);
      expect(all.get("a")?.values.pattern).to.equal("new.example");
      expect(all.get("b")?.values.pattern).to.equal("b.example");
    }
  });

  it("knows what the run wrote and removed while it was under way", async () => {
    const { until, open } = gate();
    api.until = until;
    api.listed = [entry("a", "old.example"), entry("b")];
    const all = inventory.all();
    inventory.written(entry("a", "new.example"));
    inventory.deleted("b");
    open();
    expect([...(await all).values()]).to.deep.equal([entry("a", "new.example")]);
  });

  it("does not have again what the run removed, whatever an old list says", async () => {
    api.listed = [entry("a"), entry("b")];
    await inventory.all();
    inventory.written(entry("a", "new.example"));
    inventory.deleted("a");
    expect(inventory.isDeleted("a")).to.equal(true);
    expect(inventory.isDeleted("b")).to.equal(false);
    expect(await idsOf()).to.deep.equal(["b"]);
    expect(await idsOf(true)).to.deep.equal(["b"]);
  });

  it("believes the API again of an entry that is in doubt", async () => {
    inventory.written(entry("a", "ours.example"));
    inventory.forget("a");
    api.listed = [entry("a", "theirs.example")];
    expect((await inventory.all()).get("a")?.values.pattern).to.equal("theirs.example");
    api.listed = [];
    expect(await idsOf(true)).to.deep.equal([]);
  });

  describe("of one identity", () => {
    const same = async (pattern: string, more: object = {}) =>
      inventory.same(await inventory.all(), entry("", pattern, more).values).map(({ id }) => id);

    it("has the oldest first, in any spelling, and no other", async () => {
      api.listed = [
        entry("z", "münchen.example"),
        entry("a", "xn--mnchen-3ya.example"),
        entry("b", "acme.example"),
        entry("c", "münchen.example", { isRegex: true }),
      ];
      expect(await same("München.example.")).to.deep.equal(["z", "a"]);
      expect(await same("other.example")).to.deep.equal([]);
    });

    it("has what has it now, not what had it or is gone", async () => {
      api.listed = [entry("a", "acme.example"), entry("b", "acme.example"), entry("c", "acme.example")];
      await inventory.all();
      inventory.written(entry("a", "moved.example"));
      inventory.deleted("b");
      inventory.written(entry("d", "acme.example"));
      expect(await same("acme.example")).to.deep.equal(["c", "d"]);
      expect(await same("moved.example")).to.deep.equal(["a"]);
    });
  });

  describe("of one id", () => {
    it("has it without another request, or asks for it where it is new", async () => {
      api.listed = [entry("a")];
      api.single.set("b", entry("b"));
      expect(await inventory.find("a")).to.deep.equal(entry("a"));
      expect(await inventory.find("b")).to.deep.equal(entry("b"));
      expect(await inventory.find("c")).to.equal(undefined);
      expect(api.asked).to.deep.equal(["list", "b", "c"]);
    });

    it("does not ask for what the run removed itself", async () => {
      api.listed = [entry("a")];
      api.single.set("a", entry("a"));
      inventory.deleted("a");
      expect(await inventory.find("a")).to.equal(undefined);
      expect(api.asked).to.deep.equal(["list"]);
    });

    it("does not take a failure for a missing entry", async () => {
      api.single.set("a", away);
      expect(await failureOf(inventory.find("a"))).to.equal(away);
    });
  });
});
