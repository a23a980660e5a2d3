import { NOTED_AS } from "../../provider/api/message";

type Effect = keyof typeof NOTED_AS;

/**
 * The dispositions that an entry prevents, by the field that makes it do so; a trusted sender and an exempt recipient
 * prevent all.
 */
const LIFTED: Readonly<Record<Effect, readonly string[] | "all">> = {
  isAcceptableSender: ["SPAM", "SPOOF", "BULK"],
  isTrustedSender: "all",
  isExemptRecipient: "all",
  isSimilarity: ["SPOOF"],
  isRecent: ["SUSPICIOUS", "MALICIOUS", "MALICIOUS-BEC"],
};

/** What the filter notes if Cloudflare's own list, and not an entry of the account, let a message through. */
const MANAGED = "managed_acceptable_sender";

/** These prevent a disposition only if its reason is that the domain is new or similar, which messages do not say. */
const FOR_A_REASON: readonly string[] = ["isSimilarity", "isRecent"] satisfies Effect[];

/** Whether the field, if true, may prevent the disposition. */
export function mayLift(field: string, disposition: string): boolean {
  const lifted = LIFTED[field as Effect] as (typeof LIFTED)[Effect] | undefined;
  return disposition !== "NONE" && (lifted === "all" || lifted?.includes(disposition) === true);
}

/** Whether the field, if true, surely prevents the disposition. */
export function lifts(field: string, disposition: string): boolean {
  return mayLift(field, disposition) && !FOR_A_REASON.includes(field);
}

/** The field that makes an entry do what the filter noted; `undefined` if no field does. */
export function fieldNotedAs(type: string): string | undefined {
  return Object.keys(NOTED_AS).find((field) => NOTED_AS[field as Effect] === type);
}

/** Whether what the filter noted of a message prevented the disposition already. */
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
