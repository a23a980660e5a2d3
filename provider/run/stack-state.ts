import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeRunFolder, removeWhereEmpty, runFolder } from "./run-folder";

/** One entry in the stack's state: by its id if it is in a set, by its outputs if it is a single resource. */
export type StateEntry = readonly [
  path: string,
  accountId: string,
  known: { readonly id?: string; readonly values?: Readonly<Record<string, unknown>> },
];

/** The file of the answer. */
export const ANSWER = "state.json";

/** How long to wait for an answer, and how often to look for it, in milliseconds. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 50;

/** The folder in which a host process asks the program of the run. */
export function questionFolder(run: string): string {
  return runFolder(`question ${run}`);
}

/**
 * Asks the program which entries the stack's state has.
 * @returns an empty list if the program does not answer
 */
export async function askForState(run: string): Promise<readonly StateEntry[]> {
  const folder = questionFolder(run);
  const question = `${process.pid}.ask`;
  if (!makeRunFolder(folder, question)) return [];
  try {
    for (let left = PATIENCE_MS; left > 0; left -= LOOK_MS) {
      await sleep(LOOK_MS);
      const answer = readIfThere(join(folder, ANSWER));
      if (answer !== undefined) return JSON.parse(answer) as StateEntry[];
    }
    return [];
  } catch {
    return [];
  } finally {
    process.once("exit", () => {
      for (const file of [question, ANSWER]) rmSync(join(folder, file), { force: true });
      removeWhereEmpty(folder);
    });
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
