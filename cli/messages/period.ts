import { InvalidArgumentError, Option } from "commander";
import { clock } from "../../provider/config/clock";
import { DAY_MS } from "../../provider/fields/end";
import type { Period } from "../../provider/api/message-client";

const DEFAULT_DAYS = 30;

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

export function lastDays(days: number): Period {
  const now = clock.now();
  return { from: new Date(now - days * DAY_MS), to: new Date(now) };
}

export function inDays(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
