import { readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { isOwn } from "../run/run-folder";
import { ANSWER, questionFolder, type StateEntry } from "../run/stack-state";
import { ALL_COLLECTIONS } from "../collections/all-collections";
import { hasSet } from "../collections/collection";
import { typeToken } from "../contract";

/** How often to look whether a host process asks, in milliseconds. */
const LOOK_MS = 100;

interface Run {
  readonly id: string;
  /** The folder in which host processes ask. */
  readonly folder: string;
  /** The entries in the state, if it had to be read before anything was registered. */
  state?: Promise<StateEntry[] | undefined>;
  /** Resources whose registration has not ended. */
  pending: number;
  timer?: NodeJS.Timeout;
}

/** The runs in this process, by the engine's monitor: the Automation API may run several in one process. */
const runs = new WeakMap<object, Run>();

/**
 * Returns the name of the run for the host process and, while the resource is being registered, answers which entries are
 * in the stack's state. The host process asks where it does not know which resource has an entry: a create finds it, a set
 * lets it go, or an update finds it changed. The engine tells a dynamic provider nothing about resources that left the
 * program or that it asks about later. Under mocks there is no run.
 */
export function takePartInRun(resource: () => pulumi.Resource): Promise<string> | string | undefined {
  const monitor = pulumi.runtime.getMonitor() as object | undefined;
  if (!monitor || monitor.constructor.name === "MockMonitor") return undefined;
  const run = runs.get(monitor) ?? newRun();
  runs.set(monitor, run);
  run.pending += 1;
  run.timer ??= setInterval(() => void answer(run), LOOK_MS).unref();
  const ended = () => {
    run.pending -= 1;
    if (run.pending > 0) return;
    clearInterval(run.timer);
    delete run.timer;
  };
  // The SDK sets the name when this constructor has ended.
  setImmediate(() => void (resource().urn as unknown as { promise(): Promise<string> }).promise().then(ended, ended));
  if (!pulumi.runtime.serialize() || pulumi.runtime.isDryRun()) return run.id;
  // With --parallel 1 the engine cannot read the state while it works on a resource, so the state is read before.
  run.state ??= readState().catch(() => undefined);
  return run.state.then(() => run.id);
}

function newRun(): Run {
  const id = randomBytes(12).toString("base64url");
  return { id, folder: questionFolder(id), pending: 0 };
}

async function answer(run: Run): Promise<void> {
  const { folder } = run;
  if (!isAsked(folder)) return;
  clearInterval(run.timer);
  try {
    const part = join(folder, `${ANSWER}.part`);
    writeFileSync(part, JSON.stringify(await (run.state ?? readState())), { mode: 0o600 });
    renameSync(part, join(folder, ANSWER));
  } catch {
    // Without an answer the host process takes the entry for a stranger's, which is safe.
  }
}

function isAsked(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0 && isOwn(folder);
  } catch {
    return false;
  }
}

async function readState(): Promise<StateEntry[]> {
  const { outputs = {} } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
    stackName: stackName(),
  })) as { outputs?: Record<string, { type?: string; outputs?: Record<string, unknown> }> };
  return Object.values(outputs).flatMap(({ type, outputs: state = {} }) => {
    const { accountId } = state;
    if (typeof accountId !== "string") return [];
    return ALL_COLLECTIONS.flatMap((collection): StateEntry[] => {
      if (hasSet(collection) && type === typeToken(collection.set)) {
        return Object.values((state.ids ?? {}) as Record<string, string>).map((id) => [
          collection.path,
          accountId,
          { id },
        ]);
      }
      return type === typeToken(collection) ? [[collection.path, accountId, { values: state }]] : [];
    });
  });
}

function stackName(): string {
  try {
    return `${pulumi.runtime.getOrganization()}/${pulumi.runtime.getProject()}/${pulumi.runtime.getStack()}`;
  } catch {
    return pulumi.runtime.getStack();
  }
}
