import type { Assumptions } from "./assumptions";
import type { ServedCollection } from "./collections";
import type { Entry } from "./entry";
import { MAX_ITEMS, type ListQuery } from "./schema";

export interface ResultInfo {
  readonly count: number;
  readonly page: number;
  readonly per_page: number;
  readonly total_count: number;
}

/**
 * One page of the entries that match, in the order asked for. Past the end it is empty.
 * @param turn the number of the list request, for the assumption `equalSortKeys`
 */
export function listPage(
  entries: readonly Entry[],
  query: ListQuery,
  collection: ServedCollection,
  assumptions: Assumptions,
  turn: number,
): { page: Entry[]; info: ResultInfo } {
  // Options that this list does not have are ignored.
  const { order = "created_at", direction, search }: Partial<ListQuery> = collection.pageOrder === "none" ? {} : query;
  const matching = entries.filter(matcher({ ...query, search }, collection, assumptions));
  if (assumptions.equalSortKeys === "alternating" && turn % 2 === 1) {
    matching.reverse();
  }
  const key = (entry: Entry): string => (order === "created_at" ? entry.createdAt : String(entry.values[order]));
  const sign = direction === "desc" ? -1 : 1;
  matching.sort((a, b) => sign * compare(key(a), key(b)));

  const perPage = Math.min(query.per_page, MAX_ITEMS);
  const page = matching.slice((query.page - 1) * perPage, query.page * perPage);
  return {
    page,
    info: {
      count: assumptions.count === "page" ? page.length : matching.length,
      page: query.page,
      per_page: perPage,
      total_count: assumptions.totalCount === "all" ? entries.length : matching.length,
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function matcher(query: ListQuery, collection: ServedCollection, assumptions: Assumptions): (entry: Entry) => boolean {
  const filters = Object.entries(collection.fields).filter(
    ([, field]) => field.filter === true && query[field.wire] !== undefined,
  );
  const itemFilters = Object.entries(collection.itemFilters ?? {}).filter(([name]) => query[name] !== undefined);
  const substring = collection.exactPatternFilter !== true && assumptions.patternFilter === "substring";
  const searched = Object.entries(collection.fields).filter(([property, field]) =>
    assumptions.search === "pattern" ? property === collection.key[0] : field.type === "string" && !field.values,
  );
  const term = query.search?.toLowerCase();
  return ({ values }) =>
    filters.every(([, { wire, form }]) => {
      const asked = query[wire];
      if (Array.isArray(asked)) return asked.includes(values[wire]);
      return form === "pattern" && substring ? String(values[wire]).includes(String(asked)) : values[wire] === asked;
    }) &&
    itemFilters.every(([name, { property, ofActive }]) => {
      const items = values[collection.fields[property]?.wire ?? ""];
      const counts = !ofActive || assumptions.activeDeliveryMode === "all-domains" || values.status === "ACTIVE";
      return counts && Array.isArray(items) && items.includes(query[name]);
    }) &&
    (term === undefined ||
      searched.some(([, { wire }]) =>
        String(values[wire] ?? "")
          .toLowerCase()
          .includes(term),
      ));
}
