import { dirname, sep } from "node:path";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable";

/** The folder with the code of this package that makes resources. */
const OWN = dirname(__dirname) + sep;

/** Packages that run programs; their frames do not help to find a line of the program. */
const RUNNERS = ["@pulumi/pulumi", "ts-node", "tsx"].map((name) =>
  ["", "node_modules", ...name.split("/"), ""].join(sep),
);

/** The SDK skips its own frames and those of one class; it takes the next one for the line of the program. */
const EXPECTED_ABOVE_USER = 5;

/** V8 calls this function, if it is set, for the text of a stack trace. */
const v8 = Error as { prepareStackTrace?: Prepare };
type Prepare = (error: Error, frames: NodeJS.CallSite[]) => unknown;

/** `PULUMI_DEBUG_PROMISE_LEAKS`, as the SDK understands it. */
const { debugPromiseLeaks: DEBUG_PROMISE_LEAKS } = debuggable as { debugPromiseLeaks?: boolean };

/**
 * Shortens the stack traces that the SDK takes while it constructs a resource. The SDK keeps one with each of a resource's
 * promises, four for each property, and maps each through the program's source maps. That takes longer than the rest of the
 * program, and helps only to find leaked promises. The SDK also expects only one class between its own and the program, and
 * would take the frames of further classes for the program's.
 * @returns a function that undoes this; call it even if the constructor throws
 */
export function shortenStackTraces(): () => void {
  const earlier = v8.prepareStackTrace;
  // Node's own source maps (--enable-source-maps) would stop working.
  if (DEBUG_PROMISE_LEAKS || isMappedByNode()) return () => undefined;
  const inner = earlier ?? asV8;
  v8.prepareStackTrace = (error, frames) => (isOfPromise(frames) ? "" : inner.call(Error, error, ofProgram(frames)));
  return () => {
    if (earlier) v8.prepareStackTrace = earlier;
    else delete v8.prepareStackTrace;
  };
}

/** The frames, without those of classes that the SDK does not expect, and without those of packages that run the program. */
export function ofProgram(frames: readonly NodeJS.CallSite[]): NodeJS.CallSite[] {
  const isOwn = (frame: NodeJS.CallSite | undefined) => fileOf(frame).startsWith(OWN);
  const first = frames.findIndex(isOwn);
  let user = first;
  while (isOwn(frames[user])) user += 1;
  // If the program is not in the trace, it is cut short, or a trace of something else.
  if (first < 0 || user >= frames.length) return [...frames];
  let end = frames.length;
  while (end > user + 1 && isRunner(frames[end - 1])) end -= 1;
  const classes = Math.min(user - first, Math.max(0, EXPECTED_ABOVE_USER - first));
  return [...frames.slice(0, first + classes), ...frames.slice(user, end)];
}

function isOfPromise([frame]: readonly NodeJS.CallSite[]): boolean {
  return fileOf(frame).endsWith(["runtime", "debuggable.js"].join(sep));
}

function isRunner(frame: NodeJS.CallSite | undefined): boolean {
  const file = fileOf(frame);
  return file === "" || file.startsWith("node:") || RUNNERS.some((runner) => file.includes(runner));
}

function fileOf(frame: NodeJS.CallSite | undefined): string {
  return frame?.getFileName() ?? "";
}

function isMappedByNode(): boolean {
  return (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled === true;
}

/** The text of the trace, as V8 writes it. */
function asV8(error: Error, frames: readonly NodeJS.CallSite[]): string {
  return [error.toString(), ...frames.map((frame) => `    at ${frame as unknown as string}`)].join("\n");
}
