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
