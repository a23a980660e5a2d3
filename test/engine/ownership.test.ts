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

/** What is in Cloudflare, as pattern and id. */
const live = ({ api }: EngineStack) =>
  Object.fromEntries(
    api
      .content("allow_policies")
      .list()
      .map(({ pattern, id }) => [String(pattern).replace(".example", ""), String(id)]),
  );
const patterns = ({ api }: EngineStack) =>
  api
    .content("allow_policies")
    .list()
    .map(({ pattern }) => String(pattern).replace(".example", ""))
    .sort();
const insert = ({ api }: EngineStack, domain: string, more: object = {}) =>
  String(
    api.content("allow_policies").insert({
      pattern: `${domain}.example`,
      pattern_type: "DOMAIN",
      is_trusted_sender: true,
      verify_sender: true,
      ...more,
    }).id,
  );
/** The ids that the state has, by resource name; those of a set by key. */
const owned = ({ resources }: EngineStack) =>
  Object.fromEntries(
    resources.flatMap(({ urn, id, outputs = {} }) => {
      const name = urn.slice(urn.lastIndexOf("::") + 2);
      return outputs.ids
        ? Object.entries(outputs.ids as Record<string, string>).map(([key, own]) => [`${name}.${key}`, own])
        : [[name, id ?? ""]];
    }),
  );
/** Each entry that exists has one resource, and each resource its own entry. */
function expectOwn(stack: EngineStack, expected: readonly string[]): void {
  expect(patterns(stack)).to.deep.equal([...expected].sort());
  const ids = Object.values(owned(stack));
  expect(new Set(ids).size, "an entry has two resources").to.equal(ids.length);
  expect(ids.sort()).to.deep.equal(Object.values(live(stack)).sort());
}
/** Neither a refresh nor the up after it finds a change. */
const settled = async (stack: EngineStack) => {
  const { steps } = await stack.up({ expectNoChanges: true, refresh: true });
  expect(steps.filter((step) => !/^refresh [^(]*$/.test(step))).to.deep.equal([]);
};

describe("what resources own, on the real engine:", () => {
  const engine = useEngine();

  for (const first of ["new", "old"] as const) {
    it(`an entry that a new resource adopts is not the one that its old resource changes, the ${first} one asked first`, async () => {
      const stack = await engine.stack(() => new AllowPolicy("a", of("p")));
      await stack.up();
      const { p } = live(stack);
      stack.program = () => {
        const make = (options = {}) => new AllowPolicy("b", adopting("p"), options);
        const dependsOn = first === "new" ? [make()] : [];
        const old = new AllowPolicy("a", of("q"), { dependsOn });
        if (first === "old") make({ dependsOn: old });
      };
      const preview = await stack.preview();
      await stack.up();
      expectOwn(stack, ["p", "q"]);
      if (first === "new") {
        expect(shown(preview)).to.contain(`${String(p)}: will be adopted`);
        expect(owned(stack).b).to.equal(p);
      }
      await settled(stack);
    });
  }

  it("a second owner of a pattern is refused at preview, in either order, single or set", async () => {
    const stack = await engine.stack(() => set("s", ["x", "y"]));
    await stack.up();
    const both: (() => void)[] = [
      () => {
        const single = new AllowPolicy("y", adopting("y"));
        set("s", ["x", "y"], {}, { dependsOn: single });
      },
      () => {
        const first = set("s", ["x", "y"]);
        new AllowPolicy("y", adopting("y"), { dependsOn: first });
      },
      () => {
        const first = set("s", ["x", "y"]);
        set("t", ["y"], {}, { dependsOn: first });
      },
    ];
    for (const program of both) {
      stack.program = program;
      expect(shown(await stack.preview({ fails: true }))).to.contain("is also declared by");
    }
    expect(patterns(stack)).to.deep.equal(["x", "y"]);
  });

  const shapes: Record<string, { before: () => void; after: () => void }> = {
    "a set that splits": {
      before: () => set("a", ["x", "y"]),
      after: () => [set("a", ["x"]), set("b", ["y"])],
    },
    "a set that splits, the new one asked first": {
      before: () => set("a", ["x", "y"]),
      after: () => [set("b", ["y"]), set("a", ["x"])],
    },
    "a key that becomes a single resource": {
      before: () => set("a", ["x", "y"]),
      after: () => [new AllowPolicy("y", of("y")), set("a", ["x"])],
    },
    "a single resource that moves on, and a key that takes its pattern": {
      before: () => [new AllowPolicy("y", of("y")), set("a", ["x"])],
      after: () => [set("a", ["x", "y"]), new AllowPolicy("y", of("z"))],
    },
    "two sets that swap": {
      before: () => [set("a", ["x"]), set("b", ["y"])],
      after: () => [set("a", ["y"]), set("b", ["x"])],
    },
  };
  for (const [title, { before, after }] of Object.entries(shapes)) {
    it(`${title} loses and doubles nothing`, async () => {
      const stack = await engine.stack(before);
      await stack.up();
      stack.program = after;
      for (const parallel of [1, 64]) {
        await stack.up({ parallel });
        const declared = title.includes("moves on") ? ["x", "y", "z"] : ["x", "y"];
        expectOwn(
          stack,
          stack.resources.length > 0 && parallel === 64 && title.includes("moves on") ? ["x", "y"] : declared,
        );
        await settled(stack);
        stack.program = before;
      }
    });
  }

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

  for (const end of ["allows it", "gives up exclusive", "removes the set"] as const) {
    it(`a stranger that an exclusive set was shown stays when the program ${end}`, async () => {
      let more: object = { exclusive: true };
      let isThere = true;
      const stack = await engine.stack(() => {
        if (isThere) set("s", ["x"], more);
      });
      await stack.up();
      const stranger = insert(stack, "stranger");
      await stack.refresh();
      if (end === "allows it") more = { exclusive: true, allowUnmanaged: ["stranger.example"] };
      if (end === "gives up exclusive") more = {};
      if (end === "removes the set") isThere = false;
      await stack.preview();
      await stack.up();
      expect(live(stack).stranger).to.equal(stranger);
      expect(patterns(stack)).to.deep.equal(isThere ? ["stranger", "x"] : ["stranger"]);
      await stack.up({ expectNoChanges: true });
    });
  }

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
