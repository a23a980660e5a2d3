import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy, AllowPolicySet, Provider, type AllowPolicySetArgs } from "pulumi-cloudflare-email-security";
import type { EngineStack } from "./support/engine-stack";
import { useEngine } from "./support/engine";
import { shown } from "./support/outcome";

const of = (domain: string, more: object = {}) => ({ pattern: `${domain}.example`, isTrustedSender: true, ...more });
const adopting = (domain: string) => of(domain, { adoptExisting: true });
const set = (name: string, domains: readonly string[], more: Partial<AllowPolicySetArgs> = {}, options = {}) =>
  new AllowPolicySet(
    name,
    { policies: Object.fromEntries(domains.map((domain) => [domain, of(domain)])), ...more },
    options,
  );

const entries = ({ api }: EngineStack, account?: string) => api.content("allow_policies", account);
const short = (pattern: unknown) => String(pattern).replace(".example", "");
/** What is in Cloudflare, as pattern and id. */
const live = (stack: EngineStack, account?: string) =>
  Object.fromEntries(
    entries(stack, account)
      .list()
      .map(({ pattern, id }) => [short(pattern), String(id)]),
  );
const patterns = (stack: EngineStack, account?: string) =>
  entries(stack, account)
    .list()
    .map(({ pattern }) => short(pattern))
    .sort();
const insert = (stack: EngineStack, domain: string, more: object = {}, account?: string) =>
  String(
    entries(stack, account).insert({
      pattern: `${domain}.example`,
      pattern_type: "DOMAIN",
      is_trusted_sender: true,
      verify_sender: true,
      ...more,
    }).id,
  );
/** The ids that the state has in an account, by resource name; those of a set by key. */
const owned = ({ resources, api }: EngineStack, account = api.account) =>
  Object.fromEntries(
    resources
      .filter(({ outputs = {} }) => outputs.accountId === account)
      .flatMap(({ urn, id, outputs = {} }) => {
        const name = urn.slice(urn.lastIndexOf("::") + 2);
        return outputs.ids
          ? Object.entries(outputs.ids as Record<string, string>).map(([key, own]) => [`${name}.${key}`, own])
          : [[name, id ?? ""]];
      }),
  );
