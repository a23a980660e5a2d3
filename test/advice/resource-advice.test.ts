import { expect } from "chai";
import type { Advice, AdviceCode } from "../../provider/advice/advice";
import { ProgramIndex } from "../../provider/advice/program-index";
import { adviceTexts, resourceAdvice, type AdviceRequest } from "../../provider/advice/resource-advice";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { checkEntry } from "../../provider/collections/check-entry";
import { contextOf } from "./context";

const advice = (code: AdviceCode, count: number): Advice[] =>
  Array.from({ length: count }, (_, index) => ({ code, path: `policies.p${index}.pattern`, sentence: "is wide" }));

describe("adviceTexts", () => {
  it("says once how to silence a kind of advice", () => {
    const explained = new Set<AdviceCode>();
    const [first, second] = adviceTexts(advice("advice/free-mail", 2), explained);
    expect(first).to.equal(
      'advice/free-mail: policies.p0.pattern is wide. (Why: docs/advice.md of this package. If it is meant so: silence: ["advice/free-mail"] on the resource or its provider.)',
    );
    expect(second).to.equal("advice/free-mail: policies.p1.pattern is wide.");
    expect(adviceTexts(advice("advice/free-mail", 1), explained)).to.deep.equal([
      "advice/free-mail: policies.p0.pattern is wide.",
    ]);
    expect(adviceTexts(advice("advice/redundant", 1), explained)[0]).to.contain("(Why: ");
  });

  it("is the first twenty of much, and how much more there is of each kind", () => {
    const many = [...advice("advice/redundant", 3_000), ...advice("advice/free-mail", 1)];
    const texts = adviceTexts(many, new Set());
    expect(texts).to.have.length(21);
    expect(texts[20]).to.equal("and 2981 more: 2980 advice/redundant, 1 advice/free-mail");
    expect(adviceTexts(many.slice(0, 20), new Set())).to.have.length(20);
  });
});

describe("advice on a resource", () => {
  const trusted = (pattern: string) => checkEntry(allowPolicies, { pattern, isTrustedSender: true }).values;
  const { now, ...settings } = contextOf();
  const advised = (more: Partial<AdviceRequest>) =>
    resourceAdvice({
      ...{ collection: allowPolicies, label: "AllowPolicy acme", entries: {}, account: "account", now },
      settings: { ...settings, silence: [] },
      index: undefined,
      ...more,
    }).map(({ code, path, sentence }) => [code, path, sentence] as const);
  const free = { "": trusted("gmail.com") };
  const set = "AllowPolicySet partners";

  it("has the path of the entry before that of the property, where the resource has several", () => {
    expect(advised({ entries: free }).map(([code, path]) => [code, path])).to.deep.equal([
      ["advice/free-mail", "pattern"],
    ]);
    const entries = { "policies.acme": trusted("acme.example"), "policies.mail": trusted("gmail.com") };
    expect(advised({ label: set, entries }).map(([code, path]) => [code, path])).to.deep.equal([
      ["advice/free-mail", "policies.mail.pattern"],
    ]);
  });

  it("knows the entries of other resources in the same account by the names of those", () => {
    const index = new ProgramIndex();
    const wide = { "": trusted("acme.example") };
    const narrow = { "policies.bob": trusted("bob@acme.example") };
    expect(advised({ index, entries: wide })).to.deep.equal([]);
    const [first, ...more] = advised({ index, label: set, entries: narrow });
    expect(more).to.deep.equal([]);
    expect(first?.slice(0, 2)).to.deep.equal(["advice/redundant", "policies.bob.pattern"]);
    expect(first?.[2]).to.contain("AllowPolicy acme").and.to.contain("is covered");
    expect(advised({ index, account: "another", entries: narrow })).to.deep.equal([]);
    expect(advised({ index, account: undefined, entries: narrow })).to.deep.equal([]);
  });

  it("knows those of a set by their path in it", () => {
    const index = new ProgramIndex();
    advised({ index, label: set, entries: { "policies.all": trusted("acme.example") } });
    expect(advised({ index, entries: { "": trusted("bob@acme.example") } })[0]?.[2]).to.contain(
      "policies.all of AllowPolicySet partners",
    );
  });

  it("is silent where it is silenced", () => {
    const silence: AdviceCode[] = ["advice/free-mail"];
    expect(advised({ entries: free, settings: { ...settings, silence } })).to.deep.equal([]);
  });
});
