import ipaddr from "ipaddr.js";
import { isIPv4, isIPv6 } from "node:net";

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** An IP address, or a network in CIDR notation. */
export interface IpBlock {
  readonly address: IpAddress;
  /** Length of the prefix in bits; that of the whole address if the text has no prefix length. */
  readonly prefix: number;
  /** Whether the text has a prefix length. */
  readonly isNetwork: boolean;
}

/** How many bits an address of this kind has. */
export function widthOf(address: IpAddress): number {
  return address.kind() === "ipv4" ? 32 : 128;
}

/**
 * Reads the common notations only: four decimal numbers without leading zeros, or IPv6 as in RFC 4291; with or without a
 * prefix length. No zones, and none of the old octal, hexadecimal or short forms. The prefix length may be out of range.
 */
export function parseIpBlock(text: string): IpBlock | undefined {
  const [, host = "", length] = /^([^/]*)(?:\/(0|[1-9]\d*))?$/.exec(text) ?? [];
  const address = parseAddress(host);
  if (address === undefined) return undefined;
  const isNetwork = length !== undefined;
  return { address, prefix: isNetwork ? Number(length) : widthOf(address), isNetwork };
}

/** ipaddr.js accepts the old forms too, and reads `::1.2.3.4` as `::ffff:1.2.3.4`, so Node's own parsers come first. */
function parseAddress(text: string): IpAddress | undefined {
  if (isIPv4(text)) return ipaddr.IPv4.parse(text);
  if (!isIPv6(text) || text.includes("%")) return undefined;
  return ipaddr.IPv6.parse(new URL(`http://[${text}]`).hostname.slice(1, -1));
}

/** RFC 5952. An IPv4-mapped address shows its IPv4 part (section 5). */
export function formatAddress(address: IpAddress): string {
  const mapped = mappedAddress(address);
  if (mapped !== undefined) return `::ffff:${mapped.toString()}`;
  return address.kind() === "ipv4" ? address.toString() : (address as ipaddr.IPv6).toRFC5952String();
}

/** The IPv4 address in an IPv4-mapped IPv6 address (`::ffff:0:0/96`). */
export function mappedAddress(address: IpAddress): ipaddr.IPv4 | undefined {
  if (address.kind() === "ipv4") return undefined;
  const v6 = address as ipaddr.IPv6;
  return v6.isIPv4MappedAddress() ? v6.toIPv4Address() : undefined;
}

/** The first address of the network. */
export function networkAddress({ address, prefix }: IpBlock): IpAddress {
  return address.kind() === "ipv4"
    ? ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${prefix}`)
    : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${prefix}`);
}

/** The bits of the prefix, as a text of 0 and 1: a network contains another if its text is the beginning of the other's. */
export function networkBits({ address, prefix }: IpBlock): string {
  const bits = address.toByteArray().map((byte) => byte.toString(2).padStart(8, "0"));
  return bits.join("").slice(0, prefix);
}
