import type { Collection, Entry, Values } from "../collections/collection";
import { fromWire, readOnly, toFilter, toWire, type Filter, type WireEntry } from "../collections/wire";
import type { Client } from "./client";
import { ApiError, UserError } from "./error";
import type { Change, Operation } from "./operation";

/** Most entries that one list request may ask for. */
const PAGE_SIZE = 1_000;

/** Most operations that one batch may hold: 1,000 are documented for each kind, nothing for their sum. */
export const BATCH_SIZE = 1_000;

/** The entries in the answer to a batch, in no promised order. */
export interface BatchAnswer {
  readonly patches: readonly Entry[];
  readonly posts: readonly Entry[];
}

/** Which entries are listed, and a callback for the progress. */
export interface ListOptions {
  /** Only entries that have these values, of fields that the API can filter by. */
  readonly filter?: Filter;
  /** Only entries in which the API finds the text. The API does not say which fields it looks in. */
  readonly search?: string;
  /** Told after each page how many entries came, and how many there are where the API says so. */
  readonly onPage?: (listed: number, total: number | undefined) => void;
}

/** The documentation has no largest number of entries. A server whose list has more pages than this is broken. */
const MAX_PAGES = 100;

/** How often a list is read again that has fewer entries than the API counts. */
const MAX_PASSES = 3;

/** The operations of one collection in one account, one method a request. */
export class CollectionClient {
  readonly #root: string;
  readonly #client: Pick<Client, "request">;

  constructor(
    client: Pick<Client, "request">,
    readonly collection: Collection,
    readonly accountId: string,
  ) {
    this.#client = client;
    this.#root = `accounts/${segment(accountId, "account id")}/email-security/settings/${collection.path}`;
  }

