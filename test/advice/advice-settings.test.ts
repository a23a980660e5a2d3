import { expect } from "chai";
import { readAdviceSettings } from "../../provider/advice/advice-settings";

describe("readAdviceSettings", () => {
  it("takes lists, and the JSON text that config holds, and brings domains to their canonical form", () => {
    for (const given of [
      { ownDomains: ["Acme.com", "München.de."], silence: ["advice/no-effect"], strict: true },
      { ownDomains: '["Acme.com","München.de."]', silence: '["advice/no-effect"]', strict: "true" },
    ]) {
      expect(readAdviceSettings(given)).to.deep.equal({
        ownDomains: ["acme.com", "xn--mnchen-3ya.de"],
        silence: ["advice/no-effect"],
        strict: true,
        requireExpiry: false,
        endsSoonDays: 14,
        failures: [],
      });
    }
  });

  it("takes nothing, an empty text and what is not known yet for not set", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    for (const value of [undefined, null, "", unknown]) {
      const given = { ownDomains: value, silence: value, strict: value, requireExpiry: value, endsSoonDays: value };
      const nothing = {
        ownDomains: [],
        silence: [],
        strict: false,
        requireExpiry: false,
        endsSoonDays: 14,
        failures: [],
      };
      expect(readAdviceSettings(given)).to.deep.equal(nothing);
    }
    expect(readAdviceSettings({ ownDomains: [unknown, "acme.com"] }).ownDomains).to.deep.equal(["acme.com"]);
  });

  it("takes whole numbers of days, at most a year of them", () => {
    for (const [given, days] of [
      [0, 0],
      [365, 365],
      ["30", 30],
    ] as const) {
      expect(readAdviceSettings({ endsSoonDays: given })).to.deep.include({ endsSoonDays: days, failures: [] });
    }
    for (const given of [-1, 366, 1.5, "x", "1.5", true, [7]]) {
      const { endsSoonDays, failures } = readAdviceSettings({ endsSoonDays: given });
      expect(endsSoonDays).to.equal(14);
      expect(failures).to.deep.equal([
        { path: "endsSoonDays", reason: `${JSON.stringify(given)} is not a number of days from 0 to 365` },
      ]);
    }
  });

  it("takes no for an answer, and no list that is not one of texts alone", () => {
    for (const given of [false, "false"]) {
      const settings = readAdviceSettings({ strict: given, requireExpiry: given });
      expect(settings).to.deep.include({ strict: false, requireExpiry: false, failures: [] });
    }
    expect(readAdviceSettings({ requireExpiry: "true" }).requireExpiry).to.equal(true);
    expect(readAdviceSettings({ requireExpiry: 1 }).failures).to.deep.equal([
      { path: "requireExpiry", reason: "1 is not a boolean: write true or false" },
    ]);
    for (const given of [["acme.com", 7], '["acme.com", 7]', { 0: "acme.com" }, "[", 7]) {
      expect(readAdviceSettings({ ownDomains: given }), JSON.stringify(given)).to.deep.include({
        ownDomains: [],
        failures: [{ path: "ownDomains", reason: 'is not a list of texts: write one such as ["acme.com"]' }],
      });
      expect(readAdviceSettings({ silence: given }).failures).to.deep.equal([
        { path: "silence", reason: 'is not a list of texts: write one such as ["advice/no-effect"]' },
      ]);
    }
  });

  it("says what is wrong, and keeps what is right", () => {
    const settings = readAdviceSettings({
      ownDomains: "acme.com",
      silence: ["advice/no-effect", "advice/unverifed-trust", "everything"],
      strict: "yes",
    });
    expect(settings)
      .to.include({ strict: false })
      .and.deep.include({ silence: ["advice/no-effect"] });
    expect(
      settings.failures.map(({ path, reason }) => `${path}: ${reason.replace(/advice\/broad.*/, "...")}`),
    ).to.deep.equal([
      'ownDomains: is not a list of texts: write one such as ["acme.com"]',
      'strict: "yes" is not a boolean: write true or false',
      'silence: "advice/unverifed-trust" is no advice of this package: did you mean "advice/unverified-trust"?',
      'silence: "everything" is no advice of this package: write one of ...',
    ]);
    expect(readAdviceSettings({ ownDomains: ["https://acme.com/"] }).failures[0]?.reason).to.contain('"acme.com"');
  });
});
