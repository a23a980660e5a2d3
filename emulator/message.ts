import { randomBytes } from "node:crypto";
import type { Assumptions } from "./assumptions";

/** A message as the API shows it, by its wire names. */
export type WireMessage = Readonly<Record<string, unknown>>;

/** What the filter noted of a message. */
export type MessageProperties = Readonly<
  Partial<
    Record<"allowlisted_pattern" | "allowlisted_pattern_type" | "blocklisted_pattern", string | null> &
      Record<"blocklisted_message", boolean | null>
  >
>;

/** A message as it is kept: with everything that the filter knew, even if the API does not show it. */
export interface Message {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly scannedAt: number;
  readonly wire: WireMessage & { readonly properties: MessageProperties };
}

/** Fields that the API sends as `null` if they are not known. */
const nullable =
  `alert_id delivery_mode delivery_status edf_hash envelope_from envelope_to final_disposition findings from
  from_name htmltext_structure_hash message_id post_delivery_operations postfix_id_outbound replyto sent_at
  smtp_helo_server_ip smtp_previous_hop_ip subject threat_categories to to_name validation x_originating_ip`.split(
    /\s+/,
  );

const nothing = Object.fromEntries(nullable.map((name) => [name, null]));

/**
 * Completes a message, given with the API's names: with an id, the time, empty lists.
 * @throws Error when it is no object, or its `scanned_at` no time
 */
export function complete(message: unknown): Message {
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    throw new Error("A message is an object with the API's names.");
  }
  const given = message as WireMessage;
  const time = given.scanned_at ?? given.ts ?? new Date().toISOString();
  const scannedAt = typeof time === "string" ? Date.parse(time) : NaN;
  if (Number.isNaN(scannedAt)) {
    throw new Error(`The scanned_at of a message is no time: ${JSON.stringify(time)}.`);
  }
  const postfixId = typeof given.postfix_id === "string" ? given.postfix_id : randomBytes(8).toString("hex");
  const id = typeof given.id === "string" ? given.id : `${postfixId}-${new Date(scannedAt).toISOString()}`;
  const wire = {
    ...nothing,
    postfix_id: postfixId,
    action_log: [],
    client_recipients: given.to ?? [],
    detection_reasons: [],
    is_phish_submission: false,
    is_quarantined: false,
    ...given,
    id,
    scanned_at: time,
    ts: time,
    properties: (given.properties ?? {}) as MessageProperties,
  };
  return { id, scannedAt, wire };
}

/**
 * The message as the API shows it.
 * @param regexes the patterns of the account that are regular expressions
 */
export function show({ wire }: Message, regexes: ReadonlySet<string>, assumptions: Assumptions): WireMessage {
  const { properties } = wire;
  const named = (pattern: string | null | undefined): string | null => {
    if (pattern === null || pattern === undefined) return null;
    if (assumptions.allowlistedPattern === "lowercase") return pattern.toLowerCase();
    return assumptions.allowlistedPattern === "literals-only" && regexes.has(pattern) ? null : pattern;
  };
  const type = properties.allowlisted_pattern_type ?? null;
  return {
    ...wire,
    ...(type !== null && assumptions.allowedDisposition === "NONE" && { final_disposition: "NONE" }),
    properties: {
      ...properties,
      allowlisted_pattern: named(properties.allowlisted_pattern),
      allowlisted_pattern_type: type,
      blocklisted_message: properties.blocklisted_message ?? false,
      blocklisted_pattern: named(properties.blocklisted_pattern),
    },
  };
}
