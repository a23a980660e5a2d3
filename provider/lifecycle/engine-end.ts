import { Socket } from "node:net";
import { join } from "node:path";

/**
 * Ends the engine's host process with the engine. When the engine is killed, its host lives on and would carry out what is
 * still queued, for nobody to record. Its standard input is a pipe from the engine, so the end of the one tells the end of
 * the other. What is in flight is cut as well: nobody is left to be told, and the look before the next create finds what it
 * made.
 *
 * Does nothing in any other process, such as a program's unit tests, whose standard input is not this library's.
 */
export function endWithEngine(): void {
  if (isEngineHost() && process.stdin instanceof Socket) process.stdin.once("end", () => process.exit()).resume();
  // By this the engine ends its hosts when it is done; without a handler nothing could be cleared up.
  if (isEngineHost()) process.once("SIGINT", () => process.exit());
}

/** The address of the engine that this process serves, which names the run; absent in any other process. */
export function engineAddress(): string | undefined {
  return isEngineHost() ? process.argv.slice(2).find((argument) => /^[\w.[\]:-]+:\d+$/.test(argument)) : undefined;
}

/** Whether this process is the one that the engine started for dynamic resources. */
export function isEngineHost(): boolean {
  return require.main?.filename.endsWith(join("cmd", "dynamic-provider", "index.js")) === true;
}
