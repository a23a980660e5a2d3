import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ALL_COLLECTIONS } from "../../provider/collections/all-collections";
import { check } from "prettier";
import { startEmulator, type Emulator } from "../../emulator";
import { fillAccount } from "./mixed-account";
import { accessTo, command, type Ended } from "./support";
import { fillWholeAccount } from "./whole-account";

describe("the command import", function () {
  this.timeout(30_000);
  let emulator: Emulator;
  let folder: string;

  beforeEach(async () => {
    emulator = await startEmulator();
    folder = mkdtempSync(join(tmpdir(), "email-security-"));
  });

  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await emulator.close();
  });

  const run = (...args: string[]): Promise<Ended> => command(["import", ...args], { env: accessTo(emulator) });
  const csv = (text: string): string => {
    const path = join(folder, "partners.csv");
    writeFileSync(path, text);
    return path;
  };

  it("writes each entry with its id, its note, and no field that has its default", async () => {
    emulator.content("allow_policies").insert({
      ...{ id: "id-1", pattern: "acme.example", pattern_type: "DOMAIN", is_trusted_sender: true },
      comments: `the "freight" partner`,
    });
    emulator.content("allow_policies").insert({
      ...{ id: "id-2", pattern: ".*@acme\\.example", pattern_type: "EMAIL", is_regex: true, verify_sender: false },
    });
    emulator.content("trusted_domains").insert({ id: "id-3", pattern: "globex.example", is_recent: true });
    emulator.content("block_senders").insert({ id: "id-4", pattern: "acme-frieght.example", pattern_type: "DOMAIN" });
    const { stdout, stderr, code } = await run();
    expect(stdout).to.equal(`// 2 allow policies, 1 trusted domain and 1 blocked sender of account ${emulator.account}.
// A preview shows each entry as adopted and none as changed. After the first up the import options can go.
import {
  AllowPolicy,
  TrustedDomain,
  BlockSender,
} from "pulumi-cloudflare-email-security";

new AllowPolicy(
  "acme.example",
  {
    pattern: "acme.example",
    isTrustedSender: true,
    comments: 'the "freight" partner',
  },
  { import: "id-1" },
);

new AllowPolicy(
  "acme.example-regex",
  {
    pattern: ".*@acme\\\\.example",
    patternType: "EMAIL",
    isRegex: true,
    verifySender: false,
  },
  { import: "id-2" },
);

new TrustedDomain(
  "globex.example",
  {
    pattern: "globex.example",
    isRecent: true,
  },
  { import: "id-3" },
);

new BlockSender(
  "acme-frieght.example",
  {
    pattern: "acme-frieght.example",
  },
  { import: "id-4" },
);
`);
    expect(stderr).to.equal("2 allow policies, 1 trusted domain and 1 blocked sender.\n");
    expect(code).to.equal(0);
  });

  /** Entries that a program can have, in any order, and of each kind that none can. */
  const fillOddly = (): void => {
    const policies = emulator.content("allow_policies");
    const policy = { pattern_type: "DOMAIN", is_trusted_sender: true };
    for (const [id, pattern] of Object.entries({
      z: "zeta.example",
      a: "acme.example",
      b: "acme.example",
      c: "acme.example",
    })) {
      policies.insert({ ...policy, id, pattern });
    }
    policies.insert({ ...policy, id: "d", pattern: "old@acme.example", pattern_type: "UNKNOWN" });
    policies.insert({ ...policy, id: "e", pattern: "10.0.0.1", pattern_type: "UNKNOWN" });
    emulator
      .content("content_policies")
      .insert({ id: "f", name: "Gifts", pattern: "gift", targets: ["BODY", "BODY"], enabled: true });
  };

  it("writes entries by their names, and says of what it cannot write why, and how it would look", async () => {
    fillOddly();
    const { stdout, stderr } = await run();
    expect(withoutReasons(stdout)).to.equal(`// 6 allow policies and 1 content policy of account ${emulator.account}.
// A preview shows each entry as adopted and none as changed. After the first up the import options can go.
import { AllowPolicy } from "pulumi-cloudflare-email-security";

// Not managed. patternType: "UNKNOWN" ...; pattern: "10.0.0.1" ...
// new AllowPolicy(
//   "10.0.0.1",
//   {
//     pattern: "10.0.0.1",
//     patternType: "UNKNOWN",
//     isRegex: false,
//     isTrustedSender: true,
//     isAcceptableSender: false,
//     isExemptRecipient: false,
//     verifySender: true,
//   },
//   { import: "e" },
// );

new AllowPolicy(
  "acme.example",
  {
    pattern: "acme.example",
    isTrustedSender: true,
  },
  { import: "a" },
);

// The same pattern as "acme.example": one of the two can go.
new AllowPolicy(
  "acme.example-2",
  {
    pattern: "acme.example",
    isTrustedSender: true,
  },
  { import: "b" },
);

// The same pattern as "acme.example": one of the two can go.
new AllowPolicy(
  "acme.example-3",
  {
    pattern: "acme.example",
    isTrustedSender: true,
  },
  { import: "c" },
);

// Not managed. patternType: "UNKNOWN" ...
// new AllowPolicy(
//   "old@acme.example",
//   {
//     pattern: "old@acme.example",
//     isTrustedSender: true,
//   },
//   { import: "d" },
// );

new AllowPolicy(
  "zeta.example",
  {
    pattern: "zeta.example",
    isTrustedSender: true,
  },
  { import: "z" },
);

// Not managed. Its targets would change.
// new ContentPolicy(
//   "gifts",
//   {
//     name: "Gifts",
//     pattern: "gift",
//     targets: ["BODY"],
//   },
//   { import: "f" },
// );
`);
    expect(stderr).to.equal('4 allow policies. 3 not managed: the program says why, at "Not managed".\n');
  });

  it("writes what it can and cannot have into sets in the same way", async () => {
    fillOddly();
    const { stdout, stderr } = await run("--set");
    expect(withoutReasons(stdout)).to.equal(`// 6 allow policies and 1 content policy of account ${emulator.account}.
// A preview shows each entry as adopted and none as changed.
import {
  AllowPolicySet,
  ContentPolicySet,
} from "pulumi-cloudflare-email-security";

new AllowPolicySet("policies", {
  policies: {
    // Not managed. patternType: "UNKNOWN" ...; pattern: "10.0.0.1" ...
    // "10.0.0.1": {
    //   pattern: "10.0.0.1",
    //   patternType: "UNKNOWN",
    //   isRegex: false,
    //   isTrustedSender: true,
    //   isAcceptableSender: false,
    //   isExemptRecipient: false,
    //   verifySender: true,
    // },
    "acme.example": {
      pattern: "acme.example",
      isTrustedSender: true,
    },
    // Not managed. The same pattern as "acme.example": one of the two can go.
    // "acme.example-2": {
    //   pattern: "acme.example",
    //   isTrustedSender: true,
    // },
    // Not managed. The same pattern as "acme.example": one of the two can go.
    // "acme.example-3": {
    //   pattern: "acme.example",
    //   isTrustedSender: true,
    // },
    // Not managed. patternType: "UNKNOWN" ...
    // "old@acme.example": {
    //   pattern: "old@acme.example",
    //   isTrustedSender: true,
    // },
    "zeta.example": {
      pattern: "zeta.example",
      isTrustedSender: true,
    },
  },
  adoptExisting: true,
});

new ContentPolicySet("policies", {
  policies: {
    // Not managed. Its targets would change.
    // gifts: {
    //   name: "Gifts",
    //   pattern: "gift",
    //   targets: ["BODY"],
    // },
  },
  adoptExisting: true,
});
`);
    expect(stderr).to.equal('2 allow policies. 5 not managed: the program says why, at "Not managed".\n');
  });

  /** The program with no more of the reasons of rules than how each begins. */
  const withoutReasons = (program: string): string =>
    program.replace(
      /("UNKNOWN") is .*?(?=; pattern:|$)|("10\.0\.0\.1") is .*$/gm,
      (_, ...parts: string[]) => `${parts[0] ?? parts[1] ?? ""} ...`,
    );

  it("imports on one line what has room there, and nothing where there is nothing to import", async () => {
    const { stdout, stderr } = await run();
    expect(stdout).to.equal(`// Nothing of account ${emulator.account}.
// A preview shows each entry as adopted and none as changed.
export {};
`);
    expect(stderr).to.equal("No entries.\n");
    fillWholeAccount(emulator, 1);
    const lines = async (...collections: string[]): Promise<string[]> =>
      (await run("--only", ...collections)).stdout.split("\n").slice(2, 7);
    // 80 characters and 81.
    expect(await lines("trusted_domains", "content_policies")).to.include(
      'import { TrustedDomain, ContentPolicy } from "pulumi-cloudflare-email-security";',
    );
    expect(await lines("allow_policies", "url_ignore_patterns")).to.deep.equal([
      ...["import {", "  AllowPolicy,", "  UrlIgnorePattern,", '} from "pulumi-cloudflare-email-security";', ""],
    ]);
  });

  it("writes every collection, a set where there is one and on request, else each entry with its id", async () => {
    fillWholeAccount(emulator, 6);
    const single = await run();
    for (const { type, path } of ALL_COLLECTIONS) {
      const written = path === "impersonation_registry" ? 5 : 6;
      expect(single.stdout.match(new RegExp(`^new ${type}\\([^]*?import: "${path}-\\d"`, "gm")), type).to.have.length(
        written,
      );
    }
    const sets = await run("--set");
    const classes = (sets.stdout.match(/^new \w+/gm) ?? []).map((line) => line.slice("new ".length));
    const expected = ALL_COLLECTIONS.flatMap(({ type, path, set }) =>
      set === "none" ? Array<string>(path === "impersonation_registry" ? 5 : 6).fill(type) : [set.type],
    );
    expect(classes).to.deep.equal(expected);
    expect(sets.stdout.match(/import: "/g)).to.have.length(classes.length - 4 + 1);
    expect(sets.stderr).to.equal(single.stderr);
    expect(single.stderr).to.contain('6 domains. 1 not managed: the program says why, at "Not managed".');
  });

  it("writes an entry that is synced from a directory as a comment", async () => {
    fillWholeAccount(emulator, 6);
    const { stdout } = await run("--only", "impersonation_registry");
    expect(stdout).to.contain(`// Not managed. It is synced from a directory.
// new ImpersonationRegistryEntry(
//   "ann-example-5",
`);
  });

  it("writes a domain as it is, without what the API alone sets", async () => {
    fillWholeAccount(emulator, 1);
    const { stdout } = await run("--only", "domains");
    expect(stdout).to.contain(`new Domain(
  "acme0.example",
  {
    domain: "acme0.example",
    allowedDeliveryModes: ["API", "DIRECT"],
    dropDispositions: [
      "BULK",
      "MALICIOUS",
      "MALICIOUS-BEC",
      "SPAM",
      "SPOOF",
      "SUSPICIOUS",
    ],
    ipRestrictions: ["192.0.2.0/24", "2001:db8::/32"],
    regions: ["DE"],
    folder: "Inbox",
    lookbackHops: 2,
    transport: "mx.acme0.example",
  },
  { import: "domains-0" },
);`);
  });

  it("reads only the collections that --only names", async () => {
    fillWholeAccount(emulator, 2);
    const { stdout, stderr } = await run("--only", "content_policies", "domains");
    expect(stderr).to.equal("2 content policies and 2 domains.\n");
    expect(/^import .*/m.exec(stdout)?.[0]).to.equal(
      'import { ContentPolicy, Domain } from "pulumi-cloudflare-email-security";',
    );
    expect(emulator.requests.map(({ collection }) => collection)).to.deep.equal(["content_policies", "domains"]);
    const unknown = await run("--only", "policies");
    expect(unknown.code).to.equal(1);
    expect(unknown.stderr).to.contain("Allowed choices are allow_policies");
  });

  it("asks for each page once, and writes the same program each time", async () => {
    const { policies, domains, blocks } = fillAccount(emulator, 2_500);
    const first = await run();
    // One more where a page is full.
    const pages = ALL_COLLECTIONS.length + 1;
    expect(emulator.requests.map(({ action }) => action)).to.deep.equal(Array(pages).fill("list"));
    expect(first.stdout).to.equal((await run()).stdout);
    expect(first.stdout.match(/^new AllowPolicy\(/gm)).to.have.length(policies);
    expect(first.stdout.match(/^new TrustedDomain\(/gm)).to.have.length(domains);
    expect(first.stdout.match(/^new BlockSender\(/gm)).to.have.length(blocks);
    expect(first.stdout.match(/import: ".*" \},$/gm)).to.have.length(2_500);
    const names = first.stdout.match(/^new \w+\(\n.*/gm);
    expect(new Set(names).size).to.equal(policies + domains + blocks);
  });

  it("gives an entry the same name when others come or go", async () => {
    const policies = emulator.content("allow_policies");
    const policy = { pattern_type: "DOMAIN", is_trusted_sender: true };
    const first = policies.insert({ ...policy, pattern: "acme.example", created_at: "2026-01-01T00:00:00Z" });
    policies.insert({ ...policy, pattern: "acme.example", created_at: "2026-01-02T00:00:00Z", id: "second" });
    policies.insert({ ...policy, pattern: "acme-example", created_at: "2026-01-03T00:00:00Z", id: "third" });
    const names = async () => {
      const { stdout } = await run();
      const pairs = [...stdout.matchAll(/^ {2}"(.*)",\n[^]*?import: "(.*)"/gm)];
      return Object.fromEntries(pairs.map(([, name = "", id = ""]) => [id, name]));
    };
    const all = { [String(first.id)]: "acme.example", second: "acme.example-2", third: "acme-example" };
    expect(await names()).to.deep.equal(all);
    policies.insert({ ...policy, pattern: "aaa.example", created_at: "2026-01-04T00:00:00Z", id: "fourth" });
    expect(await names()).to.deep.equal({ ...all, fourth: "aaa.example" });
  });

  it("says of an entry that no program can have why, and how it would look", async () => {
    const policies = emulator.content("allow_policies");
    policies.insert({ id: "old", pattern: "a@acme.example", pattern_type: "UNKNOWN", is_trusted_sender: true });
    policies.insert({ id: "inner", pattern: "10.0.0.1", pattern_type: "IP", is_trusted_sender: true });
    policies.insert({ id: "umlaut", pattern: "münchen.example", pattern_type: "DOMAIN", is_trusted_sender: true });
    const { stdout, stderr } = await run();
    // Another spelling of what a program gives is adopted as it is.
    expect(stdout.match(/^new/gm)).to.have.length(1);
    expect(stdout).to.match(/^new AllowPolicy\([^)]*"xn--mnchen-3ya.example"[^)]*"umlaut"/m);
    expect(stdout).to.contain('// Not managed. patternType: "UNKNOWN" is not one of EMAIL, DOMAIN, IP');
    expect(stdout).to.contain('// Not managed. pattern: "10.0.0.1" is a private address');
    expect(stdout).to.contain('//   { import: "old" },');
    expect(stderr).to.equal('1 allow policy. 2 not managed: the program says why, at "Not managed".\n');
  });

  it("lets no note leave its string or its comment, or hide what it says", async () => {
    const comments = `"; process.exit(7); // */ \u2028 \u202e \n process.exit(7)`;
    const domains = emulator.content("trusted_domains");
    domains.insert({ pattern: "acme.example", is_recent: true, comments });
    domains.insert({ pattern: "a b\nprocess.exit(7)", is_recent: true, comments });
    const { stdout } = await run();
    expect(stdout)
      .not.to.match(/^\s*process/m)
      .and.not.to.match(/[\u202e\u2028]/);
    expect(stdout).to.contain("\\u2028 \\u202e \\n process.exit(7)");
  });

  it("writes a project that runs as it is into a folder, and overwrites nothing", async () => {
    emulator.content("allow_policies").insert({ pattern: "acme.example", pattern_type: "DOMAIN" });
    const out = join(folder, "acme mail/");
    expect((await run("--out", out)).stderr).to.equal(`1 allow policy written to ${out}.\n`);
    expect(readdirSync(out)).to.have.members(["Pulumi.yaml", "index.ts", "package.json"]);
    expect(readFileSync(join(out, "Pulumi.yaml"), "utf8")).to.equal(
      "name: acme-mail\nruntime: nodejs\nmain: index.ts\n",
    );
    const { version, peerDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      version: string;
      peerDependencies: object;
    };
    expect(JSON.parse(readFileSync(join(out, "package.json"), "utf8"))).to.deep.equal({
      name: "acme-mail",
      private: true,
      dependencies: { ...peerDependencies, "pulumi-cloudflare-email-security": `^${version}` },
    });
    const again = await run("--out", out);
    expect(again.code).to.equal(1);
    expect(again.stderr).to.equal(
      `${join(out, "index.ts")} exists already: remove it, or choose another path with --out.\n`,
    );
  });

  it("adds to a folder that is there what it lacks", async () => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: mine\n");
    expect((await run("--out", folder)).code).to.equal(0);
    expect(readdirSync(folder)).to.have.members(["Pulumi.yaml", "index.ts", "package.json"]);
    expect(readFileSync(join(folder, "Pulumi.yaml"), "utf8")).to.equal("name: mine\n");
  });

  it("writes a file alone, with the folders that it needs", async () => {
    const out = join(folder, "mail", "acme.ts");
    expect(await run("--out", out)).to.deep.equal({ code: 0, stdout: "", stderr: `No entries written to ${out}.\n` });
    expect(readdirSync(folder, { recursive: true })).to.have.members(["mail", join("mail", "acme.ts")]);
    expect(readFileSync(out, "utf8")).to.match(/^\/\/ Nothing of account /);
  });

  it("says of a path that cannot be written what the system says", async () => {
    const { stderr, code } = await run("--out", join(folder, `${"x".repeat(300)}.ts`));
    expect(stderr).to.match(/^E\w+: /);
    expect(code).to.equal(1);
  });

  it("makes or adopts what a CSV file names, each pattern once", async () => {
    const path = csv(`\ufeffPattern,Pattern Type,Verify Email,Trusted Sender,Exempt Recipient,Acceptable Sender,Notes
acme.example,Domain,TRUE,true,false,false,"Freight, ""air"" and
sea"
ACME.example,DOMAIN,true,true,false,false,
`);
    const { stdout, stderr } = await command(["import", "--from", path]);
    expect(stdout).to.contain(`// 2 allow policies of partners.csv.
// Entries that are in the account already are adopted, the others are made.
import { AllowPolicy } from "pulumi-cloudflare-email-security";

new AllowPolicy("acme.example", {
  pattern: "acme.example",
  isTrustedSender: true,
  comments: 'Freight, "air" and\\nsea',
  adoptExisting: true,
});`);
    expect(stdout).to.contain('// Not managed. The same pattern as "acme.example": one of the two can go.\n// new');
    expect(await check(stdout, { parser: "typescript" })).to.be.true;
    expect(stderr).to.contain("1 allow policy. 1 not managed");
  });

  it("writes nothing from a CSV file with errors, and says all of them", async () => {
    const path = csv("Domain,Proximity,New,Notes\nhttps://acme.example,true,false,\nglobex,maybe,true,\n");
    const { stdout, stderr, code } = await command(["import", "--from", path]);
    expect(code).to.equal(1);
    expect(stdout).to.equal("");
    expect(stderr.replaceAll(path, "partners.csv")).to.match(
      /^partners\.csv:2: error: Domain: .*\npartners\.csv:3: error: Proximity: "maybe".*\nNothing was written\.\n$/,
    );
  });

  it("takes the token from standard input, and shows it nowhere", async () => {
    const { CLOUDFLARE_API_TOKEN: token = "", ...env } = accessTo(emulator);
    const { stderr, code } = await command(["import", "--token-stdin"], { env, input: `${token}\n` });
    expect(stderr).to.equal("No entries.\n");
    expect(code).to.equal(0);
    const empty = await command(["import", "--token-stdin"], { env: accessTo(emulator) });
    expect(empty.stderr).to.equal("Standard input holds no token.\n");
    const secret = "s".repeat(40);
    const refused = await command(["import", "--token-stdin"], { env, input: secret });
    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.contain("401").and.not.contain(secret).and.not.contain("    at ");
  });

  it("goes on with the credential of the environment where the other one is refused, and says so", async () => {
    const { stderr, code } = await command(["import", "--token-stdin"], { env: accessTo(emulator), input: "rotated" });
    expect(stderr).to.match(/ was refused; going on with the one of CLOUDFLARE_API_TOKEN .*\nNo entries\.\n$/);
    expect(code).to.equal(0);
  });

  it("shows on a terminal how many entries of each kind are read", async () => {
    fillWholeAccount(emulator, 3);
    const { stderr } = await command(["import", "--only", "allow_policies"], {
      env: accessTo(emulator),
      isTerminal: true,
    });
    expect(stderr).to.match(/allow policies \[[^\]]*\] 3\/3/);
  });

  it("says what is missing", async () => {
    const none = await command(["import"]);
    expect(none.stderr).to.equal("No account: give --account, or set CLOUDFLARE_ACCOUNT_ID.\n");
    const noToken = await command(["import", "--account", emulator.account]);
    expect(noToken.stderr).to.contain("no credential").and.contain("CLOUDFLARE_API_TOKEN");
    expect([none.code, noToken.code]).to.deep.equal([1, 1]);
    const missing = await command(["import", "--from", join(folder, "none.csv")]);
    expect(missing.stderr).to.match(/^ENOENT: no such file.*\n$/);
  });
});
