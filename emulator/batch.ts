import { timestamp } from "./clock";
import type { Entry } from "./entry";
import { ApiError, invalid, type Problem } from "./errors";
import type { Batch, Body, Item } from "./schema";
import type { Draft } from "./shelf";
import { Writer, type WriterOptions } from "./writer";

/** The entries that a batch deleted, changed, replaced and made. */
export type BatchResult = Readonly<Record<keyof Batch, readonly Entry[]>>;

/**
 * Executes a batch on a draft: deletes, patches, puts, posts, in this order.
 * @throws ApiError with what is wrong with each item that cannot be executed
 */
export function executeBatch(draft: Draft, batch: Batch, options: WriterOptions): BatchResult {
  const { assumptions } = options;
  const total = batch.deletes.length + batch.patches.length + batch.puts.length + batch.posts.length;
  if (total > assumptions.batchTotal) {
    throw invalid([{ message: `must not have more than ${assumptions.batchTotal} operations`, at: [] }], assumptions);
  }
  const time = assumptions.batchTimestamps === "same" ? { time: timestamp() } : {};
  const seen = new Set<string>();
  const failures: ApiError[] = [];

  /** Whether the item is carried out; an item that names no existing entry may be left out. */
  const isUsable = (id: string, at: Problem["at"]): boolean => {
    if (assumptions.batchRepeatedId === "rejected" && seen.has(id)) {
      throw invalid([{ message: "id: is named before in this batch", at: [...at, "id"] }], assumptions);
    }
    seen.add(id);
    if (!draft.get(id) && assumptions.batchUnknownId === "invalid") {
      throw invalid([{ message: "id: does not exist", at: [...at, "id"] }], assumptions);
    }
    return draft.get(id) !== undefined || assumptions.batchUnknownId !== "ignored";
  };

  const execute = <T extends Body>(
    name: keyof Batch,
    items: readonly T[],
    operation: (writer: Writer, item: T) => Entry,
  ): readonly Entry[] => {
    const done: Entry[] = [];
    for (const [index, item] of items.entries()) {
      const at = [name, index];
      try {
        if (name === "posts" || isUsable(String(item.id), at)) {
          done.push(operation(new Writer(draft, { ...options, ...time, at }), item));
        }
      } catch (error) {
        if (!(error instanceof ApiError)) {
          throw error;
        }
        failures.push(error);
      }
    }
    return assumptions.batchResultOrder === "reversed" ? done.reverse() : done;
  };

  const patch = (writer: Writer, item: Item): Entry => writer.patch(String(item.id), item);
  const replace = (writer: Writer, item: Item): Entry => writer.replace(String(item.id), item);
  const result = {
    deletes: execute("deletes", batch.deletes, (writer, item) => writer.remove(String(item.id))),
    patches: execute("patches", batch.patches, patch),
    puts: execute("puts", batch.puts, assumptions.batchPuts === "partial" ? patch : replace),
    posts: execute("posts", batch.posts, (writer, item) => writer.create(item)),
  };
  const [first] = failures;
  if (first) {
    const errors = failures.flatMap((failure) => failure.errors);
    throw new ApiError(first.status, assumptions.errorList === "first" ? errors.slice(0, 1) : errors);
  }
  return result;
}
