import { expect } from "chai";
import { SET_COLLECTIONS } from "../provider/collections/all-collections";
import * as contract from "../provider/contract";

describe("the names that lie in users' stacks", () => {
  it("are what earlier versions wrote", () => {
    const { providerText, typeToken, typeOf, ...names } = contract;
    expect(names).to.deep.equal({
      NAMESPACES: ["cloudflare-email-security", "cloudflare"],
      ENTRY_OUTPUTS: { account: "accountId", createdAt: "createdAt", modifiedAt: "modifiedAt" },
      IDS: "ids",
      SECRET_MARK: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" },
      COUNT: "count",
      PROVIDER: "__provider",
      IMPORT: "__import",
      GET: "__get",
      GONE: "__gone",
      IGNORE: "__ignore",
      PREVIEW: "__preview",
      MISTAKES: "__mistakes",
      HIDDEN: "__hidden",
      SECRET: "__secret",
      SEEN: "__seen",
      UNSURE: "__unsure",
      MARK: "__mark",
      LABEL: "__label",
      ADOPT_EXISTING: "adoptExisting",
      EXCLUSIVE: "exclusive",
      ALLOW_UNMANAGED: "allowUnmanaged",
      SILENCE: "silence",
      CREATE: "create",
      EXPIRES_AT: "expiresAt",
      ADVICE_SETTINGS: ["ownDomains", "silence", "strict", "requireExpiry", "endsSoonDays"],
      DELETE_ON_REMOVAL: "deleteOnRemoval",
    });
    expect(typeToken({ type: "AllowPolicy" })).to.equal("pulumi-nodejs:dynamic/email-security:AllowPolicy");
    expect(typeOf("pulumi-nodejs:dynamic/email-security:AllowPolicy")).to.equal("AllowPolicy");
    expect(typeOf("pulumi-nodejs:dynamic:Resource")).to.equal(undefined);
    expect(providerText("allowPolicy")).to.equal(
      `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("pulumi-cloudflare-email-security/provider").allowPolicy;`,
    );
  });

  it("are those of every collection that has sets", () => {
    expect(
      SET_COLLECTIONS.map(({ type, handler, set }) => [type, handler, set.type, set.handler, set.entries]),
    ).to.deep.equal([
      ["AllowPolicy", "allowPolicy", "AllowPolicySet", "allowPolicySet", "policies"],
      ["TrustedDomain", "trustedDomain", "TrustedDomainSet", "trustedDomainSet", "domains"],
      ["BlockSender", "blockSender", "BlockSenderSet", "blockSenderSet", "senders"],
      ["ContentPolicy", "contentPolicy", "ContentPolicySet", "contentPolicySet", "policies"],
    ]);
  });
});
