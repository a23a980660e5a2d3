import { Socket } from "node:net";
import { join } from "node:path";

/**
 * Ends the engine's host process with the engine. If the engine is killed, its host process lives on and would carry out
 * what is still queued, and nothing would record it. Its standard input is a pipe from the engine, so it ends when the
 * engine does. Requests under way are cut off too: the next run finds what they made when it looks before its first create.
 *
 * Does nothing in any other process, such as a program's unit tests.
 */
export function endWithEngine(): void {
  if (isEngineHost() && process.stdin instanceof Socket) process.stdin.once("end", () => process.exit()).resume();
  // The engine ends its host processes with SIGINT; without a handler, exit handlers would not run.
  if (isEngineHost()) process.once("SIGINT", () => process.exit());
}

/** The address of the engine that this process serves, which identifies the run; `undefined` in any other process. */
export function engineAddress(): string | undefined {
  return isEngineHost() ? process.argv.slice(2).find((argument) => /^[\w.[\]:-]+:\d+$/.test(argument)) : undefined;
}

/** Whether this process is the one that the engine started for dynamic resources. */
export function isEngineHost(): boolean {
  return require.main?.filename.endsWith(join("cmd", "dynamic-provider", "index.js")) === true;
}
