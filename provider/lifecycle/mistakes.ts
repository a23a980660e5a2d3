import type { dynamic } from "@pulumi/pulumi";
import { UserError } from "../api/error";
import type { Failure } from "../collections/check-entry";
import { firstOf } from "../fields/first-of";
import type { ProviderInstance } from "./provider-instance";
import { HIDDEN, MISTAKES, PREVIEW, readLabel, type Properties } from "./properties";

/** What is wrong with a resource. */
export interface Mistake extends Failure {
  /** It is about the provider, so that all its resources have it. */
  readonly isOfProvider?: boolean;
  /** The sentence holds no value of the resource, so that it may be said of a secret. */
  readonly isWithoutValue?: boolean;
}

/**
 * The answer of `check` to the engine. A failure ends the program, and with it what its other resources would say; so in a
 * preview of a program that shows mistakes the sentences come as an input of the resource instead, which the engine hands
 * back as an output of it. No failure carries a `property`: the engine would print that property's value, a secret's too.
 * @param news - the inputs as the program gave them
 */
export function toCheckResult(
  instance: ProviderInstance,
  news: Properties,
  inputs: Properties,
  mistakes: readonly Mistake[],
): dynamic.CheckResult<Properties> {
  if (mistakes.length === 0) return { inputs };
  const isShown = showsMistakes(news);
  const told = isShown ? mistakes.filter((mistake) => isFirstToTell(instance, news, mistake)) : mistakes;
  const all = [...new Set(told.map((mistake) => sentenceOf(news, mistake)))];
  const sentences = firstOf(
    all,
    (sentence) => sentence,
    ({ length }) => `and ${length} more mistakes`,
  );
  if (isShown) return { inputs: { ...inputs, [MISTAKES]: sentences } };
  // What counts as not known is for a preview alone: elsewhere the engine does not take it.
  return { inputs: news, failures: sentences.map((reason) => ({ reason }) as dynamic.CheckFailure) };
}

/** Whether this is the preview of a program that shows mistakes, when all its resources have had their say. */
export function showsMistakes(news: Properties): boolean {
  return news[PREVIEW] === true && news[MISTAKES] === true;
}

/** Whether the inputs, or the answer of `check` that has them, are of a resource with mistakes. */
export function isMistaken(inputs: Properties | undefined): boolean {
  return Array.isArray(inputs?.[MISTAKES]);
}

/**
 * Never lets an operation begin that only a preview was let to look at.
 * @throws UserError
 */
export function refuseMistaken(inputs: Properties): void {
  if (isMistaken(inputs)) throw new UserError("this resource has mistakes: see the preview");
}

/** Whether a value of the program is a secret, so that no sentence may hold it. */
export function isHidden({ [HIDDEN]: hidden }: Properties, path: string): boolean {
  const isBelow = (inner: unknown, outer: unknown) =>
    inner === outer || [".", "["].some((sign) => String(inner).startsWith(`${String(outer)}${sign}`));
  return Array.isArray(hidden) && hidden.some((secret) => isBelow(path, secret) || isBelow(secret, path));
}

/** The engine checks a resource twice that it replaces, and shows what the second time says. */
function isFirstToTell(instance: ProviderInstance, news: Properties, { isOfProvider, reason }: Mistake): boolean {
  if (!isOfProvider) return true;
  const { name = "" } = readLabel(news);
  const teller = instance.told.get(reason) ?? name;
  instance.told.set(reason, teller);
  return teller === name;
}

function sentenceOf(news: Properties, { path, reason, isWithoutValue }: Mistake): string {
  if (isWithoutValue || !isHidden(news, path)) return `${path}: ${reason}`;
  return `${path}: is not valid; why is not said, since it would show a secret: preview it once without the secret mark, where nobody else reads along`;
}
