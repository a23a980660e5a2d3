import ipaddr from "ipaddr.js";
import { parseIpBlock, widthOf, type IpAddress, type IpBlock } from "./ip-block";

export interface IpRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
}

/**
 * Reads `1.2.3.0-1.2.3.20`, `1.2.3.0-20`, and the first form with IPv6 addresses. `undefined` if the end comes before the
 * beginning.
 */
export function readRange(text: string): IpRange | undefined {
  const [from = "", to = ""] = text.split(/\s*[-\u2013]\s*/);
  const first = parseIpBlock(from)?.address;
  const last = parseIpBlock(/^\d+$/.test(to) ? from.replace(/\d+$/, to) : to)?.address;
  if (first === undefined || last?.kind() !== first.kind() || toNumber(first) > toNumber(last)) return undefined;
  return { first, last };
}

/** The fewest CIDR blocks that have the range's addresses and no others. */
export function blocksOf({ first, last }: IpRange): IpBlock[] {
  const width = widthOf(first);
  const end = toNumber(last);
  const blocks: IpBlock[] = [];
  let next = toNumber(first);
  while (next <= end) {
    let prefix = width;
    while (prefix > 0 && fits(next, BigInt(width - prefix + 1), end)) prefix -= 1;
    blocks.push({ address: toAddress(next, width), prefix, isNetwork: true });
    next += 1n << BigInt(width - prefix);
  }
  return blocks;
}

/** Whether a block with so many free bits can begin here, and ends before the end. */
function fits(start: bigint, freeBits: bigint, end: bigint): boolean {
  const size = 1n << freeBits;
  return start % size === 0n && start + size - 1n <= end;
}

function toNumber(address: IpAddress): bigint {
  return address.toByteArray().reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

function toAddress(number: bigint, width: number): IpAddress {
  const bytes = Array.from({ length: width / 8 }, (_, index) =>
    Number((number >> BigInt(width - 8 - index * 8)) & 255n),
  );
  return ipaddr.fromByteArray(bytes);
}
