import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy, Provider, TrustedDomain } from "pulumi-cloudflare-email-security";
import { useEngine } from "./support/engine";
import { shown } from "./support/outcome";

const trusted = { isTrustedSender: true };

class Team extends pulumi.ComponentResource {
  readonly policy: AllowPolicy;

  constructor(name: string, pattern: string, options: pulumi.ComponentResourceOptions = {}) {
    super("test:index:Team", name, {}, options);
    this.policy = new AllowPolicy(`${name}-policy`, { pattern, ...trusted }, { parent: this });
  }
}

describe("the options of every resource, on the real engine,", () => {
  const engine = useEngine();

  it("do what they do elsewhere", async () => {
    const stack = await engine.stack(() => {
      new AllowPolicy("ignoring", { pattern: "ignoring.example", ...trusted, comments: "first" });
      new AllowPolicy("before", { pattern: "renamed.example", ...trusted });
      new AllowPolicy("moved", { pattern: "moved.example", ...trusted });
      new AllowPolicy("replaced", { pattern: "replaced.example", ...trusted, comments: "first" });
      new AllowPolicy("kept", { pattern: "kept.example", ...trusted }, { retainOnDelete: true });
      new AllowPolicy("secret", { pattern: "hidden.example", ...trusted }, { additionalSecretOutputs: ["pattern"] });
      new TrustedDomain("protected", { pattern: "protected.example", isRecent: true }, { protect: true });
    });
    const policies = stack.api.content("allow_policies");
    const ids = () => Object.fromEntries(policies.list().map(({ pattern, id }) => [String(pattern), id]));
    await stack.up();
    const before = ids();
    const secret = stack.resources.find(({ urn }) => urn.endsWith("::secret"));
    expect(JSON.stringify(secret?.outputs)).not.to.contain("hidden.example");

    const changed = (isProtectedGone: boolean) => () => {
      const change = { ...trusted, comments: "second" };
      const changing = { ignoreChanges: ["comments"] };
      const replacing = { replaceOnChanges: ["comments"], deleteBeforeReplace: true };
      const parent = new pulumi.ComponentResource("test:index:Folder", "folder");
      new AllowPolicy("ignoring", { pattern: "ignoring.example", ...change }, changing);
      new AllowPolicy("after", { pattern: "renamed.example", ...trusted }, { aliases: [{ name: "before" }] });
      const aliases = [{ parent: pulumi.rootStackResource }];
      new AllowPolicy("moved", { pattern: "moved.example", ...trusted }, { parent, aliases });
      new AllowPolicy("replaced", { pattern: "replaced.example", ...change }, replacing);
      if (!isProtectedGone) new TrustedDomain("protected", { pattern: "protected.example", isRecent: true });
    };
    stack.program = changed(true);
    const protecting = await stack.up({ fails: true });
    expect(shown(protecting)).to.contain("protect");
    expect(stack.api.content("trusted_domains").list()).to.have.length(1);

    stack.program = changed(false);
    const { requests } = await stack.up();
    const { "replaced.example": replaced, "hidden.example": _deleted, ...rest } = before;
    const { "replaced.example": replacement, ...others } = ids();
    expect(others).to.deep.equal(rest);
    expect(replacement).not.to.equal(replaced);
    expect(policies.list().find(({ id }) => id === replacement)).to.include({ comments: "second" });
    expect(policies.list().find(({ pattern }) => pattern === "ignoring.example")).to.include({ comments: "first" });
    expect(requests.filter(({ action }) => action === "patch")).to.be.empty;
    expect(stack.resources.find(({ urn }) => urn.endsWith("::moved"))?.parent).to.match(/::folder$/);
    await stack.up({ expectNoChanges: true });
    await stack.destroy();
    expect(Object.keys(ids())).to.deep.equal(["kept.example"]);
    expect(stack.api.content("trusted_domains").list()).to.be.empty;
  });

  it("hand a component's providers to what is in it", async () => {
    const accounts = [{ id: "account-one" }, { id: "account-two" }];
    let names = ["account-one", "account-two"];
    const stack = await engine.stack(
      () => {
        for (const accountId of names) {
          new Team(accountId, `${accountId}.example`, { providers: [new Provider(accountId, { accountId })] });
        }
      },
      { api: { accounts } },
    );
    await stack.up();
    const patterns = () =>
      accounts.map(({ id }) =>
        stack.api
          .content("allow_policies", id)
          .list()
          .map(({ pattern }) => pattern),
      );
    expect(patterns()).to.deep.equal([["account-one.example"], ["account-two.example"]]);
    names = ["account-two"];
    await stack.up();
    expect(patterns()).to.deep.equal([[], ["account-two.example"]]);
  });

  it("take a provider whose arguments are only known after other resources are made", async () => {
    const stack = await engine.stack(() => {
      const first = new AllowPolicy("first", { pattern: "first.example", ...trusted });
      const provider = new Provider("late", { accountId: first.accountId, apiToken: first.id.apply(() => token) });
      const pattern = pulumi.interpolate`second-${first.id}.example`;
      new AllowPolicy("second", { pattern, ...trusted, verifySender: first.isTrustedSender }, { provider });
    });
    const { token } = stack.api;
    expect((await stack.preview()).steps).to.have.length(2);
    await stack.up();
    const [first, second] = stack.api.content("allow_policies").list();
    expect(second).to.include({ pattern: `second-${String(first?.id)}.example`, pattern_type: "DOMAIN" });
    expect(stack.stateText).not.to.contain(token);
    await stack.up({ expectNoChanges: true });
  });
});
