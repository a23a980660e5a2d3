import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import type { Collection } from "../../provider/collections/collection";
import { trustedDomains } from "../../provider/collections/trusted-domain";

/** The columns of one kind of file: all their names in the dashboard's pages, by the property that they fill. */
interface Form {
  readonly collection: Collection;
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

const isRegex = ["Is Regex"];
const comments = ["Notes"];
/** The dashboard does not have this column; a file that a program reads may have it. */
const expiresAt = ["Expires At"];

/**
 * The files that the dashboard accepts, from Cloudflare's documentation, whose text and examples use different names.
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

/** The largest file that the dashboard accepts, in bytes. */
export const MAX_BYTES = 150_000;
