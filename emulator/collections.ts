import { ALL_COLLECTIONS } from "../provider/collections/all-collections";
import type { Collection } from "../provider/collections/collection";
import type { Field } from "../provider/fields/field";

/** What only a server needs to know of a collection. */
interface Served {
  /** The dashboard offers one effect at a time. */
  readonly oneEffect?: true;
  /** The `pattern` filter is documented as exact. */
  readonly exactPatternFilter?: true;
  /** POST once accepted an array of entries. */
  readonly arrayCreate?: true;
  /** Booleans that older clients leave out, by property. */
  readonly onceLeftOut?: readonly string[];
  /** It has a batch that the provider does not use: always, or if the assumption says so. */
  readonly otherBatch?: "present" | "urlIgnoreBatch";
  /** Further fields that its list can be sorted by. */
  readonly otherOrders?: readonly string[];
  /** The filter that may be given several times: it finds entries with any of the values. */
  readonly repeatedFilter?: string;
  /** Filters by one text of a list, by their names: the property, and whether only active entries are found. */
  readonly itemFilters?: Readonly<Record<string, { readonly property: string; readonly ofActive?: true }>>;
  /** DELETE on the collection itself works, if the assumption says so. */
  readonly bulkDelete?: true;
}

/** A field that the API has. */
export type ApiField = Field & { readonly wire: string };

/** A collection as the local API serves it. */
export interface ServedCollection extends Collection<Readonly<Record<string, ApiField>>>, Served {}

/** By path; most collections need no row. */
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

/** All collections that are served. */
export const collections: readonly ServedCollection[] = ALL_COLLECTIONS.map(servedAs);

/** The collection with what only a server needs to know. */
export function servedAs(collection: Collection): ServedCollection {
  return { ...collection, fields: apiFields(collection), ...SERVED[collection.path] };
}

/** The fields without those that Cloudflare does not know. */
function apiFields({ fields }: Collection): Readonly<Record<string, ApiField>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const { wire } = field;
      return wire === undefined ? [] : [[name, { ...field, wire }]];
    }),
  );
}
