import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { expect } from "chai";
import { startEmulator } from "../../emulator";
import { policy } from "./local-api";

const account = "023e105f4ecef8ad9ca31a8372d0c353";

interface Command {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly output: { text: string };
  /** Waits until the output has it, and gives what was captured. */
  readonly until: (pattern: RegExp) => Promise<string>;
  /** Waits for the end and gives the exit code. */
  readonly end: () => Promise<number | null>;
}

describe("the command emulator", function () {
  this.timeout(30_000);
  const running: Command[] = [];

  afterEach(async () => {
    for (const { process, end } of running.splice(0)) {
      process.kill("SIGKILL");
      await end();
    }
  });

  function start(...flags: string[]): Command {
    const entry = join(__dirname, "..", "..", "cli", "index.ts");
    const child = spawn(process.execPath, ["--require", "tsx/cjs", entry, "emulator", ...flags], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { text: "" };
    const ended = once(child, "close").then(([code]) => code as number | null);
    child.stdout.on("data", (chunk) => (output.text += String(chunk)));
    child.stderr.on("data", (chunk) => (output.text += String(chunk)));
    const until = async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const match = pattern.exec(output.text);
        if (match) {
          return match[1] ?? match[0];
        }
        if (child.exitCode !== null) {
          throw new Error(`ended without ${String(pattern)}: ${output.text}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const command = { process: child, output, until, end: () => ended };
    running.push(command);
    return command;
  }

  const baseUrl = /(http:\/\/127\.0\.0\.1:\d+\/client\/v4)/;
  const send = (url: string, method: string, path: string, token: string, body?: unknown): Promise<Response> =>
    fetch(`${url}/accounts/${account}/email-security/settings/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  it("tells how to point Pulumi at it, and logs each request in a line", async () => {
    const command = start("--port", "0", "--token", "my-token");
    const url = await command.until(baseUrl);
    for (const key of [`baseUrl ${url}`, `accountId ${account}`, "apiToken my-token"]) {
      await command.until(new RegExp(`pulumi config set .*cloudflare-email-security:${key}`));
    }
    await send(url, "POST", "allow_policies", "my-token", policy());
    await command.until(/POST {3}allow_policies +201 +\d+ ms\n/);
    await send(url, "GET", "allow_policies?page=2", "my-token");
    await command.until(/GET {4}allow_policies\?page=2 +200 +\d+ ms\n/);
    const batch = { deletes: [], patches: [], puts: [], posts: [policy(), policy()] };
    await send(url, "POST", "allow_policies/batch", "my-token", batch);
    await command.until(/POST {3}allow_policies\/batch \(2 posts\) +200 +\d+ ms\n/);
    await send(url, "DELETE", "trusted_domains/x", "wrong-token");
    await command.until(/DELETE trusted_domains\/x +400 +\d+ ms\n/);
    expect(command.output.text.slice(command.output.text.indexOf("\nPOST"))).not.to.include("token");
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`says only where it is when it shall be quiet, and ends cleanly on ${signal}`, async () => {
      const command = start("--port", "0", "--quiet", "--token", "my-token");
      const url = await command.until(baseUrl);
      await send(url, "GET", "allow_policies", "my-token");
      command.process.kill(signal);
      expect(await command.end()).to.equal(0);
      expect(command.output.text).to.equal(`${url}\n`);
    });
  }

  it("keeps the content in the file that is named", async () => {
    const folder = await mkdtemp(join(tmpdir(), "emulator-"));
    const state = join(folder, "state.json");
    const command = start("--port", "0", "--quiet", "--token", "my-token", "--state", state);
    const url = await command.until(baseUrl);
    await send(url, "POST", "allow_policies", "my-token", policy({ pattern: "kept@example.com" }));
    command.process.kill("SIGINT");
    await command.end();
    expect(await readFile(state, "utf8")).to.include("kept@example.com");
    await rm(folder, { recursive: true });
  });

  it("hands its options on", async () => {
    const command = start(
      ...["--port", "0", "--account", account, "0".repeat(32), "--token", "one", "two", "--latency", "100"],
      ...["--assume", "validationStatus=422", "--assume", "ids=integer", "--rate-limit", "3/300"],
      ...["--fault", "stale", "--fault-rate", "1", "--fault-seed", "7"],
    );
    const url = await command.until(baseUrl);
    const created = await send(url, "POST", "allow_policies", "two", policy());
    expect(created.headers.get("ratelimit")).to.match(/^"default";r=2;/);
    expect(await created.json()).to.have.nested.property("result.id", 1);
    const refused = await send(url, "POST", "allow_policies", "one", {});
    expect(refused.status).to.equal(422);
    await command.until(/POST {3}allow_policies +201 +\d{3,} ms {2}\[stale\]\n/);
  });

  it("takes a Global API key beside the tokens, so that one client may use both", async () => {
    const key = "k".repeat(37);
    const command = start("--port", "0", "--quiet", "--email", "me@acme.example", "--api-key", key);
    const url = await command.until(baseUrl);
    const path = `${url}/accounts/${account}/email-security/settings/allow_policies`;
    const statusWith = async (headers: Record<string, string>) => (await fetch(path, { headers })).status;
    const email = "me@acme.example";
    expect(await statusWith({ "x-auth-email": email, "x-auth-key": key })).to.equal(200);
    expect(await statusWith({ "x-auth-email": email, "x-auth-key": "x".repeat(37) })).to.equal(401);
    expect(await statusWith({ authorization: "Bearer emulator-token-0000000000000000000000000" })).to.equal(200);
  });

  it("says plainly that its port is taken", async () => {
    const other = await startEmulator();
    const command = start("--port", String(other.port));
    expect(await command.end()).to.equal(1);
    expect(command.output.text).to.equal(`Port ${other.port} is taken. Choose another one, or 0 for any free port.\n`);
    await other.close();
  });

  for (const [flags, message] of [
    [["--assume", "luck=good"], 'There is no assumption "luck"'],
    [["--assume", "ids=letters"], "It can be: uuid | integer."],
    [["--port", "high"], "It must be a whole number."],
    [["--fault-rate", "2"], "It must be a number from 0 to 1."],
    [["--rate-limit", "many"], "It must look like 1200/300."],
    [["--email", "me@acme.example"], "--email and --api-key belong together."],
    [["--fault", "flood"], "Allowed choices are reset-before"],
  ] as const) {
    it(`refuses ${flags.join(" ")}`, async () => {
      const command = start(...flags);
      expect(await command.end()).to.equal(1);
      expect(command.output.text).to.include(message);
    });
  }
});
