import { expect } from "chai";
import { runtime } from "@pulumi/pulumi";
import type { Emulator } from "../../emulator";
import { failureOf } from "../support/failure";
import type { Stack } from "./stack";
import { type Program } from "./stack";

/** What a scenario uses of a stack, so that the real engine can stand in. */
export type AnyStack = Pick<Stack, "api" | "access" | "owned" | "said" | "preview" | "up" | "refresh"> & {
  readonly secret: ReadonlySet<string>;
};

interface Scenario {
  /** What the API does that it need not. */
  readonly rejectsDuplicates?: boolean;
  readonly run: (stack: AnyStack, api: Emulator) => Promise<void>;
}

const of = (domain: string, more: object = {}) => ({ pattern: `${domain}.example`, isTrustedSender: true, ...more });
const set = (domains: readonly string[], more: object = {}) => ({
  policies: Object.fromEntries(domains.map((domain) => [domain, of(domain)])),
  ...more,
});
const ADOPT = { adoptExisting: true };
const EXCLUSIVE = { exclusive: true };

const content = (api: Emulator) => api.content("allow_policies");
const short = (pattern: unknown) => String(pattern).replace(".example", "");
const patterns = (api: Emulator) =>
  content(api)
    .list()
    .map(({ pattern }) => short(pattern))
    .sort();
const insert = (api: Emulator, domain: string, more: object = {}) => {
  const entry = { pattern: `${domain}.example`, pattern_type: "DOMAIN", is_trusted_sender: true, verify_sender: true };
  return String(content(api).insert({ ...entry, ...more }).id);
};
const idOf = (api: Emulator, domain: string) =>
  String(
    content(api)
      .list()
      .find(({ pattern }) => short(pattern) === domain)?.id,
  );

/** Each declared entry is there once, has one resource, and the next up does nothing. */
async function expectOwn(stack: AnyStack, program: Program, strangers: readonly string[] = []): Promise<void> {
  const expected = Object.entries(program).flatMap(([name, { policies, pattern }]) =>
    policies
      ? Object.entries(policies as Record<string, { pattern: string }>).map(([key, one]) => [
          `${name}.${key}`,
          one.pattern,
        ])
      : [[name, String(pattern)]],
  );
  const { owned, api } = stack;
  expect(Object.keys(owned).sort()).to.deep.equal(expected.map(([name]) => name).sort());
  for (const [name = "", pattern] of expected) {
    expect(content(api).get(owned[name] ?? "")?.pattern, `the entry of ${name}`).to.equal(pattern);
  }
  expect(patterns(api)).to.deep.equal([...expected.map(([, pattern]) => short(pattern)), ...strangers].sort());
  for (const refresh of [false, true]) {
    const writes = () => api.requests.filter(({ method }) => method !== "GET").length;
    const before = writes();
    await stack.up(program, { refresh });
    expect(writes() - before, "writes of an up without a change").to.equal(0);
  }
}

/** From one program to another and back, without adoption. */
function pass(before: Program, after: Program): Scenario {
  return {
    run: async (stack) => {
      for (const program of [before, after, before]) {
        await stack.up(program);
        await expectOwn(stack, program);
      }
    },
  };
}

const refusedAtPreview = (before: Program, after: Program, sentence: RegExp): Scenario => ({
  run: async (stack, api) => {
    await stack.up(before);
    expect((await failureOf(stack.preview(after))).message).to.match(sentence);
    await expectOwn(stack, before);
    expect(patterns(api)).to.have.length(Object.keys(stack.owned).length);
  },
});

const takesAndMoves = (before: Program, after: Program): Scenario => ({
  run: async (stack) => {
    await stack.up(before);
    await stack.up(after);
    await expectOwn(stack, after);
  },
});

