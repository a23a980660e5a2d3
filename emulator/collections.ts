import { allowPolicies } from "../provider/collections/allow-policy";
import type { Collection } from "../provider/collections/collection";
import { trustedDomains } from "../provider/collections/trusted-domain";

/** A collection as the local API serves it: its field table, and what only a server needs to know. */
export interface ServedCollection extends Collection {
  /** Properties of which at least one must hold for an entry to do anything. */
  readonly effects: readonly string[];
  /** The dashboard offers one effect at a time. */
  readonly oneEffect?: true;
  /** The `pattern` filter is documented as exact. */
  readonly exactPatternFilter?: true;
  /** What `pattern` holds where entries do not say it themselves. */
  readonly patternType?: string;
  /** POST once took an array of entries. */
  readonly arrayCreate?: true;
}

/** Everything that is served. Another collection of the API is another row. */
export const collections: readonly ServedCollection[] = [
  {
    ...allowPolicies,
    effects: ["isTrustedSender", "isAcceptableSender", "isExemptRecipient"],
    oneEffect: true,
    exactPatternFilter: true,
  },
  {
    ...trustedDomains,
    effects: ["isRecent", "isSimilarity"],
    patternType: "DOMAIN",
    arrayCreate: true,
  },
];
