import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startEmulator } from "../../emulator";
import { policy } from "../emulator/local-api";
import { command, replace, start, type Ended, type Running } from "./support";

const account = "023e105f4ecef8ad9ca31a8372d0c353";

describe("the command emulator", () => {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const before = signals.map((signal) => process.listeners(signal));

  afterEach(() => {
    // It listens until its process ends.
    for (const [index, signal] of signals.entries()) {
      const left = process.listeners(signal).filter((listener) => before[index]?.includes(listener) !== true);
      for (const listener of left) process.removeListener(signal, listener);
    }
  });

  /** Runs it at a free port until the work is done. */
  async function whileRunning(
    flags: readonly string[],
    work: (url: string, running: Running) => Promise<void>,
  ): Promise<Ended> {
    const running = start(["emulator", "--port", "0", ...flags]);
    try {
      await work(await running.until(/(http:\/\/127\.0\.0\.1:\d+\/client\/v4)/), running);
    } finally {
      process.emit("SIGTERM");
    }
    return running.ended;
  }

  const send = (url: string, method: string, path: string, token: string, body?: unknown): Promise<Response> =>
    fetch(`${url}/accounts/${account}/email-security/settings/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  it("tells how to point Pulumi at it, and logs each request in a line", async () => {
    const ended = await whileRunning(["--token", "my-token"], async (url, { until }) => {
      for (const key of [`baseUrl ${url}`, `accountId ${account}`, "apiToken my-token"]) {
        await until(new RegExp(`pulumi config set .*cloudflare-email-security:${key}`));
      }
      await send(url, "POST", "allow_policies", "my-token", policy());
      await until(/^POST {3}allow_policies +201 +\d+ ms\n/m);
      await send(url, "GET", "allow_policies?page=2", "my-token");
      await until(/^GET {4}allow_policies\?page=2 +200 +\d+ ms\n/m);
      const batch = { deletes: [], patches: [], puts: [], posts: [policy(), policy()] };
      await send(url, "POST", "allow_policies/batch", "my-token", batch);
      await until(/^POST {3}allow_policies\/batch \(2 posts\) +200 +\d+ ms\n/m);
      await send(url, "DELETE", "trusted_domains/x", "wrong-token");
      await until(/^DELETE trusted_domains\/x +400 +\d+ ms\n/m);
    });
    expect(ended.stdout.slice(ended.stdout.indexOf("\nPOST"))).not.to.include("token");
    expect(ended).to.include({ code: 0, stderr: "" });
  });

  it("says only where it is when it shall be quiet", async () => {
    let url = "";
    const ended = await whileRunning(["--quiet", "--token", "my-token"], async (found) => {
      url = found;
      expect((await send(url, "GET", "allow_policies", "my-token")).status).to.equal(200);
    });
    expect(ended).to.deep.equal({ code: 0, stdout: `${url}\n`, stderr: "" });
  });

  it("keeps the content in the file that is named, and has the messages of another", async () => {
    const folder = await mkdtemp(join(tmpdir(), "emulator-"));
    const [state, messages] = [join(folder, "state.json"), join(folder, "messages.json")];
    await writeFile(messages, JSON.stringify([{ id: "m1", scanned_at: "2026-01-01T00:00:00Z" }]));
    await whileRunning(["--quiet", "--token", "one", "--state", state, "--messages", messages], async (url) => {
      await send(url, "POST", "allow_policies", "one", policy({ pattern: "kept@example.com" }));
      expect(await found(url, "2026-01-01", "2026-01-02")).to.equal(1);
    });
    expect(await readFile(state, "utf8")).to.include("kept@example.com");
    await rm(folder, { recursive: true });
  });

  it("keeps what came last, where a signal finds it saving", async () => {
    const folder = await mkdtemp(join(tmpdir(), "emulator-"));
    const state = join(folder, "state.json");
    const killed: unknown[] = [];
    const restore = replace(process, { kill: (...args: unknown[]) => killed.push(args) });
    try {
      await whileRunning(["--quiet", "--token", "one", "--state", state], async (url) => {
        await send(url, "POST", "allow_policies", "one", policy({ pattern: "kept@example.com" }));
        while (readdirSync(folder).length === 1) await new Promise(setImmediate);
      });
    } finally {
      restore();
    }
    expect(killed).to.deep.equal([]);
    expect(await readFile(state, "utf8")).to.include("kept@example.com");
    await rm(folder, { recursive: true });
  });

  /** How many messages there are from one day to another. */
  async function found(url: string, start: string, end: string): Promise<number> {
    const path = `${url}/accounts/${account}/email-security/investigate`;
    const query = new URLSearchParams({ start: `${start}T00:00:00Z`, end: `${end}T00:00:00Z`, per_page: "1000" });
    const answer = await fetch(`${path}?${query.toString()}`, { headers: { authorization: "Bearer one" } });
    return ((await answer.json()) as { result: unknown[] }).result.length;
  }

  it("makes up as many messages as it is asked for", async () => {
    await whileRunning(["--quiet", "--token", "one", "--mail", "7"], async (url) => {
      await send(url, "POST", "allow_policies", "one", policy());
      expect(await found(url, "2020-01-01", "2099-01-01")).to.equal(7);
    });
  });

  it("hands its options on", async () => {
    const flags = [
      ...["--account", account, "0".repeat(32), "--token", "one", "two", "--latency", "100"],
      ...["--assume", "validationStatus=422", "--assume", "ids=integer", "--rate-limit", "3/300"],
      ...["--fault", "stale", "--fault-rate", "1", "--fault-seed", "7"],
    ];
    await whileRunning(flags, async (url, { until }) => {
      const created = await send(url, "POST", "allow_policies", "two", policy());
      expect(created.headers.get("ratelimit")).to.match(/^"default";r=2;/);
      expect(created.headers.get("ratelimit-policy")).to.match(/w=300/);
      expect(await created.json()).to.have.nested.property("result.id", 1);
      const refused = await send(url, "POST", "allow_policies", "one", {});
      expect(refused.status).to.equal(422);
      await until(/POST {3}allow_policies +201 +\d{3,} ms {2}\[stale\]\n/);
    });
  });

  it("takes a Global API key beside the tokens, so that one client may use both", async () => {
    const key = "k".repeat(37);
    const email = "me@acme.example";
    const statuses = async (url: string, token: string): Promise<number[]> => {
      const path = `${url}/accounts/${account}/email-security/settings/allow_policies`;
      const headers = [
        { "x-auth-email": email, "x-auth-key": key },
        { "x-auth-email": email, "x-auth-key": "x".repeat(37) },
        { authorization: `Bearer ${token}` },
      ];
      return Promise.all(headers.map(async (one) => (await fetch(path, { headers: one })).status));
    };
    await whileRunning(["--email", email, "--api-key", key], async (url) => {
      expect(await statuses(url, "emulator-token-0000000000000000000000000")).to.deep.equal([200, 401, 200]);
    });
    await whileRunning(["--email", email, "--api-key", key, "--token", "one"], async (url) => {
      expect(await statuses(url, "one")).to.deep.equal([200, 401, 200]);
    });
  });

  it("says plainly that its port is taken", async () => {
    const other = await startEmulator();
    const ended = await command(["emulator", "--port", String(other.port)]);
    const stderr = `Port ${other.port} is taken. Choose another one, or 0 for any free port.\n`;
    expect(ended).to.deep.equal({ code: 1, stdout: "", stderr });
    await other.close();
  });

  for (const [flags, message] of [
    [["--assume", "luck=good"], 'There is no assumption "luck"'],
    [["--assume", "ids=letters"], "It can be: uuid | integer."],
    [["--port", "high"], "It must be a whole number."],
    [["--port", "80a"], "It must be a whole number."],
    [["--port", "-1"], "It must be a whole number."],
    [["--fault-rate", "2"], "It must be a number from 0 to 1."],
    [["--fault-rate", "-0.1"], "It must be a number from 0 to 1."],
    [["--rate-limit", "many"], "It must look like 1200/300."],
    [["--rate-limit", "1200/300s"], "It must look like 1200/300."],
    [["--rate-limit", "x1200/300"], "It must look like 1200/300."],
    [["--email", "me@acme.example"], "--email and --api-key belong together."],
    [["--api-key", "k".repeat(37)], "--email and --api-key belong together."],
    [["--fault", "flood"], "Allowed choices are reset-before"],
  ] as const) {
    it(`refuses ${flags.join(" ")}`, async () => {
      const { code, stderr } = await command(["emulator", ...flags]);
      expect(code).to.equal(1);
      expect(stderr).to.include(message);
    });
  }

  it("names every assumption with its values, the default first", async () => {
    const { stdout } = await command(["emulator", "--help"]);
    expect(stdout).to.match(/^Assumptions \(the first value is the default\):\n(.*\n)* {2}ids = uuid \| integer\n/m);
  });
});
