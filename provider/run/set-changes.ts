import { BATCH_SIZE } from "../api/collection-client";
import { ApiError, isAboutContent, isUnclear } from "../api/error";
import type { Delete, Done, Operation, Patch, Post } from "../api/operation";
import type { Entry } from "../collections/collection";
import { changedFields } from "../collections/compare";
import { keeperOf } from "./ledger";
import type { Parts, Places } from "./places";
import { freeName, type Plan } from "./set-plan";
import type { Writer } from "./writer";

/** How much of a plan was carried out. */
export interface Progress {
  /** What the set has now, by name. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Why the rest was not done; absent if all is done. */
  readonly failure?: ApiError;
  /** Whether some of it may have been carried out. */
  readonly begun: boolean;
}

interface Write {
  readonly name: string;
  readonly operation: Patch | Post;
}

/**
 * Carries out a plan in the fewest batches. One batch is carried out completely or not at all. If there are several,
 * creates and changes come before deletes, so that a failure between two batches leaves an entry too many rather than one
 * too few.
 * @param mark - tells the set from other resources
 */
export async function carryOut(
  parts: Parts,
  places: Places,
  plan: Plan,
  live: ReadonlyMap<string, Entry>,
  mark: string,
): Promise<Progress> {
  const { ledger, writer } = parts;
  const writes = plan.steps.filter((step): step is Write & { kind: "write" } => step.kind === "write");
  for (const id of plan.adopted) ledger.take(id);
  const names = new Map<Operation, string>(writes.map(({ name, operation }) => [operation, name]));
  const deletes = plan.removed.map(({ id }): Delete => ({ kind: "delete", id }));

  const has = new Map<string, Entry>();
  for (const step of plan.steps) {
    if (step.kind === "keep") has.set(step.name, step.entry);
    else if (step.operation.kind === "patch") has.set(step.name, live.get(step.operation.id) as Entry);
    const entry = has.get(step.name);
    if (!entry) continue;
    const values = step.kind === "keep" ? entry.values : step.operation.values;
    const changed = changedFields(places.collection, entry.values, values);
    ledger.keep(entry.id, keeperOf(places.collection, { mark }, changed, values));
  }
  for (const { name, id } of plan.removed) has.set(freeName(name, id, has), live.get(id) as Entry);
  const holders = new Map([...has].map(([name, { id }]) => [id, name]));

  const moves = () => movesBefore(places, writes, live);
  const batches = inBatches(writes, deletes, BATCH_SIZE);
  const progress = carryOutBatches(writer, batches, moves, (operation, done) => {
    const name = names.get(operation);
    if (operation.kind === "delete") has.delete(holders.get(operation.id) as string);
    else if (name !== undefined) has.set(name, done as Entry);
  });
  leave(
    parts,
    plan.removed.map(({ id }) => id),
    progress,
  );
  return { entries: has, ...(await progress) };
}

/** Changes of other resources that move their entries out of the places that the writes fill. */
function movesBefore(places: Places, writes: readonly Write[], live: ReadonlyMap<string, Entry>): Patch[] {
  const moves = new Map<string, Patch>();
  for (const { operation } of writes) {
    const own = operation.kind === "patch" ? operation.id : undefined;
    for (const move of places.moves(live, operation.values, own)) moves.set(move.id, move);
  }
  // The set sends its own changes anyway.
  for (const { operation } of writes) if (operation.kind === "patch") moves.delete(operation.id);
  return [...moves.values()];
}

async function carryOutBatches(
  writer: Writer,
  batches: Operation[][],
  movesBefore: () => Patch[],
  record: (operation: Operation, done: Done) => void,
): Promise<Omit<Progress, "entries">> {
  let begun = false;
  let isMoved = false;
  for (let batch = batches.shift(); batch; batch = batches.shift()) {
    let outcomes;
    try {
      outcomes = await writer.writeTogether(batch);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (batch.length > BATCH_SIZE && isAboutContent(error) && !error.details.pointers?.length) {
        // The documentation allows 1,000 operations of each kind and has no limit for their sum, but there seems to be one.
        batches = [...inTotal(batch), ...batches.flatMap(inTotal)];
        continue;
      }
      const moves = isMoved || !isAboutContent(error) ? [] : movesBefore();
      if (moves.length > 0) {
        // The API may refuse duplicates. Places.writeAfter says why the moves are not sent from the start.
        isMoved = true;
        batches.unshift([...moves, ...batch]);
        continue;
      }
      return { begun: begun || isUnclear(error), failure: error };
    }
    begun = true;
    const failure = outcomes.find((outcome): outcome is ApiError => outcome instanceof ApiError);
    batch.forEach((operation, index) => {
      const outcome = outcomes[index] as Done | ApiError;
      if (!(outcome instanceof ApiError)) record(operation, outcome);
    });
    if (failure) return { begun, failure };
  }
  return { begun };
}

/**
 * Deletes the entries of a set, except those that another resource took over.
 * @throws ApiError; what was deleted before stays deleted, and deleting again is safe
 */
export async function deleteAll(parts: Parts, places: Places, ids: readonly string[], mark: string): Promise<void> {
  const others = new Set(ids.filter((id) => places.staysForAnother(id, mark)));
  const own = ids.filter((id) => !others.has(id));
  const removal = deleteBatches(parts, own);
  leave(parts, own, removal);
  await removal;
  for (const id of others) await places.giveBack(id);
}

function leave({ ledger, inventory }: Parts, ids: readonly string[], removal: Promise<unknown>): void {
  ledger.leave(ids, removal, (id) => inventory.isDeleted(id));
}

async function deleteBatches({ writer }: Parts, ids: readonly string[]): Promise<void> {
  for (const batch of chunks(
    ids.map((id): Delete => ({ kind: "delete", id })),
    BATCH_SIZE,
  )) {
    const outcomes = await writer.writeTogether(batch);
    const failure = outcomes.find((outcome): outcome is ApiError => outcome instanceof ApiError);
    if (failure) throw failure;
  }
}

function inBatches(writes: readonly Write[], deletes: readonly Delete[], size: number): Operation[][] {
  const patches = chunks(
    writes.flatMap(({ operation }) => (operation.kind === "patch" ? operation : [])),
    size,
  );
  const posts = chunks(
    writes.flatMap(({ operation }) => (operation.kind === "post" ? operation : [])),
    size,
  );
  const gone = chunks(deletes, size);
  const count = Math.max(patches.length, posts.length, gone.length);
  return Array.from({ length: count }, (_, index) => [
    ...(gone[index - (count - gone.length)] ?? []),
    ...(patches[index] ?? []),
    ...(posts[index] ?? []),
  ]);
}

/** The same operations with at most `BATCH_SIZE` in all; deletes last. */
function inTotal(batch: readonly Operation[]): Operation[][] {
  const order = ["patch", "post", "delete"];
  return chunks(
    [...batch].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
    BATCH_SIZE,
  );
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
