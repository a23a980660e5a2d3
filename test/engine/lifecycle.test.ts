import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy, Provider, TrustedDomain } from "pulumi-cloudflare-email-security";
import { useEngine } from "./support/engine";
import { shown, type Outcome } from "./support/outcome";

const acme = { pattern: "acme.example", isTrustedSender: true };
const actions = ({ requests }: Outcome) => requests.map(({ action }) => action);

describe("resources on the real engine", () => {
  const engine = useEngine();

  it("ask nobody in a preview or an up that changes nothing, and one list and a request each to create", async () => {
    const stack = await engine.stack(() => {
      for (let number = 0; number < 5; number++) {
        new AllowPolicy(`policy-${number}`, { ...acme, pattern: `partner-${number}.example` });
        new TrustedDomain(`domain-${number}`, { pattern: `partner-${number}.example`, isRecent: true });
      }
    });
    const contents = () => ["allow_policies", "trusted_domains"].map((path) => stack.api.content(path));
    expect((await stack.preview()).requests).to.be.empty;
    const up = actions(await stack.up());
    expect(up.filter((action) => action === "list")).to.have.length(2);
    // Those that come together may leave as one batch.
    expect(up.filter((action) => action === "create" || action === "batch")).to.have.length.within(2, 10);
    expect(contents().flatMap((content) => content.list())).to.have.length(10);
    expect((await stack.preview({ expectNoChanges: true })).requests).to.be.empty;
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
    expect((await stack.refresh({ expectNoChanges: true })).steps).to.deep.equal([]);
    await stack.destroy();
    expect(contents().flatMap((content) => content.list())).to.be.empty;
    expect((await stack.destroy()).requests).to.be.empty;
  });

  it("carry the same short text in state but for the name, and never the token", async () => {
    const stack = await engine.stack(() => {
      new AllowPolicy("acme", acme);
      new TrustedDomain("acme", { pattern: "acme.example", isRecent: true });
    });
    const { token } = stack.api;
    const outcomes = [await stack.preview(), await stack.up(), await stack.refresh()];
    stack.api.configure({ tokens: [{ value: "another" }] });
    stack.program = () => {
      new AllowPolicy("acme", { ...acme, comments: "refused" });
    };
    const refused = await stack.up({ fails: true });
    outcomes.push(refused);
    expect(shown(refused)).to.contain("401").and.contain("cloudflare-email-security:apiToken");
    for (const outcome of outcomes) expect(shown(outcome)).not.to.contain(token);
    expect(stack.stateText).not.to.contain(token);

    const texts = stack.resources.map(({ inputs }) => String(inputs?.__provider));
    for (const text of texts) expect(text.length).to.be.at.most(200);
    expect(new Set(texts).size).to.equal(2);
    expect(new Set(texts.map((text) => text.replace(/allowPolicy|trustedDomain/, "*"))).size).to.equal(1);
  });

  it("are made again when somebody deleted the entry", async () => {
    const stack = await engine.stack(() => {
      new AllowPolicy("acme", acme);
    });
    const policies = stack.api.content("allow_policies");
    await stack.up();
    policies.remove(String(policies.list()[0]?.id));
    expect((await stack.refresh()).steps).to.deep.equal(["delete AllowPolicy acme"]);
    expect((await stack.up()).steps).to.deep.equal(["create AllowPolicy acme"]);
    expect(policies.list()).to.have.length(1);
  });

  it("are replaced on another account: made there first, then deleted in the old one", async () => {
    const accounts = [{ id: "account-one" }, { id: "account-two" }];
    let accountId = "account-one";
    const stack = await engine.stack(
      () => {
        new AllowPolicy("acme", { ...acme, accountId });
      },
      { api: { accounts } },
    );
    await stack.up();
    accountId = "account-two";
    const { requests } = await stack.up();
    expect(requests.map(({ action, account }) => `${action} ${account}`)).to.deep.equal([
      "list account-two",
      "create account-two",
      "delete account-one",
    ]);
    expect(stack.api.content("allow_policies", "account-one").list()).to.be.empty;
    expect(stack.api.content("allow_policies", "account-two").list()).to.have.length(1);
  });

  it("can be got, and a missing one is an error", async () => {
    let id = "";
    const seen: unknown[] = [];
    const stack = await engine.stack(() => {
      const policy = AllowPolicy.get("acme", id);
      pulumi.all([policy.pattern, policy.createdAt]).apply((values) => seen.push(values));
    });
    const policies = stack.api.content("allow_policies");
    const entry = policies.insert({ pattern: "acme.example", pattern_type: "DOMAIN", is_trusted_sender: true });
    id = String(entry.id);
    await stack.up();
    expect(seen.at(-1)).to.deep.equal(["acme.example", entry.created_at]);
    policies.remove(id);
    const failed = await stack.up({ fails: true });
    expect(shown(failed)).to.contain(`there is no allow policy ${id}`);
  });

  it("leave nothing in state when the create is refused", async () => {
    const stack = await engine.stack(() => {
      new AllowPolicy("acme", acme);
    });
    stack.api.configure({ tokens: [{ value: stack.api.token, permission: "read" }] });
    const failed = await stack.up({ fails: true });
    expect(shown(failed)).to.contain("Cloud Email Security: Write");
    expect(stack.resources).to.be.empty;
  });

  it("show every failure of a resource at preview, and no value that is not part of a sentence", async () => {
    const stack = await engine.stack(() => {
      new AllowPolicy("acme", {
        pattern: "https://acme.example/",
        patternType: "UNKNOWN",
        isTrustedSender: "true",
      } as never);
    });
    const failed = await stack.preview({ fails: true });
    expect(shown(failed)).to.contain("patternType: ").and.contain("isTrustedSender: ");
    expect(failed.requests).to.be.empty;
  });

  it("work in several accounts through explicit providers, whose tokens stay secret", async () => {
    const stack = await engine.stack(
      () => {
        for (const accountId of ["account-one", "account-two"]) {
          const provider = new Provider(accountId, { accountId, apiToken: `token-of-${accountId}` });
          new AllowPolicy(`acme-${accountId}`, acme, { provider });
        }
      },
      {
        api: {
          accounts: [{ id: "account-one" }, { id: "account-two" }],
          tokens: ["account-one", "account-two"].map((account) => ({
            value: `token-of-${account}`,
            accounts: [account],
          })),
        },
        config: (api) => ({ "cloudflare-email-security:baseUrl": { value: api.baseUrl } }),
      },
    );
    await stack.up();
    for (const account of ["account-one", "account-two"]) {
      expect(stack.api.content("allow_policies", account).list()).to.have.length(1);
    }
    expect(stack.stateText).not.to.contain("token-of-");
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
    await stack.destroy();
    expect(stack.api.content("allow_policies", "account-one").list()).to.be.empty;
  });

  it("keep secret comments and patterns out of the state's clear text", async () => {
    const stack = await engine.stack(() => {
      new AllowPolicy("acme", {
        ...acme,
        pattern: pulumi.secret("hidden-partner.example"),
        comments: pulumi.secret("hidden-comment"),
      });
    });
    const outcomes = [await stack.up()];
    const policies = stack.api.content("allow_policies");
    policies.change(String(policies.list()[0]?.id), { comments: "hidden-drift" });
    outcomes.push(await stack.refresh(), await stack.up());
    expect(policies.list()[0]).to.include({ pattern: "hidden-partner.example", comments: "hidden-comment" });
    expect(stack.stateText).not.to.contain("hidden-");
    for (const outcome of outcomes) {
      expect(shown(outcome)).not.to.contain("hidden-");
    }
  });

  it("take values that are only known after other resources are made", async () => {
    const stack = await engine.stack(() => {
      const domain = new TrustedDomain("acme", { pattern: "acme.example", isRecent: true });
      new AllowPolicy("acme", { ...acme, comments: pulumi.interpolate`next to ${domain.id}` });
    });
    expect((await stack.preview()).steps).to.have.length(2);
    await stack.up();
    const [domain] = stack.api.content("trusted_domains").list();
    expect(stack.api.content("allow_policies").list()[0]).to.include({ comments: `next to ${String(domain?.id)}` });
  });

  describe("adoption", () => {
    it("by the option import takes the entry over, and may stay in the program or go", async () => {
      let options: pulumi.CustomResourceOptions = {};
      const stack = await engine.stack(() => {
        new AllowPolicy("acme", acme, options);
      });
      const policies = stack.api.content("allow_policies");
      const id = String(policies.insert({ pattern: "acme.example", pattern_type: "DOMAIN", verify_sender: false }).id);
      options = { import: id };
      const preview = await stack.preview();
      expect(shown(preview)).to.contain(
        `allow policy ${id}: will be adopted; its isTrustedSender, verifySender will change`,
      );
      await stack.up();
      expect(policies.list().map((entry) => entry.id)).to.deep.equal([id]);
      expect(policies.list()[0]).to.include({ is_trusted_sender: true, verify_sender: true });
      expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
      options = {};
      expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
      options = { import: "another" };
      expect(shown(await stack.preview({ fails: true }))).to.contain("the resource option import names another");
    });

    it("never ends in a deletion: renamed without alias, replaced by force, replaced on changes", async () => {
      let name = "acme";
      let args: ConstructorParameters<typeof AllowPolicy>[1] = { ...acme, adoptExisting: true };
      let options: pulumi.CustomResourceOptions = {};
      const stack = await engine.stack(() => {
        new AllowPolicy(name, args, options);
      });
      const policies = stack.api.content("allow_policies");
      await stack.up();
      const [entry] = policies.list();

      name = "renamed";
      await stack.up();
      expect(policies.list().map(({ id }) => id)).to.deep.equal([entry?.id]);

      options = { import: String(entry?.id) };
      await stack.up();
      const urn = stack.resources[0]?.urn ?? "";
      await stack.up({ replace: [urn] });
      expect(policies.list().map(({ id }) => id)).to.deep.equal([entry?.id]);
      expect(stack.resources[0]?.id).to.equal(entry?.id);

      args = { ...args, comments: "changed" };
      options = { import: String(entry?.id), replaceOnChanges: ["comments"] };
      const { steps } = await stack.up();
      expect(steps.join()).to.contain("replace");
      expect(policies.list().map(({ id }) => id)).to.deep.equal([entry?.id]);
      expect(policies.list()[0]).to.include({ pattern: "acme.example", comments: "changed" });
    });

    it("works in an up that refreshes first, for a resource renamed without alias", async () => {
      let name = "acme";
      let options: pulumi.CustomResourceOptions = {};
      const stack = await engine.stack(() => {
        new AllowPolicy(name, acme, options);
      });
      const policies = stack.api.content("allow_policies");
      await stack.up();
      const [entry] = policies.list();
      name = "renamed";
      options = { import: String(entry?.id) };
      await stack.up({ refresh: true });
      expect(policies.list().map(({ id }) => id)).to.deep.equal([entry?.id]);
      expect(stack.resources.map(({ id }) => id)).to.deep.equal([entry?.id]);
    });

    it("is refused without being asked for, with the id and the ways out", async () => {
      const stack = await engine.stack(() => {
        new AllowPolicy("acme", acme);
      });
      const policies = stack.api.content("allow_policies");
      const { id } = policies.insert({ pattern: "acme.example", pattern_type: "DOMAIN" });
      const failed = await stack.up({ fails: true });
      expect(shown(failed)).to.contain(String(id)).and.contain("adoptExisting").and.contain("aliases");
      expect(policies.list()).to.have.length(1);
      expect(stack.resources).to.be.empty;
    });
  });
});
