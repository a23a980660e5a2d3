import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import { ProviderInstance } from "../../provider/lifecycle/provider-instance";
import { setProvider } from "../../provider/lifecycle/set-provider";

const account = { accountId: "023e105f4ecef8ad9ca31a8372d0c353" };
const token = "0123456789012345678901234567890123456789";

/** A pattern that an earlier version took, and that is a mistake by now. */
const old = {
  pattern: "who?@acme.example",
  patternType: "EMAIL",
  isRegex: false,
  isTrustedSender: true,
  isAcceptableSender: false,
  isExemptRecipient: false,
  verifySender: true,
};

describe("a stack that was deployed before this version knew of a mistake", () => {
  const instance = () => {
    const made = new ProviderInstance({ env: { CLOUDFLARE_API_TOKEN: token }, say: () => undefined });
    made.configure(() => undefined);
    return made;
  };
  const sentences = (failures: readonly { reason: string }[] = []) => failures.map(({ reason }) => reason);

  it("goes on as it is, as a single resource and in a set", async () => {
    const inputs = { ...account, ...old };
    const single = await entryProvider(instance(), allowPolicies).check(inputs, inputs);
    expect(sentences(single.failures)).to.deep.equal([]);
    expect(single.inputs).to.include(old);
    const set = { ...account, policies: { who: old }, exclusive: true, allowUnmanaged: ["who?@acme.example"] };
    const many = await setProvider(instance(), allowPolicies).check(set, set);
    expect(sentences(many.failures)).to.deep.equal([]);
    expect(many.inputs?.policies).to.deep.equal({ who: old });
  });

  it("is told of it for what is new, or read in another way", async () => {
    const { check } = entryProvider(instance(), allowPolicies);
    const inputs = { ...account, ...old };
    expect(sentences((await check({}, inputs)).failures).join()).to.contain("pattern: ");
    const changed = { ...inputs, pattern: "who?@globex.example" };
    expect(sentences((await check(inputs, changed)).failures).join()).to.contain("pattern: ");
    const other = { ...inputs, patternType: "DOMAIN" };
    expect(sentences((await check(inputs, other)).failures).join()).to.contain("pattern");
    const set = { ...account, policies: {}, exclusive: true, allowUnmanaged: ["who?@acme.example"] };
    expect(sentences((await setProvider(instance(), allowPolicies).check({}, set)).failures).join()).to.contain(
      "allowUnmanaged[0]",
    );
  });
});
