/**
 * The result of checking one value: its canonical form, or what is wrong with it. `problem` is a sentence that names the value,
 * the rule and, if it can be guessed, what was probably meant.
 */
export type Verdict = { readonly canonical: string } | { readonly problem: string };
