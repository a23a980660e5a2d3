import { expect } from "chai";
import { firstOf } from "../../provider/fields/first-of";

describe("the sentences on one resource", () => {
  const of = (count: number) =>
    firstOf(
      Array.from({ length: count }, (_, index) => index),
      (item) => `item ${item}`,
      (rest) => `and ${rest.join(", ")}`,
    );

  it("are all where they are no more than twenty", () => {
    expect(of(0)).to.deep.equal([]);
    expect(of(20)).to.have.length(20).and.include.members(["item 0", "item 19"]);
  });

  it("are the first twenty of more, and one on the others", () => {
    expect(of(22).slice(19)).to.deep.equal(["item 19", "and 20, 21"]);
  });
});
