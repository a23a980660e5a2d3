import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { collections } from "../../emulator/collections";
import { localApi } from "./local-api";

const run = promisify(execFile);
const sdk = "5.9.0";
const venv = join(__dirname, "..", "..", ".cache", "python-sdk", sdk);
const windows = process.platform === "win32";
const python = join(venv, ...(windows ? ["Scripts", "python.exe"] : ["bin", "python"]));
const unreachable = /from versions: none|Temporary failure|Failed to establish a new connection|timed out/;

/** Makes the virtual environment of the SDK where it is not made yet; tells why where that cannot be done here. */
async function install(): Promise<string | undefined> {
  if (await works(python, `import cloudflare; assert cloudflare.__version__ == "${sdk}"`)) {
    return undefined;
  }
  const system = windows ? "python" : "python3";
  if (!(await works(system, "import sys, venv, ensurepip; assert sys.version_info >= (3, 9)"))) {
    return "there is no Python 3.9 or newer with venv";
  }
  await run(system, ["-m", "venv", "--clear", venv]);
  try {
    await run(python, ["-m", "pip", "install", "--quiet", `cloudflare==${sdk}`]);
  } catch (error) {
    if (unreachable.test(String((error as { stderr?: string }).stderr))) {
      return "the Python package registry cannot be reached";
    }
    throw error;
  }
  return undefined;
}

function works(command: string, code: string): Promise<boolean> {
  return run(command, ["-c", code]).then(
    () => true,
    () => false,
  );
}

describe("the official Python SDK", () => {
  it("runs every method it has for every collection, and reads messages", async function () {
    this.timeout(180_000);
    const obstacle = await install();
    if (obstacle !== undefined) {
      this.runnable().title += ` (skipped: ${obstacle})`;
      this.skip();
    }
    const api = await localApi();
    api.messages.insert(
      Array.from({ length: 250 }, (_, i) => ({
        scanned_at: new Date(Date.now() - (i + 1) * 1000).toISOString(),
        from: "bob@acme.example",
        validation: { dmarc: "pass" },
        properties: { allowlisted_pattern: "acme.example", allowlisted_pattern_type: "allowed_sender" },
      })),
    );
    const script = join(__dirname, "python-sdk.py");
    // An environment of its own: the SDK would read credentials from this one.
    const { stdout } = await run(python, [script, api.baseUrl, api.token, api.account], { env: {} });
    // The script fails where a class has a method that it does not try.
    const methods = new Set(stdout.trim().split(/\r?\n/));
    const everywhere = ["create", "delete", "edit", "get", "list"];
    const names = collections.map(({ path }) => path);
    expect([...methods]).to.include.members(names.flatMap((name) => everywhere.map((method) => `${name}.${method}`)));
    expect([...methods]).to.include.members(["domains.bulk_delete", "domains.update", "investigate.list"]);
  });
});
