import { expect } from "chai";
import fc from "fast-check";
import { PrefixIndex } from "../../provider/advice/prefix-index";

describe("PrefixIndex", () => {
  const key = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 6 });

  it("finds what a comparison with every key finds", () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), key, (keys, wanted) => {
        const index = new PrefixIndex<number>();
        keys.forEach((each, i) => {
          index.add(each, i);
        });
        const where = (holds: (each: string) => boolean) => keys.flatMap((each, i) => (holds(each) ? [i] : []));
        expect(index.beginning(wanted)).to.have.members(where((each) => wanted.startsWith(each)));
        expect(index.startingWith(wanted)).to.have.members(where((each) => each.startsWith(wanted)));
      }),
    );
  });

  it("gives the shortest beginning first", () => {
    const index = new PrefixIndex<string>();
    for (const each of ["aba", "a", "ab"]) index.add(each, each);
    expect(index.beginning("abab")).to.deep.equal(["a", "ab", "aba"]);
  });
});
