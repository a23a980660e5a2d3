import { expect } from "chai";
import fc from "fast-check";
import { PartIndex, TextIndex } from "../../provider/advice/part-index";

const text = fc.stringMatching(/^[abC]{0,7}$/);
const parts = fc.array(fc.stringMatching(/^[abc]{0,4}$/), { minLength: 1, maxLength: 3 });

describe("PartIndex", () => {
  it("finds what a look at every part finds", () => {
    fc.assert(
      fc.property(fc.array(parts), text, (lists, one) => {
        const index = new PartIndex<number>();
        lists.forEach((list, i) => {
          index.add(list, i);
        });
        const expected = lists.flatMap((list, i) => (list.some((part) => one.toLowerCase().includes(part)) ? [i] : []));
        expect([...index.within(one)].sort((a, b) => a - b)).to.deep.equal(expected);
      }),
    );
  });
});

describe("TextIndex", () => {
  it("finds what a look at every text finds", () => {
    fc.assert(
      fc.property(fc.array(text), parts, (texts, list) => {
        const index = new TextIndex<number>();
        texts.forEach((one, i) => {
          index.add(one, i);
        });
        const expected = texts.flatMap((one, i) => (list.some((part) => one.toLowerCase().includes(part)) ? [i] : []));
        expect([...index.containing(list)].sort((a, b) => a - b)).to.deep.equal(expected);
      }),
    );
  });
});
