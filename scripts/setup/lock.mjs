import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./stop.mjs";

/**
 * Runs `work` while no other process holds the lock `file`. It spares double work and no more, for two waiters may both find
 * the owner dead: what `work` makes must be put in place atomically.
 */
export async function locked(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  for (let owner = take(file); owner !== undefined; owner = take(file)) {
    if (alive(owner)) {
      if (!told) {
        say(`Waiting for process ${owner}, which is doing this already ...`);
        told = true;
      }
      await sleep(500);
    } else {
      rmSync(file, { force: true });
    }
  }
  const release = () => rmSync(file, { force: true });
  process.on("exit", release);
  try {
    return await work();
  } finally {
    release();
    process.off("exit", release);
  }
}

/** Takes the lock, or answers the process that has it. */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return undefined;
  } catch (error) {
    if (error.code !== "EEXIST") {
      throw error;
    }
  }
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0; // released meanwhile
  }
}

function alive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}
