import { ADVICE_TOPICS, type AdviceCode } from "./advice";
import type { AdviceContext } from "./advice-rules";
import { checkDomain } from "../fields/domain";
import type { ADVICE_SETTINGS } from "../contract";
import type { Failure } from "../collections/check-entry";
import { quote } from "../fields/quote";
import { didYouMean } from "../fields/suggestion";
import { isUnknown } from "../fields/unknown";

/** The settings of a provider as they are given: lists may be JSON text, as in the config. */
export type GivenAdviceSettings = Readonly<Partial<Record<(typeof ADVICE_SETTINGS)[number], unknown>>>;

/** A provider's settings on advice. */
export interface AdviceSettings extends Omit<AdviceContext, "now"> {
  readonly silence: readonly AdviceCode[];
  /** Advice fails the preview. */
  readonly strict: boolean;
  /** What is wrong with the settings; the valid ones count nevertheless. */
  readonly failures: readonly Failure[];
}

const CODES = ADVICE_TOPICS.map(({ code }) => code);

/** Reads the settings of a provider. What is not known yet counts as not set. */
export function readAdviceSettings(given: GivenAdviceSettings): AdviceSettings {
  const { ownDomains, silence, strict, requireExpiry, endsSoonDays } = given;
  const failures: Failure[] = [];
  const own = readList("ownDomains", ownDomains, '["acme.com"]', failures).map((domain) => {
    const verdict = checkDomain(domain);
    if ("canonical" in verdict) return verdict.canonical;
    failures.push({ path: "ownDomains", reason: verdict.problem });
    return domain;
  });
  const codes = readSilence(silence);
  return {
    ownDomains: own,
    silence: codes.silence,
    strict: readFlag("strict", strict, failures),
    requireExpiry: readFlag("requireExpiry", requireExpiry, failures),
    endsSoonDays: readDays("endsSoonDays", endsSoonDays, failures),
    failures: [...failures, ...codes.failures],
  };
}

/** Reads the codes that a provider or a resource silences. */
export function readSilence(silence: unknown): Pick<AdviceSettings, "silence" | "failures"> {
  const failures: Failure[] = [];
  const codes = readList("silence", silence, '["advice/no-effect"]', failures);
  for (const code of codes) {
    if (isCode(code)) continue;
    const meant = didYouMean(code, CODES);
    const hint = meant === undefined ? `write one of ${CODES.join(", ")}` : `did you mean "${meant}"?`;
    failures.push({ path: "silence", reason: `${quote(code)} is no advice of this package: ${hint}` });
  }
  return { silence: codes.filter(isCode), failures };
}

function isCode(code: string): code is AdviceCode {
  return CODES.some((known) => known === code);
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === "" || isUnknown(value);
}

function readFlag(path: string, given: unknown, failures: Failure[]): boolean {
  const isSet = given === true || given === "true";
  if (!isSet && !isUnset(given) && given !== false && given !== "false") {
    failures.push({ path, reason: `${JSON.stringify(given)} is not a boolean: write true or false` });
  }
  return isSet;
}

/** Two weeks: long enough to ask who needs the entry. */
const ENDS_SOON_DAYS = 14;

function readDays(path: string, given: unknown, failures: Failure[]): number {
  if (isUnset(given)) return ENDS_SOON_DAYS;
  const days = typeof given === "string" ? Number(given) : given;
  if (Number.isInteger(days) && (days as number) >= 0 && (days as number) <= 365) return days as number;
  failures.push({ path, reason: `${JSON.stringify(given)} is not a number of days from 0 to 365` });
  return ENDS_SOON_DAYS;
}

function readList(path: string, given: unknown, example: string, failures: Failure[]): string[] {
  if (isUnset(given)) return [];
  const list = typeof given === "string" ? parse(given) : given;
  if (Array.isArray(list) && list.every((item) => typeof item === "string")) {
    return list.filter((item) => !isUnknown(item));
  }
  failures.push({ path, reason: `is not a list of texts: write one such as ${example}` });
  return [];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
