import { shown } from "../table";
import { DISPOSITIONS } from "./effects";

/** Worst first. */
export function inDispositionOrder(dispositions: ReadonlyMap<string, number>): Record<string, number> {
  // Unknown dispositions come first, so that they are noticed.
  const rank = (name: string): number => DISPOSITIONS.indexOf(name);
  return Object.fromEntries([...dispositions].sort(([a], [b]) => rank(a) - rank(b)));
}

/** `2 MALICIOUS, 14 SPAM`. */
export function dispositionsInWords(dispositions: ReadonlyMap<string, number>): string {
  return Object.entries(inDispositionOrder(dispositions))
    .map(([disposition, count]) => `${count} ${shown(disposition)}`)
    .join(", ");
}

/** `14 SPAM and 2 MALICIOUS`: the most frequent first; of equal counts the worst first. */
export function sumInWords(dispositions: ReadonlyMap<string, number>): string {
  const parts = Object.entries(inDispositionOrder(dispositions))
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${shown(name)}`);
  return parts.length === 0 ? "nothing" : new Intl.ListFormat("en-GB").format(parts);
}
