import { identityOf } from "../collections/compare";
import { keyInWords, readPattern, type Collection, type PatternReading } from "../collections/collection";
import type { Advice, AdviceCode } from "./advice";
import { dispositionsOf, hasEffect } from "./entry-scope";
import { networkBits, parseIpBlock, widthOf } from "../fields/ip-block";
import { compileLinear } from "./linear-regex";
import { PartIndex, TextIndex } from "./part-index";
import { PrefixIndex } from "./prefix-index";
import { literalsOf } from "./regex-literals";
import { lazily } from "./remembered";
import { isUnknown } from "../fields/unknown";

/** One entry of a program. */
export interface ProgramEntry {
  readonly collection: Collection;
  /** Identifies the account: only entries of the same account are compared. */
  readonly account: string;
  /** What a message calls the entry, such as its resource's name; no secret. */
  readonly label: string;
  /** As `checkEntry` returns them. An entry with unknown values is not compared. */
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * Advice on two entries is not given if either of them has its code here: which of the two would show it depends on the
   * engine's order.
   */
  readonly silence?: readonly AdviceCode[];
}

/**
 * Compares the entries of a program with each other, as they become known. A new entry is compared with those before it, so
 * that each pair is mentioned once.
 */
export class ProgramIndex {
  readonly #scopes = new Map<string, Scope>();

  /**
   * Adds the entry, and returns the advice on it. If it was added before, with the same label and values, returns the same
   * advice: the engine checks a resource twice if it replaces it.
   */
  add(entry: ProgramEntry): Advice[] {
    const key = JSON.stringify([entry.account, entry.collection.path]);
    const scope = this.#scopes.get(key) ?? new Scope();
    this.#scopes.set(key, scope);
    const which = JSON.stringify([entry.label, entry.values]);
    const advice = scope.advice.get(which) ?? (isKnown(entry) ? scope.add(entry) : []);
    scope.advice.set(which, advice);
    return advice;
  }
}

/** A text that an entry matches, or the expression by which it matches texts. */
interface Literal {
  readonly entry: ProgramEntry;
  readonly text: string;
}
interface Regex {
  readonly entry: ProgramEntry;
  readonly matches: (text: string) => boolean;
}

/** The entries of one collection in one account. */
class Scope {
  readonly advice = new Map<string, Advice[]>();
  readonly #byIdentity = new Map<string, ProgramEntry>();
  readonly #byKey = new PrefixIndex<ProgramEntry>();
  /** Both by type. */
  readonly #literals = new Map<unknown, TextIndex<Literal>>();
  readonly #regexes = new Map<unknown, PartIndex<Regex>>();

  add(entry: ProgramEntry): Advice[] {
    const identity = identityOf(entry.collection, entry.values);
    const twin = this.#byIdentity.get(identity);
    if (twin !== undefined) return aloud([duplicate(twin)], [entry, twin]);
    this.#byIdentity.set(identity, entry);
    const pattern = readPattern(entry.collection, (name) => entry.values[name]);
    if (pattern === undefined) return [];
    const related = pattern.isRegex === true ? this.#addRegex(entry, pattern) : this.#addLiteral(entry, pattern);
    const audible = (other: ProgramEntry) => aloud([redundant(other)], [entry, other]).length > 0;
    const wider = related.wider.find((other) => doesAll(other, entry) && audible(other));
    if (wider !== undefined) return [redundant(wider)];
    const [first, ...more] = related.narrower.filter((other) => doesAll(entry, other) && audible(other));
    return first === undefined ? [] : [makesRedundant([first, ...more])];
  }

  #addRegex(entry: ProgramEntry, { text: pattern, type }: PatternReading): Related {
    // Compiled for the first text that it may match: to most expressions none comes.
    const compiled = lazily(() => compileLinear(String(pattern)));
    const matches = (text: string) => {
      const linear = compiled();
      return linear?.isExact === true && !text.includes("/") && linear.matches(text);
    };
    const regex: Regex = { entry, matches };
    const { required } = literalsOf(String(pattern));
    of(this.#regexes, type, () => new PartIndex<Regex>()).add(required, regex);
    const candidates = this.#literals.get(type)?.containing(required) ?? [];
    return { wider: [], narrower: [...candidates].filter(({ text }) => regex.matches(text)).map(entryOf) };
  }

  #addLiteral(entry: ProgramEntry, pattern: PatternReading): Related {
    const { type } = pattern;
    const text = String(pattern.text);
    const key = keyOf(text, type);
    const regexes = this.#regexes.get(type)?.within(text) ?? [];
    const byRegex = [...regexes].filter((regex) => regex.matches(text));
    const wider = [...this.#byKey.beginning(key), ...byRegex.map(entryOf)];
    const narrower = this.#byKey.startingWith(key);
    of(this.#literals, type, () => new TextIndex<Literal>()).add(text, { entry, text });
    this.#byKey.add(key, entry);
    return { wider, narrower };
  }
}

interface Related {
  /** Entries whose pattern surely matches all that the new one matches, and entries whose matches the new one surely covers. */
  readonly wider: readonly ProgramEntry[];
  readonly narrower: readonly ProgramEntry[];
}

const entryOf = ({ entry }: Literal | Regex) => entry;

function of<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/**
 * A text that is the beginning of the texts of everything that the literal covers: a domain's addresses, a network's
 * addresses and networks. Whether a domain covers its subdomains is not documented, so here it does not.
 */
function keyOf(text: string, type: unknown): string {
  if (type === "DOMAIN") return `${text}@`;
  const at = text.lastIndexOf("@");
  // Without the end mark, bob@acme.com would cover bobby@acme.com.
  if (type === "EMAIL") return `${text.slice(at + 1)}@${text.slice(0, at)}\n`;
  const block = parseIpBlock(text);
  return block === undefined ? text : `${widthOf(block.address)}/${networkBits(block)}`;
}

/**
 * Whether the other entry does all that this one does: it blocks too, or it has all its dispositions and asks for no more
 * verification.
 */
function doesAll(other: ProgramEntry, entry: ProgramEntry): boolean {
  const isStricter = other.values.verifySender === true && entry.values.verifySender === false;
  return !isStricter && hasEffect(entry) && dispositionsOf(entry).every((name) => other.values[name] === true);
}

function isKnown({ collection, values }: ProgramEntry): boolean {
  return Object.entries(collection.fields).every(
    ([name, { optional }]) => optional === true || (values[name] !== undefined && !isUnknown(values[name])),
  );
}

const duplicate = ({ label, collection }: ProgramEntry): Advice => ({
  code: "advice/duplicate",
  path: collection.key[0],
  sentence: `is the ${keyInWords(collection)} of ${label} too: leave one of the two out`,
});

const redundant = ({ label, collection }: ProgramEntry): Advice => ({
  code: "advice/redundant",
  path: collection.key[0],
  sentence: `is covered by ${label}, which does as much or more: leave this entry out`,
});

/** The advice that none of the entries silences. */
function aloud(advice: Advice[], entries: readonly ProgramEntry[]): Advice[] {
  return advice.filter(({ code }) => entries.every(({ silence = [] }) => !silence.includes(code)));
}

function makesRedundant([first, ...more]: readonly [ProgramEntry, ...ProgramEntry[]]): Advice {
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  return {
    code: "advice/redundant",
    path: first.collection.key[0],
    sentence: `covers all that is covered by ${first.label}${others}: leave the narrower out`,
  };
}
