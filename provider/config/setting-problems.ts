import { ADVICE_SETTINGS } from "../contract";
import { quote } from "../fields/quote";
import { didYouMean } from "../fields/suggestion";
import { ACCESS_SETTINGS, NAMESPACES, type ReadConfig } from "./credentials";
import { findLimits, REQUEST_SETTINGS } from "./request-settings";

/** Settings that are true or false, beside `strict`, which is read with the others on advice. */
const SWITCHES = ["adoptExisting", "coalesce"] as const;

const NAMES: readonly string[] = [
  ...ACCESS_SETTINGS,
  ...SWITCHES,
  ...ADVICE_SETTINGS,
  ...Object.keys(REQUEST_SETTINGS),
].sort();

/**
 * Says in sentences which settings cannot be understood. Otherwise a user would believe in a setting that has no effect. No
 * value is quoted: it may be a secret.
 * @param keys - the keys that the config has, where they are known
 */
export function findSettingProblems(config: ReadConfig, keys: readonly string[]): string[] {
  const [namespace] = NAMESPACES;
  const switches = SWITCHES.map((name) => `${namespace}:${name}`).filter(
    (key) => !["", "true", "false"].includes(config(key) ?? ""),
  );
  const unknown = keys
    .filter((key) => key.startsWith(`${namespace}:`))
    .map((key) => key.slice(namespace.length + 1))
    .filter((name) => !NAMES.includes(name));
  return [
    ...findLimits(config).problems,
    ...switches.map((key) => `${key} is neither true nor false: write one of them`),
    ...unknown.map((name) => {
      const meant = didYouMean(name, NAMES);
      const hint = meant === undefined ? `there are ${NAMES.join(", ")}` : `did you mean ${namespace}:${meant}?`;
      return `${quote(`${namespace}:${name}`)} is no setting of this package: ${hint}`;
    }),
  ];
}
