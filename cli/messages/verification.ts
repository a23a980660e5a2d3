import type { Message } from "../../provider/api/message";

/** The three checks of who sent a message. */
export const CHECKS = ["spf", "dkim", "dmarc"] as const;

/** Whether a message passes DMARC, SPF or DKIM, as `verifySender` requires; `undefined` if the API does not say. */
export function isVerified({ validation }: Message): boolean | undefined {
  return validation && CHECKS.some((check) => validation[check] === "pass");
}
