import { compileLinear } from "./linear-regex";
import { alternativesOf, isQuantifier, split } from "./regex-tokens";

const PARTS = 4;
const BYTES = Array.from({ length: 256 }, (_, byte) => String(byte));
/** By their number of bytes: ends of addresses that have nothing to do with each other. */
const ENDS: Readonly<Record<number, readonly string[]>> = {
  2: ["203.9", "3.150"],
  3: ["77.203.9", "214.3.150"],
  4: ["52.77.203.9", "130.214.3.150"],
};

/**
 * How many IPv4 addresses an expression reaches. One that stops after fewer than four parts counts as if anything might
 * follow, unless `$` says otherwise. 0 where that cannot be told.
 */
export function addressesReached(pattern: string): number {
  // A repeated part is written out: 1(\.\d+){3}
  const plain = pattern.replace(
    /\((?:\?:)?((?:\\\.|\[\.\])[^()]*|[^()|]*(?:\\\.|\[\.\]))\)\{([1-3])\}/g,
    (_, part: string, count) => part.repeat(Number(count)),
  );
  return alternativesOf(plain).reduce((sum, alternative) => sum + reachedBy(alternative), 0);
}

function reachedBy(alternative: readonly string[]): number {
  const isClosed = alternative.at(-1) === "$";
  const tokens = alternative.filter((token) => token !== "^" && token !== "$");
  const regex = compileLinear(tokens.join(""));
  if (regex === undefined) return 0;
  const wholeFirstBytes = BYTES.filter((byte) => ENDS[3]?.every((end) => regex.matches(`${byte}.${end}`)));
  if (wholeFirstBytes.length > 0) return wholeFirstBytes.length * 256 ** 3;
  const parts = split(tokens, isDot).map((part) => part.join(""));
  const before = parts.slice(0, -1).reduce((product, part) => product * bytesMatching(part), 1);
  return parts.length > PARTS ? 0 : before * reachedByLast(parts.at(-1) ?? "", PARTS - parts.length + 1, isClosed);
}

/** @param bytes - how many bytes of the address the part stands for */
function reachedByLast(part: string, bytes: number, isClosed: boolean): number {
  const ends = ENDS[bytes];
  if (part === "") return isClosed ? 0 : 256 ** bytes;
  if (ends === undefined) return bytesMatching(part);
  const regex = compileLinear(part);
  if (regex !== undefined && ends.every((end) => regex.matches(end))) return 256 ** bytes;
  return isClosed ? 0 : bytesMatching(part) * 256 ** (bytes - 1);
}

function isDot(token: string, next: string | undefined): boolean {
  return token === String.raw`\.` || token === "[.]" || (token === "." && !isQuantifier(next));
}

const counts = new Map<string, number>();

function bytesMatching(part: string): number {
  const known = counts.get(part);
  if (known !== undefined) return known;
  const regex = compileLinear(part);
  const count = regex === undefined ? 0 : BYTES.filter((byte) => regex.matches(byte)).length;
  counts.set(part, count);
  return count;
}