/** What must be true of who owns what, each shown by the final content. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  "a new resource adopts what an old one leaves, the new one asked first": takesAndMoves(
    { a: of("p") },
    { b: of("p", ADOPT), a: of("q") },
  ),
  "a new resource that the old one waits for adopts what it leaves": takesAndMoves(
    { a: of("p") },
    { b: of("p", ADOPT), a: of("q", { after: "b" }) },
  ),
  "a new resource adopts what an old one leaves, the old one asked first": takesAndMoves(
    { a: of("p") },
    { a: of("q"), b: of("p", { ...ADOPT, after: "a" }) },
  ),
  "a new set adopts what the key of an old set leaves": takesAndMoves(
    { a: { policies: { k: of("p") } } },
    { b: { policies: { k: of("p") }, ...ADOPT }, a: { policies: { k: of("q") }, after: "b" } },
  ),
  "a new resource adopts what the key of a set leaves": takesAndMoves(
    { a: { policies: { k: of("p") } } },
    { b: of("p", ADOPT), a: { policies: { k: of("q") }, after: "b" } },
  ),
  "a new set adopts what a resource leaves": takesAndMoves(
    { a: of("p") },
    { b: { policies: { k: of("p") }, ...ADOPT }, a: of("q", { after: "b" }) },
  ),

  "a second owner beside a set is refused at preview, the second first": refusedAtPreview(
    { s: set(["x", "y"]) },
    { y: of("y", ADOPT), s: set(["x", "y"]) },
    /also declared by/,
  ),
  "a second owner beside a set is refused at preview, the set first": refusedAtPreview(
    { s: set(["x", "y"]) },
    { s: set(["x", "y"]), y: of("y", ADOPT) },
    /also declared by/,
  ),
  "a second set of a key is refused at preview": refusedAtPreview(
    { s: set(["x", "y"]) },
    { t: set(["y"], ADOPT), s: set(["x", "y"]) },
    /also declared by/,
  ),
  "three resources of one pattern are refused at preview": {
    run: async (stack, api) => {
      insert(api, "p");
      const program = { a: of("p", ADOPT), b: of("p", ADOPT), c: of("p", ADOPT) };
      expect((await failureOf(stack.preview(program))).message).to.contain("also declared by");
      expect(patterns(api)).to.deep.equal(["p"]);
    },
  },

  "a set splits": pass({ a: set(["x", "y"]) }, { a: set(["x"]), b: set(["y"]) }),
  "a set splits, the new one asked first": pass({ a: set(["x", "y"]) }, { b: set(["y"]), a: set(["x"]) }),
  "a key becomes a single resource": pass({ a: set(["x", "y"]) }, { a: set(["x"]), y: of("y") }),
  "a key becomes a single resource that is asked first": pass({ a: set(["x", "y"]) }, { y: of("y"), a: set(["x"]) }),
  "a resource is renamed without an alias": pass({ a: of("x") }, { b: of("x") }),
  "a set is renamed without an alias": pass({ a: set(["x", "y"]) }, { b: set(["x", "y"]) }),
  "a set and a resource exchange what they have": pass({ a: set(["x"]), b: of("y") }, { a: set(["y"]), b: of("x") }),
  "keys of a set exchange their names": pass(
    { a: { policies: { one: of("x"), two: of("y") } } },
    { a: { policies: { one: of("y"), two: of("x") } } },
  ),
  "two resources swap where the API refuses duplicates": {
    rejectsDuplicates: true,
    ...pass({ a: of("x"), b: of("y") }, { a: of("y"), b: of("x") }),
  },
  "three resources rotate where the API refuses duplicates": {
    rejectsDuplicates: true,
    ...pass({ a: of("x"), b: of("y"), c: of("z") }, { a: of("y"), b: of("z"), c: of("x") }),
  },
  "one resource moves to where another leaves, where the API refuses duplicates": {
    rejectsDuplicates: true,
    ...takesAndMoves({ a: of("x"), b: of("y") }, { a: of("y"), b: of("z") }),
  },

  ...Object.fromEntries(
    (["single", "key"] as const).map((kind): [string, Scenario] => [
      `the changed pattern of a ${kind} does not make a stranger's entry twice`,
      {
        run: async (stack, api) => {
          const program = (domain: string, more = {}): Program =>
            kind === "single" ? { a: of(domain, more) } : { a: { policies: { k: of(domain) }, ...more } };
          await stack.up(program("p"));
          const own = idOf(api, "p");
          const stranger = insert(api, "s", { comments: "theirs" });
          const { message } = await failureOf(stack.up(program("s")));
          expect(message).to.contain(stranger).and.contain("adoptExisting");
          expect(patterns(api)).to.deep.equal(["p", "s"]);
          expect(idOf(api, "p")).to.equal(own);
          expect(await stack.preview(program("s", ADOPT))).to.contain(`${stranger}: will be adopted; its comments`);
          await stack.up(program("s", ADOPT));
          await expectOwn(stack, program("s", ADOPT));
          expect(Object.values(stack.owned)).to.deep.equal([stranger]);
        },
      },
    ]),
  ),

  ...Object.fromEntries(
    Object.entries({
      "is allowed": { s: set(["x"], { ...EXCLUSIVE, allowUnmanaged: ["stranger.example"] }) },
      "is no longer claimed": { s: set(["x"]) },
      "was only shown to a set that goes": {},
    }).map(([title, after]): [string, Scenario] => [
      `what a refresh showed to an exclusive set stays when it ${title}`,
      {
        run: async (stack, api) => {
          await stack.up({ s: set(["x"], EXCLUSIVE) });
          const stranger = insert(api, "stranger");
          await stack.refresh();
          await stack.up(after);
          expect(idOf(api, "stranger")).to.equal(stranger);
          await expectOwn(stack, after, ["stranger"]);
        },
      },
    ]),
  ),
  "an exclusive set removes a stranger's entry that its preview names": {
    run: async (stack, api) => {
      const program = { s: set(["x"], EXCLUSIVE) };
      await stack.up(program);
      const stranger = insert(api, "stranger");
      await stack.up(program);
      expect(idOf(api, "stranger")).to.equal(stranger);
      expect(await stack.preview(program, { refresh: true })).to.contain("stranger.example");
      await stack.up(program, { refresh: true });
      await expectOwn(stack, program);
    },
  },

  "an exclusive set adopts what a refresh showed to it": {
    run: async (stack, api) => {
      await stack.up({ s: set(["x"], EXCLUSIVE) });
      insert(api, "y", { comments: "theirs" });
      const program = { s: set(["x", "y"], { ...EXCLUSIVE, ...ADOPT }) };
      await stack.up(program, { refresh: true });
      await expectOwn(stack, program);
    },
  },

  "what an exclusive set was shown may be removed by its own set meanwhile": {
    run: async (stack, api) => {
      await stack.up({ s: set(["x"], EXCLUSIVE), t: set(["y", "z"]) });
      await stack.refresh();
      // The set of the entry is at it while the exclusive one has waited for the engine to be quiet.
      api.configure({ latency: 100 });
      await stack.up({ s: set(["x", "v"], EXCLUSIVE), t: set(["z"]) });
      await expectOwn(stack, { s: set(["x", "v"], EXCLUSIVE), t: set(["z"]) });
    },
  },

  "what an exclusive set was shown of another resource stays, also where that is asked only after it": {
    run: async (stack, api) => {
      const program = (domains: readonly string[]): Program => ({
        s: set(domains, EXCLUSIVE),
        a: of("y", { after: "s" }),
        t: { ...set(["z"]), after: "s" },
      });
      await stack.up(program(["x"]));
      const ids = [idOf(api, "y"), idOf(api, "z")];
      insert(api, "stranger");
      await stack.refresh();
      await stack.up(program(["x", "v"]));
      expect([idOf(api, "y"), idOf(api, "z")]).to.deep.equal(ids);
      expect(patterns(api)).to.deep.equal(["v", "x", "y", "z"]);
    },
  },

  "a refresh shows to an exclusive set what is nobody's alone, also where it is read first": {
    run: async (stack, api) => {
      const program: Program = {
        s: set(["x"], EXCLUSIVE),
        a: of("y", { after: "s" }),
        t: { ...set(["z"]), after: "s" },
      };
      await stack.up(program);
      insert(api, "stranger");
      const preview = await stack.preview(program, { refresh: true });
      expect(preview).to.contain("stranger.example");
      expect(preview).not.to.contain("y.example").and.not.to.contain("z.example");
      await stack.up(program, { refresh: true });
      await expectOwn(stack, program);
    },
  },

  "what somebody changed is taken back by an exclusive set with a word": {
    run: async (stack, api) => {
      await stack.up({ s: set(["x", "y"], EXCLUSIVE) });
      content(api).change(idOf(api, "x"), { comments: "theirs" });
      const program = { s: set(["x", "y", "z"], EXCLUSIVE) };
      expect(await stack.up(program)).to.contain("policies.x: comments changed elsewhere, and taken back");
      await expectOwn(stack, program);
    },
  },
  "what somebody deleted is not made again by the way": {
    run: async (stack, api) => {
      const program = (comments: string): Program => ({
        s: { policies: { x: of("x", { comments }), y: of("y"), z: of("z") } },
      });
      await stack.up(program("one"));
      content(api).remove(idOf(api, "y"));
      expect(await stack.up(program("two"))).to.contain("y deleted elsewhere");
      expect(patterns(api)).to.deep.equal(["x", "z"]);
      expect(await stack.preview(program("two"))).to.contain("y deleted elsewhere; will be made again");
      await stack.up(program("two"));
      await expectOwn(stack, program("two"));
    },
  },
  ...Object.fromEntries(
    ([0, 1] as const).map((provider): [string, Scenario] => [
      `what a set adopted in a run that failed stays with its resource when the program goes back${provider > 0 ? ", also of another provider" : ""}`,
      {
        run: async (stack, api) => {
          const set = (keys: object) => ({ policies: { x: of("x"), ...keys }, ...ADOPT });
          const a = of("p", { comments: "a's", provider });
          await stack.up({ s: set({}), a });
          const id = stack.owned.a;
          insert(api, "stranger");
          await failureOf(stack.up({ s: set({ p: of("p") }), b: of("stranger", { after: "s" }) }));
          expect(stack.owned).to.include({ a: id, "s.p": id });
          const program = { s: set({}), a: { ...a, after: "s" } };
          await stack.up(program);
          expect(stack.owned.a).to.equal(id);
          expect(content(api).get(String(id))?.comments).to.equal("a's");
          await expectOwn(stack, program, ["stranger"]);
        },
      },
    ]),
  ),
  "what a resource of another provider changed in a run that failed is told when the program goes back": {
    run: async (stack, api) => {
      const program = { s: set(["x", "p"]) };
      await stack.up(program);
      const { "s.p": id } = stack.owned;
      insert(api, "stranger");
      const a = of("p", { ...ADOPT, provider: 1, comments: "a's" });
      await failureOf(stack.up({ a, s: { ...set(["x", "stranger"]), after: "a" } }));
      expect(stack.owned).to.include({ a: id, "s.p": id });
      expect(await stack.up(program)).to.contain('"pulumi refresh" shows what a run that failed left changed');
      await stack.up(program, { refresh: true });
      expect(content(api).get(String(id))?.comments ?? "").to.equal("");
      await expectOwn(stack, program, ["stranger"]);
    },
  },
  "an adoption by a set that exists is foreseen by its key and said": {
    run: async (stack, api) => {
      await stack.up({ s: set(["x"], ADOPT) });
      const stranger = insert(api, "y", { comments: "theirs" });
      const program = { s: set(["x", "y"], ADOPT) };
      const preview = await stack.preview(program);
      expect(preview).to.contain("policies.y").and.contain(`${stranger}: will be adopted; its comments will change`);
      expect(await stack.up(program)).to.contain("adopted y");
      await expectOwn(stack, program);
    },
  },

  "an exclusive set is renamed with a refresh": {
    run: async (stack) => {
      await stack.up({ s: set(["x"], EXCLUSIVE) });
      const program = { t: set(["x"], { ...EXCLUSIVE, ...ADOPT }) };
      await stack.up(program, { refresh: true });
      await expectOwn(stack, program);
    },
  },
  ...Object.fromEntries(
    (["first", "second"] as const).map((old): [string, Scenario] => [
      `exclusive passes to another set with a refresh, the ${old} of the two had it`,
      {
        run: async (stack) => {
          const program = (owner: "a" | "b"): Program => ({
            a: set(["x"], owner === "a" ? EXCLUSIVE : {}),
            b: set(["y"], owner === "b" ? EXCLUSIVE : {}),
          });
          const order: ("a" | "b")[] = old === "first" ? ["a", "b"] : ["b", "a"];
          await stack.up({ a: set(["x"]), b: set(["y"]) });
          for (const owner of order) {
            await stack.up(program(owner), { refresh: true });
            expect(Object.keys(stack.owned)).to.have.members(["a.x", "b.y"]);
          }
        },
      },
    ]),
  ),

  "an import of an entry that another resource has is refused at preview": {
    run: async (stack, api) => {
      await stack.up({ a: of("p") });
      const thief = { __import: idOf(api, "p") };
      for (const program of [
        { b: of("q", thief), a: of("p", { after: "b" }) },
        { a: of("p"), b: of("q", thief) },
      ]) {
        await failureOf(stack.preview(program));
        expect(patterns(api)).to.deep.equal(["p"]);
      }
    },
  },
  "a resource that was deleted elsewhere says what to do when it is changed": {
    run: async (stack, api) => {
      await stack.up({ a: of("p") });
      content(api).remove(idOf(api, "p"));
      const program = { a: of("p", { comments: "new" }) };
      expect((await failureOf(stack.up(program))).message)
        .to.contain("is gone")
        .and.contain("pulumi refresh");
      await stack.up(program, { refresh: true });
      await expectOwn(stack, program);
    },
  },
  ...Object.fromEntries(
    (["stays", "is new"] as const).map((title): [string, Scenario] => [
      `an entry passes to a resource of another provider, whose own one ${title}`,
      {
        run: async (stack, api) => {
          const other = { c: of("c", { provider: 1 }) };
          const before: Program = { a: of("p"), ...(title === "stays" && other) };
          await stack.up(before);
          const id = idOf(api, "p");
          const after: Program = { b: of("p", { ...ADOPT, provider: 1 }), ...other };
          await stack.up(after);
          expect(stack.owned.b).to.equal(id);
          await expectOwn(stack, after);
        },
      },
    ]),
  ),
  "a second owner is refused at preview also where it has another provider": refusedAtPreview(
    { a: of("p") },
    { a: of("p"), b: of("p", { ...ADOPT, provider: 1 }) },
    /also declared by/,
  ),
  "a preview counts what it knows, and says of what it does not know yet": {
    run: async (stack, api) => {
      for (const domain of ["x", "y"]) insert(api, domain);
      const program = (comments: unknown): Program => ({
        s: { policies: { x: of("x"), y: of("y", { comments }) }, ...ADOPT },
      });
      expect(await stack.preview(program(runtime.unknownValue))).to.contain(
        "1 of 1 allow policy entries exist and will be adopted; of 1 more it is not known yet",
      );
      await stack.up(program("known"));
      await expectOwn(stack, program("known"));
    },
  },
  "the keys of a wholly secret set are in clear nowhere": {
    run: async (stack, api) => {
      const program = (comments: string): Program => ({
        s: { policies: { hushhush: of("x", { comments }) }, __secret: true, ...ADOPT },
      });
      insert(api, "x", { comments: "theirs" });
      await stack.up(program("one"));
      content(api).change(idOf(api, "x"), { is_spoof: true });
      await stack.up(program("two"));
      content(api).remove(idOf(api, "x"));
      await stack.up(program("two"), { refresh: true });
      expect(stack.secret).to.include("s.ids");
      expect(stack.said).not.to.be.empty;
      expect(stack.said.join("\n")).not.to.contain("hushhush");
    },
  },
  "account and token of a provider that change together name the ways out": {
    run: async (stack, api) => {
      await stack.up({ a: of("p") });
      const other = { account: "b".repeat(32), token: "second-token" };
      api.configure({
        accounts: [{ id: api.account }, { id: other.account }],
        tokens: [
          { value: api.token, accounts: [api.account] },
          { value: other.token, accounts: [other.account] },
        ],
      });
      stack.access = other;
      const { message } = await failureOf(stack.up({ a: of("p") }));
      expect(message).to.contain("403").and.contain(`in account ${api.account}`).and.contain("pulumi state delete");
      expect(patterns(api)).to.deep.equal(["p"]);
      stack.access = api;
    },
  },

  "adoptExisting that was deployed does not adopt again": {
    run: async (stack, api) => {
      insert(api, "p");
      const program = { a: of("p", ADOPT) };
      await stack.up(program);
      await expectOwn(stack, program);
      expect(await stack.preview(program)).to.equal("");
    },
  },
  "names of Object's own serve as keys": {
    run: async (stack) => {
      const policies = JSON.parse(
        JSON.stringify({ constructor: of("x"), toString: of("y") }).replace(
          "{",
          `{"__proto__":${JSON.stringify(of("z"))},`,
        ),
      ) as object;
      await stack.up({ s: { policies } });
      await expectOwn(stack, { s: { policies } });
    },
  },
};
