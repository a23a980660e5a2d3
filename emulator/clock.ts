import { performance } from "node:perf_hooks";

let last = 0;

/** The current time, RFC 3339 in UTC with six fractional digits, later than any that was returned before. */
export function timestamp(): string {
  last = Math.max(last + 1, Math.floor((performance.timeOrigin + performance.now()) * 1000));
  const milliseconds = new Date(Math.floor(last / 1000)).toISOString().slice(0, -1);
  return `${milliseconds}${String(last % 1000).padStart(3, "0")}Z`;
}
