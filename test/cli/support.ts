import { Console } from "node:console";
import { once } from "node:events";
import { Readable, Writable } from "node:stream";
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
  /** Whether what it writes goes to a terminal. */
  readonly isTerminal?: true;
}

/** The command, while it runs. */
export interface Running {
  /** Waits until standard output has it, and gives what was captured. */
  readonly until: (pattern: RegExp) => Promise<string>;
  readonly ended: Promise<Ended>;
}

/** Runs the command as a user does, in this process. It sees the environment and the standard input that are given alone. */
export function command(args: readonly string[], options?: Options): Promise<Ended> {
  return start(args, options).ended;
}

/** The same, for who has to do with it while it runs. Of two at a time one would write where the other does. */
export function start(args: readonly string[], { env = {}, input = "", isTerminal }: Options = {}): Running {
  const [stdout, stderr] = [new Written(isTerminal), new Written(isTerminal)];
  const before = process.exitCode;
  const restore = [
    replace(process, { env, stdin: Readable.from([input]), stdout, stderr }),
    replace(globalThis, { console: new Console({ stdout, stderr, colorMode: false }) }),
  ];
  process.exitCode = 0;
  const ended = run(args)
    .then(() => ({ code: Number(process.exitCode), stdout: stdout.text, stderr: stderr.text }))
    .finally(() => {
      process.exitCode = before;
      restore.forEach((back) => back());
    });
  return { until: (pattern) => Promise.race([stdout.until(pattern), ended.then(endedWithout(pattern))]), ended };
}

function endedWithout(pattern: RegExp): (ended: Ended) => never {
  return (ended) => {
    throw new Error(`It ended without ${String(pattern)}: ${JSON.stringify(ended)}`);
  };
}

/** What was written to a stream, which may say that it is a terminal. */
class Written extends Writable {
  text = "";
  readonly columns = 80;

  constructor(readonly isTTY: true | undefined) {
    super();
  }

  // What moves a terminal's cursor writes nothing that is read here.
  readonly cursorTo = () => true;
  readonly clearLine = () => true;
  readonly moveCursor = () => true;

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += String(chunk);
    this.emit("text");
    done();
  }

  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) return match[1] ?? match[0];
      await once(this, "text");
    }
  }
}

/** Gives properties other values. @returns what gives them back those that they had */
export function replace(target: object, values: Readonly<Record<string, unknown>>): () => void {
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
