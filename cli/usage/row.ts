import type { Message } from "../../provider/api/message";
import type { Collection, Entry } from "../../provider/collections/collection";
import { isMalicious, mayLift } from "../messages/effects";
import { CHECKS, isVerified } from "../messages/verification";

/** What an entry is known to have done. */
export type State = "risky" | "unused" | "cannot be told" | "used";

/** One entry and what it did. */
export class Row {
  /** Messages that it let through or blocked. */
  messages = 0;
  /** Of these, by final disposition. */
  readonly dispositions = new Map<string, number>();
  /** Of these, those that failed each check. */
  readonly failed = { spf: 0, dkim: 0, dmarc: 0 };
  /** Of these, those that passed none of the checks. */
  unverified = 0;
  /** Of these, those for which the API gives no results of the checks. */
  unchecked = 0;
  /** Of these, those that would have been stopped as malicious or spoof. */
  maliciousLetThrough = 0;
  spoofLetThrough = 0;
  /** Messages that it may have let through or blocked: the API does not say which entry did. */
  possible = 0;
  /** RFC 3339. */
  lastSeen: string | undefined;
  /** Other entries of the same pattern, one of which may have done it instead. */
  readonly sharedWith = new Set<Row>();

  constructor(
    readonly collection: Collection,
    readonly entry: Entry,
  ) {}

  get letsThrough(): boolean {
    return this.collection.effect === "exempts";
  }

  get state(): State {
    if (this.messages === 0) return this.possible > 0 ? "cannot be told" : "unused";
    const harm = this.maliciousLetThrough + this.spoofLetThrough + this.unverified;
    return this.letsThrough && harm > 0 ? "risky" : "used";
  }

  /** @param fields - those by which the entry may have let the message through */
  count(message: Message, fields: readonly string[]): void {
    const { disposition, validation, scannedAt } = message;
    this.messages += 1;
    this.dispositions.set(disposition, (this.dispositions.get(disposition) ?? 0) + 1);
    for (const check of CHECKS) if (validation?.[check] === "fail") this.failed[check] += 1;
    const verified = isVerified(message);
    if (verified === undefined) this.unchecked += 1;
    else if (!verified) this.unverified += 1;
    if (fields.some((field) => mayLift(field, disposition))) {
      if (isMalicious(disposition)) this.maliciousLetThrough += 1;
      else if (disposition === "SPOOF") this.spoofLetThrough += 1;
    }
    if (scannedAt !== undefined && !(Date.parse(this.lastSeen ?? "") >= Date.parse(scannedAt))) {
      this.lastSeen = scannedAt;
    }
  }
}
