import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy, AllowPolicySet, TrustedDomainSet } from "pulumi-cloudflare-email-security";
import { useEngine } from "./support/engine";
import { shown, type Outcome } from "./support/outcome";

type Policies = Record<string, { pattern: string; isTrustedSender: boolean; comments?: pulumi.Input<string> }>;

const actions = ({ requests }: Outcome) => requests.map(({ action }) => action);
const acme = { pattern: "acme.example", isTrustedSender: true };
const globex = { pattern: "globex.example", isTrustedSender: true };

describe("sets on the real engine", () => {
  const engine = useEngine();

  it("show and do exactly what changes: entry by entry, in one batch", async () => {
    let policies: Policies = { acme, globex, initech: { pattern: "initech.example", isTrustedSender: true } };
    const outputs: unknown[] = [];
    const stack = await engine.stack(() => {
      const set = new AllowPolicySet("partners", { policies });
      pulumi.all([set.ids, set.count]).apply((values) => outputs.push(values));
    });
    const content = stack.api.content("allow_policies");
    expect((await stack.preview()).requests).to.be.empty;
    expect(actions(await stack.up())).to.deep.equal(["list", "batch"]);
    const ids = Object.fromEntries(
      content.list().map(({ id, pattern }) => [String(pattern).replace(".example", ""), id]),
    );
    expect(outputs.at(-1)).to.deep.equal([ids, 3]);
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;

    policies = {
      acme: { ...acme, comments: "changed" },
      renamed: globex,
      umbrella: { ...globex, pattern: "umbrella.example" },
    };
    const preview = await stack.preview();
    expect(preview.steps).to.deep.equal([
      "update AllowPolicySet partners (policies.acme.comments, policies.globex, policies.initech, policies.renamed, policies.umbrella)",
    ]);
    expect(preview.requests).to.be.empty;
    expect(actions(await stack.up())).to.deep.equal(["list", "batch"]);
    expect(content.get(String(ids.globex))?.pattern).to.equal("globex.example");
    expect(content.list().map(({ pattern }) => pattern)).to.have.members([
      "acme.example",
      "globex.example",
      "umbrella.example",
    ]);

    content.change(String(ids.acme), { comments: "drift" });
    content.remove(String(ids.globex));
    const refresh = await stack.refresh();
    expect(actions(refresh)).to.deep.equal(["list", "list"]);
    expect(refresh.steps[0]).to.contain("policies.acme.comments").and.contain("policies.renamed");
    expect(actions(await stack.up())).to.deep.equal(["list", "batch"]);
    expect(content.list()).to.have.length(3);
    expect(actions(await stack.destroy())).to.deep.equal(["batch"]);
    expect(content.list()).to.be.empty;
  });

  it("own the collection where they are exclusive: strangers show at refresh, and the up after it removes them", async () => {
    const stack = await engine.stack(() => {
      new TrustedDomainSet("all", {
        domains: { acme: { pattern: "acme.example", isRecent: true } },
        exclusive: true,
        allowUnmanaged: ["soc.example"],
      });
    });
    const content = stack.api.content("trusted_domains");
    await stack.up();
    content.insert({ pattern: "stranger.example", is_recent: true });
    content.insert({ pattern: "soc.example", is_recent: true });
    const preview = await stack.preview({ refresh: true, diff: true });
    expect(preview.stdout).to.contain("stranger.example");
    await stack.up({ refresh: true });
    expect(content.list().map(({ pattern }) => pattern)).to.have.members(["acme.example", "soc.example"]);
  });

  it("take single resources in and let them out again, without recreating or losing one", async () => {
    let program = (): void => {
      new AllowPolicy("acme", acme);
      new AllowPolicy("globex", globex);
    };
    const stack = await engine.stack(() => program());
    const content = stack.api.content("allow_policies");
    await stack.up();
    const before = content.list().map(({ id }) => id);

    program = () => {
      new AllowPolicySet("partners", { policies: { acme, globex }, adoptExisting: true });
    };
    await stack.up();
    expect(content.list().map(({ id }) => id)).to.deep.equal(before);
    expect(stack.resources).to.have.length(1);

    program = () => {
      const single = new AllowPolicy("acme", { ...acme, adoptExisting: true });
      new AllowPolicySet("partners", { policies: { globex } }, { dependsOn: single });
    };
    await stack.up();
    expect(content.list().map(({ id }) => id)).to.deep.equal(before);
    await stack.up({ expectNoChanges: true });
    await stack.destroy();
    expect(content.list()).to.be.empty;
  });

  it("take unknown and secret values inside an entry, and respect ignoreChanges", async () => {
    let comments = "first";
    const stack = await engine.stack(() => {
      const single = new AllowPolicy("acme", acme);
      new AllowPolicySet(
        "partners",
        {
          policies: {
            hidden: { pattern: pulumi.secret("hidden-partner.example"), isTrustedSender: true },
            next: { ...globex, comments: pulumi.interpolate`next to ${single.id}` },
            noted: { ...globex, pattern: "noted.example", comments },
          },
        },
        { ignoreChanges: ["policies.noted.comments"] },
      );
    });
    const content = stack.api.content("allow_policies");
    expect((await stack.preview()).steps).to.have.length(2);
    await stack.up();
    const [single] = content.list().filter(({ pattern }) => pattern === "acme.example");
    expect(content.list().find(({ pattern }) => pattern === "globex.example")).to.include({
      comments: `next to ${String(single?.id)}`,
    });
    expect(stack.stateText).not.to.contain("hidden-partner");
    comments = "second";
    await stack.up({ expectNoChanges: true });
  });

  it("give advice entry by entry, also beside an unknown value, and are refused for it by a strict provider", async () => {
    const stack = await engine.stack(() => {
      const single = new AllowPolicy("single", { ...acme, pattern: "single.example" });
      const policies = {
        forgeable: { ...acme, verifySender: false },
        unknown: { ...globex, comments: single.id },
        hidden: { ...globex, pattern: pulumi.secret("gmail.com") },
      };
      new AllowPolicySet("partners", { policies, silence: ["advice/redundant"] });
    });
    const preview = await stack.preview();
    expect(shown(preview)).to.contain("advice/unverified-trust: policies.forgeable.verifySender");
    expect(shown(preview)).to.contain("advice/free-mail: policies.hidden.pattern").and.not.contain("gmail.com");
    await stack.configure({ "cloudflare-email-security:strict": { value: "true" } });
    const refused = await stack.preview({ fails: true });
    expect(shown(refused)).to.contain("policies.forgeable.verifySender: ");
  });

  it("record what is there when the second of two batches fails, and complete it with the next up", async () => {
    const policies = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, index) => [`p${index}`, { ...acme, pattern: `partner-${index}.example` }]),
    );
    const stack = await engine.stack(() => {
      const secret = { ...acme, pattern: "partner-0.example", comments: pulumi.secret("hidden-comment") };
      new AllowPolicySet("partners", { policies: { ...policies, p0: secret } });
    });
    const content = stack.api.content("allow_policies");
    let batches = 0;
    stack.api.configure({ faults: ({ action }) => (action === "batch" && ++batches > 1 ? "403" : undefined) });
    const failed = await stack.up({ fails: true });
    expect(failed.stdout + failed.stderr).to.contain("1000 of 1500 entries are in place");
    expect(content.list()).to.have.length(1_000);
    expect(stack.stateText).not.to.contain("hidden-comment");
    stack.api.configure({ faults: undefined });
    expect(actions(await stack.up()).filter((action) => action === "batch")).to.have.length(1);
    expect(content.list()).to.have.length(1_500);
    await stack.up({ expectNoChanges: true });
  });
});
