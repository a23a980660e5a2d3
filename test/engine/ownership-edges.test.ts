import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy, AllowPolicySet, Provider } from "pulumi-cloudflare-email-security";
import type { EngineStack } from "./support/engine-stack";
import { useEngine } from "./support/engine";
import { shown } from "./support/outcome";

const of = (domain: string, more: object = {}) => ({ pattern: `${domain}.example`, isTrustedSender: true, ...more });
const content = ({ api }: EngineStack) => api.content("allow_policies");
const patterns = (stack: EngineStack) =>
  content(stack)
    .list()
    .map(({ pattern }) => String(pattern).replace(".example", ""))
    .sort();
const insert = (stack: EngineStack, domain: string, more: object = {}) => {
  const entry = { pattern: `${domain}.example`, pattern_type: "DOMAIN", is_trusted_sender: true, verify_sender: true };
  return String(content(stack).insert({ ...entry, ...more }).id);
};

describe("what resources own at the edges, on the real engine:", () => {
  const engine = useEngine();

  it("three resources of one pattern and one live entry are refused at preview", async () => {
    const stack = await engine.stack(() => {
      for (const name of ["a", "b", "c"]) new AllowPolicy(name, of("p", { adoptExisting: true }));
    });
    insert(stack, "p");
    expect(shown(await stack.preview({ fails: true }))).to.contain("also declared by");
    expect(patterns(stack)).to.deep.equal(["p"]);
  });

  it("a set that exists says at preview which key adopts what, and again at up", async () => {
    let keys = ["x"];
    const stack = await engine.stack(() => {
      const policies = Object.fromEntries(keys.map((key) => [key, of(key)]));
      new AllowPolicySet("s", { policies, adoptExisting: true });
    });
    await stack.up();
    const stranger = insert(stack, "y", { comments: "theirs" });
    keys = ["x", "y"];
    const preview = shown(await stack.preview());
    expect(preview).to.contain("policies.y").and.contain(`${stranger}: will be adopted; its comments will change`);
    const up = shown(await stack.up());
    expect(up).to.contain("adopted y").and.not.contain("will be adopted");
    expect(patterns(stack)).to.deep.equal(["x", "y"]);
    expect(content(stack).get(stranger)?.comments ?? null).to.equal(null);
    await stack.up({ expectNoChanges: true, refresh: true });
  });

  it("exclusive passes between two sets with a refresh, in both directions", async () => {
    let owner = "a";
    const stack = await engine.stack(() => {
      for (const [name, key] of [
        ["a", "x"],
        ["b", "y"],
      ] as const) {
        const allowUnmanaged = ["x.example", "y.example"];
        const claim = owner === name ? { exclusive: true, allowUnmanaged } : {};
        new AllowPolicySet(name, { policies: { [key]: of(key) }, ...claim });
      }
    });
    await stack.up();
    for (owner of ["b", "a"]) {
      await stack.up({ refresh: true });
      expect(patterns(stack)).to.deep.equal(["x", "y"]);
      await stack.up({ expectNoChanges: true });
    }
  });

  it("names of Object's own serve as keys of a set", async () => {
    const policies = { constructor: of("x"), hasOwnProperty: of("y"), toString: of("z") };
    let ids: unknown;
    const stack = await engine.stack(() => {
      new AllowPolicySet("s", { policies }).ids.apply((known) => (ids = known));
    });
    await stack.up();
    expect(patterns(stack)).to.deep.equal(["x", "y", "z"]);
    expect(ids).to.have.all.keys(Object.keys(policies));
    await stack.up({ expectNoChanges: true, refresh: true });
    policies.toString = of("v");
    await stack.up();
    expect(patterns(stack)).to.deep.equal(["v", "x", "y"]);
  });

  it("the one name that JavaScript keeps for itself is refused", async () => {
    const record = { acme: of("x"), ["__proto__"]: of("y") };
    let policies: pulumi.Input<typeof record> = record;
    const stack = await engine.stack(() => new AllowPolicySet("s", { policies }));
    for (policies of [record, pulumi.output(record)]) {
      expect(shown(await stack.preview({ fails: true }))).to.contain('"__proto__" cannot be the name of an entry');
    }
  });

  it("account and token of a provider that change together name the ways out", async () => {
    let other = false;
    const stack = await engine.stack(() => {
      const { baseUrl, account, token } = stack.api;
      const [accountId, apiToken] = other ? ["b".repeat(32), "second-token"] : [account, token];
      const provider = new Provider("p", { baseUrl, accountId, apiToken });
      new AllowPolicy("a", of("p"), { provider });
    });
    await stack.up();
    stack.api.configure({
      accounts: [{ id: stack.api.account }, { id: "b".repeat(32) }],
      tokens: [
        { value: stack.api.token, accounts: [stack.api.account] },
        { value: "second-token", accounts: ["b".repeat(32)] },
      ],
    });
    other = true;
    const text = shown(await stack.up({ fails: true }));
    expect(text).to.contain("403").and.contain(stack.api.account);
    expect(text).to.match(/retainOnDelete|state delete|provider of the old account/);
    expect(patterns(stack)).to.deep.equal(["p"]);
  });

  it("an exclusive set with a secret pattern prints no pattern of it at a refresh", async () => {
    const stack = await engine.stack(
      () => new AllowPolicySet("s", { policies: pulumi.secret({ hushhush: of("confidential") }), exclusive: true }),
    );
    await stack.up();
    insert(stack, "stranger");
    for (const outcome of [await stack.preview({ refresh: true }), await stack.up({ refresh: true })]) {
      expect(shown(outcome)).not.to.contain("hushhush").and.not.contain("confidential");
    }
    expect(stack.stateText).not.to.contain("confidential");
    expect(patterns(stack)).to.deep.equal(["confidential"]);
  });

  for (const parallel of [1, 64]) {
    it(`resources and sets that exchange everything come through ${parallel} at a time, with and without a refresh`, async () => {
      let turn = 0;
      const stack = await engine.stack(() => {
        const at = (place: number) => ["v", "w", "x", "y", "z"][(place + turn) % 5] ?? "";
        new AllowPolicy("a", of(at(0)));
        new AllowPolicySet("s", { policies: { one: of(at(1)), two: of(at(2)) } });
        new AllowPolicy("b", of(at(3)));
        new AllowPolicySet("t", { policies: { three: of(at(4)) } });
      });
      await stack.up({ parallel });
      for (turn of [1, 3]) {
        await stack.up({ parallel, refresh: turn === 3 });
        expect(patterns(stack)).to.deep.equal(["v", "w", "x", "y", "z"]);
        const owned = stack.resources.flatMap(({ id, outputs = {} }) =>
          outputs.ids ? Object.values(outputs.ids as Record<string, string>) : [id],
        );
        expect(owned).to.have.members(
          content(stack)
            .list()
            .map(({ id }) => String(id)),
        );
      }
      await stack.up({ expectNoChanges: true });
    });
  }
});
