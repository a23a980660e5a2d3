import { CollectionClient, type BatchAnswer } from "../../provider/api/collection-client";
import { ApiError } from "../../provider/api/error";
import type { Change, Operation } from "../../provider/api/operation";
import { allowPolicies } from "../../provider/collections/allow-policy";
import type { Collection, Entry, Values } from "../../provider/collections/collection";
import { identityOf } from "../../provider/collections/compare";
import { changeOf, type Ledger } from "../../provider/run/ledger";
import { ACCOUNT, testClient } from "../api/support";

type Action = "list" | "get" | "post" | "patch" | "delete" | "batch";

/** A request of the action that is to fail, before it is carried out or after. */
interface Fault {
  readonly action: Action;
  readonly error: ApiError;
  readonly isCarriedOut: boolean;
}

export const refused = (status: number, more: Partial<ApiError["details"]> = {}) =>
  new ApiError(`refused with ${status}`, { outcome: "refused", status, ...more });
export const unknown = (more: Partial<ApiError["details"]> = {}) =>
  new ApiError("no clear answer", { outcome: "unclear", status: 500, ...more });
export const missing = () => refused(404, { missing: true });

/** The requests of one collection, answered from memory, in which what the API does can be said exactly. */
export class MemoryClient extends CollectionClient {
  readonly entries = new Map<string, Entry>();
  /** What was asked, such as `get a`. */
  readonly asked: string[] = [];
  readonly faults: Fault[] = [];
  /** Whether an identity can be there only once: looked at after each write, or at the end of a batch. */
  duplicates: "allowed" | "rejected" | "rejected at the end" = "allowed";
  /** What the list says instead, where it is stale. */
  stale: readonly Entry[] | undefined;
  #made = 0;

  constructor(collection: Collection = allowPolicies) {
    super(testClient().client, collection, ACCOUNT);
  }

  /** Somebody else makes an entry. */
  add(id: string, values: Values, createdAt?: string): Entry {
    const entry = { id, values, ...(createdAt !== undefined && { createdAt }) };
    this.entries.set(id, entry);
    return entry;
  }

  patternOf(id: string): unknown {
    return this.entries.get(id)?.values.pattern;
  }

  fail(action: Action, error: ApiError, isCarriedOut = false): void {
    this.faults.push({ action, error, isCarriedOut });
  }

  override list(): Promise<Entry[]> {
    return this.#answer("list", "list", () => [...(this.stale ?? this.entries.values())]);
  }

  override get(id: string): Promise<Entry> {
    return this.#answer("get", `get ${id}`, () => this.#there(id));
  }

  override post(values: Values): Promise<Entry> {
    return this.#answer("post", `post ${String(values.pattern ?? values.name)}`, () => this.#post(values, true));
  }

  override patch(id: string, change: Change): Promise<Entry> {
    return this.#answer("patch", `patch ${id} ${Object.keys(change).join(",")}`, () => this.#patch(id, change, true));
  }

  override delete(id: string): Promise<void> {
    return this.#answer("delete", `delete ${id}`, () => this.#delete(id));
  }

  override batch(operations: readonly Operation[]): Promise<BatchAnswer> {
    return this.#answer("batch", `batch of ${operations.length}`, () => {
      const before = new Map(this.entries);
      const answer = { patches: [] as Entry[], posts: [] as Entry[] };
      const each = this.duplicates === "rejected";
      try {
        for (const operation of operations) {
          if (operation.kind === "delete") this.#delete(operation.id);
          else if (operation.kind === "post") answer.posts.push(this.#post(operation.values, each));
          else answer.patches.push(this.#patch(operation.id, operation.change, each));
        }
        if (this.duplicates !== "allowed") for (const entry of this.entries.values()) this.#refuseTwin(entry);
        return answer;
      } catch (error) {
        this.entries.clear();
        for (const [id, entry] of before) this.entries.set(id, entry);
        throw error;
      }
    });
  }

  async #answer<T>(action: Action, asked: string, work: () => T): Promise<T> {
    this.asked.push(asked);
    const index = this.faults.findIndex((fault) => fault.action === action);
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    await new Promise(setImmediate);
    if (fault && !fault.isCarriedOut) throw fault.error;
    const answer = work();
    if (fault) throw fault.error;
    return answer;
  }

  #there(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw missing();
    return entry;
  }

  #post(values: Values, isLookedAt: boolean): Entry {
    return this.#put({ id: `made-${++this.#made}`, values }, isLookedAt);
  }

  #patch(id: string, change: Change, isLookedAt: boolean): Entry {
    const values: Record<string, Change[string]> = { ...this.#there(id).values, ...change };
    for (const [name, value] of Object.entries(change)) if (value === undefined) Reflect.deleteProperty(values, name);
    return this.#put({ id, values: values as Values }, isLookedAt);
  }

  #put(entry: Entry, isLookedAt: boolean): Entry {
    if (isLookedAt && this.duplicates !== "allowed") this.#refuseTwin(entry);
    this.entries.set(entry.id, entry);
    return entry;
  }

  #refuseTwin({ id, values }: Entry): void {
    const identity = identityOf(this.collection, values);
    for (const other of this.entries.values()) {
      if (other.id !== id && identityOf(this.collection, other.values) === identity) throw refused(409);
    }
  }

  #delete(id: string): void {
    this.#there(id);
    this.entries.delete(id);
  }
}

/** A resource keeps the entry, and is about to change it to the values. */
export function keepMoving(ledger: Ledger, api: MemoryClient, id: string, to: Values): void {
  const change = changeOf(api.collection, api.entries.get(id)?.values ?? {}, to);
  ledger.keep(id, { mark: id, values: to, change });
}
