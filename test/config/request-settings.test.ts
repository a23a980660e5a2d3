import { expect } from "chai";
import { findLimits } from "../../provider/config/request-settings";

const ns = "cloudflare-email-security";
const limitsOf = (config: Record<string, string>) => findLimits((key) => config[key]);

describe("settings of requests", () => {
  it("become limits in the units of the client: seconds, times, seconds", () => {
    const config = { [`${ns}:requestTimeout`]: "90", [`${ns}:maxRetries`]: "7", [`${ns}:maxWait`]: "15" };
    expect(limitsOf(config)).to.deep.equal({
      limits: { attemptMs: 90_000, retries: 7, maxWaitMs: 15_000 },
      problems: [],
    });
  });

  it("have a smallest and a largest value, which they may be", () => {
    for (const [name, least, most] of [
      ["requestTimeout", 1, 600],
      ["maxRetries", 0, 20],
      ["maxWait", 0, 3_600],
    ] as const) {
      for (const good of [least, most]) expect(limitsOf({ [`${ns}:${name}`]: `${good}` }).problems).to.deep.equal([]);
      for (const bad of [least - 1, most + 1]) {
        expect(limitsOf({ [`${ns}:${name}`]: `${bad}` })).to.deep.equal({
          limits: {},
          problems: [`${ns}:${name} must be a whole number from ${least} to ${most}`],
        });
      }
    }
  });

  it("are whole numbers and nothing else, and an empty text counts as not set", () => {
    for (const bad of ["1e1", "0x10", "+5", "5 ", " 5", "1.5", "five"]) {
      expect(limitsOf({ [`${ns}:maxRetries`]: bad }).problems, bad).to.have.length(1);
    }
    for (const name of ["requestTimeout", "maxRetries", "maxWait"]) {
      expect(limitsOf({ [`${ns}:${name}`]: "" })).to.deep.equal({ limits: {}, problems: [] });
    }
  });
});
