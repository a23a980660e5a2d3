import { ALL_COLLECTIONS } from "../../provider/collections/all-collections";
import { checkEntry } from "../../provider/collections/check-entry";
import type { Collection } from "../../provider/collections/collection";

/** An entry that may be added. */
export interface Candidate {
  readonly collection: Collection;
  readonly values: Readonly<Record<string, unknown>>;
  /** Where it is declared: a line of a file, or a resource; absent if the command line gives the pattern. */
  readonly place?: string;
  /** Absent where it is not known. */
  readonly accountId?: string;
}

/** The ways that `--as` offers, with the field that makes an entry act so; none for a block. */
const WAYS = {
  trusted: "isTrustedSender",
  acceptable: "isAcceptableSender",
  exempt: "isExemptRecipient",
  blocked: undefined,
} as const;

export type Way = keyof typeof WAYS;

export const ALL_WAYS = Object.keys(WAYS) as Way[];

/** @throws Error that says what is wrong with the pattern */
export function candidateOf(pattern: string, way: Way, more: Readonly<Record<string, unknown>>): Candidate {
  const field = WAYS[way];
  const collection = ALL_COLLECTIONS.find(({ effect, fields }) =>
    field === undefined ? effect === "blocks" : field in fields,
  );
  if (!collection) throw new Error(`There is no kind of entry that is ${way}.`);
  const given = Object.entries({ pattern, ...more, ...(field !== undefined && { [field]: true }) });
  const { values, failures } = checkEntry(
    collection,
    Object.fromEntries(given.filter(([name]) => name in collection.fields)),
  );
  const [failure] = failures;
  if (failure) throw new Error(inWordsOfFlags(`${failure.path}: ${failure.reason}`));
  return { collection, values };
}

function inWordsOfFlags(text: string): string {
  return text
    .replace(/^pattern: /, "--pattern: ")
    .replace(/^patternType: /, "--type: ")
    .replace(/patternType: "([A-Z]+)"/g, "--type $1")
    .replace(/isRegex: true/g, "--regex");
}
