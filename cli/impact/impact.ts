import type { Message } from "../../provider/api/message";
import { PatternIndex } from "../messages/pattern-index";
import type { Candidate } from "./candidate";
import { Count, ImpactRow, type Effect, type Outcome } from "./impact-row";

/** Counts what entries would have done to messages: each by itself, and all together. */
export class Impact {
  readonly rows: readonly ImpactRow[];
  /** Counts each message once, however many entries match it. */
  readonly sure = new Count();
  readonly atMost = new Count();
  readonly #indexes = { sender: new PatternIndex<ImpactRow>(), recipient: new PatternIndex<ImpactRow>() };

  constructor(candidates: readonly Candidate[]) {
    this.rows = candidates.map((candidate) => new ImpactRow(candidate, this.#indexes));
  }

  take(message: Message): void {
    const { senders, recipients, servers } = message;
    const bySender = this.#indexes.sender.meet({ addresses: senders, servers });
    const byRecipient = this.#indexes.recipient.meet({ addresses: recipients, servers: [] });
    const effects = [...new Set([...bySender.keys(), ...byRecipient.keys()])].map((row) => {
      const effect = row.effectOn(message, bySender.get(row), byRecipient.get(row));
      row.count(message, effect);
      return effect;
    });
    if (effects.length === 0) return;
    const sure = effects.filter(({ sure }) => sure !== undefined);
    if (sure.length > 0) {
      this.sure.add(
        message,
        worst(sure, ({ sure = "nothing" }) => sure),
      );
    }
    this.atMost.add(
      message,
      worst(effects, ({ atMost }) => atMost),
    );
  }
}

/** The worst outcome of several entries: letting a message through is worse than blocking it, or doing nothing. */
function worst(effects: readonly Effect[], outcomeOf: (effect: Effect) => Outcome): Outcome {
  const outcomes = effects.map(outcomeOf);
  return (["letThrough", "blocked"] as const).find((outcome) => outcomes.includes(outcome)) ?? "nothing";
}
