import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startEmulator } from "../../emulator";

describe("npm run demo", () => {
  let home: string;

  beforeEach(function () {
    this.currentTest?.timeout(120_000);
    home = mkdtempSync(join(tmpdir(), "email-security-"));
  });

  afterEach(() => rmSync(home, { recursive: true }));

  function demo(...args: string[]) {
    const settings = {
      CLOUDFLARE_API_TOKEN: "the user's own",
      CLOUDFLARE_BASE_URL: "http://127.0.0.1:9",
      PULUMI_HOME: join(home, "pulumi"),
      PULUMI_BACKEND_URL: "https://pulumi.test",
      PULUMI_CONFIG_PASSPHRASE: "the user's own",
      PULUMI_STACK: "production",
      http_proxy: "http://127.0.0.1:9",
    };
    const env = { ...process.env, ...settings, HOME: home, TMPDIR: home };
    return spawnSync(process.execPath, ["scripts/demo.mjs", ...args], { encoding: "utf8", env });
  }

  it("has the outcomes that it promises, untouched by the user's settings and leaving nothing behind", () => {
    const { status, stdout, stderr } = demo();
    expect(status, stdout + stderr).to.equal(0);
    expect(stdout).to.contain("All as expected");
    expect(readdirSync(home)).to.be.empty;
    expect(existsSync("Pulumi.demo.yaml")).to.be.false;
  });

  it("says which port is taken", async () => {
    const api = await startEmulator();
    try {
      const { status, stderr } = demo("--port", String(api.port));
      expect(status).to.equal(1);
      expect(stderr).to.contain(`Port ${api.port} is taken`);
    } finally {
      await api.close();
    }
  });
});
