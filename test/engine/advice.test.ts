import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import {
  AllowPolicy,
  Provider,
  TrustedDomain,
  type AdviceCode,
  type AllowPolicyArgs,
} from "pulumi-cloudflare-email-security";
import { localConfig, useEngine } from "./support/engine";
import { shown, type Outcome } from "./support/outcome";

/** The codes of the warnings that an operation showed, each after the resource under which it stands. */
function advice({ events }: Outcome): string[] {
  return events
    .flatMap(({ diagnosticEvent }) => {
      if (String(diagnosticEvent?.severity) !== "warning") return [];
      const { urn = "", message = "" } = diagnosticEvent ?? {};
      const code = /advice\/[a-z-]+(?=:)/.exec(message)?.[0];
      return code === undefined ? [] : [`${urn.slice(urn.lastIndexOf("::") + 2)} ${code}`];
    })
    .sort();
}

const trusted = { isTrustedSender: true };

describe("advice on the real engine", () => {
  const engine = useEngine();

  it("stands under its resource in a preview only, per field and per entry, and never holds a value", async () => {
    const stack = await engine.stack(() => {
      const domain = new TrustedDomain("idle", { pattern: "fjord.example" });
      const unknown = domain.id;
      new AllowPolicy("forgeable", { pattern: "acme.example", ...trusted, verifySender: false });
      new AllowPolicy("unknown-comments", { pattern: "gmail.com", ...trusted, comments: unknown });
      new AllowPolicy("unknown-pattern", {
        pattern: pulumi.interpolate`${unknown}.example`,
        patternType: "DOMAIN",
        ...trusted,
        verifySender: false,
      });
      new AllowPolicy("secret", { pattern: pulumi.secret("hidden@acme.example"), ...trusted, verifySender: false });
      new AllowPolicy("narrow", { pattern: "bob@acme.example", ...trusted });
      new AllowPolicy("ordinary", { pattern: "partner.example", ...trusted });
    });
    const expected = [
      "forgeable advice/unverified-trust",
      "idle advice/no-effect",
      "narrow advice/redundant",
      "secret advice/redundant",
      "secret advice/unverified-trust",
      "unknown-comments advice/free-mail",
      "unknown-pattern advice/unverified-trust",
    ];
    const preview = await stack.preview();
    expect(advice(preview)).to.deep.equal(expected);
    expect(shown(preview)).to.contain(
      'advice/unverified-trust: verifySender is false for a trusted sender, so that whoever forges it passes all detections: make it true, or trust the sender\'s static IP addresses. (Why: docs/advice.md of this package. If it is meant so: silence: [\\"advice/unverified-trust\\"] on the resource or its provider.)',
    );
    expect(shown(preview)).to.contain("pattern is covered by AllowPolicy forgeable");
    expect(shown(preview)).not.to.contain("hidden");

    expect(advice(await stack.up())).to.deep.equal([]);
    expect(advice(await stack.preview({ expectNoChanges: true }))).to.deep.equal(expected);
  });

  it("is silenced by resource, config and provider, each of which knows its own domains, without any diff", async () => {
    let args: Partial<AllowPolicyArgs> = { ...trusted, verifySender: false };
    const stack = await engine.stack(() => {
      new AllowPolicy("forgeable", { pattern: "acme.example", ...args });
      new AllowPolicy("own", { pattern: "Own-München.example", isAcceptableSender: true });
      const ownDomains = pulumi.output(["elsewhere.example"]);
      const provider = new Provider("elsewhere", { ownDomains, silence: ["advice/unverified-trust"] });
      class Team extends pulumi.ComponentResource {
        constructor(name: string, options: pulumi.ComponentResourceOptions) {
          super("test:index:Team", name, {}, options);
          new AllowPolicy(`${name}-own`, { pattern: "elsewhere.example", ...args }, { parent: this });
          new AllowPolicy(`${name}-foreign`, { pattern: "bob@own-münchen.example", ...args }, { parent: this });
        }
      }
      new Team("team", { providers: [provider] });
    });
    await stack.configure({ "cloudflare-email-security:ownDomains": { value: '["own-münchen.example"]' } });
    const preview = await stack.preview();
    expect(advice(preview)).to.deep.equal([
      "forgeable advice/unverified-trust",
      "own advice/own-domain",
      "team-own advice/own-domain",
    ]);
    args = { ...args, silence: ["advice/unverified-trust"] };
    await stack.configure({ "cloudflare-email-security:silence": { value: '["advice/own-domain"]' } });
    expect(advice(await stack.preview())).to.deep.equal(["team-own advice/own-domain"]);
  });

  it("fails the preview where the provider is strict, for what is not silenced", async () => {
    let silence: AdviceCode[] = [];
    const stack = await engine.stack(
      () => {
        new AllowPolicy("wide", { pattern: "acme.example", ...trusted });
        new AllowPolicy("narrow", { pattern: "bob@acme.example", ...trusted, silence });
        new AllowPolicy("forgeable", { pattern: "partner.example", ...trusted, verifySender: false, silence });
      },
      {
        config: (api) => ({ ...localConfig(api), "cloudflare-email-security:strict": { value: "true" } }),
      },
    );
    const forgeable =
      "verifySender: is false for a trusted sender, so that whoever forges it passes all detections: make it true, or trust the sender's static IP addresses (advice/unverified-trust, an error because the provider is strict: see docs/advice.md)";
    const redundant = "(advice/redundant, an error because the provider is strict: see docs/advice.md)";
    const both = await stack.preview({ fails: true });
    expect(shown(both)).to.contain(forgeable).and.to.contain(redundant);
    expect(advice(both)).to.deep.equal([]);
    silence = ["advice/redundant"];
    expect(shown(await stack.preview({ fails: true })))
      .to.contain(forgeable)
      .and.not.to.contain(redundant);
    expect(shown(await stack.up({ fails: true }))).to.contain(forgeable);
    silence = ["advice/unverified-trust"];
    expect(shown(await stack.preview({ fails: true })))
      .to.contain(redundant)
      .and.not.to.contain(forgeable);
    silence = ["advice/redundant", "advice/unverified-trust"];
    await stack.up();
    expect(stack.api.content("allow_policies").list()).to.have.length(3);
    silence = ["advice/redundant", "advice/unverified-trust", "advice/no-effect"];
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
    for (const { inputs, outputs } of stack.resources) {
      expect({ ...inputs, ...outputs }).not.to.have.any.keys("silence", "__label");
    }
  });
});
