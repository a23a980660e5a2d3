import { SET_COLLECTIONS } from "./collections";
import { identityOf } from "../../../provider/collections/compare";
import type { SetCollection } from "../../../provider/collections/collection";
import type { Random } from "./random";

/** An entry as a program declares it. */
export interface Declaration {
  readonly collection: SetCollection;
  readonly values: Readonly<Record<string, string | boolean>>;
  /** The set that it is part of. @default a resource of its own */
  readonly set?: string;
  /** The provider instance that the resource belongs to. @default the first */
  readonly provider?: number;
  /** Where its set owns the whole collection: the patterns that others may have there. @default the set owns its entries */
  readonly allowUnmanaged?: readonly string[];
}

/** A program: its entries by name, in the order in which they are declared. */
export type Program = ReadonlyMap<string, Declaration>;

/** A resource of a program: one entry, or a set of them. */
export interface Resource {
  readonly collection: SetCollection;
  readonly isSet: boolean;
  /** The provider instance. */
  readonly provider: number;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The resources of a program by name, in the order in which they are registered: a set where its first entry stands. */
export function resourcesOf(program: Program): ReadonlyMap<string, Resource> {
  const sets = new Map<string, Record<string, Declaration["values"]>>();
  const resources = new Map<string, Resource>();
  for (const [name, { collection, values, set, provider = 0, allowUnmanaged }] of program) {
    if (set === undefined) {
      resources.set(name, { collection, isSet: false, provider, inputs: values });
      continue;
    }
    const entries = sets.get(set) ?? {};
    entries[name] = values;
    sets.set(set, entries);
    const claim = allowUnmanaged && { exclusive: true, allowUnmanaged };
    const inputs = { [collection.set.entries]: entries, ...claim };
    resources.set(set, { collection, isSet: true, provider: 0, inputs });
  }
  return resources;
}

/** What a program may turn on and off. */
const flagsOf = ({ fields }: SetCollection) =>
  Object.keys(fields).filter((name) => fields[name]?.type === "boolean" && name !== "isRegex");

/**
 * Makes programs out of programs, as their authors do. No two resources are the same entry: where all adopt what exists, the
 * one could adopt the other's.
 */
export class Author {
  #made = 0;
  readonly #past: Program[] = [];
  readonly #random: Random;
  readonly #largest: number;
  readonly #sets: boolean;
  readonly #providers: number;
  readonly #others: readonly string[];

  constructor(
    random: Random,
    largest: number,
    /** Whether some of the entries are parts of sets. */
    sets: boolean,
    providers = 1,
    /** Patterns of others of which exclusive sets allow some; sets are exclusive only where there are any. */
    others: readonly string[] = [],
  ) {
    this.#random = random;
    this.#largest = largest;
    this.#sets = sets;
    this.#providers = providers;
    this.#others = others;
  }

  /** The set that owns its whole collection, and the patterns that others may have there; by collection. */
  readonly #exclusive = new Map<SetCollection, readonly [set: string, allowUnmanaged: readonly string[]]>();
  /** How often a set became exclusive or another one did in its place. */
  claims = 0;
  /** How often a pattern passed from one resource to another. */
  handovers = 0;

