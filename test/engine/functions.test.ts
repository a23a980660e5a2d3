import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import {
  AllowPolicy,
  getAllowPolicies,
  getAllowPolicy,
  getAllowPolicyOutput,
  getTrustedDomainOutput,
  Provider,
  TrustedDomain,
} from "pulumi-cloudflare-email-security";
import { useEngine } from "./support/engine";

const twoAccounts = {
  accounts: [{ id: "account-one" }, { id: "account-two" }],
  tokens: ["account-one", "account-two"].map((account) => ({ value: `token-of-${account}`, accounts: [account] })),
};

describe("look-ups on the real engine", () => {
  const engine = useEngine();

  it("are answered at preview, with the stack's config", async () => {
    const stack = await engine.stack(async () => {
      const { comments, id } = await getAllowPolicy({ pattern: "acme.example" });
      new TrustedDomain("acme", { pattern: "acme-events.example", isRecent: true, comments: `${comments ?? ""}, too` });
      return { id };
    });
    const { id } = stack.api.content("allow_policies").insert({
      ...{ pattern: "acme.example", pattern_type: "DOMAIN", is_trusted_sender: true, comments: "freight" },
    });
    const preview = await stack.preview();
    expect(preview.stdout).to.contain(String(id));
    await stack.up();
    expect(stack.api.content("trusted_domains").list()[0]?.comments).to.equal("freight, too");
  });

  it("use the explicit provider of their options or of their parent, whose token is not shown", async () => {
    const stack = await engine.stack(
      async () => {
        const provider = new Provider("two", { accountId: "account-two", apiToken: "token-of-account-two" });
        const parent = new pulumi.ComponentResource("test:index:Group", "group", {}, { provider });
        return {
          default: (await getAllowPolicies()).results.map(({ pattern }) => pattern),
          provider: (await getAllowPolicies({}, { provider })).results.map(({ pattern }) => pattern),
          parent: getAllowPolicyOutput({ pattern: pulumi.output("two.example") }, { parent }).pattern,
        };
      },
      {
        api: twoAccounts,
        config: (api) => ({
          "cloudflare-email-security:baseUrl": { value: api.baseUrl },
          "cloudflare-email-security:accountId": { value: "account-one" },
          "cloudflare-email-security:apiToken": { value: "token-of-account-one", secret: true },
        }),
      },
    );
    for (const name of ["one", "two"]) {
      stack.api
        .content("allow_policies", `account-${name}`)
        .insert({ pattern: `${name}.example`, pattern_type: "DOMAIN", is_trusted_sender: true });
    }
    const { stdout, stderr } = await stack.up();
    expect(stdout).to.match(/default *: \[\s+\[0\]: "one.example"/);
    expect(stdout).to.match(/provider *: \[\s+\[0\]: "two.example"/);
    expect(stdout).to.match(/parent *: "two.example"/);
    expect(stdout + stderr + stack.stateText).not.to.contain("token-of-account");
  });

  it("are unknown at preview where the token or an argument is, and known at up", async () => {
    const stack = await engine.stack(
      () => {
        const made = new AllowPolicy("made", { pattern: "made.example", isTrustedSender: true });
        // As a token that another resource of the same program makes.
        const apiToken = made.createdAt.apply(() => "token-of-account-two");
        const provider = new Provider("two", { accountId: "account-two", apiToken });
        return {
          byToken: getTrustedDomainOutput({ pattern: "two.example" }, { provider }).id,
          byArgument: getAllowPolicyOutput({ id: made.id }).pattern,
        };
      },
      {
        api: twoAccounts,
        config: (api) => ({
          "cloudflare-email-security:baseUrl": { value: api.baseUrl },
          "cloudflare-email-security:accountId": { value: "account-one" },
          "cloudflare-email-security:apiToken": { value: "token-of-account-one", secret: true },
        }),
      },
    );
    const { id } = stack.api.content("trusted_domains", "account-two").insert({ pattern: "two.example" });
    const preview = await stack.preview();
    expect(preview.requests).to.be.empty;
    expect(preview.stdout).to.match(/byArgument *: \[unknown\]|byArgument *: output<string>/);
    const up = await stack.up();
    expect(up.stdout)
      .to.contain(String(id))
      .and.match(/byArgument *: "made.example"/);
  });

  it("say plainly that the token is not known yet, in the form that cannot wait", async () => {
    const stack = await engine.stack(async () => {
      const made = new AllowPolicy("made", { pattern: "made.example", isTrustedSender: true });
      const provider = new Provider("two", { apiToken: made.createdAt });
      await getAllowPolicies({}, { provider });
    });
    const { stderr, stdout } = await stack.preview({ fails: true });
    expect(stdout + stderr).to.contain("getAllowPolicies: the provider's settings are not known yet in this preview");
  });

  it("stop the program in a sentence, without a stack trace, where nothing matches", async () => {
    const stack = await engine.stack(() => ({ id: getAllowPolicyOutput({ pattern: "acme.example" }).id }));
    const { stderr, stdout } = await stack.preview({ fails: true });
    expect(stdout + stderr).to.contain("getAllowPolicy: no allow policy matches the given pattern");
    expect(stdout + stderr).not.to.match(/\n +at .*look-up/);
  });
});
