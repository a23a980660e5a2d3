import { collections } from "./collections";
import type { Content } from "./content";
import { timestamp } from "./clock";
import { toWire, type Entry, type WireEntry, type WireValue } from "./entry";
import type { Settings } from "./settings";

/** One collection of one account, to read and change directly: without requests, checks and faults. */
export interface CollectionContent {
  list(): WireEntry[];
  get(id: string | number): WireEntry | undefined;
  /**
   * Adds an entry, given with the API's names. Missing values are filled in: an id, the time, the defaults.
   * @throws Error when a field that has no default is missing
   */
  insert(entry: WireEntry): WireEntry;
  /** @throws Error when there is no such entry */
  change(id: string | number, fields: WireEntry): WireEntry;
  /** @throws Error when there is no such entry */
  remove(id: string | number): void;
}

/** @throws Error when there is no such collection */
export function accessContent(content: Content, settings: Settings, account: string, path: string): CollectionContent {
  const collection = collections.find((candidate) => candidate.path === path);
  if (!collection) {
    throw new Error(`There is no collection "${path}". There are: ${collections.map((one) => one.path).join(", ")}.`);
  }
  const shelf = content.shelf(account, collection);
  const fields = Object.values(collection.fields);

  const show = (entry: Entry): WireEntry => toWire(entry, collection, settings.assumptions);
  const find = (id: string | number): Entry => {
    const entry = shelf.get(String(id));
    if (!entry) {
      throw new Error(`There is no ${collection.noun} ${id}.`);
    }
    return entry;
  };
  const put = (entry: Entry): WireEntry => {
    content.apply(shelf, new Map([[String(entry.id), entry]]));
    return show(entry);
  };
  const known = (entry: WireEntry): Record<string, WireValue> =>
    Object.fromEntries(
      fields.map(({ wire }) => [wire, entry[wire]]).filter(([, value]) => value !== undefined),
    ) as Record<string, WireValue>;

  return {
    list: () => [...shelf.values()].map(show),
    get: (id) => {
      const entry = shelf.get(String(id));
      return entry && show(entry);
    },
    insert: (entry) => {
      const values = known(entry);
      for (const field of fields) {
        const value = values[field.wire] ?? (field.optional ? null : field.default);
        if (value === undefined) {
          throw new Error(`The ${collection.noun} has no ${field.wire}.`);
        }
        values[field.wire] = value;
      }
      const { id, created_at: createdAt, modified_at: modifiedAt } = entry;
      return put({
        id: typeof id === "string" || typeof id === "number" ? id : content.newId(settings.assumptions.ids),
        createdAt: typeof createdAt === "string" ? createdAt : timestamp(),
        ...(typeof modifiedAt === "string" && { modifiedAt }),
        values,
      });
    },
    change: (id, changes) => {
      const entry = find(id);
      return put({ ...entry, modifiedAt: timestamp(), values: { ...entry.values, ...known(changes) } });
    },
    remove: (id) => {
      content.apply(shelf, new Map([[String(find(id).id), undefined]]));
    },
  };
}
