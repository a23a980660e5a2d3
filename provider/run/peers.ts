import { appendFileSync, closeSync, lstatSync, openSync, readdirSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hash, makeRunFolder, removeWhereEmpty, runFolder } from "./run-folder";

/** What a program declares under one identity. */
export interface Declaration {
  readonly by: string;
  /** Whether the resource declared it before this run. */
  readonly isSettled: boolean;
}

/** What the host processes of one run tell each other about one collection in one account. */
export interface Peers {
  declare(identity: string, declaration: Declaration): void;
  /** Tells that a resource of this process has the entry: as one that it keeps, or that it makes or takes over in this run. */
  own(id: string, how: Ownership): void;
  /** What a resource of another host process declares with the identity. */
  declared(identity: string): Declaration | undefined;
  /** Whether a resource of another host process has the entry. */
  isOwned(id: string): boolean;
  /** Whether a resource of another host process keeps the entry, and so may not know what this run finds changed in it. */
  isKept(id: string): boolean;
  /** Tells that this process is about to remove the entry, and later how that ended. */
  leave(id: string, state: Removal): void;
  /** Waits for a removal by another host process, and tells how it ended; `undefined` if there is none. */
  leaving(id: string): Promise<RemovalEnd> | undefined;
}

export type Ownership = "kept" | "owned";
/** How a removal ended. After one that failed, the entry may be there or not. */
export type RemovalEnd = "gone" | "stays" | "failed";
export type Removal = "leaving" | RemovalEnd;

/** What the host processes of one run share, by collection and account. */
export interface Shared {
  of(scope: string): Peers;
}

/** For a run with one host process. */
export const NO_PEERS: Peers = {
  declare: () => undefined,
  own: () => undefined,
  declared: () => undefined,
  isOwned: () => false,
  isKept: () => false,
  leave: () => undefined,
  leaving: () => undefined,
};

/** How much of another process's file is read at once, in bytes. */
const CHUNK = 1 << 16;

type Line = readonly [key: string, what: Declaration | Removal | Ownership];

/** How often another process's removal is looked at, in milliseconds. */
const LOOK_MS = 20;

/**
 * What the host processes of one run share. Each provider instance of a program has a process of its own, and one may take
 * over an entry that another is about to delete. The engine's address names the run. Each process writes a file of its own,
 * and reads the files of the other living ones. The files hold only ids, hashes and resource names.
 */
export class SharedLedger implements Shared {
  readonly #own: string;
  readonly #readers = new Map<string, { offset: number; rest: string }>();
  readonly #declared = new Map<string, Declaration>();
  readonly #owned = new Map<string, Ownership>();
  readonly #removals = new Map<string, { readonly state: Removal; readonly pid: number }>();
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#own = `${process.pid}.jsonl`;
  }

  /**
   * The ledger of the run that the engine's address names.
   * @returns `undefined` where the folder for temporary files cannot be used
   */
  static open(address: string): SharedLedger | undefined {
    const folder = runFolder(address);
    const ledger = new SharedLedger(folder);
    if (!makeRunFolder(folder, ledger.#own)) return undefined;
    process.once("exit", () => {
      rmSync(join(folder, ledger.#own), { force: true });
      removeWhereEmpty(folder);
    });
    return ledger;
  }

  /** What is shared about one collection in one account. */
  of(scope: string): Peers {
    const key = (name: string) => hash(`${scope}\n${name}`);
    return {
      declare: (identity, declaration) => this.#tell([key(identity), declaration]),
      own: (id, how) => this.#tell([key(id), how]),
      declared: (identity) => {
        this.#listen();
        return this.#declared.get(key(identity));
      },
      isOwned: (id) => {
        this.#listen();
        return this.#owned.has(key(id));
      },
      isKept: (id) => {
        this.#listen();
        return this.#owned.get(key(id)) === "kept";
      },
      leave: (id, state) => this.#tell([key(id), state]),
      leaving: (id) => {
        this.#listen();
        const state = this.#removals.get(key(id))?.state;
        return state === undefined || state === "stays" ? undefined : this.#ended(key(id));
      },
    };
  }

  /** A removal has failed if the process that began it has ended. */
  async #ended(key: string): Promise<RemovalEnd> {
    for (;;) {
      const { state, pid } = this.#removals.get(key) ?? { state: "stays", pid: process.pid };
      if (state !== "leaving") return state;
      if (!isAlive(pid)) return "failed";
      await sleep(LOOK_MS);
      this.#listen();
    }
  }

  #tell(line: Line): void {
    appendFileSync(join(this.#folder, this.#own), `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }

  #listen(): void {
    for (const name of readdirSync(this.#folder)) {
      if (name === this.#own) continue;
      const pid = Number(name.split(".")[0]);
      // A process that has ended may have been one of another run.
      if (!isAlive(pid)) continue;
      const reader = this.#readers.get(name) ?? { offset: 0, rest: "" };
      this.#readers.set(name, reader);
      try {
        this.#read(join(this.#folder, name), reader, pid);
      } catch (error) {
        // A process that has ended meanwhile has taken its file away.
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    }
  }

  #read(file: string, reader: { offset: number; rest: string }, pid: number): void {
    if (lstatSync(file).size <= reader.offset) return;
    const descriptor = openSync(file, "r");
    const buffer = Buffer.alloc(CHUNK);
    try {
      for (;;) {
        const bytes = readSync(descriptor, buffer, 0, CHUNK, reader.offset);
        if (bytes === 0) break;
        reader.offset += bytes;
        const lines = (reader.rest + buffer.toString("latin1", 0, bytes)).split("\n");
        reader.rest = lines.pop() ?? "";
        for (const line of lines) this.#note(JSON.parse(Buffer.from(line, "latin1").toString()) as Line, pid);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  #note([key, what]: Line, pid: number): void {
    if (what === "owned" || what === "kept") this.#owned.set(key, what);
    else if (typeof what === "string") this.#removals.set(key, { state: what, pid });
    else this.#declared.set(key, what);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
