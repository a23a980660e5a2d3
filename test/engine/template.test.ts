import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { startEmulator } from "../../emulator";
import { checkingTypes } from "../../scripts/setup/environment.mjs";
import { cli } from "./support/cli";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const manifestAt = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Manifest;

describe("the template for pulumi new", () => {
  let folder: string;
  let project: string;
  let environment: Record<string, string>;

  before("a project of it, with this checkout as the installed package", async function () {
    this.timeout(0);
    folder = mkdtempSync(join(tmpdir(), "email-security-"));
    project = join(folder, "mail");
    environment = { ...(await cli()).environment(folder), ...checkingTypes };
    mkdirSync(project);
    const answers = ["--yes", "--name", "mail", "--description", "The mail filter"];
    await pulumi("new", resolve("template"), "--generate-only", ...answers);
    const { name } = manifestAt("package.json");
    mkdirSync(join(project, "node_modules"));
    const link = (installed: string, origin: string) =>
      symlinkSync(resolve(origin), join(project, "node_modules", installed), "junction");
    link(name, ".");
    for (const dependency of ["@pulumi", "@types", "typescript"]) link(dependency, join("node_modules", dependency));
  });

  after(() => rmSync(folder, { recursive: true }));

  async function pulumi(...args: string[]): Promise<string> {
    const options = { cwd: project, env: environment };
    const { stdout } = await promisify(execFile)("pulumi", [...args, "--non-interactive"], options);
    return stdout;
  }

  it("becomes a project under the name that was chosen, with the versions that this package asks for", () => {
    const own = manifestAt("package.json");
    const made = manifestAt(join(project, "package.json"));
    expect(made.name).to.equal("mail");
    expect(made.dependencies).to.deep.equal({ ...own.peerDependencies, [own.name]: `^${own.version}` });
    expect(readFileSync(join(project, "Pulumi.yaml"), "utf8")).to.match(/^name: mail\ndescription: The mail filter\n/);
  });

  it("deploys, and then has nothing to do", async function () {
    this.timeout(120_000);
    const api = await startEmulator();
    try {
      await pulumi("stack", "init", "dev");
      const config = { baseUrl: api.baseUrl, accountId: api.account, apiToken: api.token };
      const settings = Object.entries(config).map(([key, value]) => `cloudflare-email-security:${key}=${value}`);
      await pulumi("config", "set-all", ...settings.flatMap((setting) => ["--secret", setting]));
      expect(await pulumi("up", "--yes", "--skip-preview")).to.contain("acmePolicyId");
      const [policy, ...otherPolicies] = api.content("allow_policies").list();
      expect(policy).to.include({ pattern: "acme-freight.example", is_trusted_sender: true, verify_sender: true });
      const [domain, ...otherDomains] = api.content("trusted_domains").list();
      expect(domain).to.include({ pattern: "globex-summit.example", is_recent: true, is_similarity: false });
      const [person, ...otherPeople] = api.content("impersonation_registry").list();
      expect(person).to.include({ name: "Jane Doe", email: "jane@initech.example", is_email_regex: false });
      expect([...otherPolicies, ...otherDomains, ...otherPeople]).to.be.empty;
      await pulumi("preview", "--expect-no-changes");
    } finally {
      await api.close();
    }
  });
});
