import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";

/** Folders of runs that ended without clearing up are removed after so long. */
const STALE_MS = 24 * 60 * 60 * 1_000;

/** The folder in which the processes of one run find each other, readable by this user only. It may not exist. */
export function runFolder(name: string): string {
  return join(tmpdir(), `pulumi-cloudflare-email-security-${userInfo().uid}`, hash(name));
}

/**
 * Makes the folder of a run, and removes those of runs that ended without clearing up.
 * @returns false if the folder for temporary files cannot be used
 */
export function makeRunFolder(folder: string): boolean {
  try {
    const root = dirname(folder);
    mkdirSync(root, { recursive: true, mode: 0o700 });
    if (!isOwn(folder)) return false;
    for (const old of readdirSync(root)) {
      if (Date.now() - lstatSync(join(root, old)).mtimeMs > STALE_MS) rmSync(join(root, old), { recursive: true });
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}

/** Whether the folder belongs to this user: another user's files must not tell this run who has which entry. */
export function isOwn(folder: string): boolean {
  const { uid } = userInfo();
  const found = lstatSync(dirname(folder));
  return found.isDirectory() && (uid < 0 || found.uid === uid);
}

/** Removes the folder of a run and its parent, each only if it is empty. */
export function removeWhereEmpty(folder: string): void {
  try {
    rmdirSync(folder);
    rmdirSync(dirname(folder));
  } catch {
    // It is not empty, or gone already.
  }
}

export function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 24);
}
