import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives each test of the suite a folder for temporary files of its own. */
export function useTemporaryFolder(): void {
  let before: string | undefined;
  let own: string;

  beforeEach(() => {
    before = process.env.TMPDIR;
    own = mkdtempSync(join(tmpdir(), "run-"));
    process.env.TMPDIR = own;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(own, { recursive: true, force: true });
  });
}

/** What was put off until the process ends happens now. */
export function endOfProcess(): { now: () => void } {
  const before = process.listeners("exit");
  return {
    now: () => {
      for (const listener of process.listeners("exit").filter((one) => !before.includes(one))) {
        process.removeListener("exit", listener);
        listener.call(process, 0);
      }
    },
  };
}
