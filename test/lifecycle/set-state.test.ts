import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import type { Properties } from "../../provider/lifecycle/properties";
import { goneOf, isSameSet, onlyOurs, settingsOf, unallowed } from "../../provider/lifecycle/set-state";

const policy = (name: string, more: Properties = {}): Properties => ({
  pattern: `${name}.example`,
  patternType: "DOMAIN",
  isRegex: false,
  ...more,
});

describe("the state of a set", () => {
  const [acme, globex] = [policy("acme"), policy("globex")];
  const olds = { accountId: "account", policies: { acme, globex }, ids: { acme: "1", globex: "2" }, count: 2 };
  const ending = policy("acme", { expiresAt: "2031-01-01" });
  const news = (policies: Properties, more: Properties = {}): Properties => ({
    accountId: "account",
    policies,
    ...more,
  });

  it("is changed without a request where nothing changes but what Cloudflare does not know", () => {
    expect(onlyOurs(allowPolicies, olds, news({ acme: ending, globex }))).to.deep.equal({
      ...olds,
      policies: { acme: ending, globex },
    });
  });

  for (const [what, wanted] of [
    ["nothing changes", news({ acme, globex })],
    ["something else of another entry changes too", news({ acme: ending, globex: { ...globex, isRegex: true } })],
    ["a name changes", news({ acme: ending, other: globex })],
    ["an entry is added", news({ acme: ending, globex, initech: policy("initech") })],
    ["an entry goes", news({ acme: ending })],
    ["it becomes exclusive", news({ acme: ending, globex }, { exclusive: true })],
    ["others may have something else", news({ acme: ending, globex }, { allowUnmanaged: ["soc.example"] })],
  ] as const) {
    it(`is not changed so where ${what}`, () => {
      expect(onlyOurs(allowPolicies, olds, wanted)).to.equal(undefined);
    });
  }

  for (const unfinished of [{ __unsure: true }, { __gone: ["acme"] }, { __seen: { stranger: "3" } }]) {
    it(`is not changed so where something is left to do: ${Object.keys(unfinished).join()}`, () => {
      expect(onlyOurs(allowPolicies, { ...olds, ...unfinished }, news({ acme: ending, globex }))).to.equal(undefined);
    });
  }

  it("is the same where the program asks for just what it has", () => {
    const isSame = (wanted: Properties) => isSameSet(allowPolicies, olds, wanted);
    expect(isSame(news({ globex, acme }, { exclusive: false, allowUnmanaged: [] }))).to.equal(true);
    expect(isSame(news({ acme, other: globex }))).to.equal(false);
    expect(isSame(news({ acme, globex: ending }))).to.equal(false);
    expect(isSame(news({ acme }))).to.equal(false);
    expect(isSame(news({ acme, globex }, { exclusive: true }))).to.equal(false);
  });

  it("holds the settings that were given, and no others", () => {
    const settings = { accountId: "account", exclusive: false, allowUnmanaged: [], __secret: true };
    expect(settingsOf({ ...olds, ...settings })).to.deep.equal(settings);
    expect(settingsOf({ __secret: false, policies: {} })).to.deep.equal({});
  });

  it("names what is gone, and what of others is not allowed", () => {
    expect(goneOf({ __gone: ["acme"] })).to.deep.equal(["acme"]);
    expect(goneOf({})).to.deep.equal([]);
    const entries = new Map(["soc", "stranger"].map((name) => [name, { id: name, values: policy(name) as never }]));
    const names = (more: Properties) => [...unallowed(allowPolicies, entries, more).keys()];
    expect(names({ allowUnmanaged: ["SOC.example"] })).to.deep.equal(["stranger"]);
    expect(names({})).to.deep.equal(["soc", "stranger"]);
  });
});
