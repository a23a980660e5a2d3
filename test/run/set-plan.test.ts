import { expect } from "chai";
import * as fc from "fast-check";
import type { Entry, Values } from "../../provider/collections/collection";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import { planSet, type Member, type Plan } from "../../provider/run/set-plan";

const values = (domain: string, isRecent = true): Values => ({
  pattern: `${domain}.example`,
  isRegex: false,
  isRecent,
  isSimilarity: false,
});

function plan(
  has: Map<string, Member>,
  wants: Map<string, Values>,
  live: Map<string, Entry>,
  { adoptExisting = false, heal = true, isShared = false } = {},
): Plan {
  return planSet({
    collection: trustedDomains,
    has,
    wants,
    live,
    isOthers: () => false,
    isFree: () => true,
    isShared: () => isShared,
    mayTake: () => adoptExisting,
    heal,
  });
}

/** What exists after the plan, by id; new entries are named by their pattern. */
function carriedOut({ steps, removed }: Plan, live: Map<string, Entry>): Map<string, Values> {
  const after = new Map([...live].map(([id, entry]) => [id, entry.values]));
  for (const { id } of removed) after.delete(id);
  for (const step of steps) {
    if (step.kind === "keep") continue;
    const { operation } = step;
    if (operation.kind === "post") after.set(`new ${String(operation.values.pattern)}`, operation.values);
    else after.set(operation.id, { ...after.get(operation.id), ...(operation.change as Values) });
  }
  return after;
}

