import { quote } from "./quote";
import type { Verdict } from "./verdict";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

export const DAY_MS = 24 * 60 * 60 * 1_000;

/** Checks the end of an entry: a date, or a time of RFC 3339. */
export function checkEnd(text: string): Verdict {
  if (endOf(text) !== undefined) return { canonical: text };
  return {
    problem: `${quote(text)} is neither a date nor a time of RFC 3339: write "2026-12-31" for the end of that day (UTC), or a time with its zone, such as "2026-12-31T18:00:00Z"`,
  };
}

/**
 * The time in milliseconds since 1970; for a date, the end of that day in UTC. `undefined` if the text is neither a date
 * nor a time.
 */
export function endOf(text: string): number | undefined {
  if (DATE.test(text)) return isCalendarDate(text) ? Date.parse(`${text}T00:00:00Z`) + DAY_MS : undefined;
  const [, date] = TIME.exec(text) ?? [];
  return date !== undefined && isCalendarDate(date) ? Date.parse(text.toUpperCase()) : undefined;
}

/** Whether the day exists: `Date` turns the 31st of February into a day of March. */
function isCalendarDate(date: string): boolean {
  const moment = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date);
}

/** Whether the end is past. */
export function hasEnded(end: unknown, now: number): boolean {
  const moment = typeof end === "string" ? endOf(end) : undefined;
  return moment !== undefined && moment <= now;
}

/** Whether the end is not past, but within some days. */
export function endsWithin(end: unknown, days: number, now: number): boolean {
  return !hasEnded(end, now) && hasEnded(end, now + days * DAY_MS);
}
