import type { Period } from "../../provider/api/message-client";
import { DAY_MS } from "../../provider/fields/end";
import { colours } from "../colours";
import { CHECKS } from "../messages/verification";
import { dispositionsInWords, inDispositionOrder } from "../messages/in-words";
import { inDays } from "../messages/period";
import { patternOfEntry } from "../messages/entry-pattern";
import type { ReadMessages } from "../messages/read-messages";
import { resourceName, type Managed } from "../stack-state";
import { shown, table } from "../table";
import type { Attribution, Reason, Unattributed } from "./attribution";
import type { Row, State } from "./row";

/** What an account's entries did. */
export interface Usage {
  readonly accountId: string;
  readonly period: Period;
  readonly days: number;
  readonly read: ReadMessages;
  readonly attribution: Attribution;
  /** The resources of stacks by the id of their entry; absent if no stacks were given. */
  readonly managed?: ReadonlyMap<string, Managed>;
}

/** Order in which entries are shown. */
const STATES: readonly State[] = ["risky", "unused", "cannot be told", "used"];

/** Entries that let harm through first, worst first; then those that did nothing, oldest first; then the rest. */
export function inOrder(rows: readonly Row[]): Row[] {
  return [...rows].sort(
    (a, b) =>
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      b.maliciousLetThrough - a.maliciousLetThrough ||
      (a.state === "risky" ? b.spoofLetThrough - a.spoofLetThrough || b.unverified - a.unverified : 0) ||
      b.messages - a.messages ||
      (a.entry.createdAt ?? "").localeCompare(b.entry.createdAt ?? ""),
  );
}

/** Whether the entry makes `--exit-code` end with 2. */
export function isAlarming({ state, maliciousLetThrough }: Row): boolean {
  return state === "unused" || maliciousLetThrough > 0;
}

export function usageToJson(usage: Usage, rows: readonly Row[]): string {
  const { accountId, period, read, attribution, managed } = usage;
  const entries = rows.map((row) => ({
    collection: row.collection.path,
    id: row.entry.id,
    ...row.entry.values,
    createdAt: row.entry.createdAt,
    messages: row.messages,
    dispositions: inDispositionOrder(row.dispositions),
    failedVerification: row.failed,
    unverified: row.unverified,
    unchecked: row.unchecked,
    maliciousLetThrough: row.maliciousLetThrough,
    lastSeen: row.lastSeen ?? null,
    state: row.state,
    ...(row.sharedWith.size > 0 && { sharedWith: [...row.sharedWith].map(({ entry }) => entry.id) }),
    ...(managed && { resource: resourceOf(managed, row) }),
  }));
  return JSON.stringify(
    {
      accountId,
      from: period.from.toISOString(),
      to: period.to.toISOString(),
      messages: read.count,
      entries,
      unattributed: attribution.unattributed,
      cannotBeTold: doubts(usage),
    },
    undefined,
    2,
  );
}

function resourceOf(managed: ReadonlyMap<string, Managed>, { entry }: Row): object | null {
  const one = managed.get(entry.id);
  return one === undefined ? null : { urn: one.urn, ...(one.key !== undefined && { key: one.key }) };
}

export function usageToText(usage: Usage, rows: readonly Row[]): string {
  const { red, yellow, dim } = colours();
  const paint = { risky: red, unused: yellow, "cannot be told": dim, used: String } satisfies Record<State, unknown>;
  const lines = rows.length === 0 ? [] : usageTable(usage, rows).split("\n");
  const painted = lines.map((line, index) => {
    const row = rows[index - 1];
    return row === undefined ? line : paint[row.state](line);
  });
  const notes = [...usage.attribution.unattributed.map(unattributedInWords), ...doubts(usage)];
  return [...painted, ...(lines.length > 0 ? [""] : []), ...notes, summary(usage)].join("\n");
}

function usageTable({ managed, period }: Usage, rows: readonly Row[]): string {
  const header = ["kind", "pattern", "messages", "by disposition", "failed SPF DKIM DMARC", "unverified", "last"];
  const cells = rows.map((row) => {
    const { collection, entry, messages, failed, unverified, lastSeen } = row;
    const one = managed?.get(entry.id);
    const resource = one === undefined ? "in no stack" : resourceName(one);
    return [
      collection.noun,
      shown(patternOfEntry(collection, entry.values)?.text ?? ""),
      String(messages),
      messages > 0 ? dispositionsInWords(row.dispositions) : nothingInWords(row, period),
      ...(messages > 0
        ? [CHECKS.map((check) => failed[check]).join(" "), String(unverified), (lastSeen ?? "").slice(0, 10)]
        : ["", "", ""]),
      ...(managed ? [shown(resource)] : []),
    ];
  });
  return table([...header, ...(managed ? ["resource"] : [])], cells);
}

/** An entry that is younger than the period had less time to have an effect. */
function nothingInWords({ state, entry: { createdAt = "" } }: Row, { from }: Period): string {
  if (state === "cannot be told") return "cannot be told";
  return Date.parse(createdAt) > from.getTime() ? `unused, made ${createdAt.slice(0, 10)}` : "unused";
}

function summary({ attribution: { rows }, days, read }: Usage): string {
  const count = (is: (row: Row) => boolean): number => rows.filter(is).length;
  const unknown = count(({ state }) => state === "cannot be told");
  return [
    `${count(({ state }) => state === "unused")} of ${rows.length} entries did nothing in ${inDays(days)}; ${count(({ maliciousLetThrough }) => maliciousLetThrough > 0)} let malicious mail through`,
    ...(unknown > 0 ? [`of ${unknown} it cannot be told`] : []),
    `${read.count} ${read.count === 1 ? "message was" : "messages were"} read`,
  ].join("; ");
}

const REASONS: Readonly<Record<Reason, string>> = {
  "no such entry": "the API names an entry that is not there: it was removed since, or is spelt otherwise",
  "other effect": "the API names an entry that does something else today: it was changed since",
  "not named": "the API does not name the entry, so that it cannot be told which",
  "no entry's doing": "not by an entry of the account",
};

function unattributedInWords({ type, blocked, reason, messages }: Unattributed): string {
  const did = blocked ? "blocked" : "let through";
  return `${messages} ${messages === 1 ? "message" : "messages"} ${did}${type === undefined ? "" : ` (${shown(type)})`}: ${REASONS[reason]}`;
}

/** Sentences about what messages do not show. */
function doubts({ attribution, period, read }: Usage): string[] {
  const { allowed, allowedWithDisposition, rows } = attribution;
  const late = read.oldest === undefined ? 0 : Date.parse(read.oldest) - period.from.getTime();
  const shared = rows.filter(({ sharedWith }) => sharedWith.size > 0).length;
  const unchecked = rows.reduce((sum, row) => sum + row.unchecked, 0);
  return [
    ...(allowed > 0 && allowedWithDisposition === 0
      ? [
          "No message that was let through has another disposition than NONE: what they would have been otherwise cannot be told",
        ]
      : []),
    ...(late > DAY_MS
      ? [`The oldest message is of ${(read.oldest ?? "").slice(0, 10)}: what came before cannot be told`]
      : []),
    ...(shared > 0 ? [`${shared} entries have the pattern of another: which of them did it cannot be told`] : []),
    ...(unchecked > 0
      ? [`Of ${unchecked} messages the API does not say whether they passed SPF, DKIM and DMARC: cannot be told`]
      : []),
  ];
}
