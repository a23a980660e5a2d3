import { assumptionTable, parseAssumption, type Assumptions } from "../../emulator/assumptions";
import { collections } from "../../emulator/collections";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import type { SetCollection, Values } from "../../provider/collections/collection";
import { trustedDomains } from "../../provider/collections/trusted-domain";

/** What the suites of the lifecycle need of a collection. */
export interface Sample {
  readonly collection: SetCollection;
  /** What a program gives for the domain `acme.example` beside its pattern. */
  readonly given: Values;
  /** What the entry then is, but for its pattern and a note. */
  readonly complete: Values;
  /** What a program changes, and what somebody else changes at the same time: one field each. */
  readonly change: Values;
  readonly elsewhere: Values;
  /** What no entry can be. */
  readonly wrong: Values;
}

const elsewhere = { comments: "a colleague's note" };

export const samples: readonly Sample[] = [
  {
    collection: allowPolicies,
    given: { isTrustedSender: true },
    complete: {
      patternType: "DOMAIN",
      isRegex: false,
      isTrustedSender: true,
      isAcceptableSender: false,
      isExemptRecipient: false,
      verifySender: true,
    },
    change: { verifySender: false },
    elsewhere,
    wrong: { verifySender: "true" },
  },
  {
    collection: trustedDomains,
    given: { isRecent: true },
    complete: { isRegex: false, isRecent: true, isSimilarity: false },
    change: { isSimilarity: true },
    elsewhere,
    wrong: { isSimilarity: "true" },
  },
  {
    collection: blockSenders,
    given: {},
    complete: { patternType: "DOMAIN", isRegex: false },
    change: { comments: "sends fraud" },
    elsewhere: { isRegex: true },
    wrong: { isRegex: "true" },
  },
];

/** What only requests for messages meet, which the lifecycle of an entry does not send. */
const OF_MESSAGES: ReadonlySet<string> = new Set([
  ...["messagePage", "messagesPerPage", "messageOrder", "detectionsOnly", "allowlistedPattern", "allowedDisposition"],
]);

/** What a suite runs with where an assumption is turned round. */
interface Turned {
  readonly where: string;
  readonly sample: Sample;
  readonly assume: Partial<Assumptions>;
}

/**
 * Every assumption turned round, each with the collection that it is about, and as a rule, where it is about the API as such,
 * one after the other.
 * @param turn - another one makes each assumption meet another collection
 */
export function assumptionsTurned(turn: number): Turned[] {
  return Object.entries(assumptionTable).flatMap(([name, { values }], index) => {
    if (OF_MESSAGES.has(name)) return [];
    const about = collections.find((collection) => name in collection);
    const sample =
      samples.find(({ collection }) => collection.path === about?.path) ?? samples[(index + turn) % samples.length];
    if (!sample) throw new Error("there is no sample");
    return values.slice(1).map((value) => ({
      where: `where ${name} is ${value}`,
      sample,
      assume: parseAssumption(`${name}=${value}`),
    }));
  });
}
