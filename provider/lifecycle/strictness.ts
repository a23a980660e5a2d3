import type { Collection } from "../collections/collection";
import { readAdviceSettings, readSilence, type AdviceSettings } from "../advice/advice-settings";
import { ADVICE_SETTINGS } from "../contract";
import { resourceAdvice } from "../advice/resource-advice";
import { clock } from "../config/clock";
import { isUnknown } from "../fields/unknown";
import type { ProviderInstance } from "./provider-instance";
import type { Mistake } from "./mistakes";
import { readLabel, SILENCE, type Properties } from "./properties";

/** The provider's settings on advice, and what is wrong with them. */
export function adviceSettingsOf(instance: ProviderInstance): AdviceSettings {
  return readAdviceSettings(Object.fromEntries(ADVICE_SETTINGS.map((name) => [name, instance.setting(name)])));
}

/**
 * The advice on a resource, as mistakes, if its provider is strict. This is done in `check` because the program could only
 * fail after other resources are made. Advice on several entries includes those that this run has checked so far.
 * @param news - the inputs as the program gave them
 * @param entries - complete and canonical, by their path in the resource
 */
export function strictMistakes(
  instance: ProviderInstance,
  collection: Collection,
  news: Properties,
  account: string | undefined,
  entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Mistake[] {
  const { strict, ...settings } = adviceSettingsOf(instance);
  if (!strict) return [];
  const advice = resourceAdvice({
    collection,
    label: readLabel(news).name ?? "",
    entries,
    account: isUnknown(account) ? undefined : account,
    settings: { ...settings, silence: [...settings.silence, ...readSilence(news[SILENCE]).silence] },
    now: clock.now(),
    index: instance.program,
  });
  return advice.map(({ code, path, sentence }) => ({
    path,
    reason: `${sentence} (${code}, an error because the provider is strict: see docs/advice.md)`,
    isWithoutValue: true,
  }));
}