describe("the plan of a set", () => {
  const domains = fc.constantFrom("a", "b", "c", "d", "e", "f");
  const names = fc.constantFrom("one", "two", "three", "four");
  const record = fc.uniqueArray(fc.tuple(names, domains, fc.boolean()), { selector: ([name]) => name });
  const uniquePatterns = record.filter((rows) => new Set(rows.map(([, domain]) => domain)).size === rows.length);

  it("ends in exactly what the program wants, whatever there was, and touches nobody else's entry", () => {
    fc.assert(
      fc.property(
        uniquePatterns,
        uniquePatterns,
        fc.subarray(["one", "two", "three", "four"]),
        (before, after, gone) => {
          const has = new Map(
            before.map(([name, domain, flag]) => [name, { id: `id-${domain}`, values: values(domain, flag) }]),
          );
          const live = new Map<string, Entry>(
            [...has]
              .filter(([name]) => !gone.includes(name))
              .map(([, { id, values: own }]) => [id, { id, values: own }]),
          );
          live.set("stranger", { id: "stranger", values: values("stranger") });
          const wants = new Map(after.map(([name, domain, flag]) => [name, values(domain, flag)]));
          const result = plan(has, wants, live);

          const left = carriedOut(result, live);
          expect(left.get("stranger")).to.deep.equal(values("stranger"));
          left.delete("stranger");
          expect([...left.values()]).to.have.deep.members([...wants.values()]);
          // An entry whose pattern is still wanted is never made anew, under whatever name.
          for (const { id, values: own } of live.values()) {
            if ([...wants.values()].some(({ pattern }) => pattern === own.pattern)) expect(left.has(id)).to.equal(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("writes nothing where there is nothing to do", () => {
    fc.assert(
      fc.property(uniquePatterns, (rows) => {
        const has = new Map(rows.map(([name, domain, flag]) => [name, { id: domain, values: values(domain, flag) }]));
        const live = new Map<string, Entry>([...has.values()].map((member) => [member.id, member]));
        const wants = new Map([...has].map(([name, member]) => [name, member.values]));
        const { steps, removed } = plan(has, wants, live);
        expect(steps.every(({ kind }) => kind === "keep")).to.equal(true);
        expect(removed).to.deep.equal([]);
      }),
    );
  });

  it("adopts the oldest entry of the pattern once, and asks before", () => {
    const live = new Map<string, Entry>(["old", "new"].map((id) => [id, { id, values: values("a") }]));
    const wants = new Map([
      ["one", values("a")],
      ["two", values("b")],
    ]);
    expect(plan(new Map(), wants, live, { adoptExisting: true }).adopted).to.deep.equal(["old"]);
    expect(plan(new Map(), wants, live).conflicts).to.deep.equal([{ name: "one", id: "old" }]);
  });

  it("takes what another resource of the stack changed for no change of others", () => {
    const has = new Map([["one", { id: "a", values: values("a") }]]);
    const wants = new Map([["one", values("a")]]);
    const live = new Map<string, Entry>([["a", { id: "a", values: values("a", false) }]]);
    const alone = plan(has, wants, live, { heal: false });
    expect(carriedOut(alone, live).get("a")).to.include({ isRecent: false });
    expect(alone.foreign).to.deep.equal([{ name: "one", fields: ["isRecent"] }]);
    const shared = plan(has, wants, live, { heal: false, isShared: true });
    expect(carriedOut(shared, live).get("a")).to.include({ isRecent: true });
    expect([...shared.foreign, ...shared.healed]).to.deep.equal([]);
  });

  it("leaves what somebody deleted as it is, unless the program changes it or asks for it", () => {
    const has = new Map([["one", { id: "gone", values: values("a") }]]);
    const same = plan(has, new Map([["one", values("a")]]), new Map(), { heal: false });
    expect(same).to.deep.include({ steps: [], gone: ["one"] });
    const changed = plan(has, new Map([["one", values("a", false)]]), new Map(), { heal: false });
    expect(changed.steps.map(({ name }) => name)).to.deep.equal(["one"]);
    expect(plan(has, new Map([["one", values("a")]]), new Map()).steps).to.have.length(1);
  });

  it("keeps one of two entries of the same pattern, and removes the other one", () => {
    const [first, second] = ["first", "second"].map((id) => ({ id, values: values("a") }));
    if (!first || !second) throw new Error("not there");
    const has = new Map([
      ["one", first],
      ["two", second],
    ]);
    const live = new Map<string, Entry>([...has.values()].map((member) => [member.id, member]));
    const { steps, removed } = plan(has, new Map([["one", values("a")]]), live);
    expect(steps).to.deep.equal([{ kind: "keep", name: "one", entry: first }]);
    expect(removed).to.deep.equal([{ name: "two", id: "second" }]);
    const both = plan(has, new Map([...has].map(([name, member]) => [name, member.values])), live);
    expect(both.steps).to.deep.equal([...has].map(([name, entry]) => ({ kind: "keep", name, entry })));
    const swapped = plan(has, new Map([["two", values("a")]]), live);
    expect(swapped.steps).to.deep.equal([{ kind: "keep", name: "two", entry: second }]);
  });

  it("takes no twin of an entry that is in its place, and none of its own entries for a stranger's", () => {
    const has = new Map([["one", { id: "own", values: values("a") }]]);
    const twins = new Map<string, Entry>(["own", "twin"].map((id) => [id, { id, values: values("a") }]));
    const beside = plan(has, new Map([["one", values("a")]]), twins, { adoptExisting: true });
    expect(beside).to.deep.include({ adopted: [], removed: [] });
    // Somebody else gave its entry the pattern that another name wants.
    const moved = new Map<string, Entry>([["own", { id: "own", values: values("b") }]]);
    const wants = new Map([
      ["one", values("a")],
      ["two", values("b")],
    ]);
    const { adopted, steps } = plan(has, wants, moved, { adoptExisting: true });
    expect(adopted).to.deep.equal([]);
    expect(steps.map(({ name, ...step }) => [name, "operation" in step && step.operation.kind])).to.deep.equal([
      ["one", "patch"],
      ["two", "post"],
    ]);
  });

  it("never brings an entry to the place of a stranger's", () => {
    const has = new Map([["one", { id: "own", values: values("a") }]]);
    const live = new Map<string, Entry>([
      ["own", { id: "own", values: values("a") }],
      ["stranger", { id: "stranger", values: values("b") }],
    ]);
    const wants = new Map([["one", values("b")]]);
    expect(plan(has, wants, live).conflicts).to.deep.equal([{ name: "one", id: "stranger" }]);
    const adopting = plan(has, wants, live, { adoptExisting: true });
    expect(adopting.adopted).to.deep.equal(["stranger"]);
    expect(adopting.removed).to.deep.equal([{ name: "one", id: "own" }]);
  });
});
