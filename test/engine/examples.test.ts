import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readPartners } from "../../examples/partners-from-csv/partners";
import { ALL_COLLECTIONS } from "../../provider/collections/all-collections";
import { localConfig, useEngine, type StackOptions } from "./support/engine";
import type { EngineStack } from "./support/engine-stack";
import { shown } from "./support/outcome";

describe("the example", () => {
  const engine = useEngine();

  function example(name: string, options?: StackOptions): Promise<EngineStack> {
    return engine.stack(`examples/${name}/index.ts`, options);
  }

  beforeEach("time for the whole life of a stack", function () {
    this.currentTest?.timeout(120_000);
  });

  it("two-accounts makes the same policies in both accounts, each with its own token", async () => {
    const regions = ["emea", "apac"];
    const stack = await example("two-accounts", {
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
    const stack = await example("adoption");
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
    const stack = await example("block-senders", {
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

  it("whole-account makes all settings, adopts the domain, and leaves it protected at the end", async () => {
    const stack = await example("whole-account", {
      config: (api) => ({
        ...localConfig(api),
        "cloudflare-email-security:strict": { value: "true" },
        "email-security:domain": { value: "fourth-coffee.example" },
      }),
    });
    const domain = { domain: "fourth-coffee.example", allowed_delivery_modes: ["DIRECT"], regions: ["GLOBAL"] };
    const { id } = stack.api.content("domains").insert({ ...domain, drop_dispositions: [], ip_restrictions: [] });
    await stack.up();
    const counts = () =>
      Object.fromEntries(ALL_COLLECTIONS.map(({ path }) => [path, stack.api.content(path).list().length]));
    expect(counts()).to.deep.equal({
      allow_policies: 2,
      trusted_domains: 1,
      block_senders: 2,
      content_policies: 2,
      impersonation_registry: 2,
      sending_domain_restrictions: 1,
      url_ignore_patterns: 1,
      domains: 1,
    });
    const protection = {
      ...domain,
      drop_dispositions: ["MALICIOUS", "MALICIOUS-BEC", "SPOOF"],
      require_tls_inbound: true,
    };
    expect(stack.api.content("domains").get(String(id))).to.deep.include(protection);
    expect(stack.api.content("url_ignore_patterns").list()[0]).to.include({
      pattern: "^https://intranet\\.fourth-coffee\\.example/",
    });
    await stack.up({ expectNoChanges: true });
    await stack.destroy();
    expect(Object.values(counts()).reduce((sum, count) => sum + count)).to.equal(1);
    expect(stack.api.content("domains").get(String(id))).to.deep.include(protection);
  });

  it("trusted-partner opens and closes all holes of a partner together", async () => {
    const stack = await example("trusted-partner");
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
    const stack = await example("house-rules");
    expect((await stack.up()).steps).to.have.length(3);
    const mocha = "node_modules/mocha/bin/mocha.js";
    const args = ["--import", "tsx", mocha, "examples/house-rules/house-rules.test.ts"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status, stdout + stderr).to.equal(0);
    expect(stdout).to.contain("2 passing");
  });

  it("partners-from-csv makes a policy of each line, with the defaults where a cell is empty", async () => {
    const stack = await example("partners-from-csv");
    const up = await stack.up();
    expect(up.requests.map(({ action }) => action)).to.deep.equal(["list", "batch"]);
    const made = stack.api
      .content("allow_policies")
      .list()
      .map(({ pattern, pattern_type, is_trusted_sender, is_acceptable_sender, verify_sender, comments }) =>
        [pattern, pattern_type, is_trusted_sender, is_acceptable_sender, verify_sender, comments].join(" "),
      );
    expect(made).to.have.members([
      "acme-freight.example DOMAIN true false true Freight partner: invoices, waybills",
      "billing@globex.example EMAIL false true true Auditors: newsletters land in quarantine",
      "203.0.113.0/28 IP false true false Scanners in the Porto warehouse",
      "initech.example DOMAIN true false true Payroll, asked for by HR",
    ]);
    const preview = await stack.preview({ expectNoChanges: true });
    expect(preview.requests).to.be.empty;
    expect(shown(preview)).to.contain("policies: 1 ended, so left out: globex-summit.example (2024-06-30)");
  });

  it("partners-from-csv stops at what it does not understand, and says where", () => {
    const folder = mkdtempSync(join(tmpdir(), "email-security-"));
    const file = join(folder, "partners.csv");
    const reading = (...lines: string[]) => {
      writeFileSync(file, lines.join("\n"));
      return () => readPartners(file);
    };
    const header = "Pattern,Verify Email,Trusted Sender";
    expect(reading(header, "acme.example,,true", "globex.example,flase,true")).to.throw(
      `${file}:3: verifySender: "flase" is neither true nor false`,
    );
    expect(reading(header, "acme.example,,true", "acme.example,,")).to.throw(`${file}: acme.example is there twice`);
    expect(reading("Pattern,Trust", "acme.example,true")).to.throw(`${file}: there is no column "Trust"`);
    rmSync(folder, { recursive: true });
  });

  it("exclusive-set shows what was added elsewhere at refresh, and removes it at the next up", async () => {
    const stack = await example("exclusive-set");
    await stack.up();
    const policies = stack.api.content("allow_policies");
    const trusted = { pattern_type: "DOMAIN", is_trusted_sender: true, verify_sender: false };
    policies.insert({ pattern: "stranger.example", ...trusted });
    policies.insert({ pattern: "drills.example", ...trusted });
    const refresh = await stack.refresh();
    expect(refresh.steps).to.deep.equal(['update AllowPolicySet all (policies["stranger.example"])']);
    expect(policies.list()).to.have.length(4);
    const up = await stack.up();
    expect(up.steps).to.deep.equal(['update AllowPolicySet all (policies["stranger.example"])']);
    expect(policies.list().map(({ pattern }) => pattern)).to.have.members([
      "acme-freight.example",
      "198.51.100.7",
      "drills.example",
    ]);
    await stack.up({ expectNoChanges: true });
  });
});
