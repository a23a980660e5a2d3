import { appendFileSync, closeSync, lstatSync, mkdirSync, openSync, readdirSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hash, runFolder } from "./run-folder";

interface Declaration {
  readonly by: string;
  readonly isSettled: boolean;
}

/** What the hosts of one run tell each other of one collection in one account. */
export interface Peers {
  declare(identity: string, declaration: Declaration): void;
  own(id: string): void;
  /** What another host's program declares under the identity. */
  declared(identity: string): Declaration | undefined;
  /** Whether a resource of another host has the entry. */
  isOwned(id: string): boolean;
}

/** For a run that has one host. */
export const NO_PEERS: Peers = {
  declare: () => undefined,
  own: () => undefined,
  declared: () => undefined,
  isOwned: () => false,
};

/** How much of another host's lines is read at once, in bytes. */
const CHUNK = 1 << 16;

type Line = readonly [key: string, declaration?: Declaration];

/**
 * What the hosts of one run share: each provider instance of a program has a process of its own, and one may take over what
 * another is about to delete. The engine's address names the run. Each host writes to its own file and reads those of the
 * others that live; in them are ids, hashes and resource names alone.
 */
export class SharedLedger {
  readonly #own: string;
  readonly #readers = new Map<string, { offset: number; rest: string }>();
  readonly #declared = new Map<string, Declaration>();
  readonly #owned = new Set<string>();
  #isCurrent = false;

  private constructor(private readonly folder: string) {
    this.#own = `${process.pid}.jsonl`;
  }

  /**
   * The ledger of the run that the engine's address names.
   * @returns `undefined` where the folder for temporary files cannot be used
   */
  static of(address: string): SharedLedger | undefined {
    const folder = runFolder(address);
    if (folder === undefined) return undefined;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const ledger = new SharedLedger(folder);
      rmSync(join(folder, ledger.#own), { force: true });
      process.once("exit", () => rmSync(join(folder, ledger.#own), { force: true }));
      return ledger;
    } catch {
      return undefined;
    }
  }

  /** The part of one collection in one account. */
  of(scope: string): Peers {
    const key = (name: string) => hash(`${scope}\n${name}`);
    return {
      declare: (identity, declaration) => this.#tell([key(identity), declaration]),
      own: (id) => this.#tell([key(id)]),
      declared: (identity) => {
        this.#listen();
        return this.#declared.get(key(identity));
      },
      isOwned: (id) => {
        this.#listen();
        return this.#owned.has(key(id));
      },
    };
  }

  #tell(line: Line): void {
    appendFileSync(join(this.folder, this.#own), `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }

  /** Once in a turn of the event loop: a set asks for thousands of entries at once. */
  #listen(): void {
    if (this.#isCurrent) return;
    this.#isCurrent = true;
    setImmediate(() => (this.#isCurrent = false));
    for (const name of readdirSync(this.folder)) {
      if (name === this.#own || !isAlive(Number(name.split(".")[0]))) continue;
      const reader = this.#readers.get(name) ?? { offset: 0, rest: "" };
      this.#readers.set(name, reader);
      this.#read(join(this.folder, name), reader);
    }
  }

  #read(file: string, reader: { offset: number; rest: string }): void {
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
        for (const line of lines) this.#note(JSON.parse(Buffer.from(line, "latin1").toString()) as Line);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  #note([key, declaration]: Line): void {
    if (declaration) this.#declared.set(key, declaration);
    else this.#owned.add(key);
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
