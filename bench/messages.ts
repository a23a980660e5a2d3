import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { startEmulator, type Emulator } from "../emulator";

const ENTRIES = 1_000;
const MESSAGES = 100_000;
const LINES = 500;

/** What the commands `usage` and `impact` cost over many entries and messages: requests, seconds, memory. `npx tsx bench/messages.ts` */
async function main(): Promise<void> {
  const emulator = await startEmulator();
  const folder = mkdtempSync(join(tmpdir(), "email-security-"));
  try {
    fill(emulator);
    const literals = csv(folder, "literals.csv", (i) => `partner${i}.example,DOMAIN,false`);
    const mixed = csv(folder, "mixed.csv", (i) =>
      i % 10 === 0 ? `.*@partner${i}\\.example,EMAIL,true` : `partner${i}.example,DOMAIN,false`,
    );
    const regexes = csv(folder, "regexes.csv", (i) => `.*@partner${i}\\.example,EMAIL,true`);
    console.log(`${ENTRIES} entries, ${MESSAGES} messages, a file of ${LINES}`);
    for (const args of [["usage"], ["impact", literals], ["impact", mixed], ["impact", regexes]]) {
      await measure(emulator, args);
    }
  } finally {
    rmSync(folder, { recursive: true });
    await emulator.close();
  }
}

function fill(emulator: Emulator): void {
  const policies = emulator.content("allow_policies");
  for (let i = 0; i < ENTRIES; i += 1) {
    policies.insert({ pattern: `partner${i}.example`, pattern_type: "DOMAIN", is_acceptable_sender: true });
  }
  emulator.messages.generate({ seed: 1, count: MESSAGES, days: 29 });
}

function csv(folder: string, name: string, line: (index: number) => string): string {
  const path = join(folder, name);
  const lines = Array.from({ length: LINES }, (_, i) => `${line(i)},true,true`);
  writeFileSync(path, `Pattern,Pattern Type,Is Regex,Verify Email,Trusted Sender\n${lines.join("\n")}\n`);
  return path;
}

async function measure(emulator: Emulator, args: readonly string[]): Promise<void> {
  emulator.clearRequests();
  const start = performance.now();
  // Loaded before the command, it says at the end how much memory that had at most.
  const probe = "data:text/javascript,process.on('exit',()=>console.error('peak',process.resourceUsage().maxRSS))";
  const command = spawn(process.execPath, ["--import", probe, resolve("dist", "cli", "index.js"), ...args], {
    env: {
      PATH: process.env.PATH,
      CLOUDFLARE_API_TOKEN: emulator.token,
      CLOUDFLARE_ACCOUNT_ID: emulator.account,
      CLOUDFLARE_BASE_URL: emulator.baseUrl,
    },
  });
  const [stdout, stderr] = await Promise.all([text(command.stdout), text(command.stderr), once(command, "close")]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const peak = Math.round(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024);
  const name = args.map((arg) => arg.replace(/^.*[/\\]/, "")).join(" ");
  console.log(
    `${name}: ${emulator.requests.length} requests, ${seconds} s, ${peak} MB; ${stdout.trimEnd().split("\n").at(-1) ?? ""}`,
  );
}

void main();
