import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { startEmulator } from "../../emulator";
import { accessTo, type Ended } from "./support";

/** Starts the command as a shell does. It sees the environment that is given alone. */
function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [join("dist", "cli", "index.js"), ...args], { env });
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Omit<Ended, "stdout">> {
  const [stderr] = await Promise.all([text(child.stderr), once(child, "close")]);
  return { stderr, code: Number(child.exitCode) };
}

describe("the process of the command", function () {
  this.timeout(30_000);

  it("reads what is piped into it, and ends with the exit code that is asked for", async () => {
    const type = "pulumi-nodejs:dynamic/email-security:AllowPolicy";
    const outputs = { pattern: "acme.example", expiresAt: "2020-01-31" };
    const resources = [{ type, urn: `urn:pulumi:prod::mail::${type}::acme`, id: "id-1", outputs }];
    const child = start(["expiring", "-", "--exit-code"]);
    child.stdin.end(JSON.stringify({ version: 3, deployment: { resources } }));
    const [stdout, end] = await Promise.all([text(child.stdout), ended(child)]);
    expect(stdout).to.contain("1 ended, 0 end within 30 days.");
    expect(end).to.deep.equal({ stderr: "", code: 2 });
  });

  it("says what is wrong on standard error alone, and ends with 1", async () => {
    const child = start(["check", "none.csv"]);
    const [stdout, { stderr, code }] = await Promise.all([text(child.stdout), ended(child)]);
    expect({ stdout, code }).to.deep.equal({ stdout: "", code: 1 });
    expect(stderr).to.match(/^ENOENT: no such file .*\n$/);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`is the local API until ${signal}, on which it ends cleanly`, async () => {
      const child = start(["emulator", "--port", "0", "--quiet"]);
      const [url] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
      expect((await fetch(url)).status).to.equal(404);
      child.kill(signal);
      expect(await ended(child)).to.deep.equal({ stderr: "", code: 0 });
    });
  }

  it("ends in peace where who reads its output has seen enough", async () => {
    const emulator = await startEmulator();
    for (let number = 0; number < 2_000; number += 1) {
      emulator.content("trusted_domains").insert({ pattern: `p${number}.example`, is_recent: true });
    }
    const child = start(["import"], accessTo(emulator));
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await ended(child)).to.deep.equal({ stderr: "2000 trusted domains.\n", code: 0 });
    await emulator.close();
  });
});
