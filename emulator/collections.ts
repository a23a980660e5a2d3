import { ALL_COLLECTIONS } from "../provider/collections/all-collections";
import type { Collection } from "../provider/collections/collection";

/** What only a server needs to know of a collection. */
interface Served {
  /** The dashboard offers one effect at a time. */
  readonly oneEffect?: true;
  /** The `pattern` filter is documented as exact. */
  readonly exactPatternFilter?: true;
  /** POST once took an array of entries. */
  readonly arrayCreate?: true;
  /** Booleans that clients of before left out, by property. */
  readonly onceLeftOut?: readonly string[];
}

/** A collection as the local API serves it. */
export type ServedCollection = Collection & Served;

/** By path; a collection of which nothing more is known is not among them. */
const SERVED: Readonly<Record<string, Served>> = {
  allow_policies: { oneEffect: true, exactPatternFilter: true },
  trusted_domains: { arrayCreate: true, onceLeftOut: ["isRecent", "isSimilarity"] },
};

/** Everything that is served. */
export const collections: readonly ServedCollection[] = ALL_COLLECTIONS.map((collection) => ({
  ...collection,
  ...SERVED[collection.path],
}));
