import { expect } from "chai";
import { findSettingProblems } from "../../provider/config/setting-problems";

const ns = "cloudflare-email-security";
const problems = (config: Record<string, string>) => findSettingProblems((key) => config[key], Object.keys(config));

describe("settings that cannot be understood", () => {
  it("are switches that are neither true nor false, whose value is not told", () => {
    for (const name of ["adoptExisting", "coalesce"]) {
      for (const value of ["yes", "no", "1", "True", "0", "on"]) {
        expect(problems({ [`${ns}:${name}`]: value })).to.deep.equal([
          `${ns}:${name} is neither true nor false: write one of them`,
        ]);
      }
      for (const value of ["true", "false", ""]) expect(problems({ [`${ns}:${name}`]: value })).to.deep.equal([]);
    }
  });

  it("are keys that nobody reads, with the one that was meant", () => {
    for (const [key, meant] of [
      ["adoptExsting", "adoptExisting"],
      ["api_token", "apiToken"],
      ["account", "accountId"],
      ["maxretries", "maxRetries"],
    ] as const) {
      expect(problems({ [`${ns}:${key}`]: "secret" })).to.deep.equal([
        `"${ns}:${key}" is no setting of this package: did you mean ${ns}:${meant}?`,
      ]);
    }
    const [far] = problems({ [`${ns}:frobnicate`]: "secret" });
    expect(far).to.contain("there are accountId, adoptExisting, apiKey, apiToken, baseUrl").and.not.contain("secret");
  });

  it("are not those of others, nor any that the documentation lists", () => {
    const settings = ["apiToken", "email", "apiKey", "accountId", "baseUrl", "silence", "ownDomains"];
    expect(problems(Object.fromEntries(settings.map((name) => [`${ns}:${name}`, "x"])))).to.deep.equal([]);
    const numbers = { [`${ns}:requestTimeout`]: "1", [`${ns}:maxRetries`]: "2", [`${ns}:maxWait`]: "3" };
    expect(problems({ ...numbers, [`${ns}:strict`]: "true" })).to.deep.equal([]);
    expect(problems({ "cloudflare:adoptExsting": "x", "shop:coalesce": "no" })).to.deep.equal([]);
  });

  it("are numbers out of range", () => {
    expect(problems({ [`${ns}:maxRetries`]: "21" })).to.deep.equal([
      `${ns}:maxRetries must be a whole number from 0 to 20`,
    ]);
  });
});
