import type { Message } from "../../provider/api/message";
import type { Collection } from "../../provider/collections/collection";
import type { Holding } from "../account";
import { fieldNotedAs } from "../messages/effects";
import { exemptingFields, patternOfEntry } from "../messages/entry-pattern";
import { PatternIndex } from "../messages/pattern-index";
import { NamedEntries } from "./named-entries";
import { Row } from "./row";

/** Why a message that was let through or blocked counts for no entry. */
export type Reason =
  /** No entry has the pattern: it was removed, or is spelt differently. */
  | "no such entry"
  /** An entry has the pattern, but does something else: it was changed. */
  | "other effect"
  /** The API names no pattern. */
  | "not named"
  /** Cloudflare's own list or a person let it through. */
  | "no entry's doing";

/** Messages that count for no entry. */
export interface Unattributed {
  /** The API's name for what let them through; absent if it does not say, and for blocked messages. */
  readonly type: string | undefined;
  readonly blocked: boolean;
  readonly reason: Reason;
  messages: number;
}

/** What the filter notes if something other than an entry let a message through. */
const NOT_OF_ENTRIES = ["managed_acceptable_sender", "quarantine_release", "outbound_ndr"];

/** Counts for each entry the messages that the filter says it let through or blocked. */
export class Attribution {
  readonly rows: readonly Row[];
  readonly #named: ReadonlyMap<Collection, NamedEntries>;
  readonly #unattributed = new Map<string, Unattributed>();
  readonly #indexes = new Map<string, PatternIndex<Row>>();
  /** Messages that were let through. */
  allowed = 0;
  /** Of these, those with another disposition than NONE. */
  allowedWithDisposition = 0;

  constructor(holdings: readonly Holding[]) {
    const rows = new Map(
      holdings.map(({ collection, entries }) => [collection, entries.map((entry) => new Row(collection, entry))]),
    );
    this.rows = [...rows.values()].flat();
    this.#named = new Map([...rows].map(([collection, own]) => [collection, new NamedEntries(collection, own)]));
  }

  get unattributed(): readonly Unattributed[] {
    return [...this.#unattributed.values()].sort((a, b) => b.messages - a.messages);
  }

  take(message: Message): void {
    if (message.allowed) this.#takeAllowed(message, message.allowed);
    if (message.blocked) this.#takeBlocked(message, message.blocked);
  }

  #takeAllowed(message: Message, { type, pattern }: NonNullable<Message["allowed"]>): void {
    this.allowed += 1;
    if (message.disposition !== "NONE") this.allowedWithDisposition += 1;
    const field = type === undefined ? undefined : fieldNotedAs(type);
    // A type that is not known may be due to an entry, if the API names a pattern.
    if (type !== undefined && field === undefined && (NOT_OF_ENTRIES.includes(type) || pattern === undefined)) {
      this.#leave(type, false, "no entry's doing");
      return;
    }
    const fieldsOf = (row: Row): string[] =>
      (["sender", "recipient"] as const)
        .flatMap((whose) => exemptingFields(row.collection, row.entry.values, whose))
        .filter((name) => field === undefined || name === field);
    const collections = this.#collections("exempts", field);
    if (pattern === undefined) {
      this.#leave(type, false, "not named");
      this.#suppose(message, collections, `exempts ${field ?? ""}`, (row) => fieldsOf(row).length > 0);
      return;
    }
    const found = this.#find(collections, pattern);
    const acting = found.filter((row) => fieldsOf(row).length > 0);
    if (acting.length > 0) {
      count(message, acting, fieldsOf);
    } else {
      this.#leave(type, false, found.length > 0 ? "other effect" : "no such entry");
      for (const row of found) row.possible += 1;
    }
  }

  #takeBlocked(message: Message, { pattern }: NonNullable<Message["blocked"]>): void {
    const collections = this.#collections("blocks", undefined);
    if (pattern === undefined) {
      this.#leave(undefined, true, "not named");
      this.#suppose(message, collections, "blocks", () => true);
      return;
    }
    const found = this.#find(collections, pattern);
    if (found.length > 0) count(message, found, () => []);
    else this.#leave(undefined, true, "no such entry");
  }

  #collections(effect: Collection["effect"], field: string | undefined): Collection[] {
    return [...this.#named.keys()].filter(
      (collection) => collection.effect === effect && (field === undefined || field in collection.fields),
    );
  }

  #find(collections: readonly Collection[], pattern: string): Row[] {
    return collections.flatMap((collection) => this.#named.get(collection)?.find(pattern) ?? []);
  }

  #leave(type: string | undefined, blocked: boolean, reason: Reason): void {
    const key = `${blocked} ${type ?? ""} ${reason}`;
    const left = this.#unattributed.get(key) ?? { type, blocked, reason, messages: 0 };
    left.messages += 1;
    this.#unattributed.set(key, left);
  }

  /** Notes with each entry that it may have done this, since the API does not say. */
  #suppose(message: Message, collections: readonly Collection[], key: string, acts: (row: Row) => boolean): void {
    const { senders, recipients, servers } = message;
    const candidates = () => this.rows.filter((row) => collections.includes(row.collection) && acts(row));
    const met = new Set([
      ...this.#index(key, "sender", candidates).meet({ addresses: senders, servers }).keys(),
      ...this.#index(key, "recipient", candidates).meet({ addresses: recipients, servers: [] }).keys(),
    ]);
    for (const row of met) row.possible += 1;
  }

  /** The patterns that are compared with senders, or with recipients. */
  #index(key: string, whose: "sender" | "recipient", candidates: () => readonly Row[]): PatternIndex<Row> {
    const full = `${key} ${whose}`;
    const known = this.#indexes.get(full);
    if (known) return known;
    const index = new PatternIndex<Row>();
    this.#indexes.set(full, index);
    for (const row of candidates()) {
      const { collection, entry } = row;
      const isMeant =
        exemptingFields(collection, entry.values, whose).length > 0 ||
        (whose === "sender" && collection.effect === "blocks");
      const pattern = patternOfEntry(collection, entry.values);
      // An expression that cannot be tried may match any message.
      if (isMeant && pattern && !index.add(row, pattern)) row.possible += 1;
    }
    return index;
  }
}

/** If several entries have the pattern, each of them may have done it. */
function count(message: Message, rows: readonly Row[], fieldsOf: (row: Row) => readonly string[]): void {
  for (const row of rows) {
    row.count(message, fieldsOf(row));
    if (rows.length > 1) for (const other of rows) if (other !== row) row.sharedWith.add(other);
  }
}