  /** The next version of the program. */
  next(program: Program): Program {
    this.#past.push(program);
    const random = this.#random;
    const next = new Map(program);
    const steps = 1 + random.below(this.#largest / 2);
    for (let step = 0; step < steps; step++) {
      const [name, declaration] = next.size > 0 ? random.pick([...next]) : [];
      const choice = random.next();
      if (!name || !declaration || (choice < 0.35 && next.size < this.#largest)) this.#add(next);
      else if (choice < 0.5) next.delete(name);
      else if (choice < 0.75) next.set(name, this.#changed(declaration));
      else if (choice < 0.82) next.set(name, this.#moved(declaration));
      else if (choice < 0.86) this.#rename(next, name, declaration);
      else if (choice < 0.92) this.#handOver(next, name, declaration);
      else if (choice < 0.96) this.#swap(next, name, declaration);
      else this.#revert(next, name);
    }
    if (this.#others.length > 0) this.#claim(next);
    return this.claimed(withoutTwins(next, () => `partner-${++this.#made}.example`));
  }

  /** The program with what sets own a whole collection as it is now. */
  claimed(program: Program): Program {
    return new Map(
      [...program].map(([name, { allowUnmanaged: _former, ...declaration }]) => {
        const [owner, allowUnmanaged] = this.#exclusive.get(declaration.collection) ?? [];
        if (owner === undefined) return [name, declaration];
        // What another host is asked about, the exclusive set's own does not know in time.
        const { provider: _provider, ...rest } = declaration;
        return [name, declaration.set === owner && allowUnmanaged ? { ...rest, allowUnmanaged } : rest];
      }),
    );
  }

  /** A set becomes exclusive, passes that on, allows others, or gives it up. */
  #claim(program: Program): void {
    const random = this.#random;
    for (const collection of SET_COLLECTIONS) {
      const former = this.#exclusive.get(collection);
      const sets = [...program.values()].flatMap((one) => (one.collection === collection && one.set ? [one.set] : []));
      const isThere = former && sets.includes(former[0]);
      if (sets.length === 0 || (former && (!isThere || random.chance(0.2)))) this.#exclusive.delete(collection);
      if (sets.length === 0 || !random.chance(0.2)) continue;
      const allowed = this.#others.filter(() => random.chance(0.4));
      const set = random.pick(sets);
      this.#exclusive.set(collection, [set, allowed]);
      if (set !== former?.[0]) this.claims += 1;
    }
  }

  #add(next: Map<string, Declaration>): void {
    const random = this.#random;
    const collection = random.pick(SET_COLLECTIONS);
    const number = ++this.#made;
    const values = this.#values(collection, `partner-${number}.example`);
    const name = `r${number}`;
    // A new resource may stand anywhere in a program.
    const rest = random.chance(0.5) ? [...next] : [];
    if (rest.length > 0) next.clear();
    next.set(name, this.#moved({ collection, values }));
    for (const [other, declaration] of rest) next.set(other, declaration);
  }

  #values(collection: SetCollection, pattern: string): Record<string, string | boolean> {
    const flags = flagsOf(collection).map((flag) => [flag, this.#random.chance(0.5)]);
    return {
      pattern,
      ...(collection.fields.patternType && { patternType: "DOMAIN" }),
      isRegex: false,
      ...(Object.fromEntries(flags) as Record<string, boolean>),
      ...(this.#random.chance(0.5) && { comments: `note ${this.#random.below(1000)}` }),
    };
  }

  #changed(declaration: Declaration): Declaration {
    const random = this.#random;
    const { collection, values } = declaration;
    if (random.chance(0.2)) {
      return { ...declaration, values: { ...values, pattern: `partner-${++this.#made}.example` } };
    }
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
    const set = this.#sets && this.#random.pick(["", "partners", "offices"]);
    const provider = this.#random.below(this.#providers);
    return { collection, values, ...(set ? { set: `${set} ${collection.path}` } : { provider }) };
  }

  /** A new resource takes the pattern, and the old one moves on. */
  #handOver(next: Map<string, Declaration>, name: string, declaration: Declaration): void {
    const { collection, values } = declaration;
    const moved = { ...declaration, values: { ...values, pattern: `partner-${++this.#made}.example` } };
    const taken = this.#moved({ collection, values: this.#values(collection, String(values.pattern)) });
    this.handovers += 1;
    const rest = [...next];
    // Either may stand before the other.
    const isFirst = this.#random.chance(0.5);
    next.clear();
    if (isFirst) next.set(`r${this.#made}`, taken);
    for (const [other, one] of rest) next.set(other, other === name ? moved : one);
    if (!isFirst) next.set(`r${this.#made}`, taken);
  }

  /** Two resources or keys exchange their patterns. */
  #swap(next: Map<string, Declaration>, name: string, declaration: Declaration): void {
    const others = [...next].filter(
      ([other, { collection }]) => other !== name && collection === declaration.collection,
    );
    if (others.length === 0) return;
    const [other, second] = this.#random.pick(others);
    this.handovers += 1;
    const [one, two] = [declaration.values.pattern ?? "", second.values.pattern ?? ""];
    next.set(name, { ...declaration, values: { ...declaration.values, pattern: two } });
    next.set(other, { ...second, values: { ...second.values, pattern: one } });
  }

  /** Without an alias: to the engine it is another resource. */
  #rename(next: Map<string, Declaration>, name: string, declaration: Declaration): void {
    next.delete(name);
    next.set(`r${++this.#made}`, declaration);
  }

  #revert(next: Map<string, Declaration>, name: string): void {
    const former = this.#past.at(-1 - this.#random.below(Math.min(3, this.#past.length)))?.get(name);
    if (former) next.set(name, former);
  }
}

/** The program, in which an entry that another one declares before has a new pattern. */
export function withoutTwins(program: Map<string, Declaration>, newPattern: () => string): Map<string, Declaration> {
  const seen = new Set<string>();
  return new Map(
    [...program].map(([name, declaration]) => {
      const { collection, values } = declaration;
      const identity = `${collection.path} ${identityOf(collection, values)}`;
      const isTwin = seen.has(identity);
      seen.add(identity);
      return [name, isTwin ? { ...declaration, values: { ...values, pattern: newPattern() } } : declaration];
    }),
  );
}