  /**
   * All entries, or all that match, from all pages, oldest first.
   *
   * Pages are numbers, not cursors, so entries that are added or removed meanwhile shift them. Where the API can sort,
   * sorting by a nearly unique field keeps the pages apart. Where fewer entries came than the API counts, the list is read
   * again, and the answers are merged.
   * @throws ApiError
   */
  async list(options: ListOptions = {}): Promise<Entry[]> {
    const entries = new Map<string, Entry>();
    for (let pass = 1; ; pass++) {
      const { total, repeats } = await this.#listOnce(entries, options);
      const complete = total === undefined ? !repeats : entries.size >= total;
      if (complete || (pass >= MAX_PASSES && !repeats)) break;
      if (pass >= MAX_PASSES) throw this.unusable("GET", this.#root, "the pages repeat without end");
    }
    return [...entries.values()].sort((a, b) => (a.createdAt ?? "").localeCompare(b.createdAt ?? ""));
  }

  async #listOnce(
    entries: Map<string, Entry>,
    { filter = {}, search, onPage }: ListOptions,
  ): Promise<{ total: number | undefined; repeats: boolean }> {
    const sought = { ...toFilter(this.collection, filter), ...(search !== undefined && { search }) };
    const isWhole = Object.keys(sought).length === 0;
    const seen = new Set<string>();
    let total: number | undefined;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const query = { ...sought, page, per_page: PAGE_SIZE, ...this.#order };
      const { result, result_info } = await this.#client.request({ method: "GET", path: this.#root, query });
      if (!Array.isArray(result)) throw this.unusable("GET", this.#root, "the response holds no list");
      const before = seen.size;
      for (const item of result as unknown[]) {
        const entry = this.#entry("GET", this.#root, item);
        seen.add(entry.id);
        entries.set(entry.id, entry);
      }
      const { total_count, per_page } = (result_info ?? {}) as { total_count?: unknown; per_page?: unknown };
      // The API counts "without any search parameters", so only an empty page ends a filtered list.
      total = typeof total_count === "number" && isWhole ? total_count : undefined;
      onPage?.(seen.size, total !== undefined && total >= seen.size ? total : undefined);
      // A server may count only its page, so after a full page the next one is read. Pages may be smaller than asked for.
      const isFull = typeof per_page !== "number" || result.length >= Math.min(per_page, PAGE_SIZE);
      const isReached = total !== undefined && seen.size >= total;
      if (result.length === 0 || (isReached && !isFull)) return { total, repeats: false };
      if (seen.size === before) return { total, repeats: !isReached };
    }
    throw this.unusable("GET", this.#root, `the list goes on beyond ${MAX_PAGES} pages`);
  }

  get #order(): Readonly<Record<string, string>> {
    const { pageOrder, fields } = this.collection;
    const order = fields[pageOrder]?.wire;
    return order === undefined ? {} : { order, direction: "asc" };
  }

  /** @throws ApiError; `isNotFound` when there is no such entry */
  async get(id: string, known?: Values): Promise<Entry> {
    const path = this.#pathOf(id);
    const { result } = await this.#client.request({ method: "GET", path });
    return this.#entry("GET", path, result, known);
  }

  /** Sent once; after an unclear outcome the entry may exist. @throws ApiError */
  async post(values: Values): Promise<Entry> {
    const body = toWire(this.collection, values);
    const { result } = await this.#client.request({ method: "POST", path: this.#root, body });
    return this.#entry("POST", this.#root, result, values);
  }

  /** @throws ApiError */
  async patch(id: string, change: Change, known: Values): Promise<Entry> {
    const path = this.#pathOf(id);
    const body = toWire(this.collection, change);
    const { result } = await this.#client.request({ method: "PATCH", path, body });
    return this.#entry("PATCH", path, result, known);
  }

  /** @throws ApiError; `isNotFound` when there is no such entry */
  async delete(id: string): Promise<void> {
    await this.#client.request({ method: "DELETE", path: this.#pathOf(id) });
  }

  /**
   * Carries out all operations or none, at most 1,000: deletes, then patches, then posts. Sent once; after an unclear
   * failure they may have been carried out.
   * @throws ApiError
   */
  async batch(operations: readonly Operation[]): Promise<BatchAnswer> {
    const body = { deletes: [] as WireEntry[], patches: [] as WireEntry[], puts: [], posts: [] as WireEntry[] };
    for (const operation of operations) {
      if (operation.kind === "delete") body.deletes.push({ [readOnly.id]: operation.id });
      else if (operation.kind === "post") body.posts.push(toWire(this.collection, operation.values));
      else body.patches.push({ ...toWire(this.collection, operation.change), [readOnly.id]: operation.id });
    }
    const path = `${this.#root}/batch`;
    const { result } = await this.#client.request({ method: "POST", path, body });
    const entries = (name: "patches" | "posts") => {
      const list = (result as Record<string, unknown> | null)?.[name] ?? [];
      if (!Array.isArray(list)) throw this.unusable("POST", path, `"${name}" is no list`);
      return list.map((item: unknown) => this.#entry("POST", path, item));
    };
    return { patches: entries("patches"), posts: entries("posts") };
  }

  #pathOf(id: string): string {
    return `${this.#root}/${segment(id, `${this.collection.noun} id`)}`;
  }

  #entry(method: string, path: string, wire: unknown, known?: Values): Entry {
    try {
      return fromWire(this.collection, wire, known);
    } catch (error) {
      throw error instanceof TypeError ? this.unusable(method, path, error.message, { cause: error }) : error;
    }
  }

  /** The error for a request that was carried out, but whose answer cannot be read. */
  unusable(method: string, path: string, what: string, options?: ErrorOptions): ApiError {
    return new ApiError(
      `${method} ${path}: ${what}. Check that the base URL is Cloudflare's API.`,
      { outcome: "unclear", unreadable: true },
      options,
    );
  }
}

/** Checks a path segment: no dots, slashes, percent signs or control characters. */
export function segment(text: string, what: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(text)) return text;
  throw new UserError(
    `${JSON.stringify(text.slice(0, 64))} is not a valid ${what}: letters, digits, "-" and "_" only.`,
  );
}
