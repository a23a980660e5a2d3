import { Console } from "node:console";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { run } from "../../cli/command";
import type { Emulator } from "../../emulator";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs the command as a user does, in this process. It sees the environment and the standard input that are given alone. */
export async function command(args: readonly string[], { env = {}, input = "" }: Options = {}): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const before = process.exitCode;
  const restore = [
    replace(process, { env, stdin: Readable.from([input]), stdout, stderr }),
    replace(globalThis, { console: new Console({ stdout, stderr }) }),
  ];
  process.exitCode = 0;
  try {
    await run(args);
    return { code: process.exitCode, stdout: await text(stdout.end()), stderr: await text(stderr.end()) };
  } finally {
    process.exitCode = before;
    restore.forEach((back) => back());
  }
}

/** Gives properties other values. @returns what gives them back those that they had */
function replace(target: object, values: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(values).map(
    (name) => [name, Object.getOwnPropertyDescriptor(target, name) ?? {}] as const,
  );
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, { value, configurable: true });
  }
  return () => {
    for (const [name, descriptor] of before) Object.defineProperty(target, name, descriptor);
  };
}

/** Has no pause before a request is tried again, for the tests of the suite. */
export function useNoPauses(): void {
  const { random } = Math;
  before(() => {
    Math.random = () => 0;
  });
  after(() => {
    Math.random = random;
  });
}

/** What a user has in the environment to reach the local API. */
export function accessTo({ token, account, baseUrl }: Emulator): Record<string, string> {
  return { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: account, CLOUDFLARE_BASE_URL: baseUrl };
}
