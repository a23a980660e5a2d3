import { expect } from "chai";
import { addressesReached, reachesManyIpv6 } from "../../provider/advice/regex-networks";

const { raw } = String;

describe("how many IPv4 addresses an expression matches", () => {
  const rows: readonly (readonly [count: number, ...patterns: string[]])[] = [
    [1, raw`198\.51\.100\.7`, raw`^198\.51\.100\.7$`, raw`198[.]51[.]100[.]7`, "198.51.100.7"],
    [2, raw`198\.51\.100\.(1|2)`, raw`(198|203)\.51\.100\.7`, raw`198\.51\.100\.7|203\.0\.113\.9`, raw`[12]\.3\.4\.5`],
    [11, raw`198\.51\.100\.7.*`],
    [100, raw`198\.51\.100\.1\d\d`],
    [111, raw`1\d*\.2\.3\.4`],
    [256, raw`198\.51\.100\.\d+`, raw`198\.51\.100\.[0-9]{1,3}`, raw`198\.51\.77.*`],
    // Any parts may follow.
    [256, raw`198\.51\.100\.`, raw`^198\.51\.100\.`, raw`198\.51\.100`],
    [256 ** 2, raw`198\.51\.`, raw`198\.51`, raw`198\.51\..*`],
    [6 * 256 ** 2, raw`198\.5[0-5]\.`],
    [256 ** 3, raw`198\.`, "198", raw`52\..*`, raw`130\..*`],
    [2 * 256 ** 3, raw`19[89]\..*`],
    [256 ** 4, ".*", ".+", "", raw`\d+.*`, raw`\d+\.\d+\.\d+\.\d+`],
    // A repeated part is written out.
    [256 ** 2, raw`198\.51(\.\d+){2}`, raw`198\.51(?:\.\d+){2}`],
    [256 ** 3, raw`198(\.\d+){3}`, raw`198([.]\d+){3}`, raw`(\d+\.){3}7`, raw`(?:\d+[.]){3}7`],
    // None, or it cannot be found out.
    [0, "$", raw`198\.51\.100\.$`, raw`198\.51\.100$`, raw`198\.51$`, raw`198\.51\.100\.7\.8`, raw`(\d+\.){4}7`],
    [0, raw`(?=1)1\.2\.3\.4`, raw`(a\.){2}b`],
  ];
  for (const [count, ...patterns] of rows) {
    for (const pattern of patterns) {
      it(`is ${count} for ${JSON.stringify(pattern)}`, () => {
        expect(addressesReached(pattern)).to.equal(count);
      });
    }
  }
});

describe("whether an expression matches IPv6 addresses in more than one /32 network", () => {
  for (const pattern of [
    "2606:.*",
    "2A06:.*",
    "^2606:[0-9a-f:]+$",
    "^2a06:[0-9A-F:]*",
    "26[0-9a-f]{2}:.*",
    "2606:4[0-9a-f]*:.*",
    "2a0[0-9a-f]:.*",
    "200[1-3]:.*",
    "2[4-9a]0[0-9a-f]:[0-9a-f]{1,4}:",
    "2620:.*",
    "2c0f:.*",
    "2606:..11::1",
    "2606:..e5::1",
    ".*::1",
    ".*:a1:7:0:2c:9:1f",
    "[0-9a-f:]+",
    "2606:4700::1|2a0[0-9a-f]:.*",
  ]) {
    it(`does, if it is ${pattern}`, () => {
      expect(reachesManyIpv6(pattern)).to.equal(true);
    });
  }
  for (const pattern of [
    "2606:4700::1",
    "2606:4700:.*",
    "2606:4711:.*",
    "2606:4700:.*|2a06:98c0:.*",
    "2606:(4700|4711):.*",
    "::",
    "(?=:)2606:.*",
    raw`198\.51\..*`,
    "",
  ]) {
    it(`does not, if it is ${JSON.stringify(pattern)}`, () => {
      expect(reachesManyIpv6(pattern)).to.equal(false);
    });
  }
});
