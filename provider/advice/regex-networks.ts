import { compileLinear } from "./linear-regex";
import { remembered } from "./remembered";
import { alternativesOf, isQuantifier, split } from "./regex-tokens";

const PARTS = 4;
const BYTES = Array.from({ length: 256 }, (_, byte) => String(byte));
/** By the number of bytes: ends of addresses that have nothing in common. */
const ENDS: Readonly<Record<number, readonly string[]>> = {
  2: ["203.9", "3.150"],
  3: ["77.203.9", "214.3.150"],
  4: ["52.77.203.9", "130.214.3.150"],
};

/**
 * How many IPv4 addresses an expression matches; 0 if that cannot be found out. After an expression of fewer than four
 * parts, any parts may follow, unless it ends with `$`.
 */
export function addressesReached(pattern: string): number {
  // A repeated part is written out: 1(\.\d+){3}
  const plain = pattern.replace(
    /\((?:\?:)?((?:\\\.|\[\.\])[^()]*|[^()|]*(?:\\\.|\[\.\]))\)\{([1-3])\}/g,
    (_, part: string, count) => part.repeat(Number(count)),
  );
  return alternativesOf(plain).reduce((sum, alternative) => sum + reachedBy(alternative), 0);
}

const hexadecimal = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => (from + i).toString(16));

/**
 * The first groups of the addresses that are assigned.
 *
 * Source: https://www.iana.org/assignments/ipv6-unicast-address-assignments
 */
const FIRST_GROUPS = [
  ...[
    hexadecimal(0x2001, 0x2003),
    hexadecimal(0x2400, 0x240f),
    hexadecimal(0x2600, 0x2610),
    hexadecimal(0x2800, 0x2806),
  ],
  ...[hexadecimal(0x2a00, 0x2a10), ["2620", "2630", "2c0f"]],
].flat();
/** Two second groups of each first byte. */
const SECOND_GROUPS = BYTES.flatMap((byte) => ["11", "e5"].map((end) => Number(byte).toString(16) + end));
const FEW_SECOND_GROUPS = ["0", "4711", "a0e5"];
/** What may follow two groups. */
const REST = ["::1", ":a1:7:0:2c:9:1f"];

/** Whether an expression matches IPv6 addresses in more than one /32 network, as far as a sample shows. */
export function reachesManyIpv6(pattern: string): boolean {
  return alternativesOf(pattern).some((alternative) => {
    if (!alternative.some((token) => /^:$|^\[.*:/.test(token))) return false;
    const regex = compileLinear(`(?i)^(?:${alternative.join("")})`);
    const [, first] = /^\^?([\da-f]{1,4}):/i.exec(alternative.join("")) ?? [];
    const networks = first === undefined ? pairs(FIRST_GROUPS, FEW_SECOND_GROUPS) : pairs([first], SECOND_GROUPS);
    let reached = 0;
    return networks.some((network) => {
      if (REST.some((rest) => regex?.finds(network + rest))) reached += 1;
      return reached > 1;
    });
  });
}

function pairs(firsts: readonly string[], seconds: readonly string[]): string[] {
  return firsts.flatMap((first) => seconds.map((second) => `${first}:${second}`));
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

const bytesMatching = remembered((part: string): number => {
  const regex = compileLinear(part);
  return regex === undefined ? 0 : BYTES.filter((byte) => regex.matches(byte)).length;
});
