import ipaddr from "ipaddr.js";
import { formatAddress, mappedAddress, networkAddress, parseIpBlock, widthOf, type IpBlock } from "./ip-block";
import { blocksOf, readRange } from "./ip-range";
import { explain, PREFIXED, SCHEME, SPACES_AROUND, type Mistake } from "./mistake";
import { quote } from "./quote";
import type { Verdict } from "./verdict";

/**
 * An IPv4 or IPv6 address, or a network in CIDR notation. Canonical is RFC 5952 for IPv6; a prefix length stays as written,
 * `/32` too. Only the ranges that the API's documentation names are refused: networks for documentation, shared address
 * space and multicast are accepted. Only the first address of a network counts: `8.0.0.0/5` is accepted, although it
 * contains `10.0.0.0/8`.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/allow_policies/
 */
export function checkIp(value: string): Verdict {
  return checkBlock(value, checkIp, deniedProblem);
}

/** Checks an address or network that is not a pattern. The API is not known to refuse any range there. */
export function checkNetwork(value: string): Verdict {
  return checkBlock(value, checkNetwork);
}

function checkBlock(
  value: string,
  check: (value: string) => Verdict,
  denied?: (block: IpBlock) => string | undefined,
): Verdict {
  const block = parseIpBlock(value);
  if (block === undefined) {
    return { problem: explain(value, MISTAKES, check) ?? `${quote(value)} is not an IP address or CIDR block` };
  }
  const problem = prefixProblem(block) ?? denied?.(block) ?? hostBitsProblem(block, check);
  return problem === undefined ? { canonical: formatBlock(block) } : { problem: `${quote(value)} ${problem}` };
}

function formatBlock({ address, prefix, isNetwork }: IpBlock): string {
  return formatAddress(address) + (isNetwork ? `/${prefix}` : "");
}

function prefixProblem({ address, prefix }: IpBlock): string | undefined {
  const width = widthOf(address);
  if (prefix <= width) return undefined;
  return `has a prefix length of ${prefix}; ${width === 32 ? "IPv4" : "IPv6"} has at most ${width}`;
}

/** An IPv4-mapped IPv6 address is checked as the IPv4 address that it stands for. */
const DENIED = Object.entries({
  "10.0.0.0/8": "a private address",
  "172.16.0.0/12": "a private address",
  "192.168.0.0/16": "a private address",
  "127.0.0.0/8": "a loopback address",
  "169.254.0.0/16": "a link-local address",
  "0.0.0.0/32": "the unspecified address",
  "255.255.255.255/32": "the broadcast address",
  "fc00::/7": "a unique-local address",
  "::1/128": "the loopback address",
  "fe80::/10": "a link-local address",
  "::/128": "the unspecified address",
}).map(([range, name]) => ({ range, name, cidr: ipaddr.parseCIDR(range) }));

function deniedProblem({ address, isNetwork }: IpBlock): string | undefined {
  const mapped = mappedAddress(address);
  const meant = mapped ?? address;
  const denied = DENIED.find(({ cidr }) => cidr[0].kind() === meant.kind() && meant.match(cidr));
  if (denied === undefined) return undefined;
  const verb = isNetwork ? `begins with ${meant.toString()},` : mapped ? `stands for ${meant.toString()},` : "is";
  return `${verb} ${denied.name} (${denied.range}), which the API rejects: write the public address that mail comes from`;
}

function hostBitsProblem(block: IpBlock, check: (value: string) => Verdict): string | undefined {
  const network = networkAddress(block);
  if (network.toString() === block.address.toString()) return undefined;
  const whole = check(formatBlock({ ...block, address: network }));
  const ways = [
    ...("canonical" in whole ? [`${quote(whole.canonical)} for the network`] : []),
    `${quote(formatAddress(block.address))} for the one address`,
  ];
  return `has bits set after its first ${block.prefix}: write ${ways.join(", or ")}`;
}

/** Completes an IPv4 address or network with parts left out: `1.2.3` is `1.2.3.0/24`. */
function completeNetwork(value: string): string {
  const [host = "", prefix] = value.split("/");
  const parts = host.split(".").filter((part) => /^\d+$/.test(part));
  const zeros = Array.from({ length: Math.max(4 - parts.length, 0) }, () => "0");
  return `${[...parts, ...zeros].join(".")}/${prefix ?? parts.length * 8}`;
}

