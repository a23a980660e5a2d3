import { allowPolicies } from "../provider/collections/allow-policy";
import { blockSenders } from "../provider/collections/block-sender";
import type { Collection } from "../provider/collections/collection";
import { trustedDomains } from "../provider/collections/trusted-domain";

/** A collection as the local API serves it: its field table, and what only a server needs to know. */
export interface ServedCollection extends Collection {
  /** The dashboard offers one effect at a time. */
  readonly oneEffect?: true;
  /** The `pattern` filter is documented as exact. */
  readonly exactPatternFilter?: true;
  /** POST once took an array of entries. */
  readonly arrayCreate?: true;
  /** Booleans that clients of before left out, by property. */
  readonly onceLeftOut?: readonly string[];
}

/** Everything that is served. Another collection of the API is another row. */
export const collections: readonly ServedCollection[] = [
  { ...allowPolicies, oneEffect: true, exactPatternFilter: true },
  { ...trustedDomains, arrayCreate: true, onceLeftOut: ["isRecent", "isSimilarity"] },
  blockSenders,
];
