import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";
import { RE2JS } from "re2js";
import { readPattern } from "../provider/collections/collection";
import type { Assumptions } from "./assumptions";
import type { ServedCollection } from "./collections";
import { valueOf, type WireValues } from "./entry";
import type { Problem } from "./errors";

/**
 * What is wrong with an entry beyond the types of its fields. Only rules about the touched fields are checked, so that
 * other fields of an old entry can still be changed.
 */
export function entryProblems(
  values: WireValues,
  touched: WireValues,
  collection: ServedCollection,
  assumptions: Assumptions,
): Problem[] {
  const problems: Problem[] = [];
  const touches = (properties: readonly string[]): boolean =>
    properties.some((property) => valueOf(touched, collection, property) !== undefined);

  const pattern = patternOf(values, collection);
  if (pattern && touches(collection.key)) {
    const problem = patternProblem(pattern, assumptions);
    if (problem !== undefined) {
      problems.push({ message: `${pattern.wire}: ${problem}`, at: [pattern.wire] });
    }
  }
  for (const { wire, form } of Object.values(collection.fields)) {
    const given = touched[wire];
    const texts = (Array.isArray(given) ? given : [given]).filter((text) => typeof text === "string");
    const problem = texts.map((text) => formProblem(form, text, assumptions)).find((found) => found !== undefined);
    if (problem !== undefined) problems.push({ message: `${wire}: ${problem}`, at: [wire] });
  }
  const broken = assumptions.crossFieldRules === "rejected" && collection.rule?.(byProperty(values, collection));
  if (broken && touches([...collection.key, broken.path])) {
    const wire = collection.fields[broken.path]?.wire ?? broken.path;
    problems.push({ message: `${wire}: ${broken.reason}`, at: [wire] });
  }
  const exemptions = Object.keys(collection.fields).filter((property) => collection.fields[property]?.exempts);
  if (touches(exemptions)) {
    const wires = exemptions.map((property) => collection.fields[property]?.wire ?? property);
    const effects = exemptions.filter((property) => valueOf(values, collection, property) === true).length;
    if (effects === 0 && assumptions.noEffect === "rejected") {
      problems.push({ message: `at least one of ${wires.join(", ")} must be true`, at: [] });
    }
    if (effects > 1 && collection.oneEffect && assumptions.severalDispositions === "rejected") {
      problems.push({ message: `only one of ${wires.join(", ")} can be true`, at: [] });
    }
  }
  return problems;
}

function byProperty(values: WireValues, collection: ServedCollection): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(collection.fields).map((property) => [property, valueOf(values, collection, property)]),
  );
}

/** What is wrong with a text whose meaning does not depend on other fields. */
function formProblem(
  form: ServedCollection["fields"][string]["form"],
  text: string,
  assumptions: Assumptions,
): string | undefined {
  switch (form) {
    case "domain":
      return isDomain(text) ? undefined : "is not a valid domain name";
    case "ip":
      return block(text) ? undefined : "is not a valid IP address or CIDR block";
    case "content-regex":
    case "url-regex":
      return text === "" ? "must not be empty" : regexProblem(text, assumptions);
    default:
      return undefined;
  }
}

interface Pattern {
  readonly wire: string;
  readonly text: string;
  readonly type: unknown;
  /** Whether the collection has only this type. */
  readonly isOnlyType: boolean;
  readonly isRegex: boolean;
}

function patternOf(values: WireValues, collection: ServedCollection): Pattern | undefined {
  const read = readPattern(collection, (name) => valueOf(values, collection, name));
  if (read === undefined) return undefined;
  const { name, text, type, isOnlyType, isRegex } = read;
  const wire = collection.fields[name]?.wire ?? name;
  return { wire, text: String(text), type, isOnlyType, isRegex: isRegex === true };
}

