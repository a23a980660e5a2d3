import type { WireMessage } from "../../emulator";

/** A line of a CSV file, as a count by hand needs it. */
export interface Line {
  readonly pattern: string;
  readonly type: "EMAIL" | "DOMAIN" | "IP";
  readonly isRegex?: true;
  readonly verify?: true;
  readonly trusted?: true;
  readonly acceptable?: true;
  readonly exempt?: true;
}

export interface ByHand {
  readonly messages: number;
  readonly dispositions: Readonly<Record<string, number>>;
  readonly letThrough: Readonly<Record<string, number>>;
}

type Texts = Readonly<Record<string, string | null | undefined>>;

/**
 * Compares each line with each message, with nothing of the library's own: for patterns in lower case, networks of IPv4, and
 * expressions that mean the same in ECMAScript.
 * @param most - whether what nobody documents counts: subdomains, and a part of a text for the whole
 */
export function bruteForceImpact(lines: readonly Line[], messages: readonly WireMessage[], most: boolean): ByHand[] {
  return lines.map((line) => {
    const met = messages.filter((message) => meets(line, message, most));
    const through = met.filter((message) => letsThrough(line, message));
    return { messages: met.length, dispositions: tally(met), letThrough: tally(through) };
  });
}

function tally(messages: readonly WireMessage[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { final_disposition: disposition } of messages) {
    counts[String(disposition)] = (counts[String(disposition)] ?? 0) + 1;
  }
  return counts;
}

function meets(line: Line, message: WireMessage, most: boolean): boolean {
  const senders = [message.from, message.envelope_from, message.replyto].flat() as (string | null)[];
  const recipients = [message.to, message.envelope_to].flat() as (string | null)[];
  const isSender = line.trusted === true || line.acceptable === true;
  const texts = [...(isSender ? senders : []), ...(line.exempt ? recipients : [])].flatMap((text) => text ?? []);
  const servers = isSender ? [String(message.smtp_previous_hop_ip)] : [];
  if (line.isRegex) {
    const whole = new RegExp(`^(?:${line.pattern})$`);
    const part = new RegExp(line.pattern);
    return [...texts, ...servers].some((text) => (most ? part : whole).test(text));
  }
  if (line.type === "IP") return servers.some((server) => isWithin(server, line.pattern));
  return texts.some((text) => {
    const address = text.toLowerCase();
    if (line.type === "EMAIL") return address === line.pattern;
    return address.endsWith(`@${line.pattern}`) || (most && address.endsWith(`.${line.pattern}`));
  });
}

function isWithin(server: string, network: string): boolean {
  const [base = "", bits = "32"] = network.split("/");
  const number = (text: string): number => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(server) / size) === Math.floor(number(base) / size);
}

function letsThrough(line: Line, { final_disposition, validation, properties }: WireMessage): boolean {
  const disposition = String(final_disposition);
  const results = Object.values((validation ?? {}) as Texts);
  if (line.verify && !results.includes("pass")) return false;
  const noted = (properties as Texts).allowlisted_pattern_type;
  const junk = ["SPAM", "SPOOF", "BULK"].includes(disposition);
  const isThrough =
    noted === "acceptable_sender" ? junk : noted === "domain_recency" ? disposition === "MALICIOUS" : Boolean(noted);
  if (isThrough || disposition === "NONE") return false;
  return line.trusted === true || line.exempt === true || junk;
}
