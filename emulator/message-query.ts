import { Ajv, type ValidateFunction } from "ajv";
import type { Assumptions } from "./assumptions";
import type { Problem } from "./errors";
import { memoised } from "./memoised";
import type { Message, WireMessage } from "./message";
import { problemsOf } from "./schema";

/** The documented query of the list of messages. */
export interface MessageQuery {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly perPage: number;
  readonly cursor: string | undefined;
  /** Absent if it is ignored. */
  readonly page: number | undefined;
  readonly matches: (message: Message) => boolean;
}

type Text = "start" | "end" | "cursor" | Filter;
type Filter =
  | "query"
  | "sender"
  | "recipient"
  | "domain"
  | "subject"
  | "smtp_helo_ip"
  | "message_id"
  | "alert_id"
  | "final_disposition"
  | "delivery_status"
  | "message_action"
  | "metric";

type Query = Readonly<Partial<Record<Text, string>>> & {
  readonly page?: number;
  readonly per_page: number;
  readonly detections_only?: boolean;
};

const texts = "start end cursor query sender recipient domain subject smtp_helo_ip message_id alert_id metric".split(
  " ",
);
const choices = {
  final_disposition: ["MALICIOUS", "SUSPICIOUS", "SPOOF", "SPAM", "BULK", "NONE"],
  delivery_status: "delivered moved quarantined rejected deferred bounced queued move_failed".split(" "),
  message_action: ["PREVIEW", "QUARANTINE_RELEASED", "MOVED"],
};

/** The operation after delivery that each action is noted as. */
const operations: Readonly<Record<string, string>> = {
  PREVIEW: "PREVIEW",
  QUARANTINE_RELEASED: "QUARANTINE_RELEASE",
  MOVED: "MOVE",
};

const DEFAULT_DAYS = 30;

/** Reads a query, or says what is wrong with it. */
export function readMessageQuery(
  given: Readonly<Record<string, string>>,
  assumptions: Assumptions,
  now: number,
): MessageQuery | readonly Problem[] {
  const check = schemaOf(assumptions);
  const query = { ...given };
  if (!check(query)) return problemsOf(check);
  if (query.page !== undefined && assumptions.messagePage === "rejected") {
    return [{ message: "page: is no longer taken; use cursor", at: ["page"] }];
  }
  const start = timeOf(query.start, now - DEFAULT_DAYS * 86_400_000);
  const end = timeOf(query.end, now);
  const problems = [
    ...(Number.isNaN(start) ? [{ message: "start: must be a date and time", at: ["start"] }] : []),
    ...(Number.isNaN(end) ? [{ message: "end: must be a date and time", at: ["end"] }] : []),
    ...(start > now ? [{ message: "start: must not be in the future", at: ["start"] }] : []),
  ];
  if (problems.length > 0) return problems;
  return {
    start,
    end,
    perPage: Math.min(query.per_page, assumptions.messagesPerPage),
    cursor: query.cursor,
    page: assumptions.messagePage === "counts" ? (query.page ?? 1) : undefined,
    matches: matcher(query, assumptions),
  };
}

const schemaOf = memoised((assumptions: Assumptions): ValidateFunction<Query> => {
  const maximum = assumptions.perPageAboveMaximum === "rejected" && { maximum: assumptions.messagesPerPage };
  return new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true }).compile<Query>({
    type: "object",
    properties: {
      ...Object.fromEntries(texts.map((name) => [name, { type: "string" }])),
      ...Object.fromEntries(Object.entries(choices).map(([name, values]) => [name, { enum: values }])),
      page: { type: "integer", minimum: 1 },
      per_page: { type: "integer", minimum: 1, ...maximum, default: assumptions.defaultPerPage },
      detections_only: { type: "boolean" },
    },
  });
});

function timeOf(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Date.parse(text);
}

function matcher(query: Query, assumptions: Assumptions): (message: Message) => boolean {
  const { detections_only: detectionsOnly = assumptions.detectionsOnly === "detections" } = query;
  const tests: ((wire: WireMessage) => boolean)[] = [];
  const on = (name: Filter, test: (wire: WireMessage, wanted: string) => boolean): void => {
    const wanted = query[name]?.toLowerCase();
    if (wanted !== undefined) tests.push((wire) => test(wire, wanted));
  };
  if (detectionsOnly) tests.push(({ final_disposition: disposition }) => (disposition ?? "NONE") !== "NONE");
  on("final_disposition", (wire, wanted) => lower(wire.final_disposition).includes(wanted));
  on("delivery_status", (wire, wanted) => lower(wire.delivery_status).includes(wanted));
  on("message_action", (wire, wanted) =>
    lower(wire.post_delivery_operations).includes((operations[wanted.toUpperCase()] ?? "").toLowerCase()),
  );
  on("message_id", (wire, wanted) => lower(wire.message_id).includes(wanted));
  on("alert_id", (wire, wanted) => lower(wire.alert_id).includes(wanted));
  on("smtp_helo_ip", (wire, wanted) => lower(wire.smtp_helo_server_ip).includes(wanted));
  on("sender", (wire, wanted) => isAddressOrDomain(senders(wire), wanted));
  on("recipient", (wire, wanted) => isAddressOrDomain(recipients(wire), wanted));
  on("domain", (wire, wanted) =>
    [...senders(wire), ...recipients(wire)].some((address) => address.endsWith(`@${wanted}`)),
  );
  on("subject", (wire, wanted) => words(wanted).every((word) => lower(wire.subject).join().includes(word)));
  on("query", (wire, wanted) => {
    const metadata = [...senders(wire), ...recipients(wire), ...lower(wire.subject), ...lower(wire.message_id)].join(
      "\n",
    );
    return words(wanted).every((word) => metadata.includes(word));
  });
  return ({ wire }) => tests.every((test) => test(wire));
}

const senders = (wire: WireMessage): string[] => [wire.from, wire.envelope_from, wire.replyto].flatMap(lower);
const recipients = (wire: WireMessage): string[] => [wire.to, wire.envelope_to].flatMap(lower);
const isAddressOrDomain = (addresses: readonly string[], wanted: string): boolean =>
  addresses.some((address) => address === wanted || address.endsWith(`@${wanted}`));
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

/** The texts of a value, which may be one, several or none. */
function lower(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one) =>
    typeof one === "string" ? [one.toLowerCase()] : [],
  );
}
