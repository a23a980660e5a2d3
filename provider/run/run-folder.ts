import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";

/** Folders of runs that ended without clearing up are removed after so long. */
const STALE_MS = 24 * 60 * 60 * 1_000;

/** How often a folder is tried to be made: while other runs begin and end, many times in a row may fail. */
const ATTEMPTS = 100;

/** The folder in which the processes of one run find each other, readable by this user only. It may not exist. */
export function runFolder(name: string): string {
  return join(tmpdir(), `pulumi-cloudflare-email-security-${userInfo().uid}`, hash(name));
}

/**
 * Makes the folder of a run with an empty file of this process, and removes those of runs that ended without clearing up.
 * Without the file, another process of the run that ends would remove the folder.
 * @returns false if the folder for temporary files cannot be used
 */
export function makeRunFolder(folder: string, file: string): boolean {
  const root = dirname(folder);
  for (let attempt = 1; ; attempt++) {
    try {
      mkdirSync(root, { recursive: true, mode: 0o700 });
      if (!isOwn(folder)) return false;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, file), "", { mode: 0o600 });
      break;
    } catch {
      // A process that ends just now takes away what is empty.
      if (attempt === ATTEMPTS) return false;
    }
  }
  removeStale(root);
  return true;
}

function removeStale(root: string): void {
  try {
    for (const name of readdirSync(root)) {
      const old = join(root, name);
      const { mtimeMs = Infinity } = lstatSync(old, { throwIfNoEntry: false }) ?? {};
      if (Date.now() - mtimeMs > STALE_MS) rmSync(old, { recursive: true, force: true });
    }
  } catch {
    // Other runs clear up too, and what stays is in nobody's way.
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
