import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import type { Collection } from "../../provider/collections/collection";
import { trustedDomains } from "../../provider/collections/trusted-domain";

/** The columns of one kind of file, by the property that they fill: every name by which the dashboard's pages call them. */
interface Form {
  readonly collection: Collection;
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

const isRegex = ["Is Regex"];
const comments = ["Notes"];
/** Not the dashboard's: a file that a program reads may have it. */
const expiresAt = ["Expires At"];

/**
 * What Cloudflare's documentation says of the files that its dashboard takes; its text and its examples differ in names.
 *
 * Source: https://github.com/cloudflare/cloudflare-docs, the pages allow-policies.mdx, trusted-domains.mdx and
 * blocked-senders.mdx of Email Security
 */
export const FORMS: readonly Form[] = [
  {
    collection: allowPolicies,
    columns: {
      pattern: ["Pattern", "Values"],
      patternType: ["Pattern Type", "Rule Type"],
      isRegex,
      verifySender: ["Verify Email", "Sender Verification"],
      isTrustedSender: ["Trusted Sender"],
      isExemptRecipient: ["Exempt Recipient"],
      isAcceptableSender: ["Acceptable Sender"],
      comments,
      expiresAt,
    },
  },
  {
    collection: trustedDomains,
    columns: {
      pattern: ["Domain"],
      isRegex,
      isSimilarity: ["Proximity"],
      isRecent: ["New", "Recent"],
      comments,
      expiresAt,
    },
  },
  {
    collection: blockSenders,
    columns: {
      pattern: ["Blocked Sender"],
      patternType: ["Blocked Sender Type", "Pattern Type"],
      isRegex,
      comments,
      expiresAt,
    },
  },
];

/** Most bytes that the dashboard takes. */
export const MAX_BYTES = 150_000;
