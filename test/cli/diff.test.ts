import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { ALL_COLLECTIONS } from "../../provider/collections/all-collections";
import { empty } from "../support/content";
import { accessTo, command, type Ended } from "./support";
import { fillWholeAccount } from "./whole-account";

const TYPE = "pulumi-nodejs:dynamic/email-security";

describe("the command diff", function () {
  this.timeout(30_000);
  let emulator: Emulator;
  let folder: string;
  let ids: string[];

  beforeEach(async () => {
    emulator = await startEmulator();
    folder = mkdtempSync(join(tmpdir(), "email-security-"));
    ids = ["a", "b", "c"].map((name) =>
      String(
        emulator
          .content("allow_policies")
          .insert({ pattern: `${name}.example`, pattern_type: "DOMAIN", is_trusted_sender: true }).id,
      ),
    );
    ids.push(String(emulator.content("trusted_domains").insert({ pattern: "d.example", is_recent: true }).id));
  });

  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await emulator.close();
  });

  const state = (name: string, ...resources: object[]): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }));
    return path;
  };
  const policy = (id = "", more: object = {}) => ({
    ...{ type: `${TYPE}:AllowPolicy`, id, outputs: { accountId: emulator.account } },
    ...more,
  });
  const run = (...args: string[]): Promise<Ended> => command(["diff", ...args], { env: accessTo(emulator) });
  const left = ({ stdout }: Ended) =>
    (JSON.parse(stdout) as { unmanaged: { pattern: string }[] }).unmanaged.map(({ pattern }) => pattern);

  it("lists what is in none of several stacks", async () => {
    const one = state("one.json", { type: "pulumi:pulumi:Stack" }, policy(ids[0]));
    const set = { ids: { d: ids[3] }, accountId: emulator.account };
    const two = state("two.json", { type: `${TYPE}:TrustedDomainSet`, id: "minted", outputs: set }, policy(ids[2]));
    const ended = await run(one, two);
    expect(ended.stdout)
      .to.contain(`allow policy  ${ids[1] ?? ""}`)
      .and.contain("b.example");
    expect(ended.stdout).to.contain(`1 of 4 entries of account ${emulator.account} are in none of the stacks.`);
    expect(ended).to.include({ code: 0, stderr: "" });
    expect(left(await run(one, two, "--json"))).to.deep.equal(["b.example"]);
  });

  it("shows of each entry what people know it by, and as JSON all of it", async () => {
    const id = "00000000-0000-4000-8000-00000000000";
    const made = {
      created_at: "2026-01-02T03:04:05Z",
      last_modified: "2026-01-03T00:00:00Z",
      modified_at: "2026-01-03T00:00:00Z",
    };
    const policies = emulator.content("allow_policies");
    empty(policies);
    policies.insert({
      ...{ ...made, id: `${id}1`, pattern: "acme.example", pattern_type: "DOMAIN", comments: "freight" },
      ...{ is_trusted_sender: true, is_exempt_recipient: true, verify_sender: false },
    });
    emulator.content("content_policies").insert({
      ...{ ...made, id: `${id}2`, name: "Gifts", pattern: "gift", targets: ["BODY"], enabled: true, notes: "August" },
    });
    const domain = { type: `${TYPE}:TrustedDomain`, id: ids[3], outputs: { accountId: emulator.account } };
    const path = state("one.json", domain);
    expect((await run(path)).stdout).to.equal(`\
kind            id                                    created     entry         true                                notes
allow policy    ${id}1  2026-01-02  acme.example  isTrustedSender, isExemptRecipient  freight
content policy  ${id}2  2026-01-02  Gifts         enabled                             August

2 of 3 entries of account ${emulator.account} are in none of the stacks.
`);
    const { unmanaged, ...rest } = JSON.parse((await run(path, "--json")).stdout) as { unmanaged: object[] };
    expect(rest).to.deep.equal({ accountId: emulator.account, entries: 3 });
    expect(unmanaged[0]).to.deep.equal({
      ...{ kind: "AllowPolicy", id: `${id}1`, pattern: "acme.example", patternType: "DOMAIN", comments: "freight" },
      ...{
        isRegex: false,
        isTrustedSender: true,
        isAcceptableSender: false,
        isExemptRecipient: true,
        verifySender: false,
      },
      ...{ createdAt: "2026-01-02T03:04:05Z", modifiedAt: "2026-01-03T00:00:00Z" },
    });
  });

  it("knows a set whose record is a secret from a file that shows it, and asks for one", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
    const of = (more: object) =>
      state(
        "one.json",
        ...ids.slice(0, 2).map((id) => policy(id)),
        ...[ids[3]].map((id) => ({ type: `${TYPE}:TrustedDomain`, id, outputs: { accountId: emulator.account } })),
        {
          ...{ type: `${TYPE}:AllowPolicySet`, id: "minted", urn: "urn:pulumi:prod::p::t::hushed" },
          outputs: { accountId: emulator.account, ids: { ...secret, ...more } },
        },
      );
    const hidden = await run(of({ ciphertext: "v1:abc" }));
    expect(hidden.code).to.equal(1);
    expect(hidden.stderr).to.contain("hushed are secret").and.contain('"pulumi stack export --show-secrets"');
    const shown = await run(of({ plaintext: JSON.stringify({ hushhush: ids[2] }) }), "--json");
    expect(left(shown)).to.deep.equal([]);
    expect(shown.stdout + shown.stderr).not.to.contain("hushhush");
  });

  it("knows blocked senders, single and in sets", async () => {
    const blocks = ["e", "f", "g"].map((name) =>
      String(emulator.content("block_senders").insert({ pattern: `${name}.example`, pattern_type: "DOMAIN" }).id),
    );
    const outputs = { accountId: emulator.account, ids: { f: blocks[1] } };
    const path = state(
      "one.json",
      ...ids.slice(0, 3).map((id) => policy(id)),
      { type: `${TYPE}:TrustedDomain`, id: ids[3], outputs },
      { type: `${TYPE}:BlockSender`, id: blocks[0], outputs },
      { type: `${TYPE}:BlockSenderSet`, id: "minted", outputs },
    );
    const ended = await run(path);
    expect(ended.stdout).to.contain(`blocked sender  ${blocks[2] ?? ""}`);
    expect(left(await run(path, "--json"))).to.deep.equal(["g.example"]);
  });

  it("counts every collection, but neither synced entries nor domains", async () => {
    fillWholeAccount(emulator, 6);
    const ended = await run(state("none.json"));
    // Seven collections of 6 less a synced entry, and the 4 that were there.
    expect(ended.stdout).to.contain(`45 of 45 entries of account ${emulator.account} are in none of the stacks.`);
    const json = await run(state("none.json"), "--json");
    const { unmanaged } = JSON.parse(json.stdout) as { unmanaged: { kind: string }[] };
    expect([...new Set(unmanaged.map(({ kind }) => kind))]).to.have.members(
      ALL_COLLECTIONS.map(({ type }) => type).filter((type) => type !== "Domain"),
    );
    expect(ended.stdout).not.to.contain("ann5@acme.example").and.not.to.contain("acme0.example");
    const outputs = { accountId: emulator.account, ids: { first: "content_policies-0" } };
    const path = state(
      "one.json",
      { type: `${TYPE}:ImpersonationRegistryEntry`, id: "impersonation_registry-1", outputs },
      { type: `${TYPE}:UrlIgnorePattern`, id: "url_ignore_patterns-1", outputs },
      { type: `${TYPE}:ContentPolicySet`, id: "minted", outputs },
    );
    expect((await run(path)).stdout).to.contain("42 of 45 entries");
  });

  it("counts neither what a stack only reads, nor what is in another account", async () => {
    const elsewhere = policy(ids[1], { outputs: { accountId: "another" } });
    const path = state("one.json", policy(ids[0], { external: true }), elsewhere, policy(ids[2]));
    expect(left(await run(path, "--json"))).to.deep.equal(["a.example", "b.example", "d.example"]);
  });

  it("has exit code 2 on request, where something is unmanaged", async () => {
    const none = state("none.json", policy(ids[0]));
    expect((await run(none, "--exit-code")).code).to.equal(2);
    const domain = { type: `${TYPE}:TrustedDomain`, id: ids[3], outputs: { accountId: emulator.account } };
    const all = state("all.json", policy(ids[0]), policy(ids[1]), policy(ids[2]), domain);
    const ended = await run(all, "--exit-code");
    expect(ended.code).to.equal(0);
    expect(ended.stdout).to.equal(`0 of 4 entries of account ${emulator.account} are in none of the stacks.\n`);
    expect((await run(none)).code).to.equal(0);
  });

  it("reads a stack from standard input, and takes the account from it", async () => {
    const { CLOUDFLARE_ACCOUNT_ID: _, ...env } = accessTo(emulator);
    const input = JSON.stringify({ version: 3, deployment: { resources: [policy(ids[0])] } });
    const ended = await command(["diff", "-", "--json"], { env, input });
    expect(left(ended)).to.deep.equal(["b.example", "c.example", "d.example"]);
  });

  it("says when the stacks are of another account", async () => {
    const path = state("one.json", policy(ids[0], { outputs: { accountId: "another" } }));
    expect((await run(state("none.json"))).stderr).to.equal("");
    expect((await run(path)).stderr).to.equal(`None of the 1 managed entries is in account ${emulator.account}.\n`);
  });

  it("lets no entry move the reader's cursor", async () => {
    emulator.content("trusted_domains").insert({ pattern: "e.example", comments: "\u001b[2J\u202e\nfake line" });
    const { stdout } = await run(state("none.json"));
    for (const text of ["\u001b", "\u202e", "\nfake"]) expect(stdout).not.to.contain(text);
    expect(stdout).to.contain(" [2J  fake line\n");
  });

  it("asks for an account where the stacks are in several", async () => {
    const { CLOUDFLARE_ACCOUNT_ID: _, ...env } = accessTo(emulator);
    const path = state("one.json", policy(ids[0]), policy(ids[1], { outputs: { accountId: "another" } }));
    const { stderr, code } = await command(["diff", path], { env });
    expect(stderr).to.equal("No account: give --account, or set CLOUDFLARE_ACCOUNT_ID.\n");
    expect(code).to.equal(1);
  });

  it("knows an entry whose account is a secret, and passes over what is no entry of its own", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
    const accountId = emulator.account;
    const path = state(
      "one.json",
      policy(ids[0], { outputs: { accountId: secret } }),
      policy(ids[1], { outputs: undefined }),
      policy(undefined, { id: 7 }),
      { type: `${TYPE}:Unheard`, id: ids[2], outputs: { accountId } },
      { type: `${TYPE}:TrustedDomainSet`, id: ids[2], outputs: { accountId, ids: { a: ids[3], b: null } } },
    );
    expect(left(await run(path, "--json"))).to.deep.equal(["c.example"]);
  });

  it("takes a stack that has no resources for one that manages nothing", async () => {
    const path = join(folder, "state.json");
    writeFileSync(path, '{"version":3,"deployment":{}}');
    expect((await run(path)).stdout).to.match(/^4 of 4 entries of account .*$/m);
    const { stderr, code } = await command(["diff", "-"], { env: accessTo(emulator), input: "{" });
    expect(stderr).to.match(/^Standard input: not an exported stack: /);
    expect(code).to.equal(1);
  });

  for (const content of ["{", "{}", "null", "[]", '{"deployment":{"resources":{}}}', '{"deployment":null}']) {
    it(`says plainly that ${content} is no stack`, async () => {
      const path = join(folder, "state.json");
      writeFileSync(path, content);
      const { stderr, code } = await run(path);
      expect(stderr).to.equal(
        `${path}: not an exported stack: make the file with "pulumi stack export --file <file>"\n`,
      );
      expect(code).to.equal(1);
    });
  }

  it("takes one thing from standard input", async () => {
    const { stderr } = await run("-", "--token-stdin");
    expect(stderr).to.equal("Standard input can hold the token or a stack, not both.\n");
  });
});
