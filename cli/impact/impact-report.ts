import type { Period } from "../../provider/api/message-client";
import { patternOfEntry } from "../messages/entry-pattern";
import { dispositionsInWords, inDispositionOrder, sumInWords } from "../messages/in-words";
import { inDays } from "../messages/period";
import type { ReadMessages } from "../messages/read-messages";
import { shown, table } from "../table";
import type { Impact } from "./impact";
import type { Count, ImpactRow } from "./impact-row";

/** What entries would have done. */
export interface ImpactResult {
  /** Absent if there are no candidates, so that no account was needed. */
  readonly accountId: string | undefined;
  readonly period: Period;
  readonly days: number;
  readonly read: ReadMessages;
  readonly impact: Impact;
}

/** The worst first; those of which nothing can be said are last. */
function inOrder(rows: readonly ImpactRow[]): ImpactRow[] {
  const weight = ({ atMost }: ImpactRow, names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (atMost.letThrough.get(name) ?? 0), 0);
  const all = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, one) => sum + one, 0);
  return [...rows].sort(
    (a, b) =>
      Number(a.untold !== undefined) - Number(b.untold !== undefined) ||
      weight(b, ["MALICIOUS", "MALICIOUS-BEC"]) - weight(a, ["MALICIOUS", "MALICIOUS-BEC"]) ||
      all(b.atMost.letThrough) - all(a.atMost.letThrough) ||
      b.atMost.messages - a.atMost.messages,
  );
}

export function impactToJson(result: ImpactResult): string {
  const { accountId, period, read, impact } = result;
  const entries = inOrder(impact.rows).map((row) => ({
    collection: row.candidate.collection.path,
    ...(row.candidate.place !== undefined && { place: row.candidate.place }),
    ...row.candidate.values,
    ...(row.untold === undefined
      ? { ...countToJson(row.sure), atMost: countToJson(row.atMost) }
      : { cannotBeTold: row.untold }),
  }));
  return JSON.stringify(
    {
      accountId: accountId ?? null,
      from: period.from.toISOString(),
      to: period.to.toISOString(),
      messages: read.count,
      entries,
      total: { ...countToJson(impact.sure), atMost: countToJson(impact.atMost) },
      sentence: sentence(result),
    },
    undefined,
    2,
  );
}

function countToJson({ messages, dispositions, failed, unverified, letThrough, blocked }: Count): object {
  return {
    messages,
    dispositions: inDispositionOrder(dispositions),
    failedVerification: failed,
    unverified,
    letThrough: inDispositionOrder(letThrough),
    blocked: inDispositionOrder(blocked),
  };
}

const HEADER = ["kind", "pattern", "messages", "by disposition", "unverified", "would have done", "at"];

export function impactToText(result: ImpactResult): string {
  const rows = inOrder(result.impact.rows).map((row) => cellsOf(row));
  return [...(rows.length === 0 ? [] : [table(HEADER, rows), ""]), ...notes(result), sentence(result)].join("\n");
}

/** For a comment on a pull request. */
export function impactToMarkdown(result: ImpactResult): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rows = inOrder(result.impact.rows).map((row) => {
    const [kind = "", pattern = "", ...cells] = cellsOf(row).map((cell) => cell.replaceAll("|", "\\|"));
    const place = cells.pop() ?? "";
    return line([kind, asCode(pattern), ...cells, asCode(place)]);
  });
  return [
    `### What these entries would have done in the last ${inDays(result.days)}`,
    "",
    `**${sentence(result)}**`,
    ...(rows.length === 0 ? [] : ["", line(HEADER), line(HEADER.map(() => "---")), ...rows]),
    ...notes(result).flatMap((note) => ["", note]),
  ].join("\n");
}

/** Code, so that no part of the text is markup, or mentions a user. */
function asCode(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("`", "'")}\``;
}

function cellsOf(row: ImpactRow): string[] {
  const { candidate, untold, sure, atMost } = row;
  const pattern = shown(patternOfEntry(candidate.collection, candidate.values)?.text ?? "");
  const place = shown(candidate.place ?? "");
  if (untold !== undefined) return [candidate.collection.noun, pattern, "cannot be told", untold, "", "", place];
  const wider = atMost.messages > sure.messages;
  return [
    candidate.collection.noun,
    pattern,
    wider ? `${sure.messages} (${atMost.messages} ${whenWider(row)})` : String(sure.messages),
    dispositionsInWords(atMost.dispositions),
    String(atMost.unverified),
    doneInWords(row),
    place,
  ];
}

/** What could make the pattern match more, and is not documented. */
function whenWider({ candidate: { collection, values } }: ImpactRow): string {
  return patternOfEntry(collection, values)?.isRegex === true ? "if a part of a text is enough" : "with subdomains";
}

function doneInWords({ blocks, sure, atMost }: ImpactRow): string {
  const [verb, name] = blocks ? (["block", "blocked"] as const) : (["let through", "letThrough"] as const);
  const [surely, most] = [dispositionsInWords(sure[name]), dispositionsInWords(atMost[name])];
  if (most === "") return "nothing";
  if (surely === most) return `${verb} ${most}`;
  return surely === "" ? `${verb} at most ${most}` : `${verb} ${surely}; at most ${most}`;
}

/** The sentence that a reviewer needs. */
function sentence({ impact: { rows, sure, atMost } }: ImpactResult): string {
  const has = (blocks: boolean): boolean => rows.some((row) => row.untold === undefined && row.blocks === blocks);
  const untold = rows.filter((row) => row.untold !== undefined).length;
  const part = (verb: string, surely: ReadonlyMap<string, number>, most: ReadonlyMap<string, number>): string => {
    const [one, other] = [sumInWords(surely), sumInWords(most)];
    return `${verb} ${one}${one === other ? "" : ` (at most ${other})`}`;
  };
  const parts = [
    ...(has(false) ? [part("let through", sure.letThrough, atMost.letThrough)] : []),
    ...(has(true) ? [part("blocked", sure.blocked, atMost.blocked)] : []),
  ];
  const of = sure.messages === atMost.messages ? sure.messages : `${sure.messages} to ${atMost.messages}`;
  return [
    ...(parts.length > 0
      ? [`would have ${parts.join(" and ")} of ${of} ${atMost.messages === 1 ? "message" : "messages"}`]
      : []),
    ...(untold > 0 ? [`of ${untold} of ${rows.length} entries it cannot be told`] : []),
    ...(rows.length === 0 ? ["no entry is made or widened"] : []),
  ].join("; ");
}

function notes({ impact: { rows } }: ImpactResult): string[] {
  const isRegex = ({ candidate: { collection, values } }: ImpactRow): boolean =>
    patternOfEntry(collection, values)?.isRegex === true;
  return rows.some((row) => row.untold === undefined && isRegex(row))
    ? [
        "Regular expressions are matched with the name of the sending server too, which no message has: what they match by it cannot be told.",
      ]
    : [];
}
