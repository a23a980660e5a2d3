import { BlockList } from "node:net";
import { expect } from "chai";
import fc from "fast-check";
import { formatAddress } from "../../provider/fields/ip-block";
import { blocksOf, readRange } from "../../provider/fields/ip-range";

describe("a range of IP addresses", () => {
  const inBlocks = (text: string) => {
    const range = readRange(text);
    return range && blocksOf(range).map(({ address, prefix }) => `${formatAddress(address)}/${prefix}`);
  };

  for (const [text, ...blocks] of [
    ["1.2.3.0-1.2.3.255", "1.2.3.0/24"],
    ["1.2.3.0 - 1.2.3.255", "1.2.3.0/24"],
    ["1.2.3.0\u20131.2.3.127", "1.2.3.0/25"],
    ["1.2.3.0-20", "1.2.3.0/28", "1.2.3.16/30", "1.2.3.20/32"],
    ["1.2.3.4-1.2.3.4", "1.2.3.4/32"],
    ["1.2.3.4-4", "1.2.3.4/32"],
    ["1.2.3.255-1.2.4.0", "1.2.3.255/32", "1.2.4.0/32"],
    ["0.0.0.0-255.255.255.255", "0.0.0.0/0"],
    ["128.0.0.0-255.255.255.255", "128.0.0.0/1"],
    ["2606:4700::-2606:4700::ff", "2606:4700::/120"],
    ["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0"],
  ] as const) {
    it(`has ${text} as ${blocks.join(", ")}`, () => {
      expect(inBlocks(text)).to.deep.equal(blocks);
    });
  }

  for (const text of [
    "1.2.3.9-1.2.3.4",
    "1.2.3.9-8",
    "1.2.3.4-2606:4700::",
    "2606:4700::-1.2.3.4",
    "1.2.3.4-",
    "-1.2.3.4",
    "1.2.3.4-1.2.3.256",
    "1.2.3.4-300",
    "1.2.3-1.2.4",
    "1.2.3.4",
    "",
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(readRange(text)).to.equal(undefined);
    });
  }

  it("has just its own addresses in its blocks", () => {
    const number = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const quad = (value: number) => [24, 16, 8, 0].map((bits) => (value >>> bits) & 255).join(".");
    fc.assert(
      fc.property(number, number, (one, other) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)];
        const blocks = inBlocks(`${quad(first)}-${quad(last)}`) ?? [];
        const list = new BlockList();
        let size = 0;
        for (const block of blocks) {
          const [address = "", prefix] = block.split("/");
          list.addSubnet(address, Number(prefix), "ipv4");
          size += 2 ** (32 - Number(prefix));
        }
        expect(size).to.equal(last - first + 1);
        expect([first, last].every((value) => list.check(quad(value)))).to.equal(true);
        for (const outside of [first - 1, last + 1]) {
          if (outside >= 0 && outside < 2 ** 32) expect(list.check(quad(outside))).to.equal(false);
        }
        // No range needs more.
        expect(blocks.length).to.be.at.most(62);
      }),
    );
  });
});
