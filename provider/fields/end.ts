import { quote } from "./quote";
import type { Verdict } from "./verdict";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

export const DAY_MS = 24 * 60 * 60 * 1_000;

/** Checks when something ends: a date, or a time of RFC 3339. */
export function checkEnd(text: string): Verdict {
  if (endOf(text) !== undefined) return { canonical: text };
  return {
    problem: `${quote(text)} is neither a date nor a time of RFC 3339: write "2026-12-31" for the end of that day (UTC), or a time with its zone, such as "2026-12-31T18:00:00Z"`,
  };
}

/** The moment in milliseconds since 1970: of a date, the end of the day in UTC. `undefined` where the text is neither date nor time. */
export function endOf(text: string): number | undefined {
  if (DATE.test(text)) return isCalendarDate(text) ? Date.parse(`${text}T00:00:00Z`) + DAY_MS : undefined;
  const [, date] = TIME.exec(text) ?? [];
  return date !== undefined && isCalendarDate(date) ? Date.parse(text.toUpperCase()) : undefined;
}

/** Whether there is such a day: `Date` takes the 31st of February for a day of March. */
function isCalendarDate(date: string): boolean {
  const moment = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date);
}

/** Whether what ends then has ended. */
export function hasEnded(end: unknown, now: number): boolean {
  const moment = typeof end === "string" ? endOf(end) : undefined;
  return moment !== undefined && moment <= now;
}

/** Whether what ends then has not ended, but will within some days. */
export function endsWithin(end: unknown, days: number, now: number): boolean {
  return !hasEnded(end, now) && hasEnded(end, now + days * DAY_MS);
}
