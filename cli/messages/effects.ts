import { NOTED_AS } from "../../provider/api/message";

type Effect = keyof typeof NOTED_AS;

/** The dispositions that an entry lifts, by the field that lets it; a trusted sender and an exempt recipient lift every one. */
const LIFTED: Readonly<Record<Effect, readonly string[] | "all">> = {
  isAcceptableSender: ["SPAM", "SPOOF", "BULK"],
  isTrustedSender: "all",
  isExemptRecipient: "all",
  isSimilarity: ["SPOOF"],
  isRecent: ["SUSPICIOUS", "MALICIOUS", "MALICIOUS-BEC"],
};

/** What the filter notes where not an entry of the account, but Cloudflare's own list lets the usual junk through. */
const MANAGED = "managed_acceptable_sender";

/** These lift a disposition only where the domain's age or its likeness is the reason for it, which messages do not say. */
const FOR_A_REASON: readonly string[] = ["isSimilarity", "isRecent"] satisfies Effect[];

/** Whether a field that is true may let through what would have had the disposition otherwise. */
export function mayLift(field: string, disposition: string): boolean {
  const lifted = LIFTED[field as Effect] as (typeof LIFTED)[Effect] | undefined;
  return disposition !== "NONE" && (lifted === "all" || lifted?.includes(disposition) === true);
}

/** Whether a field that is true surely does. */
export function lifts(field: string, disposition: string): boolean {
  return mayLift(field, disposition) && !FOR_A_REASON.includes(field);
}

/** The field by which an entry does what the filter noted; absent where no entry does that. */
export function fieldNotedAs(type: string): string | undefined {
  return Object.keys(NOTED_AS).find((field) => NOTED_AS[field as Effect] === type);
}

/** Whether what the filter noted of a message lifted the disposition already. */
export function isLiftedBy(type: string | undefined, disposition: string): boolean {
  if (type === undefined) return false;
  return mayLift(fieldNotedAs(type) ?? (type === MANAGED ? "isAcceptableSender" : "isTrustedSender"), disposition);
}

export function isMalicious(disposition: string): boolean {
  return disposition === "MALICIOUS" || disposition === "MALICIOUS-BEC";
}

/** Worst first, as they are shown. */
export const DISPOSITIONS = [
  ...["MALICIOUS", "MALICIOUS-BEC", "SUSPICIOUS", "SPOOF", "SPAM", "BULK"],
  ...["ENCRYPTED", "EXTERNAL", "UNKNOWN", "NONE"],
];
