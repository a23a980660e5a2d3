import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Emulator } from "../../emulator";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs the command as a user does. It sees nothing of this process's environment but the PATH. */
export async function command(args: readonly string[], { env = {}, input = "" }: Options = {}): Promise<Ended> {
  const entry = resolve("dist", "cli", "index.js");
  const child = spawn(process.execPath, [entry, ...args], { env: { PATH: process.env.PATH, ...env } });
  child.stdin.on("error", () => undefined).end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, stdout, stderr };
}

/** What a user has in the environment to reach the local API. */
export function accessTo({ token, account, baseUrl }: Emulator): Record<string, string> {
  return { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: account, CLOUDFLARE_BASE_URL: baseUrl };
}
