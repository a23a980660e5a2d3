import { expect } from "chai";
import { output, runtime } from "@pulumi/pulumi";
import { Provider, type ProviderArgs } from "../../provider";
import { accessOf } from "../../provider/resources/provider";
import { registrationOf, useMocks, type Registrations } from "./support";

const secret = (value: string) => ({ [runtime.specialSigKey]: runtime.specialSecretSig, value });

describe("Provider", () => {
  let registrations: Registrations;

  beforeEach(async () => {
    registrations = await useMocks();
  });
  afterEach(() => runtime.setAllConfig({}));

  const inputsOf = async (args?: ProviderArgs) =>
    (await registrationOf(new Provider("emea", args), registrations)).inputs;

  it("is one of the engine's own for dynamic resources", async () => {
    const { type, inputs } = await registrationOf(new Provider("emea"), registrations);
    expect(type).to.equal("pulumi:providers:pulumi-nodejs");
    expect(inputs).to.deep.equal({});
  });

  it("hands its arguments over under the names of the config, every part of a credential as a secret", async () => {
    const args = { apiToken: "token", email: "me@acme.example", apiKey: "key" };
    const plain = { accountId: "account", baseUrl: "https://api.example.test", adoptExisting: true };
    expect(await inputsOf({ ...args, ...plain })).to.deep.equal({
      "cloudflare-email-security:apiToken": secret("token"),
      "cloudflare-email-security:email": secret("me@acme.example"),
      "cloudflare-email-security:apiKey": secret("key"),
      "cloudflare-email-security:accountId": "account",
      "cloudflare-email-security:baseUrl": "https://api.example.test",
      "cloudflare-email-security:adoptExisting": true,
    });
  });

  it("takes what is left out from the config of both namespaces, credentials as secrets though they lie there in clear", async () => {
    runtime.setAllConfig({
      "cloudflare-email-security:accountId": "own account",
      "cloudflare:accountId": "their account",
      "cloudflare:apiToken": "their token",
      "cloudflare:other": "not ours",
    });
    expect(await inputsOf()).to.deep.equal({
      "cloudflare-email-security:accountId": "own account",
      "cloudflare:accountId": "their account",
      "cloudflare:apiToken": secret("their token"),
    });
  });

  it("hands its access to look-ups, and to nobody who copies the object", () => {
    const made = new Provider("emea", { apiToken: "the-token", accountId: "account" });
    expect(accessOf(made)).to.include.keys("cloudflare-email-security:apiToken");
    expect(accessOf(Object.assign({}, made))).to.equal(undefined);
  });

  it("prefers an argument to the config of its own namespace", async () => {
    runtime.setAllConfig({ "cloudflare-email-security:accountId": "configured" });
    expect(await inputsOf({ accountId: "given" })).to.deep.equal({ "cloudflare-email-security:accountId": "given" });
  });

  it("never completes a credential from the config", async () => {
    runtime.setAllConfig({
      "cloudflare-email-security:apiToken": "configured token",
      "cloudflare-email-security:apiKey": "configured key",
      "cloudflare:apiToken": "their token",
    });
    expect(await inputsOf({ email: "me@acme.example" })).to.deep.equal({
      "cloudflare-email-security:email": secret("me@acme.example"),
    });
  });

  it("hands over what advice reads as text, from its arguments or else from the config", async () => {
    runtime.setAllConfig({
      "cloudflare-email-security:endsSoonDays": "30",
      "cloudflare-email-security:strict": "false",
      "cloudflare-email-security:unheard": "of",
    });
    const ownDomains = output(["acme.example"]);
    expect(await inputsOf({ ownDomains, silence: ["advice/free-mail"], strict: true })).to.deep.equal({
      "cloudflare-email-security:ownDomains": '["acme.example"]',
      "cloudflare-email-security:silence": '["advice/free-mail"]',
      "cloudflare-email-security:strict": "true",
      "cloudflare-email-security:endsSoonDays": "30",
    });
    const text = '["advice/free-mail"]' as unknown as ["advice/free-mail"];
    expect(await inputsOf({ silence: text })).to.include({ "cloudflare-email-security:silence": text });
  });

  it("lets the host refuse an argument that is misspelt, without its value", async () => {
    const args = { adoptExsting: "value" } as ProviderArgs;
    expect(await inputsOf(args)).to.deep.equal({ "cloudflare-email-security:adoptExsting": "" });
  });
});
