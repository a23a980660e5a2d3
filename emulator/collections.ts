import { ALL_COLLECTIONS } from "../provider/collections/all-collections";
import type { Collection } from "../provider/collections/collection";
import type { Field } from "../provider/fields/field";

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
  /** It has a batch that the provider does not use: in any case, or where the assumption says so. */
  readonly otherBatch?: "present" | "urlIgnoreBatch";
  /** What else its list can be sorted by. */
  readonly otherOrders?: readonly string[];
  /** The filter that may be given more than once: an entry that has one of the values is found. */
  readonly repeatedFilter?: string;
  /** Filters by one text of a list, by their names: the property, and whether an entry counts only where its mail flows. */
  readonly itemFilters?: Readonly<Record<string, { readonly property: string; readonly ofActive?: true }>>;
  /** DELETE on the collection itself, where the assumption says so. */
  readonly bulkDelete?: true;
}

/** A field that the API has. */
export type ApiField = Field & { readonly wire: string };

/** A collection as the local API serves it. */
export interface ServedCollection extends Collection<Readonly<Record<string, ApiField>>>, Served {}

/** By path; a collection of which nothing more is known is not among them. */
const SERVED: Readonly<Record<string, Served>> = {
  allow_policies: { oneEffect: true, exactPatternFilter: true },
  domains: {
    otherBatch: "present",
    repeatedFilter: "domain",
    itemFilters: {
      allowed_delivery_mode: { property: "allowedDeliveryModes" },
      active_delivery_mode: { property: "allowedDeliveryModes", ofActive: true },
    },
    bulkDelete: true,
  },
  impersonation_registry: { otherOrders: ["name"] },
  url_ignore_patterns: { otherBatch: "urlIgnoreBatch" },
  trusted_domains: { arrayCreate: true, onceLeftOut: ["isRecent", "isSimilarity"] },
};

/** Everything that is served. */
export const collections: readonly ServedCollection[] = ALL_COLLECTIONS.map(servedAs);

/** The collection with what only a server needs to know. */
export function servedAs(collection: Collection): ServedCollection {
  return { ...collection, fields: apiFields(collection), ...SERVED[collection.path] };
}

/** Without what is ours alone. */
function apiFields({ fields }: Collection): Readonly<Record<string, ApiField>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const { wire } = field;
      return wire === undefined ? [] : [[name, { ...field, wire }]];
    }),
  );
}
