import { compileLinear, type LinearRegex } from "../../provider/advice/linear-regex";
import { comparable } from "../../provider/fields/compare";
import type { PatternType } from "../../provider/fields/field";
import { networkBits, parseIpBlock, widthOf } from "../../provider/fields/ip-block";
import { inferPatternType, isPatternType } from "../../provider/fields/pattern-type";

/** A pattern and how it is read. */
export interface ReadPattern {
  readonly text: string;
  /** `UNKNOWN` on old entries. */
  readonly type: string;
  readonly isRegex: boolean;
}

/**
 * How a pattern matches a message: surely, or only if the filter does what is not documented: if DOMAIN includes
 * subdomains, or a regular expression may match a part of a text.
 */
export type Meeting = "sure" | "possible";

/** Texts of a message that patterns are compared with. */
export interface Texts {
  readonly addresses: readonly string[];
  readonly servers: readonly string[];
}

interface CompiledRegex<T> {
  readonly item: T;
  readonly regex: LinearRegex;
  readonly isForDomains: boolean;
}

/** How many results of regular expressions are kept; they take a few megabytes. */
const MAX_KEPT = 5_000;

/**
 * Finds the patterns that match a message. As the documentation says, they are compared with the sender's addresses (from
 * the envelope, from the header and for replies) or the recipients', and with the addresses of servers. Regular expressions
 * are also matched with the server's name, but no message has it.
 *
 * Source: https://developers.cloudflare.com/cloudflare-one/email-security/settings/detection-settings/allow-policies/
 */
export class PatternIndex<T> {
  readonly #addresses = new Map<string, T[]>();
  readonly #domains = new Map<string, T[]>();
  readonly #networks = new Map<string, T[]>();
  /** The prefix lengths of the networks, by the width of their addresses. */
  readonly #prefixes = new Map<number, Set<number>>();
  readonly #regexes: CompiledRegex<T>[] = [];
  readonly #kept = new Map<string, ReadonlyMap<T, Meeting>>();

  /** @returns whether the messages that the pattern matches can be found */
  add(item: T, { text, type, isRegex }: ReadPattern): boolean {
    if (isRegex) return this.#addRegex(item, text, type === "DOMAIN");
    const kind = isPatternType(type) ? type : inferPatternType(text);
    if (kind === "EMAIL") push(this.#addresses, comparableAs("EMAIL", text), item);
    else if (kind === "DOMAIN") push(this.#domains, comparableAs("DOMAIN", text), item);
    else if (kind === "IP") this.#addNetwork(item, text);
    return true;
  }

  /** The patterns that match the message. */
  meet({ addresses, servers }: Texts): Map<T, Meeting> {
    const met = new Map<T, Meeting>();
    for (const address of addresses) this.#meetAddress(bareAddress(address), met);
    for (const server of servers) this.#meetServer(server, met);
    if (this.#regexes.length > 0) {
      for (const address of addresses) note(met, this.#meetRegexes(bareAddress(address), true));
      for (const server of servers) note(met, this.#meetRegexes(server, false));
    }
    return met;
  }

  #addRegex(item: T, text: string, isForDomains: boolean): boolean {
    const regex = compileLinear(text);
    if (regex === undefined) return false;
    this.#regexes.push({ item, regex, isForDomains });
    return true;
  }

  #addNetwork(item: T, text: string): void {
    const block = parseIpBlock(text);
    if (block === undefined) return;
    const bits = networkBits(block);
    const width = widthOf(block.address);
    push(this.#networks, `${width} ${bits}`, item);
    const prefixes = this.#prefixes.get(width) ?? new Set();
    this.#prefixes.set(width, prefixes.add(bits.length));
  }

  #meetAddress(address: string, met: Map<T, Meeting>): void {
    const canonical = isPlain(address) ? address.toLowerCase() : comparableAs("EMAIL", address);
    for (const item of this.#addresses.get(canonical) ?? []) met.set(item, "sure");
    const domain = canonical.slice(canonical.lastIndexOf("@") + 1);
    for (const item of this.#domains.get(domain) ?? []) met.set(item, "sure");
    for (let dot = domain.indexOf("."); dot >= 0; dot = domain.indexOf(".", dot + 1)) {
      for (const item of this.#domains.get(domain.slice(dot + 1)) ?? []) noteOne(met, item, "possible");
    }
  }

  #meetServer(server: string, met: Map<T, Meeting>): void {
    if (this.#networks.size === 0) return;
    const block = parseIpBlock(server);
    if (block === undefined) return;
    const bits = networkBits(block);
    const width = widthOf(block.address);
    for (const prefix of this.#prefixes.get(width) ?? []) {
      for (const item of this.#networks.get(`${width} ${bits.slice(0, prefix)}`) ?? []) met.set(item, "sure");
    }
  }

  #meetRegexes(text: string, isAddress: boolean): ReadonlyMap<T, Meeting> {
    const known = this.#kept.get(text);
    if (known) return known;
    const met = new Map<T, Meeting>();
    const domain = isAddress ? text.slice(text.lastIndexOf("@") + 1) : undefined;
    for (const { item, regex, isForDomains } of this.#regexes) {
      const meeting = meetingOf(regex, text, domain, isForDomains);
      if (meeting !== undefined) noteOne(met, item, meeting);
    }
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(text, met);
    return met;
  }
}

function meetingOf(
  regex: LinearRegex,
  text: string,
  domain: string | undefined,
  isForDomains: boolean,
): Meeting | undefined {
  const isFound = regex.finds(text) || (domain !== undefined && regex.finds(domain));
  if (!isFound) return undefined;
  const isWhole = regex.matches(text) || (isForDomains && domain !== undefined && regex.matches(domain));
  return isWhole && regex.isExact ? "sure" : "possible";
}

/** The address without a display name. */
function bareAddress(text: string): string {
  return /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
}

/** Whether the comparable form of the address differs only in case. */
function isPlain(address: string): boolean {
  return /^[\w.+=-]+@[a-z\d.-]*[a-z\d-]$/i.test(address);
}

function comparableAs(type: PatternType, text: string): string {
  return String(comparable({ type: "string", form: "pattern", readBy: { only: type, regex: "" } }, text, {}));
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}

function note<T>(met: Map<T, Meeting>, more: ReadonlyMap<T, Meeting>): void {
  for (const [item, meeting] of more) noteOne(met, item, meeting);
}

function noteOne<T>(met: Map<T, Meeting>, item: T, meeting: Meeting): void {
  if (meeting === "sure" || !met.has(item)) met.set(item, meeting);
}
