import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";

/** Folders of runs that ended without clearing up are removed after so long. */
const STALE_MS = 24 * 60 * 60 * 1_000;

/**
 * The folder in which the processes of one run find each other, for this user alone. It is not made here.
 * @returns `undefined` where the folder for temporary files cannot be used
 */
export function runFolder(name: string): string | undefined {
  try {
    const { uid } = userInfo();
    const root = join(tmpdir(), `pulumi-cloudflare-email-security-${uid}`);
    mkdirSync(root, { recursive: true, mode: 0o700 });
    const found = lstatSync(root);
    // Somebody else's folder of that name must not tell this run what is whose.
    if (!found.isDirectory() || (uid >= 0 && found.uid !== uid)) return undefined;
    for (const old of readdirSync(root)) {
      if (Date.now() - lstatSync(join(root, old)).mtimeMs > STALE_MS) rmSync(join(root, old), { recursive: true });
    }
    return join(root, hash(name));
  } catch {
    return undefined;
  }
}

/** Removes the folder of a run and the one around it, each where it holds nothing of another process. */
export function removeWhereEmpty(folder: string): void {
  try {
    rmdirSync(folder);
    rmdirSync(dirname(folder));
  } catch {
    // Something is in it, or it is gone.
  }
}

export function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 24);
}
