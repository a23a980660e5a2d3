import { compileLinear } from "../provider/advice/linear-regex";
import { NOTED_AS } from "../provider/api/message";
import { parseIpBlock } from "../provider/fields/ip-block";
import type { FilterEntry } from "./filter-entry";
import type { WireMessage } from "./message";
import { generator } from "./random";
import { valueOf } from "./entry";

/** Options of generated mail. The same options and entries make the same mail. */
export interface MailOptions {
  /** @default 1 */
  readonly seed?: number;
  /**
   * Number of messages.
   * @default 1000
   */
  readonly count?: number;
  /**
   * Number of days over which they are spread.
   * @default 30
   */
  readonly days?: number;
  /**
   * When the last message was scanned.
   * @default now
   */
  readonly until?: Date;
}

/** The share of messages that an entry let through or blocked, if there are entries. */
const SHARE_OF_ENTRIES = 0.4;
/** The share of entries that match no message. */
const SHARE_OF_UNUSED = 0.25;
/** The share of entries that let through worse mail than the others. */
const SHARE_OF_ABUSED = 0.03;

const words = (text: string): string[] => text.split(" ");
const LOCALS = words("maria john.smith k.tanaka s.olsen info billing orders noreply news it-support hr ceo");
const OTHER_DOMAINS = words(
  "northwind.example contoso.example fabrikam.example litware.example proseware.example tailspin.example mail.adatum.example",
);
const OWN_DOMAIN = "ours.example";
const SUBJECTS = ["Invoice", "Your order", "Minutes of the meeting", "Newsletter", "Password", "Parcel", "Offer"];

/** Dispositions, with the frequency of each. */
type Mix = readonly (readonly [disposition: string, weight: number])[];
const ORDINARY: Mix = [
  ["NONE", 80],
  ["BULK", 9],
  ["SPAM", 7],
  ["SPOOF", 2],
  ["SUSPICIOUS", 1],
  ["MALICIOUS", 1],
];
const EXEMPTED: Mix = [
  ["NONE", 85],
  ["BULK", 9],
  ["SPAM", 6],
];
const ABUSED: Mix = [
  ["NONE", 60],
  ["SPAM", 20],
  ["SPOOF", 12],
  ["MALICIOUS", 8],
];
const BLOCKED: Mix = [
  ["SPAM", 60],
  ["MALICIOUS", 25],
  ["NONE", 15],
];

/** Writes plausible mail: some that the entries let through or blocked, and some that has nothing to do with them. */
export function generateMail(entries: readonly FilterEntry[], options: MailOptions = {}): WireMessage[] {
  const { seed = 1, count = 1000, days = 30, until = new Date() } = options;
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const used = entries.flatMap((entry) => {
    const isUsed = random() >= SHARE_OF_UNUSED;
    const mix = random() < SHARE_OF_ABUSED ? ABUSED : EXEMPTED;
    const sender = samplesOf(entry, pick);
    return isUsed && sender !== undefined ? [{ entry, mix, sender }] : [];
  });

  const address = (domain: string): string => `${pick(LOCALS)}@${domain}`;
  const ordinary = (): WireMessage => {
    const from = address(pick(OTHER_DOMAINS));
    return {
      from,
      envelope_from: from,
      to: [address(OWN_DOMAIN)],
      smtp_previous_hop_ip: serverAddress(random),
      final_disposition: drawn(ORDINARY, random),
      validation: verification(random() < 0.85),
    };
  };
  const ofEntry = (): WireMessage => {
    // A few entries have most of the mail.
    const { entry, mix, sender } = used[Math.floor(random() ** 3 * used.length)] as (typeof used)[number];
    const blocks = entry.collection.effect === "blocks";
    const effects = effectsOf(entry);
    const disposition = drawn(blocks ? BLOCKED : mix, random);
    const isVerified = valueOf(entry.values, entry.collection, "verifySender") === true || random() < 0.7;
    return {
      ...ordinary(),
      ...sender(),
      final_disposition: disposition,
      validation: verification(isVerified),
      properties: blocks
        ? { blocklisted_message: true, blocklisted_pattern: entry.pattern }
        : { allowlisted_pattern: entry.pattern, allowlisted_pattern_type: pick(effects) },
    };
  };

  const end = until.getTime();
  return Array.from({ length: count }, (_, index) => {
    const message = used.length > 0 && random() < SHARE_OF_ENTRIES ? ofEntry() : ordinary();
    const scannedAt = new Date(end - Math.floor(random() * days * 86_400_000)).toISOString();
    const postfixId = `${seed.toString(16)}Z${index.toString(16).padStart(8, "0")}`;
    return {
      id: `${postfixId}-${scannedAt}`,
      postfix_id: postfixId,
      message_id: `<${postfixId}@mail.example>`,
      ...message,
      envelope_to: message.to,
      subject: pick(SUBJECTS),
      scanned_at: scannedAt,
      sent_at: scannedAt,
      delivery_mode: "DIRECT",
      delivery_status: ["delivered"],
    };
  });
}

/** What the filter notes when the entry lets a message through. */
function effectsOf({ collection, values }: FilterEntry): string[] {
  return Object.entries(NOTED_AS).flatMap(([property, type]) =>
    valueOf(values, collection, property) === true ? [type] : [],
  );
}

/** Makes the parts of a message that the entry matches; `undefined` if it has no effect, or such a message is hard to make. */
function samplesOf(entry: FilterEntry, pick: <T>(list: readonly T[]) => T): (() => WireMessage) | undefined {
  const { collection, values, pattern, isRegex } = entry;
  const effects = effectsOf(entry);
  if (collection.effect !== "blocks" && effects.length === 0) return undefined;
  const own = isRegex ? textFor(pattern) : pattern;
  if (own === undefined) return undefined;
  const server = parseIpBlock(own)?.address.toString();
  if (server !== undefined) return () => ({ smtp_previous_hop_ip: server });
  const whole = (): string => (own.includes("@") ? own : `${pick(LOCALS)}@${own}`);
  const isRecipient = valueOf(values, collection, "isExemptRecipient") === true && effects.length === 1;
  return () => {
    const address = whole();
    return isRecipient ? { to: [address] } : { from: address, envelope_from: address };
  };
}

/** A text that a simple regular expression matches. */
function textFor(pattern: string): string | undefined {
  const text = pattern
    .replace(/^\(\?[a-z]+\)/, "")
    .replace(/[\^$]/g, "")
    .replace(/\(\?:/g, "(")
    .replace(/\(([^()|]*)[^()]*\)/g, "$1")
    .replace(/(?:\[[^\]]*\]|(?<!\\)\.|\\[wS])[*+]?/g, "mail")
    .replace(/\\d(?:[*+]|\{\d+(?:,\d*)?\})?/g, "7")
    .replace(/\\(.)/g, "$1")
    .replace(/[?*+]/g, "");
  return compileLinear(pattern)?.finds(text) === true ? text : undefined;
}

function drawn(mix: Mix, random: () => number): string {
  let left = random() * mix.reduce((sum, [, weight]) => sum + weight, 0);
  return (mix.find(([, weight]) => (left -= weight) < 0) ?? mix[0])?.[0] ?? "NONE";
}

/** A server's address in the networks for documentation. */
function serverAddress(random: () => number): string {
  return `203.0.113.${Math.floor(random() * 254) + 1}`;
}

function verification(passes: boolean): Readonly<Record<"spf" | "dkim" | "dmarc", string>> {
  return passes ? { spf: "pass", dkim: "pass", dmarc: "pass" } : { spf: "fail", dkim: "none", dmarc: "fail" };
}