/** The blocks of a range, as text; `undefined` if the API would reject one of them, or if there are too many. */
function rangeAsBlocks(value: string): string | undefined {
  const range = readRange(value);
  const blocks =
    range === undefined
      ? []
      : blocksOf(range).map(({ address, prefix }) => {
          const isNetwork = prefix < widthOf(address);
          return formatBlock({ address, prefix, isNetwork });
        });
  if (blocks.length === 0 || blocks.length > 32 || blocks.some((block) => "problem" in checkIp(block))) {
    return undefined;
  }
  return blocks.length === 1 ? quote(blocks[0] ?? "") : `an entry for each of ${blocks.map(quote).join(", ")}`;
}

/** Reads the old notations as the C library does: `0x7f.1`, `16909060`. */
function fromOldNotation(value: string): string {
  return ipaddr.IPv4.isValid(value) ? ipaddr.IPv4.parse(value).toString() : value;
}

function withPrefixLength(value: string): string {
  const [host = "", mask = ""] = value.split("/");
  const prefix = ipaddr.IPv4.isValidFourPartDecimal(mask) ? ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask() : null;
  return prefix === null ? value : `${host}/${prefix}`;
}

const withoutLeadingZeros = (value: string) => value.replace(/(?<=^|[./])0+(?=\d)/g, "");

const MISTAKES: readonly Mistake[] = [
  { looks: /^\s*$/, says: `is empty: write an IP address, such as "1.2.3.4"` },
  SPACES_AROUND,
  PREFIXED,
  {
    looks: SCHEME,
    says: "is a URL, not an IP address",
    meant: (value) => value.replace(SCHEME, "").replace(/\/.*|:\d+(?:\/.*)?$/, ""),
  },
  { looks: /@/, says: "is an e-mail address, not an IP address" },
  { looks: /[,;]|[\da-f]\s+[\da-f]/i, says: "is more than one address: an entry takes one address or CIDR block" },
  {
    looks: /^(?:[\d.]+|[\da-f.]*:[\da-f:.]*)\s*[-\u2013]\s*(?:[\d.]+|[\da-f.]*:[\da-f:.]*)$/i,
    says: "is a range of addresses, not a CIDR block",
    or: rangeAsBlocks,
  },
  {
    looks: /:.*%/,
    says: "has a zone, which counts only inside one machine",
    meant: (value) => value.replace(/%.*$/, ""),
  },
  { looks: /^[\d.]+\/\d+\.[\d.]+$/, says: "has a network mask where a prefix length belongs", meant: withPrefixLength },
  {
    looks: /^\[.*\](?::\d*)?$/,
    says: "has brackets, which belong to URLs",
    meant: (value) => value.replace(/^\[(.*)\].*$/, "$1"),
  },
  {
    looks: /^\d+(?:\.\d+){3}:\d*$/,
    says: "has a port, which an IP address does not have",
    meant: (value) => value.replace(/:.*$/, ""),
  },
  {
    looks: /^(?:\d+\.){1,3}[*x%](?:\.[*x%])*$/i,
    says: "has a wildcard, which a CIDR block does without",
    meant: completeNetwork,
  },
  {
    looks: /^(?=.*(?:[*%]|(?:^|\.)x(?:\.|$)))[\d*x%]+(?:\.[\d*x%]+){3}$/i,
    says: "has a wildcard before a number, which no CIDR block can say: write an entry for each address or network",
  },
  { looks: /^0x[\da-f.x]*$|\.0x/i, says: "is hexadecimal, and an IPv4 address is decimal", meant: fromOldNotation },
  { looks: /^[\da-f.:]+\/0\d+$/i, says: "has a prefix length with a leading zero", meant: withoutLeadingZeros },
  {
    looks: /^(?=[\d.]*(?:^|\.)0\d)\d+(?:\.\d+){3}(?:\/\d+)?$/,
    says: "has a part with a leading zero, which some read as octal",
    meant: withoutLeadingZeros,
  },
  { looks: /^\d+$/, says: "is a number, not the four parts of an IPv4 address", meant: fromOldNotation },
  {
    looks: /^\d+(?:\.\d+){0,2}\.?(?:\/\d+)?$/,
    says: "has fewer than the four parts of an IPv4 address",
    meant: completeNetwork,
  },
  { looks: /^[\d.]+(?:\/\d+)?$/, says: "is not an IPv4 address: that has four parts, none above 255" },
  { looks: /^[\da-f.]*:[\da-f.:]*(?:\/\d+)?$/i, says: "is not an IPv6 address" },
  { looks: /\//, says: 'is not a CIDR block: write an address, a slash and a prefix length, such as "1.2.3.0/24"' },
  { looks: /^[a-z\d.-]*[a-z][a-z\d-]*\.?$/i, says: "is a name, not an IP address" },
];
