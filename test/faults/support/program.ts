import { ALL_COLLECTIONS } from "../../../provider/collections/all-collections";
import type { Collection } from "../../../provider/collections/collection";
import type { Random } from "./random";

/** An entry as a program declares it. */
export interface Declaration {
  readonly collection: Collection;
  readonly values: Readonly<Record<string, string | boolean>>;
  /** The set that it is part of. @default a resource of its own */
  readonly set?: string;
}

/** A program: its entries by name, in the order in which they are declared. */
export type Program = ReadonlyMap<string, Declaration>;

/** A resource of a program: one entry, or a set of them. */
export interface Resource {
  readonly collection: Collection;
  readonly isSet: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The resources of a program by name, in the order in which they are registered: a set where its first entry stands. */
export function resourcesOf(program: Program): ReadonlyMap<string, Resource> {
  const sets = new Map<string, Record<string, Declaration["values"]>>();
  const resources = new Map<string, Resource>();
  for (const [name, { collection, values, set }] of program) {
    if (set === undefined) {
      resources.set(name, { collection, isSet: false, inputs: values });
      continue;
    }
    const entries = sets.get(set) ?? {};
    entries[name] = values;
    sets.set(set, entries);
    resources.set(set, { collection, isSet: true, inputs: { [collection.set.entries]: entries } });
  }
  return resources;
}

/** What a program may turn on and off. */
const flagsOf = ({ fields }: Collection) =>
  Object.keys(fields).filter((name) => fields[name]?.type === "boolean" && name !== "isRegex");

/**
 * Makes programs out of programs, as their authors do. No two resources are the same entry: where all adopt what exists, the
 * one could adopt the other's.
 */
export class Author {
  #made = 0;
  #past: Program[] = [];

  constructor(
    private readonly random: Random,
    private readonly largest: number,
    /** Whether some of the entries are parts of sets. */
    private readonly sets: boolean,
  ) {}

  /** The next version of the program. */
  next(program: Program): Program {
    this.#past.push(program);
    const { random } = this;
    const next = new Map(program);
    const steps = 1 + random.below(this.largest / 2);
    for (let step = 0; step < steps; step++) {
      const [name, declaration] = next.size > 0 ? random.pick([...next]) : [];
      const choice = random.next();
      if (!name || !declaration || (choice < 0.35 && next.size < this.largest)) this.#add(next);
      else if (choice < 0.5) next.delete(name);
      else if (choice < 0.75) next.set(name, this.#changed(declaration));
      else if (choice < 0.82) next.set(name, this.#moved(declaration));
      else if (choice < 0.9) this.#rename(next, name, declaration);
      else this.#revert(next, name);
    }
    return next;
  }

  #add(next: Map<string, Declaration>): void {
    const { random } = this;
    const collection = random.pick(ALL_COLLECTIONS);
    const number = ++this.#made;
    const values = this.#values(collection, `partner-${number}.example`);
    const name = `r${number}`;
    // A new resource may stand anywhere in a program.
    const rest = random.chance(0.5) ? [...next] : [];
    if (rest.length > 0) next.clear();
    next.set(name, this.#moved({ collection, values }));
    for (const [other, declaration] of rest) next.set(other, declaration);
  }

  #values(collection: Collection, pattern: string): Record<string, string | boolean> {
    const flags = flagsOf(collection).map((flag) => [flag, this.random.chance(0.5)]);
    return {
      pattern,
      ...(collection.fields.patternType && { patternType: "DOMAIN" }),
      isRegex: false,
      ...(Object.fromEntries(flags) as Record<string, boolean>),
      ...(this.random.chance(0.5) && { comments: `note ${this.random.below(1000)}` }),
    };
  }

  #changed(declaration: Declaration): Declaration {
    const { random } = this;
    const { collection, values } = declaration;
    if (random.chance(0.2))
      return { ...declaration, values: { ...values, pattern: `partner-${++this.#made}.example` } };
    const flags = flagsOf(collection);
    if (flags.length === 0 || random.chance(0.3)) {
      const { comments, ...rest } = values;
      return { ...declaration, values: comments === undefined ? { ...rest, comments: "new note" } : rest };
    }
    const flag = random.pick(flags);
    return { ...declaration, values: { ...values, [flag]: values[flag] !== true } };
  }

  /** Into a set, into another, or out: without an alias, as nothing else is possible. */
  #moved({ collection, values }: Declaration): Declaration {
    const set = this.sets && this.random.pick(["", "partners", "offices"]);
    return { collection, values, ...(set && { set: `${set} ${collection.path}` }) };
  }

  /** Without an alias: to the engine it is another resource. */
  #rename(next: Map<string, Declaration>, name: string, declaration: Declaration): void {
    next.delete(name);
    next.set(`r${++this.#made}`, declaration);
  }

  #revert(next: Map<string, Declaration>, name: string): void {
    const former = this.#past.at(-1 - this.random.below(Math.min(3, this.#past.length)))?.get(name);
    if (former) next.set(name, former);
  }
}