function patternProblem(
  { text: pattern, type, isOnlyType, isRegex }: Pattern,
  assumptions: Assumptions,
): string | undefined {
  if (isRegex) {
    return regexProblem(pattern, assumptions);
  }
  if (isOnlyType && assumptions.trustedDomainFormat === "unchecked") {
    return undefined;
  }
  switch (type) {
    case "EMAIL":
      return isEmail(pattern) ? undefined : "is not a valid email address";
    case "DOMAIN":
      return isDomain(pattern) ? undefined : "is not a valid domain name";
    case "IP":
      return ipProblem(pattern, assumptions);
    default:
      return undefined;
  }
}

function regexProblem(pattern: string, { regexCheck }: Assumptions): string | undefined {
  return regexCheck === "RE2" && !compiles(pattern) ? "is not a valid regular expression" : undefined;
}

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

const localPart = /^[^\s@"(),:;<>[\\\]]{1,64}$/u;
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  return localPart.test(text.slice(0, Math.max(at, 0))) && isDomain(text.slice(at + 1));
}

function isDomain(text: string): boolean {
  const labels = domainToASCII(text).replace(/\.$/, "").split(".");
  return !/[\s/:?#@%\\]/.test(text) && labels.every((part) => label.test(part)) && !/^\d+$/.test(labels.at(-1) ?? "");
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function address(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return ipaddr.IPv4.parse(text);
  }
  return ipaddr.IPv6.isValid(text) && !text.includes("%") ? ipaddr.IPv6.parse(text) : undefined;
}

function block(text: string): { address: Address; prefix: number | undefined } | undefined {
  const [host = "", bits, ...rest] = text.split("/");
  const parsed = address(host);
  if (!parsed || rest.length > 0) {
    return undefined;
  }
  const prefix = bits === undefined ? undefined : Number(bits);
  const valid = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= parsed.toByteArray().length * 8);
  return valid ? { address: parsed, prefix } : undefined;
}

const deniedRanges = ["private", "uniqueLocal", "loopback", "linkLocal", "unspecified", "broadcast"];

function ipProblem(text: string, { ipForms, ipReach, hostBits }: Assumptions): string | undefined {
  const parsed = block(text);
  if (!parsed) {
    return "is not a valid IP address or CIDR block";
  }
  if (parsed.address.kind() === "ipv6" && ipForms !== "IPv4, IPv6, CIDR") {
    return "must be IPv4";
  }
  if (parsed.prefix !== undefined && ipForms === "IPv4") {
    return "must be a plain address";
  }
  const range = ipaddr.process(parsed.address.toString()).range();
  if (ipReach === "global-only" && range !== "unicast") {
    return "must be a globally reachable address";
  }
  if (deniedRanges.includes(range)) {
    return "must not be a private, loopback, link-local or unspecified address";
  }
  if (hostBits === "rejected" && parsed.prefix !== undefined && network(text) !== parsed.address.toString()) {
    return "has host bits set";
  }
  return undefined;
}

function network(text: string): string {
  return (text.includes(":") ? ipaddr.IPv6 : ipaddr.IPv4).networkAddressFromCIDR(text).toString();
}

/** The pattern in the form in which it is stored. A regular expression is stored as sent. */
export function normalisePattern(
  values: WireValues,
  collection: ServedCollection,
  assumptions: Assumptions,
): WireValues {
  const pattern = patternOf(values, collection);
  if (pattern === undefined || pattern.isRegex || assumptions.patternNormalisation === "none") {
    return values;
  }
  const { wire, text, type } = pattern;
  return {
    ...values,
    [wire]: assumptions.patternNormalisation === "lowercase" ? text.toLowerCase() : canonical(text, type),
  };
}

function canonical(pattern: string, type: Pattern["type"]): string {
  switch (type) {
    case "EMAIL": {
      const at = pattern.lastIndexOf("@") + 1;
      return pattern.slice(0, at).toLowerCase() + canonical(pattern.slice(at), "DOMAIN");
    }
    case "DOMAIN":
      return domainToASCII(pattern).replace(/\.$/, "");
    case "IP": {
      const parsed = block(pattern);
      return parsed?.prefix === undefined
        ? (parsed?.address.toString() ?? pattern)
        : `${network(pattern)}/${parsed.prefix}`;
    }
    default:
      return pattern;
  }
}
