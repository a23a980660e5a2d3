import { expect } from "chai";
import { AllowPolicy, Provider } from "pulumi-cloudflare-email-security";
import type { Emulator } from "../../emulator";
import { useEngine } from "./support/engine";
import { shown } from "./support/outcome";

const acme = { pattern: "acme.example", isTrustedSender: true };

/** The API tells a text that is no token from a token that is no longer one. */
const [FIRST = "", SECOND = "", THIRD = ""] = ["first", "second", "third"].map((which) =>
  `${which}-token`.padEnd(40, "0"),
);

const rotate = (api: Emulator, token: string) => api.configure({ tokens: [{ value: token }] });

describe("a rotated token, on the real engine,", () => {
  const engine = useEngine();

  it("is found in the environment by a refresh and a destroy, which have the old one from the state", async () => {
    const stack = await engine.stack(
      () => {
        new AllowPolicy("acme", acme);
      },
      {
        config: (api) => ({
          "cloudflare-email-security:accountId": { value: api.account },
          "cloudflare-email-security:apiToken": { value: api.token, secret: true },
        }),
      },
    );
    const policies = stack.api.content("allow_policies");
    stack.environment.CLOUDFLARE_BASE_URL = stack.api.baseUrl;
    await stack.up();
    rotate(stack.api, SECOND);
    const refused = await stack.refresh({ fails: true });
    expect(shown(refused)).to.contain("401").and.contain("must be set anew");
    const said = refused.events.flatMap(({ diagnosticEvent }) =>
      (diagnosticEvent?.severity as string) === "debug" ? [] : (diagnosticEvent?.message ?? []),
    );
    expect(said.filter((message) => message.includes("401"))).to.have.length(1);
    expect(stack.resources).to.have.length(1);

    stack.environment.CLOUDFLARE_API_TOKEN = SECOND;
    policies.change(String(policies.list()[0]?.id), { verify_sender: false });
    const refresh = await stack.refresh();
    expect(refresh.steps).to.deep.equal(["update AllowPolicy acme (verifySender)"]);
    expect(shown(refresh)).not.to.contain(SECOND);

    await stack.configure({ "cloudflare-email-security:apiToken": { value: SECOND, secret: true } });
    delete stack.environment.CLOUDFLARE_API_TOKEN;
    await stack.up();
    expect(policies.list()[0]).to.include({ verify_sender: true });
    await stack.refresh({ expectNoChanges: true });

    rotate(stack.api, THIRD);
    stack.environment.CLOUDFLARE_API_TOKEN = THIRD;
    const destroy = await stack.destroy();
    expect(policies.list()).to.be.empty;
    expect(shown(destroy)).not.to.contain(SECOND).and.not.to.contain(THIRD);
  });

  it("of the environment is the one that counts at each operation", async () => {
    const stack = await engine.stack(
      () => {
        new AllowPolicy("acme", acme);
      },
      { config: () => ({}) },
    );
    Object.assign(stack.environment, {
      CLOUDFLARE_BASE_URL: stack.api.baseUrl,
      CLOUDFLARE_ACCOUNT_ID: stack.api.account,
      CLOUDFLARE_API_TOKEN: stack.api.token,
    });
    await stack.up();
    expect(stack.stateText).not.to.contain(stack.api.token);
    rotate(stack.api, SECOND);
    stack.environment.CLOUDFLARE_API_TOKEN = SECOND;
    await stack.refresh({ expectNoChanges: true });
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
    await stack.destroy();
    expect(stack.api.content("allow_policies").list()).to.be.empty;
  });

  it("of an explicit provider changes no resource, and one provider may take another's place", async () => {
    let token = FIRST;
    let name = "first";
    let accountId = "account-one";
    const stack = await engine.stack(
      () => {
        const provider = new Provider(name, { apiToken: token, accountId });
        new AllowPolicy("acme", acme, { provider });
      },
      {
        api: { accounts: [{ id: "account-one" }, { id: "account-two" }], tokens: [{ value: FIRST }] },
        config: (api) => ({ "cloudflare-email-security:baseUrl": { value: api.baseUrl } }),
      },
    );
    const one = stack.api.content("allow_policies", "account-one");
    const two = stack.api.content("allow_policies", "account-two");
    await stack.up();
    const id = one.list()[0]?.id;

    token = SECOND;
    rotate(stack.api, token);
    expect((await stack.up()).requests).to.be.empty;
    await stack.refresh({ expectNoChanges: true });

    name = "another";
    expect((await stack.up()).requests).to.be.empty;
    expect(one.list().map((entry) => entry.id)).to.deep.equal([id]);

    name = "elsewhere";
    accountId = "account-two";
    const { requests } = await stack.up();
    expect(requests.map(({ action, account }) => `${action} ${account}`)).to.deep.equal([
      "list account-two",
      "create account-two",
      "delete account-one",
    ]);
    expect(one.list()).to.be.empty;
    expect(two.list()).to.have.length(1);
    await stack.destroy();
    expect(two.list()).to.be.empty;
    expect(stack.stateText).not.to.contain(FIRST).and.not.to.contain(SECOND);
  });
});
