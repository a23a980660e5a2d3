import { readPattern, type Collection } from "../collections/collection";
import { ENTRY_RULES, PROGRAM_TOPICS, type AdviceContext, type AdviceTopic, type EntryRule } from "./advice-rules";
import { RULE_TEXTS, type KnownEntry, type KnownValues } from "./entry-scope";
import { isUnknown } from "../fields/unknown";

/** What a security engineer would say of an entry that the API accepts. It never shows a value, which may be a secret. */
export interface Advice {
  readonly code: AdviceCode;
  /** The path of the property that it is about. */
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
 * The advice on a single entry.
 * @param values - complete and canonical, as `checkEntry` returns them; what is not known yet may be missing
 */
export function entryAdvice(
  collection: Collection,
  values: Readonly<Record<string, unknown>>,
  context: AdviceContext,
): Advice[] {
  const properties = textProperties(collection);
  const entry: KnownEntry = { collection, values: knownValues(collection, values, properties) };
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
      path: properties[path] ?? path,
      sentence: `${finding}: ${instead}`,
    }));
}

/** The names of the collection's properties, by the names that the rules use for them. */
function textProperties({ fields }: Collection): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([property, { form = "" }]) => {
      const name = RULE_TEXTS[form];
      return name === undefined ? [] : [[name, property]];
    }),
  );
}

/** The known values, under the names of their properties and those that the rules use. */
function knownValues(
  collection: Collection,
  values: Readonly<Record<string, unknown>>,
  properties: Readonly<Record<string, string>>,
): KnownValues {
  const texts = Object.entries(properties).map(([name, property]): [string, unknown] => [name, values[property]]);
  const pattern = readPattern(collection, (name) => values[name]);
  const read = pattern && { patternType: pattern.type, isRegex: pattern.isRegex };
  const all = { ...values, ...Object.fromEntries(texts), ...read };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !isUnknown(value)));
}
