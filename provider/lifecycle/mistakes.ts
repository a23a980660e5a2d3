import type { dynamic } from "@pulumi/pulumi";
import { UserError } from "../api/error";
import type { Failure } from "../collections/check-entry";
import { firstOf } from "../fields/first-of";
import type { ProviderInstance } from "./provider-instance";
import { HIDDEN, MISTAKES, PREVIEW, readLabel, type Properties } from "./properties";

/** What is wrong with a resource. */
export interface Mistake extends Failure {
  /** It is a mistake of the provider, so that all its resources have it. */
  readonly isOfProvider?: boolean;
  /** The message shows no value of the resource, so that it may be shown for a secret. */
  readonly isWithoutValue?: boolean;
}

/**
 * The answer of `check` to the engine. A failure ends the program, so that mistakes of other resources would not be shown.
 * In a preview of a program that shows mistakes itself, the messages are therefore an input of the resource, which the
 * engine returns to the program as an output. No failure has a `property`: the engine would print that property's value,
 * even a secret one.
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
  // Outside of a preview the engine does not accept unknown values.
  return { inputs: news, failures: sentences.map((reason) => ({ reason }) as dynamic.CheckFailure) };
}

/** Whether this is the preview of a program that shows the mistakes of its resources itself, all of them at its end. */
export function showsMistakes(news: Properties): boolean {
  return news[PREVIEW] === true && news[MISTAKES] === true;
}

/** Whether the inputs are those of a resource with mistakes. */
export function isMistaken(inputs: Properties | undefined): boolean {
  return Array.isArray(inputs?.[MISTAKES]);
}

/**
 * Stops an operation on a resource whose mistakes only a preview may pass over.
 * @throws UserError
 */
export function refuseMistaken(inputs: Properties): void {
  if (isMistaken(inputs)) throw new UserError("this resource has mistakes: see the preview");
}

/** Whether a value of the program is a secret, so that no message may show it. */
export function isHidden({ [HIDDEN]: hidden }: Properties, path: string): boolean {
  const isBelow = (inner: unknown, outer: unknown) =>
    inner === outer || [".", "["].some((sign) => String(inner).startsWith(`${String(outer)}${sign}`));
  return Array.isArray(hidden) && hidden.some((secret) => isBelow(path, secret) || isBelow(secret, path));
}

/** The engine checks a resource twice if it replaces it, and shows the second answer. */
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
