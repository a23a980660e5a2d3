import type { RequestLimits } from "../api/client";
import { NAMESPACES, type ReadConfig } from "./credentials";

/** How a setting of the config becomes a limit: its smallest and largest value, and its unit. */
interface Setting {
  readonly limit: keyof RequestLimits;
  readonly range: readonly [min: number, max: number];
  readonly factor: number;
}

/** The settings of requests by name, in the units that users write. */
export const REQUEST_SETTINGS = {
  requestTimeout: { limit: "attemptMs", range: [1, 600], factor: 1000 },
  maxRetries: { limit: "retries", range: [0, 20], factor: 1 },
  maxWait: { limit: "maxWaitMs", range: [0, 3600], factor: 1000 },
} as const satisfies Readonly<Record<string, Setting>>;

/** Reads the limits that are set, and says what is wrong with them. */
export function findLimits(config: ReadConfig): { limits: Partial<RequestLimits>; problems: string[] } {
  const limits: Partial<Record<keyof RequestLimits, number>> = {};
  const problems: string[] = [];
  for (const [name, setting] of Object.entries(REQUEST_SETTINGS)) {
    const key = `${NAMESPACES[0]}:${name}`;
    const text = config(key);
    if (text === undefined || text === "") continue;
    const [min, max] = setting.range;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) limits[setting.limit] = value * setting.factor;
    else problems.push(`${key} must be a whole number from ${min} to ${max}`);
  }
  return { limits, problems };
}
