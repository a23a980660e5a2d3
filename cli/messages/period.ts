import { InvalidArgumentError, Option } from "commander";
import type { Period } from "../../provider/api/message-client";

const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;

/** How far back messages are read. */
export function daysOption(): Option {
  return new Option("--days <number>", "how many days back messages are read")
    .default(DEFAULT_DAYS)
    .argParser((text) => {
      const days = Number(text);
      if (!(days > 0 && days <= 3650)) throw new InvalidArgumentError("It must be a number of days.");
      return days;
    });
}

export function lastDays(days: number, now: Date): Period {
  return { from: new Date(now.getTime() - days * DAY_MS), to: now };
}

export function inDays(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
