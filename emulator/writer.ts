import type { Assumptions } from "./assumptions";
import { timestamp } from "./clock";
import type { ServedCollection } from "./collections";
import { complete, fromBody, identityOf, valueOf, type Entry, type WireValues } from "./entry";
import { conflict, invalid, notFound, readOnlyEntry, type Problem } from "./errors";
import type { Body } from "./schema";
import type { Draft } from "./shelf";
import { entryProblems, normalisePattern } from "./validation";

export interface WriterOptions {
  readonly assumptions: Assumptions;
  readonly newId: () => string | number;
  /** The operation's place in the request body. */
  readonly at?: Problem["at"];
  /** @default the time at each operation */
  readonly time?: string;
}

/** The four operations on a draft. Each throws the error that the API answers when it refuses. */
export class Writer {
  readonly #collection;
  readonly #draft: Draft;
  readonly #options: WriterOptions;

  constructor(draft: Draft, options: WriterOptions) {
    this.#draft = draft;
    this.#options = options;
    this.#collection = draft.shelf.collection;
  }

  create(body: Body): Entry {
    const given = this.#read(body);
    const entry = {
      id: this.#options.newId(),
      createdAt: this.#now(),
      values: this.#check(this.#complete(given), given),
    };
    this.#draft.set(String(entry.id), entry);
    return entry;
  }

  /** Changes the fields that the body has. */
  patch(id: string, body: Body): Entry {
    const given = withoutImmutable(this.#read(body), this.#collection);
    return this.#update(id, (old) => ({ ...old, ...given }), given);
  }

  /** Replaces all fields that can change: those that the body leaves out are reset. */
  replace(id: string, body: Body): Entry {
    const given = withoutImmutable(this.#read(body), this.#collection);
    return this.#update(id, (old) => this.#complete({ ...beyondBody(old, this.#collection), ...given }), given);
  }

  remove(id: string): Entry {
    const entry = this.#get(id);
    this.#refuseUntouchable(entry);
    this.#draft.set(id, undefined);
    return entry;
  }

  #update(id: string, change: (old: WireValues) => WireValues, given: WireValues): Entry {
    const old = this.#get(id);
    this.#refuseUntouchable(old);
    const values = this.#check(change(old.values), given, old);
    const unchanged = Object.entries(values).every(([wire, value]) => isSame(old.values[wire], value));
    if (unchanged && this.#options.assumptions.unchangedUpdate === "keeps") {
      return old;
    }
    const entry = { ...old, modifiedAt: this.#now(), values };
    this.#draft.set(id, entry);
    return entry;
  }

  #get(id: string): Entry {
    const entry = this.#draft.get(id);
    if (!entry) {
      throw notFound(this.#collection.noun, this.#at(), this.#options.assumptions);
    }
    return entry;
  }

  #complete(given: WireValues): WireValues {
    return complete(given, this.#collection);
  }

  #read(body: Body): WireValues {
    const { values, problems } = fromBody(body, this.#collection, this.#options.assumptions);
    this.#refuse(problems);
    return values;
  }

  #check(values: WireValues, given: WireValues, old?: Entry): WireValues {
    const { assumptions } = this.#options;
    this.#refuse(entryProblems(values, given, this.#collection, assumptions));
    const normal = normalisePattern(values, this.#collection, assumptions);
    const identity = identityOf(normal, this.#collection);
    const own = old && identityOf(old.values, this.#collection) === identity;
    if (assumptions.duplicates === "rejected" && !own && this.#draft.count(identity) > 0) {
      throw conflict(
        this.#collection.noun,
        this.#at(this.#collection.fields[this.#collection.key[0]]?.wire ?? ""),
        assumptions,
      );
    }
    return normal;
  }

  /** Refuses to change an entry that was synced from elsewhere. */
  #refuseUntouchable({ values }: Entry): void {
    const { untouchable } = this.#collection;
    if (untouchable === "none") return;
    const value = valueOf(values, this.#collection, untouchable.field);
    if (value === null || value === undefined || !untouchable.values.includes(value)) return;
    const problem = { message: `the entry ${untouchable.because}`, at: this.#at() };
    throw readOnlyEntry(problem, this.#options.assumptions);
  }

  #refuse(problems: readonly Problem[]): void {
    if (problems.length > 0) {
      const placed = problems.map(({ message, at }) => ({ message, at: this.#at(...at) }));
      throw invalid(placed, this.#options.assumptions);
    }
  }

  #at(...steps: Problem["at"]): Problem["at"] {
    return [...(this.#options.at ?? []), ...steps];
  }

  #now(): string {
    return this.#options.time ?? timestamp();
  }
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The values that a body cannot change: immutable ones, and those that only the API sets. */
function beyondBody(values: WireValues, { fields }: ServedCollection): WireValues {
  const kept = Object.values(fields).flatMap(({ wire, immutable, outputOnly }) =>
    immutable || outputOnly ? [wire] : [],
  );
  return Object.fromEntries(Object.entries(values).filter(([wire]) => kept.includes(wire)));
}

/** The values without the immutable ones, which a PATCH or PUT ignores. */
function withoutImmutable(values: WireValues, { fields }: ServedCollection): WireValues {
  const fixed = Object.values(fields).flatMap(({ wire, immutable }) => (immutable ? [wire] : []));
  return Object.fromEntries(Object.entries(values).filter(([wire]) => !fixed.includes(wire)));
}
