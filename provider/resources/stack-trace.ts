import { dirname, sep } from "node:path";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable";

/** Where the code of this package is that makes resources. */
const OWN = dirname(__dirname) + sep;

/** Where a program is run from; of no use to who looks for a line of it. */
const RUNNERS = ["@pulumi/pulumi", "ts-node", "tsx"].map((name) =>
  ["", "node_modules", ...name.split("/"), ""].join(sep),
);

/** What the SDK takes for its own of the frames, then one class: what comes next is the line of the program. */
const EXPECTED_ABOVE_USER = 5;

/** What V8 asks for the text of a stack trace, if anything. */
const v8 = Error as { prepareStackTrace?: Prepare };
type Prepare = (error: Error, frames: NodeJS.CallSite[]) => unknown;

/** `PULUMI_DEBUG_PROMISE_LEAKS`, as the SDK understands it. */
const { debugPromiseLeaks: DEBUG_PROMISE_LEAKS } = debuggable as { debugPromiseLeaks?: boolean };

/**
 * Makes the stack traces short that the SDK takes while it constructs a resource. It keeps one with each of a resource's
 * promises, four a property, each mapped through the program's source maps, which costs more than all the rest of the
 * program; they serve the search for leaked promises alone. And it expects one class below its own, and takes the frames of
 * the others for the program's.
 * @returns what puts things back; to be called also where the constructor throws
 */
export function shortenStackTraces(): () => void {
  const earlier = v8.prepareStackTrace;
  // Node's own mapping by source maps (--enable-source-maps) ends where V8 asks somebody else.
  if (DEBUG_PROMISE_LEAKS || isMappedByNode()) return () => undefined;
  const inner = earlier ?? asV8;
  v8.prepareStackTrace = (error, frames) => (isOfPromise(frames) ? "" : inner.call(Error, error, ofProgram(frames)));
  return () => {
    if (earlier) v8.prepareStackTrace = earlier;
    else delete v8.prepareStackTrace;
  };
}

/** The frames without those of more classes than the SDK expects, and without those of what runs the program. */
export function ofProgram(frames: readonly NodeJS.CallSite[]): NodeJS.CallSite[] {
  const isOwn = (frame: NodeJS.CallSite | undefined) => fileOf(frame).startsWith(OWN);
  const first = frames.findIndex(isOwn);
  let user = first;
  while (isOwn(frames[user])) user += 1;
  // Without the program in it, the trace is of something else, or cut short.
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

/** As V8 writes it. */
function asV8(error: Error, frames: readonly NodeJS.CallSite[]): string {
  return [error.toString(), ...frames.map((frame) => `    at ${frame as unknown as string}`)].join("\n");
}
