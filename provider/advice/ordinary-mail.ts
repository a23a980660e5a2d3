import { compileLinear } from "./linear-regex";
import { MESSAGES, PATHS } from "./ordinary-samples";
import { PLAIN_DOMAINS } from "./regex-reach";

/** So many matches are no accident: two different senders write about different things, or everybody writes about this one. */
const NO_ACCIDENT = 2;

/**
 * Whether the expression of a content policy matches ordinary messages. It ignores case, and may match a part of the text.
 *
 * Source: https://developers.cloudflare.com/cloudflare-one/email-security/policies/inbound/blocked-content/
 */
export function matchesOrdinaryMail(pattern: string, targets: readonly string[]): boolean {
  const regex = compileLinear(`(?i)${pattern}`);
  if (regex === undefined) return false;
  const found = MESSAGES.filter(
    ([subject, body]) =>
      (targets.includes("SUBJECT") && regex.finds(subject)) || (targets.includes("BODY") && regex.finds(body)),
  );
  return found.length >= NO_ACCIDENT;
}

const LINKS = PLAIN_DOMAINS.map((domain, i) => `https://www.${domain}${PATHS[i % PATHS.length] ?? ""}`);

/** Whether the expression matches nearly every link. */
export function matchesEveryLink(pattern: string): boolean {
  const regex = compileLinear(pattern);
  return regex !== undefined && LINKS.filter((link) => regex.finds(link)).length > 0.8 * LINKS.length;
}
