import { readFile } from "node:fs/promises";
import type { WireMessage } from "./message";

/**
 * Reads messages, with the API's names, from a file: a JSON array, or a JSON object on each line.
 * @throws Error when it cannot be read, or a line is not JSON
 */
export async function readMessageFile(path: string): Promise<WireMessage[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new Error(`The file of messages ${path} cannot be read.`, { cause: error });
  });
  if (text.trimStart().startsWith("[")) return parse(text, path) as WireMessage[];
  return text
    .split("\n")
    .flatMap((line, index) => (line.trim() === "" ? [] : [parse(line, `${path}:${index + 1}`) as WireMessage]));
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${place} is not JSON. Messages are a JSON array, or a JSON object on each line.`, {
      cause: error,
    });
  }
}
