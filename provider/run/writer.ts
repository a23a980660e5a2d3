import { setTimeout as sleep } from "node:timers/promises";
import DataLoader from "dataloader";
import { changedFields, keepSpelling } from "../collections/compare";
import type { Entry } from "../collections/collection";
import { BATCH_SIZE, type CollectionClient } from "../api/collection-client";
import { ApiError, isAboutContent, isUnclear, isNotFound, isNoRoute } from "../api/error";
import { Gathering } from "./gathering";
import type { Inventory } from "./inventory";
import type { Ledger } from "./ledger";
import type { Done, Operation, Patch, Post } from "../api/operation";
import { Unclaimed } from "./unclaimed";

/** How writes are sent. */
export interface WriterOptions {
  /**
   * Pauses before each look for the result of a write without a clear answer, in milliseconds. Assumption: a write that was
   * carried out shows in the list within their sum; no document says how long it takes.
   */
  readonly looksMs: readonly number[];
  /** How often a write is sent in all, if it surely was not carried out. */
  readonly attempts: number;
  /** Whether writes that come together are sent as one batch. */
  readonly coalesce: boolean;
}

export const DEFAULT_WRITER: WriterOptions = { looksMs: [250, 750, 2_000, 4_000], attempts: 3, coalesce: true };

/**
 * Writes entries, many at a time, and each at most once, even if the answer is lost. The API has neither an idempotency key
 * nor an ownership mark, so without a clear answer the list shows what was carried out.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #gathering = new Gathering();
  readonly #loader: DataLoader<Operation, Done>;
  #coalesce: boolean;
  readonly #client: CollectionClient;
  readonly #inventory: Inventory;
  readonly #ledger: Ledger;
  readonly #say: (line: string) => void;

  constructor(
    client: CollectionClient,
    inventory: Inventory,
    ledger: Ledger,
    say: (line: string) => void,
    options: Partial<WriterOptions> = {},
  ) {
    this.#client = client;
    this.#inventory = inventory;
    this.#ledger = ledger;
    this.#say = say;
    this.#options = { ...DEFAULT_WRITER, ...options };
    this.#coalesce = this.#options.coalesce && client.collection.batch === "all";
    this.#loader = new DataLoader(
      (operations) => {
        const answered = this.#gathering.leave(operations.length);
        return this.#sendApart(operations).finally(answered);
      },
      { cache: false, maxBatchSize: BATCH_SIZE, batchScheduleFn: this.#gathering.schedule },
    );
  }

  /**
   * Carries out the write, together with others that are waiting. Each has its own outcome.
   * @throws ApiError
   */
  async write(operation: Post | Patch): Promise<Entry>;
  async write(operation: Operation): Promise<Done>;
  async write(operation: Operation): Promise<Done> {
    if (!this.#coalesce) {
      const [outcome] = await this.#sendApart([operation]);
      if (outcome === undefined || outcome instanceof Error) throw outcome ?? new Error("no outcome");
      return outcome;
    }
    const outcome = this.#loader.load(operation);
    this.#gathering.arrive();
    try {
      return await outcome;
    } finally {
      this.#gathering.done();
    }
  }

  /**
   * Carries out all of the writes or none, in one batch: deletes first, then patches, then posts. A delete of an entry that
   * is gone already counts as done.
   * @returns an outcome for each; an error only if it is not known whether that write was carried out
   * @throws ApiError when the API refuses: then nothing was carried out
   */
  async writeTogether(operations: readonly Operation[]): Promise<(Done | ApiError)[]> {
    try {
      return await this.#carryOut(operations);
    } catch (error) {
      const gone = error instanceof ApiError && isAboutContent(error) ? await this.#gone(operations) : new Set();
      if (gone.size === 0) throw error;
      const left = operations.filter((operation) => !gone.has(operation));
      const outcomes = left.length > 0 ? await this.#carryOut(left) : [];
      return operations.map((operation) => outcomes[left.indexOf(operation)] ?? "deleted");
    }
  }

  /** The deletes whose entry is gone already, as the list shows. One of them makes the API refuse a whole batch. */
  async #gone(operations: readonly Operation[]): Promise<ReadonlySet<Operation>> {
    const deletes = operations.filter((operation) => operation.kind === "delete");
    if (deletes.length === 0) return new Set();
    const live = await this.#inventory.all(true).catch(() => undefined);
    const gone = deletes.filter(({ id }) => live && !live.has(id));
    for (const operation of gone) this.#record(operation, "deleted");
    return new Set(gone);
  }

  /** Sends the writes as one batch. If it is refused, splits it, so that only the write at fault fails. */
  async #sendApart(operations: readonly Operation[]): Promise<(Done | Error)[]> {
    try {
      return await this.#carryOut(operations);
    } catch (error) {
      if (operations.length === 1 || !(error instanceof ApiError)) return operations.map(() => error as Error);
      if (error.details.outcome !== "refused") return operations.map(() => error);
      if (isNoRoute(error)) {
        this.#stopCoalescing("the API takes no batch of these");
        return (await Promise.all(operations.map((operation) => this.#sendApart([operation])))).flat();
      }
      if (!isAboutContent(error)) return operations.map(() => error);

      const named = namedIn(error, operations);
      const parts = named.size > 0 ? [...named].map((operation) => [operation]) : halves(operations);
      if (named.size > 0) parts.push(operations.filter((operation) => !named.has(operation)));
      const outcomes = new Map<Operation, Done | Error>();
      for (const part of parts.filter(({ length }) => length > 0)) {
        const sent = await this.#sendApart(part);
        part.forEach((operation, index) => outcomes.set(operation, sent[index] as Done | Error));
      }
      return operations.map((operation) => outcomes.get(operation) as Done | Error);
    }
  }

  /** @throws ApiError when the first answer is a refusal: then nothing was carried out */
  async #carryOut(operations: readonly Operation[]): Promise<(Done | ApiError)[]> {
    // The list before the first attempt. If it cannot be read, a result could not be found later either, so this fails
    // here. What an attempt made may show only during a later one, so all attempts are compared with this list.
    const before = operations.some(({ kind }) => kind === "post")
      ? new Set((await this.#inventory.all()).keys())
      : new Set<string>();
    const outcomes = new Map<Operation, Done | ApiError>();
    const ofAll = () => operations.map((operation) => outcomes.get(operation) as Done | ApiError);

    let left = operations;
    for (let attempt = 1; ; attempt++) {
      try {
        const done = await this.#send(left);
        left.forEach((operation, index) => outcomes.set(operation, done[index] as Done));
        return ofAll();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const refused = !isUnclear(error);
        if (attempt === 1 && refused) throw error;
        // A refusal says nothing about the earlier attempts.
        for (const operation of left) outcomes.set(operation, unclear(error));
        // It was sent several times already: one look shows whether any attempt was carried out.
        const repeated = left.length === 1 && left[0]?.kind !== "post";
        const looks = repeated ? this.#options.looksMs.slice(0, 1) : this.#options.looksMs;
        // If it is refused as a duplicate, or as gone already, an earlier attempt may have been carried out.
        if ((refused && !isAboutContent(error)) || !(await this.#lookFor(left, before, outcomes, looks)) || repeated) {
          return ofAll();
        }

        const lost = left.filter((operation) => outcomes.get(operation) instanceof ApiError);
        // A batch is carried out as a whole: if one of its creates is found, so are the others. A request without an answer
        // in time may still be under way. In neither case is it wrong to repeat what is safe to repeat.
        const shown = left.some((operation) => operation.kind === "post" && !lost.includes(operation));
        const post = !refused && !shown && error.details.timedOut !== true;
        left = refused ? [] : lost.filter(({ kind }) => post || kind !== "post");
        if (left.length === 0 || attempt >= this.#options.attempts) return ofAll();
        if (left.length > 1 && error.details.unreadable === true) {
          // The same batch would get the same answer.
          const apart = await Promise.all(left.map((operation) => this.#sendApart([operation])));
          left.forEach((operation, index) => outcomes.set(operation, apart[index]?.[0] as Done | ApiError));
          return ofAll();
        }
      }
    }
  }

  async #send(operations: readonly Operation[]): Promise<Done[]> {
    const [only] = operations;
    const done = operations.length === 1 && only ? [await this.#sendOne(only)] : await this.#sendBatch(operations);
    for (const [index, { kind }] of operations.entries()) {
      const entry = done[index];
      if (kind === "post" && typeof entry === "object" && this.#ledger.isOwned(entry.id)) {
        throw this.#client.unusable("POST", this.#client.collection.path, "the answer names another resource's entry");
      }
    }
    return operations.map((operation, index) => this.#record(operation, done[index] as Done));
  }

  async #sendBatch(operations: readonly Operation[]): Promise<Done[]> {
    const answer = await this.#client.batch(operations);
    // By id or by content: no order is promised.
    const posts = new Unclaimed(this.#client.collection, answer.posts);
    const patches = new Map(answer.patches.map((entry) => [entry.id, entry]));
    return operations.map((operation) => {
      if (operation.kind === "delete") return "deleted";
      const entry = operation.kind === "post" ? posts.claim(operation.values) : patches.get(operation.id);
      if (entry) return this.#inSpelling(entry, operation);
      this.#stopCoalescing("the answer to a batch is not understood");
      throw this.#client.unusable("POST", "batch", "the answer lacks an entry of the request");
    });
  }

  #stopCoalescing(why: string): void {
    if (this.#coalesce) this.#say(`${why}; the rest of the run goes on one by one`);
    this.#coalesce = false;
  }

  async #sendOne(operation: Operation): Promise<Done> {
    switch (operation.kind) {
      case "post":
        return this.#inSpelling(await this.#client.post(operation.values), operation);
      case "patch":
        return this.#inSpelling(await this.#client.patch(operation.id, operation.change, operation.values), operation);
      case "delete":
        try {
          await this.#client.delete(operation.id);
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
        return "deleted";
    }
  }

  #record(operation: Operation, done: Done): Done {
    if (done === "deleted") {
      if (operation.kind === "delete") this.#inventory.deleted(operation.id);
      return done;
    }
    if (operation.kind === "post") this.#ledger.take(done.id);
    this.#inventory.written(done);
    return done;
  }

  /**
   * Notes the writes that the list shows as done.
   * @returns false if the list cannot be read
   */
  async #lookFor(
    operations: readonly Operation[],
    before: ReadonlySet<string>,
    outcomes: Map<Operation, Done | ApiError>,
    looksMs: readonly number[],
  ): Promise<boolean> {
    for (const operation of operations) if (operation.kind !== "post") this.#inventory.forget(operation.id);
    let left = operations;
    for (const pause of looksMs) {
      await sleep(pause);
      let all: ReadonlyMap<string, Entry>;
      try {
        all = await this.#inventory.all(true);
      } catch {
        return false;
      }
      const fresh = [...all.values()].filter(({ id }) => !before.has(id) && !this.#ledger.isTaken(id));
      const unclaimed = new Unclaimed(this.#client.collection, fresh);
      left = left.filter((operation) => {
        const done = this.#shownIn(all, unclaimed, operation);
        if (done !== undefined) outcomes.set(operation, this.#record(operation, done));
        return done === undefined;
      });
      if (left.length === 0) break;
    }
    return true;
  }

  /** The result of the write, if the list shows it. */
  #shownIn(all: ReadonlyMap<string, Entry>, unclaimed: Unclaimed, operation: Operation): Done | undefined {
    switch (operation.kind) {
      case "post": {
        const entry = unclaimed.claim(operation.values);
        return entry && this.#inSpelling(entry, operation);
      }
      case "patch": {
        const live = all.get(operation.id);
        const shown = live && this.#inSpelling(live, operation);
        const wanted = { ...shown?.values, ...operation.change };
        return shown && changedFields(this.#client.collection, shown.values, wanted).length === 0 ? shown : undefined;
      }
      case "delete":
        return all.has(operation.id) ? undefined : "deleted";
    }
  }

  /** The entry in the spelling of the write. */
  #inSpelling(entry: Entry, { values }: Post | Patch): Entry {
    return { ...entry, values: keepSpelling(this.#client.collection, entry.values, values) };
  }
}

/** The writes that the API names as the cause. A pointer may have either of two forms. */
function namedIn({ details }: ApiError, operations: readonly Operation[]): Set<Operation> {
  const named = new Set<Operation>();
  for (const pointer of details.pointers ?? []) {
    const [, array, index] = /\b(delete|patch|post)e?s\D{1,2}(\d+)/.exec(pointer) ?? [];
    const operation = operations.filter(({ kind }) => kind === array)[Number(index)];
    if (operation) named.add(operation);
  }
  return named.size < operations.length ? named : new Set();
}

function halves<T>(items: readonly T[]): T[][] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

function unclear(cause: ApiError): ApiError {
  return new ApiError(
    `${cause.message} Whether it was carried out cannot be told. Run again: the next run looks first.`,
    { ...cause.details, outcome: "unclear" },
    { cause },
  );
}
