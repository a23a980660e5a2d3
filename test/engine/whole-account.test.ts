import { expect } from "chai";
import {
  AllowPolicySet,
  BlockSender,
  BlockSenderSet,
  ContentPolicy,
  Domain,
  ImpersonationRegistryEntry,
  SendingDomainRestriction,
  UrlIgnorePattern,
} from "pulumi-cloudflare-email-security";
import { useEngine } from "./support/engine";
import { shown } from "./support/outcome";

describe("all settings of an account on the real engine", () => {
  const engine = useEngine();

  beforeEach("time for the whole life of a stack", function () {
    this.currentTest?.timeout(120_000);
  });

  it("are made, found unchanged, changed with what changed alone, and removed but for the domain", async () => {
    let cfo = "cfo@mailbox.example";
    let targets: ("SUBJECT" | "BODY")[] = ["SUBJECT", "BODY"];
    let isDeployed = true;
    const stack = await engine.stack(() => {
      if (!isDeployed) return;
      new BlockSender("look-alike", { pattern: "Acme-Frieght.example." });
      new BlockSenderSet("incident", { senders: { net: { pattern: "203.0.113.66" }, cfo: { pattern: cfo } } });
      new ContentPolicy("cards", { name: "Gift cards", pattern: "gift cards?", targets });
      new ImpersonationRegistryEntry("jane", { name: "Jane Doe", email: "jane@acme.example" });
      new SendingDomainRestriction("acme", { domain: "acme.example", exclude: ["b.acme.example", "a.acme.example"] });
      new UrlIgnorePattern("intranet", { pattern: "^https://intranet\\.acme\\.example/" });
      new Domain("mail", { domain: "acme.example", dropDispositions: ["MALICIOUS"] });
    });
    const domain = stack.api.content("domains").insert({
      domain: "acme.example",
      allowed_delivery_modes: ["DIRECT"],
      drop_dispositions: [],
      ip_restrictions: [],
      regions: ["GLOBAL"],
    });
    expect(shown(await stack.preview())).to.contain(
      `domain ${String(domain.id)}: will be adopted; its dropDispositions will change`,
    );
    await stack.up();
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
    expect((await stack.refresh()).steps.filter((step) => !step.startsWith("same"))).to.be.empty;
    const blocked = () =>
      stack.api
        .content("block_senders")
        .list()
        .map(({ pattern, pattern_type }) => `${String(pattern_type)} ${String(pattern)}`);
    expect(blocked()).to.have.members(["DOMAIN acme-frieght.example", "IP 203.0.113.66", `EMAIL ${cfo}`]);
    cfo = "ceo@mailbox.example";
    targets = ["BODY"];
    const { requests } = await stack.up();
    expect(requests.map(({ body }) => body)).to.deep.include({ targets: ["BODY"] });
    expect(blocked()).to.have.members(["DOMAIN acme-frieght.example", "IP 203.0.113.66", `EMAIL ${cfo}`]);

    isDeployed = false;
    expect(shown(await stack.up())).to.contain("deleteOnRemoval was not deployed, so it is left as it is");
    for (const path of ["block_senders", "content_policies", "impersonation_registry", "sending_domain_restrictions"]) {
      expect(stack.api.content(path).list(), path).to.be.empty;
    }
    expect(stack.api.content("url_ignore_patterns").list()).to.be.empty;
    expect(stack.api.content("domains").get(String(domain.id))).to.include({ domain: "acme.example" });
  });

  it("close an exception of a set that has ended, as the preview said", async () => {
    // Long over, and never to come while anybody runs this.
    let expiresAt = "9999-12-31";
    const stack = await engine.stack(() => {
      new AllowPolicySet("partners", {
        policies: {
          acme: { pattern: "acme.example", isTrustedSender: true },
          trial: { pattern: "globex.example", isTrustedSender: true, expiresAt },
        },
      });
    });
    await stack.up();
    const patterns = () =>
      stack.api
        .content("allow_policies")
        .list()
        .map(({ pattern }) => pattern);
    expect(patterns()).to.have.members(["acme.example", "globex.example"]);
    expiresAt = "2020-12-31";
    const preview = await stack.preview();
    expect(shown(preview)).to.contain("policies: 1 ended, so left out: trial (2020-12-31)");
    expect(preview.steps.join()).to.contain("update AllowPolicySet partners");
    await stack.up();
    expect(patterns()).to.deep.equal(["acme.example"]);
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
  });
});
