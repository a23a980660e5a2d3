import { expect } from "chai";
import type { Verdict } from "../../provider/fields/verdict";

type Rule = (value: string) => Verdict;

export function canonicalOf(verdict: Verdict): string {
  if ("problem" in verdict) throw new Error(verdict.problem);
  return verdict.canonical;
}

/** One test for each row: value, canonical form. */
export function accepts(rule: Rule, rows: readonly (readonly [value: string, canonical: string])[]): void {
  for (const [value, canonical] of rows) {
    it(`takes ${JSON.stringify(value)} as ${JSON.stringify(canonical)}`, () => {
      expect(rule(value)).to.deep.equal({ canonical });
    });
  }
}

/** One test for each row: value, the sentence that refuses it. */
export function refuses(rule: Rule, rows: readonly (readonly [value: string, problem: string])[]): void {
  for (const [value, problem] of rows) {
    it(`says of ${JSON.stringify(value)} that it ${problem.replace(/^".*?" /, "")}`, () => {
      expect(rule(value)).to.deep.equal({ problem });
    });
  }
}
