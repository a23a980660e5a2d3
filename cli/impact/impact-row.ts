import type { Message } from "../../provider/api/message";
import { isUnknown } from "../../provider/fields/unknown";
import { isLiftedBy, lifts, mayLift } from "../messages/effects";
import { exemptingFields, patternOfEntry } from "../messages/entry-pattern";
import type { Meeting, PatternIndex } from "../messages/pattern-index";
import { CHECKS, isVerified } from "../messages/verification";
import type { Candidate } from "./candidate";
import { isHidden } from "./preview-entries";

/** A count of messages, and what would have happened to them. */
export class Count {
  messages = 0;
  /** By final disposition. */
  readonly dispositions = new Map<string, number>();
  readonly failed = { spf: 0, dkim: 0, dmarc: 0 };
  /** Those that passed none of the checks. */
  unverified = 0;
  /** Those that would have been let through and were not, by final disposition. */
  readonly letThrough = new Map<string, number>();
  /** Those that would have been blocked and were not, by final disposition. */
  readonly blocked = new Map<string, number>();

  add(message: Message, outcome: Outcome): void {
    const { disposition, validation } = message;
    this.messages += 1;
    increase(this.dispositions, disposition);
    for (const check of CHECKS) if (validation?.[check] === "fail") this.failed[check] += 1;
    if (isVerified(message) === false) this.unverified += 1;
    if (outcome !== "nothing") increase(this[outcome], disposition);
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** What would have happened to a message. */
export type Outcome = "letThrough" | "blocked" | "nothing";

/** What an entry would have done to a message: surely, and at most, since some behaviour is not documented. */
export interface Effect {
  /** Absent if the pattern may not match. */
  readonly sure?: Outcome;
  readonly atMost: Outcome;
}

/** A candidate and what it would have done. */
export class ImpactRow {
  readonly sure = new Count();
  /** Includes what depends on behaviour that is not documented. */
  readonly atMost = new Count();
  /** Why nothing can be said of it; absent if something can. */
  readonly untold: string | undefined;

  /** @param indexes - the indexes to add its pattern to: of senders, and of recipients */
  constructor(
    readonly candidate: Candidate,
    indexes: Readonly<Record<"sender" | "recipient", PatternIndex<ImpactRow>>>,
  ) {
    const { collection, values } = candidate;
    const pattern = patternOfEntry(collection, values);
    this.untold = whyUntold(candidate);
    if (this.untold !== undefined || !pattern) return;
    const isFor = (whose: "sender" | "recipient"): boolean =>
      this.#fields(whose).length > 0 || (whose === "sender" && this.blocks);
    for (const whose of ["sender", "recipient"] as const) {
      if (isFor(whose) && !indexes[whose].add(this, pattern)) {
        this.untold = "a regular expression that cannot be tried safely: it has look-around or a back-reference";
      }
    }
  }

  get blocks(): boolean {
    return this.candidate.collection.effect === "blocks";
  }

  /** What would have happened to a message that it matches. */
  effectOn(message: Message, bySender: Meeting | undefined, byRecipient: Meeting | undefined): Effect {
    const isSure = bySender === "sure" || byRecipient === "sure";
    if (this.blocks) {
      const outcome = message.blocked ? "nothing" : "blocked";
      return { ...(isSure && { sure: outcome }), atMost: outcome };
    }
    const sure = [
      ...(bySender === "sure" ? this.#fields("sender") : []),
      ...(byRecipient === "sure" ? this.#fields("recipient") : []),
    ];
    const atMost = [...(bySender ? this.#fields("sender") : []), ...(byRecipient ? this.#fields("recipient") : [])];
    const { disposition, allowed } = message;
    const verified = this.candidate.values.verifySender === true ? isVerified(message) : true;
    const isOpen = verified !== false && !isLiftedBy(allowed?.type, disposition);
    // It is not documented whether an exemption or a block counts first.
    const liftsSurely =
      isOpen && verified === true && !message.blocked && sure.some((field) => lifts(field, disposition));
    return {
      ...(isSure && { sure: liftsSurely ? "letThrough" : "nothing" }),
      atMost: isOpen && atMost.some((field) => mayLift(field, disposition)) ? "letThrough" : "nothing",
    };
  }

  count(message: Message, { sure, atMost }: Effect): void {
    if (sure !== undefined) this.sure.add(message, sure);
    this.atMost.add(message, atMost);
  }

  #fields(whose: "sender" | "recipient"): string[] {
    return exemptingFields(this.candidate.collection, this.candidate.values, whose);
  }
}

function whyUntold({ collection, values }: Candidate): string | undefined {
  const { key, fields } = collection;
  const telling = [...key, ...Object.keys(fields).filter((name) => fields[name]?.type === "boolean")];
  const told = telling.map((name) => values[name]);
  if (told.some(isHidden)) return "the preview hides its values, which are secret";
  return told.some(isUnknown) ? "its values are known after other resources are made" : undefined;
}
