import { readPattern, type Collection, type PatternReading } from "../collections/collection";
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
export function entryAdvice(
  collection: Collection,
  values: Readonly<Record<string, unknown>>,
  context: AdviceContext,
): Advice[] {
  const pattern = readPattern(collection, (name) => values[name]);
  const entry: KnownEntry = { collection, values: knownValues(values, pattern) };
  const names: Readonly<Record<string, string>> = pattern ? { pattern: pattern.name } : {};
  const rules: readonly (EntryRule & { readonly code: AdviceCode })[] = ENTRY_RULES;
  return rules
    .filter(
      ({ needs, absent, applies }) =>
        needs.every((name) => entry.values[name] !== undefined) &&
        (absent === undefined || (absent in collection.fields && values[absent] === undefined)) &&
        applies(entry, context),
    )
    .map(({ code, path, finding, instead }) => ({
      code,
      path: names[path] ?? path,
      sentence: `${finding}: ${instead}`,
    }));
}

/** The known values; how a pattern is read stands under the names that the rules give it, whatever the collection's are. */
function knownValues(values: Readonly<Record<string, unknown>>, pattern: PatternReading | undefined): KnownValues {
  const read = pattern && { pattern: pattern.text, patternType: pattern.type, isRegex: pattern.isRegex };
  return Object.fromEntries(Object.entries({ ...values, ...read }).filter(([, value]) => !isUnknown(value)));
}
