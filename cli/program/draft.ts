import { changedFields, identityOf, keepSpelling } from "../../provider/collections/compare";
import {
  inputsOf,
  keyInWords,
  untouchableBecause,
  type Collection,
  type Values,
} from "../../provider/collections/collection";
import { checkEntry } from "../../provider/collections/check-entry";
import { Names } from "./names";

/** An entry that the program is to have. */
export interface Source {
  readonly collection: Collection;
  readonly values: Values;
  /** The id of the entry in Cloudflare, if it exists. */
  readonly id?: string;
}

/** An entry with its name in the program, and remarks on it. */
export interface Draft extends Source {
  readonly name: string;
  /** The values that the program gives; `check` fills in the rest. */
  readonly given: Values;
  readonly remark?: string;
  /** Why the program cannot manage it; it is then written as a comment. */
  readonly obstacle?: string;
}

/** Names the entries, and finds those that a program cannot adopt. Sorted by collection, then by name. */
export function draft(sources: readonly Source[]): Draft[] {
  const names = new Names();
  const first = new Map<string, Draft>();
  const drafts = sources.map((source) => {
    const { collection, values } = source;
    const { given, obstacle } = writable(source);
    const identity = JSON.stringify([collection.type, identityOf(collection, values)]);
    const twin = first.get(identity);
    const drafted: Draft = {
      ...source,
      name: names.next(collection, values),
      given,
      ...describeTwin(twin, source),
      ...(obstacle !== undefined && { obstacle }),
    };
    if (!twin) first.set(identity, drafted);
    return drafted;
  });
  const order = [...new Set(sources.map(({ collection }) => collection))];
  return drafts.sort((a, b) => order.indexOf(a.collection) - order.indexOf(b.collection) || (a.name < b.name ? -1 : 1));
}

/** An entry that exists twice can be adopted twice; one that does not exist yet must not be made twice. */
function describeTwin(twin: Draft | undefined, { collection, id }: Source): Pick<Draft, "remark" | "obstacle"> {
  if (!twin) return {};
  const remark = `The same ${keyInWords(collection)} as "${twin.name}": one of the two can go.`;
  return id === undefined ? { obstacle: remark } : { remark };
}

function writable({ collection, values: live }: Source): { given: Values; obstacle?: string } {
  const values = inputsOf(collection, live);
  const because = untouchableBecause(collection, live);
  if (because !== undefined) return { given: values, obstacle: `It ${because}.` };
  const { values: complete, failures } = checkEntry(collection, values);
  if (failures.length > 0) {
    const inferred = checkEntry(collection, withoutInferred(collection, values));
    const obstacle = failures.map(({ path, reason }) => `${path}: ${reason}`).join("; ");
    return { given: inferred.failures.length === 0 ? essential(collection, inferred.values) : values, obstacle };
  }
  const given = essential(collection, complete);
  const changed = changedFields(collection, keepSpelling(collection, values, complete), complete);
  return changed.length === 0 ? { given } : { given, obstacle: `Its ${changed.join(", ")} would change.` };
}

/** The values without defaults, and without a pattern type that follows from the pattern. */
function essential(collection: Collection, complete: Readonly<Record<string, unknown>>): Values {
  const given = Object.fromEntries(
    Object.entries(complete).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(collection.fields[name]?.default),
    ),
  ) as Values;
  const rest = withoutInferred(collection, given);
  const { values } = checkEntry(collection, rest);
  return changedFields(collection, values, complete).length === 0 ? rest : given;
}

function withoutInferred({ fields }: Collection, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !fields[name]?.inferred));
}
