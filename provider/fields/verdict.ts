/**
 * What a rule says of one value: its canonical form, or what is wrong with it.
 * `problem` is a sentence that names the value, the rule and, where one can be told, what was probably meant.
 */
export type Verdict = { readonly canonical: string } | { readonly problem: string };
