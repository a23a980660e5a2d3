import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { localConfig, useEngine } from "./support/engine";

describe("the example", () => {
  const engine = useEngine();

  beforeEach("time for the whole life of a stack", function () {
    this.currentTest?.timeout(120_000);
  });

  it("two-accounts makes the same policies in both accounts, each with its own token", async () => {
    const regions = ["emea", "apac"];
    const stack = await engine.stack("examples/two-accounts/index.ts", {
      api: {
        accounts: regions.map((id) => ({ id })),
        tokens: regions.map((region) => ({ value: `${region}-token`, accounts: [region] })),
      },
      config: (api) => ({
        "cloudflare-email-security:baseUrl": { value: api.baseUrl },
        ...Object.fromEntries(
          regions.flatMap((region) => [
            [`email-security:${region}Account`, { value: region }],
            [`email-security:${region}Token`, { value: `${region}-token`, secret: true }],
          ]),
        ),
      }),
    });
    await stack.up();
    const patterns = regions.map((region) =>
      stack.api
        .content("allow_policies", region)
        .list()
        .map(({ pattern }) => pattern)
        .sort(),
    );
    expect(patterns).to.deep.equal([
      ["acme-freight.example", "globex.example"],
      ["acme-freight.example", "globex.example"],
    ]);
    expect(stack.stateText).not.to.contain("-token");
    await stack.destroy();
    for (const region of regions) expect(stack.api.content("allow_policies", region).list()).to.be.empty;
  });

  it("adoption takes over what is there, says what changes, and lets it stay at the end", async () => {
    const stack = await engine.stack("examples/adoption/index.ts");
    const policies = stack.api.content("allow_policies");
    const acme = policies.insert({ pattern: "acme-freight.example", pattern_type: "DOMAIN", is_trusted_sender: true });
    const scanner = policies.insert({
      ...{ pattern: "198.51.100.7", pattern_type: "IP", is_acceptable_sender: true, verify_sender: false },
      comments: "Scanner in the Lisbon office",
    });
    const risky = policies.insert({
      ...{ pattern: "initech.example", pattern_type: "DOMAIN", is_trusted_sender: true, verify_sender: false },
    });
    await stack.configure({ "email-security:scannerId": { value: String(scanner.id) } });
    const preview = await stack.preview();
    expect(preview.stdout).to.contain(`${String(acme.id)}: will be adopted; its comments will change`);
    expect(preview.stdout).to.contain(`${String(scanner.id)}: will be adopted; nothing in it will change`);
    expect(preview.stdout).to.contain(String(risky.id));
    const up = await stack.up();
    expect(up.requests.filter(({ method }) => method !== "GET").map(({ action }) => action)).to.deep.equal(["patch"]);
    expect(policies.get(String(acme.id))?.comments).to.contain("waybills");
    await stack.destroy();
    expect(policies.list()).to.have.length(3);
  });

  it("block-senders keeps out what it names, and lets all of it in again at the end", async () => {
    const stack = await engine.stack("examples/block-senders/index.ts", {
      config: (api) => ({ ...localConfig(api), "cloudflare-email-security:strict": { value: "true" } }),
    });
    await stack.up();
    const senders = stack.api.content("block_senders");
    const shown = senders
      .list()
      .map(({ pattern, pattern_type, is_regex }) => [pattern, pattern_type, is_regex ? "regex" : ""].join(" "));
    expect(shown).to.have.members([
      "acme-frieght.example DOMAIN ",
      ".*@.*\\.zip$ EMAIL regex",
      "203.0.113.66 IP ",
      "198.51.100.0/26 IP ",
      "2001:4860:4860::/48 IP ",
      "globex-payroll.example DOMAIN ",
      "cfo.globex@mailbox.example EMAIL ",
    ]);
    await stack.destroy();
    expect(senders.list()).to.be.empty;
  });

  it("trusted-partner opens and closes all holes of a partner together", async () => {
    const stack = await engine.stack("examples/trusted-partner/index.ts");
    await stack.up();
    const policies = stack.api.content("allow_policies");
    const shown = policies
      .list()
      .map(({ pattern, pattern_type, is_trusted_sender, verify_sender }) =>
        [pattern, pattern_type, is_trusted_sender ? "trusted" : "accepted", verify_sender ? "verified" : ""].join(" "),
      );
    expect(shown).to.have.members([
      "acme-freight.example DOMAIN trusted verified",
      "acme-customs.example DOMAIN trusted verified",
      "acme.lisbon@mailbox.example EMAIL trusted verified",
      "198.51.100.7 IP accepted ",
      "2001:4860:4860::/48 IP accepted ",
      "globex.example DOMAIN trusted verified",
    ]);
    await stack.destroy();
    expect(policies.list()).to.be.empty;
  });

  it("house-rules deploys, and its unit test needs neither engine nor network", async () => {
    const stack = await engine.stack("examples/house-rules/index.ts");
    expect((await stack.up()).steps).to.have.length(2);
    const mocha = "node_modules/mocha/bin/mocha.js";
    const args = ["--import", "tsx", mocha, "examples/house-rules/house-rules.test.ts"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status, stdout + stderr).to.equal(0);
    expect(stdout).to.contain("2 passing");
  });
});
