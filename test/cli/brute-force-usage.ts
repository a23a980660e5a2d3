import type { Assumptions, Emulator, WireEntry, WireMessage } from "../../emulator";

/** What a count by hand has of one entry. */
export interface Counted {
  readonly messages: number;
  readonly dispositions: Readonly<Record<string, number>>;
  readonly failedVerification: Readonly<Record<"spf" | "dkim" | "dmarc", number>>;
  readonly unverified: number;
  readonly lastSeen: string | null;
}

const FLAGS: Readonly<Record<string, string>> = {
  acceptable_sender: "is_acceptable_sender",
  allowed_sender: "is_trusted_sender",
  allowed_recipient: "is_exempt_recipient",
  domain_similarity: "is_similarity",
  domain_recency: "is_recent",
};

type Texts = Readonly<Record<string, string | null | undefined>>;

/**
 * Counts each message with each entry, with nothing of the library's own: for patterns that differ in more than their case,
 * and whose every spelling is the same in lower case.
 */
export function bruteForceUsage(
  emulator: Emulator,
  { allowlistedPattern, allowedDisposition }: Partial<Assumptions>,
): Map<string, Counted> {
  const messages = emulator.messages.list();
  const result = new Map<string, Counted>();
  for (const path of ["allow_policies", "trusted_domains", "block_senders"]) {
    for (const entry of emulator.content(path).list()) {
      const isNamed = !(allowlistedPattern === "literals-only" && entry.is_regex === true);
      const hits = isNamed ? messages.filter((message) => didIt(path, entry, message)) : [];
      const shown = (message: WireMessage): string => {
        const allows = (message.properties as Texts).allowlisted_pattern_type;
        return allows && allowedDisposition === "NONE" ? "NONE" : String(message.final_disposition);
      };
      const failing = (check: string): number => hits.filter((message) => resultOf(message, check) === "fail").length;
      result.set(String(entry.id), {
        messages: hits.length,
        dispositions: hits.reduce<Record<string, number>>((sum, message) => {
          const disposition = shown(message);
          return { ...sum, [disposition]: (sum[disposition] ?? 0) + 1 };
        }, {}),
        failedVerification: { spf: failing("spf"), dkim: failing("dkim"), dmarc: failing("dmarc") },
        unverified: hits.filter(
          (message) => !["spf", "dkim", "dmarc"].some((check) => resultOf(message, check) === "pass"),
        ).length,
        lastSeen:
          hits
            .map((message) => String(message.scanned_at))
            .sort()
            .at(-1) ?? null,
      });
    }
  }
  return result;
}

function didIt(path: string, entry: WireEntry, { properties }: WireMessage): boolean {
  const noted = properties as Texts;
  const pattern = String(entry.pattern).toLowerCase();
  if (path === "block_senders") return noted.blocklisted_pattern?.toLowerCase() === pattern;
  const flag = FLAGS[noted.allowlisted_pattern_type ?? ""] ?? "";
  return noted.allowlisted_pattern?.toLowerCase() === pattern && entry[flag] === true;
}

function resultOf({ validation }: WireMessage, check: string): string | null | undefined {
  return (validation as Texts | null)?.[check];
}
