import { expect } from "chai";
import { formatAddress, networkAddress, networkBits, parseIpBlock } from "../../provider/fields/ip-block";

describe("an IP address or network", () => {
  const of = (text: string) => {
    const block = parseIpBlock(text);
    if (!block) throw new Error(`${text} is none`);
    return block;
  };

  it("is read in the common notations alone", () => {
    for (const text of ["1.2.3.4", "1.2.3.0/24", "2606:4700::1", "2606:4700::/32", "1.2.3.4/99"]) {
      expect(parseIpBlock(text), text).not.to.equal(undefined);
    }
    for (const text of ["", "1.2.3", "01.2.3.4", "1.2.3.0/024", "1.2.3.0/", "fe80::1%eth0", "acme.example"]) {
      expect(parseIpBlock(text), text).to.equal(undefined);
    }
  });

  it("has a first address, in the spelling of its kind", () => {
    for (const [text, first] of [
      ["198.51.100.77/24", "198.51.100.0"],
      ["2606:4700:0:0:1::/32", "2606:4700::"],
      ["::ffff:198.51.100.7", "::ffff:198.51.100.7"],
    ] as const) {
      expect(formatAddress(networkAddress(of(text)))).to.equal(first);
    }
  });

  it("has the bits that tell the network, with which those of what it contains begin", () => {
    expect(networkBits(of("5.128.0.0/10"))).to.equal("0000010110");
    expect(networkBits(of("8000::/3"))).to.equal("100");
    expect(networkBits(of("198.51.100.7"))).to.have.length(32);
    expect(networkBits(of("2606:4700::1"))).to.have.length(128);
  });
});
