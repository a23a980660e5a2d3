import { setTimeout as sleep } from "node:timers/promises";
import DataLoader from "dataloader";
import { keepSpelling } from "../collections/compare";
import type { Entry } from "../collections/collection";
import { BATCH_SIZE, type CollectionClient } from "./collection-client";
import { ApiError, isAboutContent, isAmbiguous, isNotFound, isNoRoute } from "./error";
import { Gathering } from "./gathering";
import type { Inventory } from "./inventory";
import type { Done, Operation, Patch, Post } from "./operation";
import { Unclaimed } from "./unclaimed";

/** How writes are sent. */
export interface WriterOptions {
  /**
   * Pauses before each look for what became of a write that has no clear answer, in milliseconds. Assumption: what was
   * carried out shows in the list within their sum; no document says how long it takes.
   */
  readonly looksMs: readonly number[];
  /** How often a write that surely was not carried out is sent in all. */
  readonly attempts: number;
  /** Whether writes that come together are sent as one batch. */
  readonly coalesce: boolean;
}

export const DEFAULT_WRITER: WriterOptions = { looksMs: [250, 750, 2_000, 4_000], attempts: 3, coalesce: true };

/**
 * Writes entries: each at most once, whatever becomes of the answer, and many at a time. The API has neither an idempotency
 * key nor an ownership mark, so after an answer that tells nothing the list tells what was carried out.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #gathering = new Gathering();
  readonly #loader: DataLoader<Operation, Done>;
  #coalesce: boolean;

  constructor(
    private readonly client: CollectionClient,
    private readonly inventory: Inventory,
    private readonly say: (line: string) => void,
    options: Partial<WriterOptions> = {},
  ) {
    this.#options = { ...DEFAULT_WRITER, ...options };
    this.#coalesce = this.#options.coalesce;
    this.#loader = new DataLoader(
      (operations) => {
        this.#gathering.leave(operations.length);
        return this.#sendApart(operations);
      },
      { cache: false, maxBatchSize: BATCH_SIZE, batchScheduleFn: this.#gathering.schedule },
    );
  }

  /**
   * Carries the write out, together with others that are waiting. Each has its own outcome.
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
   * Carries out all of the writes or none, in one batch: deletes first, then patches, then posts.
   * @returns an outcome for each; an error only where it cannot be told whether that write was carried out
   * @throws ApiError when the API refuses: then nothing was carried out
   */
  async writeTogether(operations: readonly Operation[]): Promise<(Done | ApiError)[]> {
    return this.#attempt(operations, 1);
  }

  /** Sends as one, and takes a refused batch apart, so that the error lands on its own write and the others go through. */
  async #sendApart(operations: readonly Operation[]): Promise<(Done | Error)[]> {
    try {
      return await this.#attempt(operations, 1);
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

  async #attempt(operations: readonly Operation[], attempt: number): Promise<(Done | ApiError)[]> {
    // The list that tells what was there before; it also fails here where nothing can be told later.
    const before = operations.some(({ kind }) => kind === "post")
      ? new Set((await this.inventory.all()).keys())
      : new Set<string>();
    try {
      return await this.#send(operations);
    } catch (error) {
      const repeatable = operations.length === 1 && operations[0]?.kind !== "post";
      if (repeatable || !isAmbiguous(error)) throw error;

      const found = await this.#lookFor(operations, before, error);
      const left = operations.filter((_, index) => found[index] === undefined);
      // A request that timed out may still be under way, so only an answer or a cut connection proves absence.
      const hopeless = error.details.timedOut === true || attempt >= this.#options.attempts;
      const rest: (Done | ApiError)[] =
        left.length === 0 || hopeless
          ? left.map(() => unsure(error))
          : // What was found is done, whatever becomes of the rest.
            await this.#attempt(left, attempt + 1).catch((later: unknown) => left.map(() => later as ApiError));
      return found.map((done) => done ?? (rest.shift() as Done | ApiError));
    }
  }

  async #send(operations: readonly Operation[]): Promise<Done[]> {
    const [only] = operations;
    if (operations.length === 1 && only) return [await this.#sendOne(only)];
    const answer = await this.client.batch(operations);
    // By id or by content: no order is promised.
    const posts = new Unclaimed(this.client.collection, answer.posts);
    const patches = new Map(answer.patches.map((entry) => [entry.id, entry]));
    const done = operations.map((operation) => {
      if (operation.kind === "delete") return "deleted";
      const entry = operation.kind === "post" ? posts.claim(operation.values) : patches.get(operation.id);
      return entry && inSpelling(entry, operation);
    });
    if (done.includes(undefined)) {
      this.#stopCoalescing("the answer to a batch is not understood");
      throw this.client.unusable("POST", "batch", "the answer lacks an entry of the request");
    }
    return operations.map((operation, index) => this.#record(operation, done[index] as Done));
  }

  #stopCoalescing(why: string): void {
    if (this.#coalesce) this.say(`${why}; the rest of the run goes on one by one`);
    this.#coalesce = false;
  }

  async #sendOne(operation: Operation): Promise<Done> {
    let done: Done;
    switch (operation.kind) {
      case "post":
        done = await this.client.post(operation.values);
        break;
      case "patch":
        done = await this.client.patch(operation.id, operation.change, operation.values);
        break;
      case "delete":
        try {
          await this.client.delete(operation.id);
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
        done = "deleted";
    }
    return this.#record(operation, done === "deleted" ? done : inSpelling(done, operation));
  }

  #record(operation: Operation, done: Done): Done {
    if (done === "deleted") {
      if (operation.kind === "delete") this.inventory.deleted(operation.id);
      return done;
    }
    if (operation.kind === "post") this.inventory.take(done.id);
    this.inventory.written(done);
    return done;
  }

  /** What the list shows of writes whose answer told nothing; `undefined` for one that it does not show. */
  async #lookFor(
    operations: readonly Operation[],
    before: ReadonlySet<string>,
    cause: ApiError,
  ): Promise<(Done | undefined)[]> {
    for (const operation of operations) if (operation.kind !== "post") this.inventory.doubt(operation.id);
    let found: (Done | undefined)[] = operations.map(() => undefined);
    for (const pause of this.#options.looksMs) {
      await sleep(pause);
      let all: ReadonlyMap<string, Entry>;
      try {
        all = await this.inventory.all(true);
      } catch {
        throw unsure(cause);
      }
      const fresh = [...all.values()].filter(({ id }) => !before.has(id) && !this.inventory.isTaken(id));
      const unclaimed = new Unclaimed(this.client.collection, fresh);
      found = operations.map((operation) => {
        switch (operation.kind) {
          case "post":
            return unclaimed.claim(operation.values);
          case "patch": {
            const live = all.get(operation.id);
            return live && shows(live, operation) ? live : undefined;
          }
          case "delete":
            return all.has(operation.id) ? undefined : "deleted";
        }
      });
      if (!found.includes(undefined)) break;
    }
    return found.map((done, index) => {
      const operation = operations[index] as Operation;
      return done === undefined
        ? undefined
        : this.#record(operation, done === "deleted" ? done : inSpelling(done, operation));
    });
  }
}

/** The entry in the spelling that was asked for. */
function inSpelling(entry: Entry, operation: Operation): Entry {
  return operation.kind === "delete" ? entry : { ...entry, values: keepSpelling(entry.values, operation.values) };
}

function shows(live: Entry, patch: Patch): boolean {
  const { values } = inSpelling(live, patch);
  return Object.entries(patch.change).every(([name, value]) => values[name] === value);
}

/** The writes that the API names as the cause; both forms in which a pointer is seen are read. */
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

function unsure(cause: ApiError): ApiError {
  return new ApiError(
    `${cause.message} Whether it was carried out cannot be told. Nothing is recorded; run again: the next run looks first.`,
    cause.details,
  );
}
