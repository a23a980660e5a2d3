import type { Collection } from "../collections/collection";
import { firstOf } from "../fields/first-of";
import { entryAdvice, type Advice, type AdviceCode } from "./advice";
import type { AdviceSettings } from "./advice-settings";
import type { ProgramIndex } from "./program-index";

/** The entries of one resource, and what advice on them needs to know. */
export interface AdviceRequest {
  readonly collection: Collection;
  /** What other resources' advice calls this one. */
  readonly label: string;
  /** The entries by their path in the resource, such as `policies.acme`; a resource that is one entry has the path "". */
  readonly entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Where the entries are; `undefined` while that is not known. */
  readonly account: string | undefined;
  readonly settings: Omit<AdviceSettings, "strict" | "failures">;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The other entries of the program, where they are known. */
  readonly index: ProgramIndex | undefined;
}

/** All advice on a resource that is not silenced, with paths from the resource on. */
export function resourceAdvice({ collection, label, entries, account, settings, now, index }: AdviceRequest): Advice[] {
  const advice = Object.entries(entries).flatMap(([at, values]) => {
    const entryLabel = at === "" ? label : `${at} of ${label}`;
    const ofEntry = entryAdvice(collection, values, { ...settings, now });
    const { silence } = settings;
    const ofProgram =
      account === undefined ? [] : index?.add({ collection, account, label: entryLabel, values, silence });
    const prefix = at === "" ? "" : `${at}.`;
    return [...ofEntry, ...(ofProgram ?? [])].map((one) => ({ ...one, path: prefix + one.path }));
  });
  return advice.filter(({ code }) => !settings.silence.includes(code));
}

/**
 * The advice on one resource as a user reads it: the first of it where there is much.
 * @param explained - the kinds of which it was said already how to silence them; those of this advice are added
 */
export function adviceTexts(advice: readonly Advice[], explained: Set<AdviceCode>): string[] {
  return firstOf(advice, (one) => adviceText(one, explained), moreOf);
}

function adviceText({ code, path, sentence }: Advice, explained: Set<AdviceCode>): string {
  const text = `${code}: ${path} ${sentence}.`;
  if (explained.has(code)) return text;
  explained.add(code);
  return `${text} (Why: docs/advice.md of this package. If it is meant so: silence: ["${code}"] on the resource or its provider.)`;
}

/** How much more advice there is, of each kind, so that a rare one is not lost among many of another. */
function moreOf(rest: readonly Advice[]): string {
  const counts = new Map<AdviceCode, number>();
  for (const { code } of rest) counts.set(code, (counts.get(code) ?? 0) + 1);
  const kinds = [...counts].map(([code, count]) => `${count} ${code}`);
  return `and ${rest.length} more: ${kinds.join(", ")}`;
}