/** Each entry that exists in the account has one resource, and each resource its own entry. */
function expectOwn(stack: EngineStack, expected: readonly string[], account?: string): void {
  expect(patterns(stack, account), account).to.deep.equal([...expected].sort());
  const ids = Object.values(owned(stack, account));
  expect(new Set(ids).size, `an entry has two resources ${account ?? ""}`).to.equal(ids.length);
  expect(ids.sort(), account).to.deep.equal(Object.values(live(stack, account)).sort());
}
/** Neither a refresh nor the up after it finds a change. */
const settled = async (stack: EngineStack) => {
  const { steps } = await stack.up({ expectNoChanges: true, refresh: true });
  expect(steps.filter((step) => !/^refresh [^(]*$/.test(step))).to.deep.equal([]);
};

describe("what resources own, on the real engine:", () => {
  const engine = useEngine();

  it("an entry that a new resource adopts is not the one that its old resource changes, whichever is asked first", async () => {
    const orders = ["the-new-one-first", "the-old-one-first"];
    let moves = false;
    const stack = await engine.stack(
      () => {
        for (const accountId of orders) {
          const adopt = (options = {}) => new AllowPolicy(`${accountId} b`, { ...adopting("p"), accountId }, options);
          const isFirst = accountId === orders[0];
          const dependsOn = moves && isFirst ? [adopt()] : [];
          const old = new AllowPolicy(`${accountId} a`, { ...of(moves ? "q" : "p"), accountId }, { dependsOn });
          if (moves && !isFirst) adopt({ dependsOn: old });
        }
      },
      { api: { accounts: orders.map((id) => ({ id })) } },
    );
    await stack.up();
    const [{ p } = {}] = orders.map((account) => live(stack, account));
    moves = true;
    expect(shown(await stack.preview())).to.contain(`${String(p)}: will be adopted`);
    await stack.up();
    for (const account of orders) expectOwn(stack, ["p", "q"], account);
    expect(owned(stack, orders[0])[`${String(orders[0])} b`]).to.equal(p);
    await settled(stack);
  });

  it("a second owner of a pattern is refused at preview, in either order, single or set", async () => {
    const single = (accountId: string, options = {}) =>
      new AllowPolicy(`${accountId} y`, { ...adopting("y"), accountId }, options);
    const own = (accountId: string, options = {}) => set(`${accountId} s`, ["x", "y"], { accountId }, options);
    const both: Record<string, (account: string) => unknown> = {
      "single-first": (account) => own(account, { dependsOn: single(account) }),
      "set-first": (account) => single(account, { dependsOn: own(account) }),
      "two-sets": (accountId) => set(`${accountId} t`, ["y"], { accountId }, { dependsOn: own(accountId) }),
    };
    const accounts = Object.keys(both);
    const stack = await engine.stack(() => accounts.forEach((account) => own(account)), {
      api: { accounts: accounts.map((id) => ({ id })) },
    });
    await stack.up();
    stack.program = () => Object.entries(both).forEach(([account, declare]) => declare(account));
    const text = shown(await stack.preview({ fails: true }));
    for (const first of [
      "AllowPolicy single-first y",
      "policies.y of AllowPolicySet set-first s",
      "policies.y of AllowPolicySet two-sets s",
    ]) {
      expect(text).to.contain(`the allow policy of this pattern is also declared by ${first}: remove one of the two`);
    }
    for (const account of accounts) expect(patterns(stack, account)).to.deep.equal(["x", "y"]);
  });

  it("sets split and swap, and keys and single resources take from each other, without losing or doubling anything", async () => {
    const single = (name: string, domain: string, accountId: string) =>
      new AllowPolicy(name, { ...of(domain), accountId });
    type Declare = (account: string) => unknown;
    /** Each in an account of its own: the program before and after, and what it declares then where that differs. */
    const shapes: Record<string, { before: Declare; after: Declare; more?: string }> = {
      "splits-the-old-set-first": {
        before: (accountId) => set("one", ["x", "y"], { accountId }),
        after: (accountId) => [set("one", ["x"], { accountId }), set("two", ["y"], { accountId })],
      },
      "splits-the-new-set-first": {
        before: (accountId) => set("three", ["x", "y"], { accountId }),
        after: (accountId) => [set("four", ["y"], { accountId }), set("three", ["x"], { accountId })],
      },
      "a-key-becomes-single": {
        before: (accountId) => set("five", ["x", "y"], { accountId }),
        after: (accountId) => [single("six", "y", accountId), set("five", ["x"], { accountId })],
      },
      "a-key-takes-what-is-left": {
        before: (accountId) => [single("seven", "y", accountId), set("eight", ["x"], { accountId })],
        after: (accountId) => [set("eight", ["x", "y"], { accountId }), single("seven", "z", accountId)],
        more: "z",
      },
      "two-sets-swap": {
        before: (accountId) => [set("nine", ["x"], { accountId }), set("ten", ["y"], { accountId })],
        after: (accountId) => [set("nine", ["y"], { accountId }), set("ten", ["x"], { accountId })],
      },
    };
    let when: "before" | "after" = "before";
    const stack = await engine.stack(
      () => {
        for (const [account, shape] of Object.entries(shapes)) shape[when](account);
      },
      { api: { accounts: Object.keys(shapes).map((id) => ({ id })) } },
    );
    await stack.up();
    for (const parallel of [1, 64]) {
      when = parallel === 1 ? "after" : "before";
      await stack.up({ parallel });
      for (const [account, { more }] of Object.entries(shapes)) {
        expectOwn(stack, ["x", "y", ...(more !== undefined && when === "after" ? [more] : [])], account);
      }
      await settled(stack);
    }
  });

  it("two that swap their patterns come through also where the API refuses duplicates", async () => {
    let [one, two] = ["p", "q"] as [string, string];
    const stack = await engine.stack(() => [new AllowPolicy("a", of(one)), new AllowPolicy("b", of(two))], {
      api: { assume: { duplicates: "rejected" } },
    });
    await stack.up();
    const before = owned(stack);
    [one, two] = ["q", "p"];
    await stack.up();
    expect(owned(stack)).to.deep.equal(before);
    expect(live(stack)).to.deep.equal({ q: before.a, p: before.b });
    [one, two] = ["r", "q"];
    await stack.up({ parallel: 1 });
    expect(live(stack)).to.deep.equal({ r: before.a, q: before.b });
    await settled(stack);
  });

  it("an update does not make a stranger's entry twice: it is refused with the id, or adopted", async () => {
    let args: Parameters<typeof of> = ["p"];
    const stack = await engine.stack(() => {
      new AllowPolicy("a", of(...args));
      set("s", [args[0] === "p" ? "k" : "t"], args[1]);
    });
    await stack.up();
    const [s, t] = [insert(stack, "s", { comments: "theirs" }), insert(stack, "t")];
    args = ["s"];
    const refused = shown(await stack.up({ fails: true }));
    expect(refused).to.contain(s).and.contain("adoptExisting");
    expect(patterns(stack)).to.include.members(["p", "s", "t"]);
    args = ["s", { adoptExisting: true }];
    const preview = shown(await stack.preview());
    expect(preview).to.contain(`${s}: will be adopted; its comments will change`);
    await stack.up();
    expect(owned(stack)).to.deep.equal({ a: s, "s.t": t });
    expectOwn(stack, ["s", "t"]);
    await settled(stack);
  });

  it("a stranger that an exclusive set was shown stays when the program allows it, gives up exclusive or removes the set", async () => {
    const ends: Record<string, object | undefined> = {
      "allows-it": { exclusive: true, allowUnmanaged: ["stranger.example"] },
      "gives-up": {},
      removes: undefined,
    };
    let isEnd = false;
    const stack = await engine.stack(
      () => {
        for (const [accountId, end] of Object.entries(ends)) {
          const more = isEnd ? end : { exclusive: true };
          if (more) set(accountId, ["x"], { ...more, accountId });
        }
      },
      { api: { accounts: Object.keys(ends).map((id) => ({ id })) } },
    );
    await stack.up();
    const strangers = Object.keys(ends).map((account) => insert(stack, "stranger", {}, account));
    await stack.refresh();
    isEnd = true;
    await stack.preview();
    await stack.up();
    expect(Object.keys(ends).map((account) => live(stack, account).stranger)).to.deep.equal(strangers);
    expect(Object.entries(ends).map(([account]) => patterns(stack, account))).to.deep.equal([
      ["stranger", "x"],
      ["stranger", "x"],
      ["stranger"],
    ]);
    await stack.up({ expectNoChanges: true });
  });

  it("an exclusive set removes what it was shown, by name, and may be renamed or hand over exclusive", async () => {
    let program: () => unknown = () => [set("s", ["x"], { exclusive: true }), set("beside", ["z"])];
    const stack = await engine.stack(() => program());
    await stack.up();
    insert(stack, "stranger");
    const { steps } = await stack.preview({ refresh: true });
    expect(steps).to.have.members([
      "refresh AllowPolicySet beside",
      'refresh AllowPolicySet s (policies["stranger.example"])',
      'update AllowPolicySet s (policies["stranger.example"])',
    ]);
    await stack.up({ refresh: true });
    expectOwn(stack, ["x", "z"]);
    program = () => set("renamed", ["x"], { exclusive: true, adoptExisting: true });
    await stack.up({ refresh: true });
    expectOwn(stack, ["x"]);
    program = () => [set("renamed", ["x"]), set("other", ["y"])];
    await stack.up();
    program = () => [set("other", ["x", "y"], { exclusive: true, adoptExisting: true })];
    await stack.up({ refresh: true });
    expectOwn(stack, ["x", "y"]);
    await settled(stack);
  });

  it("what somebody deleted is not made again by the way, but shown by the next preview", async () => {
    let comments = "one";
    const stack = await engine.stack(
      () => new AllowPolicySet("s", { policies: { x: of("x", { comments }), y: of("y") } }),
    );
    await stack.up();
    stack.api.content("allow_policies").remove(String(live(stack).y));
    comments = "two";
    const up = await stack.up();
    expect(patterns(stack)).to.deep.equal(["x"]);
    expect(shown(up)).to.contain("y deleted elsewhere");
    const preview = await stack.preview();
    expect(preview.steps).to.have.length(1);
    expect(shown(preview)).to.contain("y deleted elsewhere; will be made again");
    await stack.up();
    expectOwn(stack, ["x", "y"]);
    await settled(stack);
  });

  it("no adoption ends in a deletion, also between two providers", async () => {
    let takes = false;
    const stack = await engine.stack(() => {
      const { baseUrl, account: accountId, token: apiToken } = stack.api;
      const [one, two] = ["one", "two"].map(
        (name) => new Provider(name, { baseUrl, accountId, apiToken, adoptExisting: true }),
      );
      if (takes) new AllowPolicy("b", of("p"), { provider: two as Provider });
      else new AllowPolicy("a", of("p"), { provider: one as Provider });
      new AllowPolicy("c", of("c"), { provider: one as Provider });
      new AllowPolicy("d", of("d"), { provider: two as Provider });
    });
    await stack.up();
    const { p } = live(stack);
    takes = true;
    const up = await stack.up();
    expect(shown(up)).to.contain("now belongs to another resource");
    expect(owned(stack).b).to.equal(p);
    expectOwn(stack, ["c", "d", "p"]);
    await settled(stack);
  });

  it("a preview counts what it knows, and says of what it does not know yet", async () => {
    const stack = await engine.stack(() => {
      const first = new AllowPolicy("first", of("first"));
      const late = first.createdAt.apply(() => "late");
      new AllowPolicySet("s", { policies: { x: of("x"), y: of("y", { comments: late }) }, adoptExisting: true });
    });
    insert(stack, "x");
    insert(stack, "y");
    expect(shown(await stack.preview())).to.contain(
      "1 of 1 allow policy entries exist and will be adopted; of 1 more it is not known yet",
    );
    await stack.up();
    expectOwn(stack, ["first", "x", "y"]);
  });

  it("a replacement does not say that it adopts what it deletes", async () => {
    let comments = "one";
    const stack = await engine.stack(
      () => new AllowPolicy("a", of("p", { comments, adoptExisting: true }), { replaceOnChanges: ["comments"] }),
    );
    await stack.up();
    comments = "two";
    expect(shown(await stack.preview())).not.to.contain("will be adopted");
    await stack.up();
    expectOwn(stack, ["p"]);
    await settled(stack);
  });

  it("an import of an entry that another resource has is refused, also where that one depends on it", async () => {
    const stack = await engine.stack(() => new AllowPolicy("a", of("p")));
    await stack.up();
    const id = String(live(stack).p);
    stack.program = () => {
      const thief = new AllowPolicy("b", of("q"), { import: id });
      new AllowPolicy("a", of("p"), { dependsOn: thief });
    };
    await stack.preview({ fails: true });
    expectOwn(stack, ["p"]);
  });

  it("the keys of a wholly secret set are in clear nowhere", async () => {
    const stack = await engine.stack(
      () => new AllowPolicySet("s", { policies: pulumi.secret({ hushhush: of("x") }), adoptExisting: true }),
    );
    insert(stack, "x", { comments: "theirs" });
    const outcomes = [await stack.preview(), await stack.up(), await stack.refresh()];
    expect(stack.stateText).not.to.contain("hushhush");
    for (const outcome of outcomes) expect(shown(outcome)).not.to.contain("hushhush");
    await settled(stack);
  });

  it("a resource that was deleted elsewhere says what to do when it is changed", async () => {
    let comments = "one";
    const stack = await engine.stack(() => new AllowPolicy("a", of("p", { comments })));
    await stack.up();
    stack.api.content("allow_policies").remove(String(live(stack).p));
    comments = "two";
    expect(shown(await stack.up({ fails: true })))
      .to.contain("is gone")
      .and.contain("pulumi refresh");
    await stack.up({ refresh: true });
    expectOwn(stack, ["p"]);
  });

  it("adoptExisting shows in no later preview, and an adoption is said once", async () => {
    let comments = "one";
    const stack = await engine.stack(() => new AllowPolicy("a", of("p", { comments, adoptExisting: true })));
    const id = insert(stack, "p");
    expect(shown(await stack.preview())).to.contain(`${id}: will be adopted`);
    const up = shown(await stack.up());
    expect(up).not.to.contain("will be adopted");
    expect(up).to.contain(`${id}: adopted`);
    comments = "two";
    for (const refresh of [false, true]) {
      const { steps } = await stack.preview({ refresh });
      expect(steps).to.include("update AllowPolicy a (comments)");
    }
  });

  it("an import keeps what ignoreChanges names", async () => {
    const stack = await engine.stack(() => {
      new AllowPolicy("a", of("p", { comments: "ours" }), { import: id, ignoreChanges: ["comments"] });
    });
    const id = insert(stack, "p", { comments: "theirs" });
    expect(shown(await stack.preview())).to.contain("nothing in it will change");
    await stack.up();
    expect(stack.api.content("allow_policies").get(id)).to.include({ comments: "theirs" });
    await settled(stack);
  });
});
