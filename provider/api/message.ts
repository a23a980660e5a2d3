/** The names that the API gives in a message to what an entry did, by the field of the entry. The API does not explain them. */
export const NOTED_AS = {
  isAcceptableSender: "acceptable_sender",
  isTrustedSender: "allowed_sender",
  isExemptRecipient: "allowed_recipient",
  isSimilarity: "domain_similarity",
  isRecent: "domain_recency",
} as const;

/** The parts of a message that tell what the filter did with it. Subject and body are never read. */
export interface Message {
  readonly id: string;
  /** RFC 3339; absent where the API does not send it. */
  readonly scannedAt?: string;
  /** `UNKNOWN` where the API says nothing. */
  readonly disposition: string;
  /** The results of the checks of the sender: `pass`, `neutral`, `fail`, `error` or `none`; absent where the API says nothing. */
  readonly validation?: Readonly<Record<"spf" | "dkim" | "dmarc", string | undefined>>;
  /** What allowed it; absent where nothing did. */
  readonly allowed?: { readonly type?: string; readonly pattern?: string };
  /** What blocked it; absent where nothing did. */
  readonly blocked?: { readonly pattern?: string };
  /** Addresses from the header, from the envelope, and for replies. */
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
  /** Addresses of the servers that it came from. */
  readonly servers: readonly string[];
}

/**
 * Reads a message; every part but the id may be missing.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/investigate/
 * @throws TypeError where it has no id
 */
export function messageFromWire(wire: unknown): Message {
  const json = record(wire);
  const id = text(json.id);
  if (id === undefined) throw new TypeError("the response holds a message without an id");
  const properties = record(json.properties);
  const type = text(properties.allowlisted_pattern_type) ?? text(properties.whitelisted_pattern_type);
  const allowing = text(properties.allowlisted_pattern);
  const blocking = text(properties.blocklisted_pattern);
  const scannedAt = text(json.scanned_at) ?? text(json.ts);
  return {
    id,
    ...(scannedAt !== undefined && { scannedAt }),
    disposition: text(json.final_disposition) ?? "UNKNOWN",
    ...validationOf(json.validation),
    ...((type !== undefined || allowing !== undefined) && {
      allowed: { ...(type !== undefined && { type }), ...(allowing !== undefined && { pattern: allowing }) },
    }),
    ...((properties.blocklisted_message === true || blocking !== undefined) && {
      blocked: blocking === undefined ? {} : { pattern: blocking },
    }),
    senders: distinct([json.from, json.envelope_from, json.replyto]),
    recipients: distinct([json.to, json.envelope_to, json.client_recipients]),
    servers: distinct([json.smtp_previous_hop_ip, json.smtp_helo_server_ip, json.x_originating_ip]),
  };
}

function validationOf(value: unknown): Pick<Message, "validation"> {
  const { spf, dkim, dmarc } = record(value);
  const validation = { spf: text(spf), dkim: text(dkim), dmarc: text(dmarc) };
  return Object.values(validation).some((result) => result !== undefined) ? { validation } : {};
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function distinct(values: readonly unknown[]): string[] {
  return [...new Set(values.flat().flatMap((value) => text(value) ?? []))];
}
