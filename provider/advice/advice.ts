import { patternTypeOf, type Collection } from "../collections/collection";
import { ENTRY_RULES, PROGRAM_TOPICS, type AdviceContext, type AdviceTopic, type EntryRule } from "./advice-rules";
import type { KnownEntry, KnownValues } from "./entry-scope";
import { isUnknown } from "../fields/unknown";

/** What a security engineer would say of an entry that the API takes. It never holds a value: that may be a secret. */
export interface Advice {
  readonly code: AdviceCode;
  /** The property that it is about. */
  readonly path: string;
  /** Follows the path in a message. */
  readonly sentence: string;
}

/** Every kind of advice, in the order of the documentation. */
export const ADVICE_TOPICS: readonly (AdviceTopic & { readonly code: AdviceCode })[] = [
  ...ENTRY_RULES,
  ...PROGRAM_TOPICS,
];

export type AdviceCode = (typeof ENTRY_RULES | typeof PROGRAM_TOPICS)[number]["code"];

/**
 * The advice that an entry gives by itself.
 * @param values - complete and canonical, as `checkEntry` returns them; what is not known yet may be missing
 */
export function adviseEntry(
  collection: Collection,
  values: Readonly<Record<string, unknown>>,
  context: AdviceContext,
): Advice[] {
  const entry: KnownEntry = { collection, values: knownValues(collection, values) };
  const rules: readonly (EntryRule & { readonly code: AdviceCode })[] = ENTRY_RULES;
  return rules
    .filter(
      ({ needs, absent, applies }) =>
        needs.every((name) => entry.values[name] !== undefined) &&
        (absent === undefined || (absent in collection.fields && values[absent] === undefined)) &&
        applies(entry, context),
    )
    .map(({ code, path, finding, instead }) => ({ code, path, sentence: `${finding}: ${instead}` }));
}

function knownValues(collection: Collection, values: Readonly<Record<string, unknown>>): KnownValues {
  const all = { ...values, patternType: patternTypeOf(collection, values) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !isUnknown(value)));
}
