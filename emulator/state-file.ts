import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import writeFileAtomic from "write-file-atomic";
import type { Content, Snapshot } from "./content";

const VERSION = 1;
const SAVE_DELAY_MS = 50;

const entries = {
  type: "array",
  items: {
    type: "object",
    properties: {
      id: { type: ["string", "integer"] },
      createdAt: { type: "string" },
      modifiedAt: { type: "string" },
      values: { type: "object", additionalProperties: { type: ["string", "boolean", "null"] } },
    },
    required: ["id", "createdAt", "values"],
  },
};

const isState = new Ajv({ allowUnionTypes: true }).compile<Snapshot & { version: number }>({
  type: "object",
  properties: {
    version: { const: VERSION },
    nextInteger: { type: "integer" },
    accounts: { type: "object", additionalProperties: { type: "object", additionalProperties: entries } },
  },
  required: ["version", "nextInteger", "accounts"],
});

/** The file that keeps the content over a restart. It is complete at any time. */
export class StateFile {
  #timer: NodeJS.Timeout | undefined;
  readonly #path: string;
  readonly #content: Content;

  private constructor(path: string, content: Content) {
    this.#path = path;
    this.#content = content;
  }

  /**
   * Fills the content from the file, or makes the file.
   * @throws Error when it cannot be read or written, or holds something else
   */
  static async open(path: string, content: Content): Promise<StateFile> {
    const snapshot = await read(path);
    if (snapshot) {
      content.restore(snapshot);
    }
    const file = new StateFile(path, content);
    await file.save();
    return file;
  }

  /** Saves soon. Many changes at once are saved together. */
  saveSoon(): void {
    this.#timer ??= setTimeout(() => {
      // If this fails, the next awaited save fails too, at the latest when the emulator is closed.
      this.save().catch(() => undefined);
    }, SAVE_DELAY_MS);
  }

  /** @throws Error when the file cannot be written */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      await writeFileAtomic(this.#path, `${JSON.stringify({ version: VERSION, ...this.#content.snapshot() })}\n`);
    } catch (error) {
      throw new Error(`The state file ${this.#path} cannot be written.`, { cause: error });
    }
  }
}

async function read(path: string): Promise<Snapshot | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw new Error(`The state file ${path} cannot be read.`, { cause: error });
  }
  const state = parse(text);
  if (!isState(state)) {
    throw new Error(`The state file ${path} is not one of this program. Name another file, or remove it.`);
  }
  return state;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
