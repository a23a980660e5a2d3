import { expect } from "chai";
import type { Advice, AdviceCode } from "../../provider/advice/advice";
import { adviceTexts } from "../../provider/advice/resource-advice";

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
