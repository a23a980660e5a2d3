import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { cli } from "./support/cli";

const partner = (pattern: string) => ({ partners: { own: { pattern, comments: "Theirs alone" } } });
const tenants = {
  emea: { accountId: "emea", ...partner("harbour-linen.example") },
  closed: { accountId: "closed" },
  apac: { accountId: "apac", ...partner("fjord-lab.example") },
};

describe("the example many-accounts", () => {
  let folder: string;
  let api: Emulator;
  let environment: Record<string, string>;

  before("the accounts of three tenants, one of which the token does not reach", async function () {
    this.timeout(0);
    folder = mkdtempSync(join(tmpdir(), "email-security-"));
    api = await startEmulator({
      accounts: Object.keys(tenants).map((id) => ({ id })),
      tokens: [{ value: "provider-token", accounts: ["emea", "apac"] }],
    });
    writeFileSync(join(folder, "tenants.json"), JSON.stringify(tenants));
    environment = {
      ...(await cli()).environment(folder),
      CLOUDFLARE_BASE_URL: api.baseUrl,
      CLOUDFLARE_API_TOKEN: "provider-token",
    };
  });

  after(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
  });

  /** As a user runs it, but for the terminal. */
  async function deploy(operation: string) {
    const script = ["--import", "tsx", "examples/many-accounts/deploy.ts", operation];
    const options = ["--tenants", join(folder, "tenants.json"), "--parallel", "2"];
    const started = promisify(execFile)(process.execPath, [...script, ...options], { env: environment });
    const ended = started.then((output) => ({ ...output, code: 0 }));
    return ended.catch((error: unknown) => error as { stdout: string; stderr: string; code: number });
  }

  it("deploys to every account that it can, says what became of each, and finds nothing to do the next time", async function () {
    this.timeout(120_000);
    const first = await deploy("up");
    expect(first.stdout).to.equal("up: 2 of 3 accounts succeeded.\nFailed: closed\n");
    expect(first.code).to.equal(1);
    expect(first.stderr)
      .to.match(/^done {4}emea: create trusted$/m)
      .and.match(/^done {4}apac: create trusted$/m);
    expect(first.stderr).to.match(/^FAILED {2}closed: failed\n.*403.*Cloud Email Security: Write/m);
    expect(first.stderr).not.to.contain("provider-token").and.not.contain("accounts ");
    const patterns = (account: string) =>
      api
        .content("allow_policies", account)
        .list()
        .map(({ pattern }) => pattern);
    const common = ["tickets@provider.example", "alerts.provider.example"];
    expect(patterns("emea")).to.have.members([...common, "harbour-linen.example"]);
    expect(patterns("apac")).to.have.members([...common, "fjord-lab.example"]);
    expect(patterns("closed")).to.be.empty;

    // A preview needs no request, so that it cannot know of the account that is closed.
    const requests = api.requests.length;
    const second = await deploy("preview");
    expect(second).to.include({ code: 0, stdout: "preview: 3 of 3 accounts succeeded.\n" });
    expect(second.stderr)
      .to.match(/^done {4}emea: no changes$/m)
      .and.match(/^done {4}apac: no changes$/m);
    expect(second.stderr).to.match(/^done {4}closed: create trusted$/m);
    expect(api.requests).to.have.length(requests);
  });
});
