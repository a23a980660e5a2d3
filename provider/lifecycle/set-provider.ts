import { randomUUID } from "node:crypto";
import { isAmbiguous, reasonOf, UserError } from "../api/error";
import { changeOf } from "../run/ledger";
import { allowing, isSameAllowed } from "../collections/allowed-pattern";
import { changedFields, identityOf, isOursAlone, keepSpelling, withOurs } from "../collections/compare";
import { inputsOf, keyInWords, type SetCollection, type Entry, type Values } from "../collections/collection";
import { COUNT, IDS } from "../contract";
import { isUnknown } from "../fields/unknown";
import { adoptsExisting, foreseeSetAdoption, NAMED } from "./adoption";
import { checkSet } from "./check-set";
import type { ResourceProvider } from "./entry-provider";
import { toldWhere } from "./account";
import { keysOf, type Declared, type Host } from "./host";
import { isMistaken, refuseMistaken } from "./mistakes";
import { PartialFailure } from "./partial-failure";
import {
  ALLOW_UNMANAGED,
  EXCLUSIVE,
  GET,
  GONE,
  PREVIEW,
  SECRET,
  SEEN,
  UNSURE,
  pathOf,
  valuesOf,
  type Properties,
} from "./properties";
import { carryOut, deleteAll, freeName } from "./set-changes";
import { assign, planSet, type Member, type Plan } from "./set-plan";

/**
 * The lifecycle of a set: many entries as one resource. Any change is one list and one batch. The set's own id is made up
 * at create and means nothing to the API.
 */
export function setProvider(host: Host, collection: SetCollection): ResourceProvider {
  const property = collection.set.entries;
  const entriesOf = (properties: Properties) => host.entries(collection, properties.accountId);
  const wantsOf = (properties: Properties) => recordOf(collection, properties);

  /**
   * Brings what exists from `has` to what `inputs` ask for. Plans as soon as no other resource is in the middle of giving or
   * taking an entry, and carries the plan out at once, so that none can begin to.
   * @param seen - entries of others that the last refresh of an exclusive set showed, so that the preview named their removal
   */
  async function apply(
    id: string,
    has: ReadonlyMap<string, Member>,
    inputs: Properties,
    heal: boolean,
    seen: ReadonlyMap<string, Member> = new Map(),
  ): Promise<Properties> {
    const entries = entriesOf(inputs);
    const { ledger } = entries;
    const wants = wantsOf(inputs);
    const adopts = adoptsExisting(host, collection, inputs);
    const owned = [...has.values()].map((member) => member.id);
    const unwanted = inputs[EXCLUSIVE] === true ? unallowed(collection, seen, inputs) : new Map<string, Member>();
    // What the refresh took for a stranger's may be another resource's, which the engine asks only now, or after this set.
    let isQuiet = unwanted.size > 0;
    if (isQuiet) await entries.quiet();
    const givenBack = new Set<string>();
    for (;;) {
      const live = await entries.inventory.all();
      const others = owned.filter((member) => !givenBack.has(member) && ledger.isOthers(member, id));
      for (const other of others) {
        if (live.has(other)) entries.staysForAnother(other, id);
        await entries.giveBack(other);
        givenBack.add(other);
      }
      if (others.length > 0) continue;
      const strangers = [...unwanted].filter(([, { id: seen }]) => {
        const entry = live.get(seen);
        return entry && !ledger.isOthers(seen, id) && !ledger.isInState(entry);
      });
      const plan = planSet({
        collection,
        // What the set is going to adopt is adopted, not removed.
        has: new Map([...strangers, ...has]),
        wants,
        live,
        isOthers: (entry) => ledger.isOthers(entry, id),
        isFree: (entry) => ledger.isFreeFor(entry.id, entry.values),
        mayTake: (entry, values) => adopts || entries.mayTake(entry, values, isQuiet),
        heal: heal || inputs[EXCLUSIVE] === true,
      });
      const touched = [...plan.adopted, ...[...plan.conflicts, ...plan.removed].map((entry) => entry.id), ...owned];
      const leaving = touched.filter((entry) => live.has(entry)).flatMap((entry) => entries.removalOf(entry) ?? []);
      if (leaving.length > 0) await Promise.all(leaving);
      else if (plan.conflicts.length === 0) {
        // Nothing is awaited from the claims to the first request, so that no other resource can step in between.
        const removals = plan.adopted.flatMap(
          (entry) => ledger.claim(entry)?.then((isGone) => ({ entry, isGone })) ?? [],
        );
        const removed = plan.removed.map((entry) => entry.id);
        if (removals.length === 0 && ledger.mayRemove(removed, id)) return follow(plan, live, id, owned, inputs);
        for (const entry of plan.adopted) ledger.giveUp(entry);
        for (const { entry, isGone } of await Promise.all(removals)) if (isGone) entries.inventory.deleted(entry);
      } else if (isQuiet) throw conflictError(collection, plan.conflicts, inputs[SECRET] === true);
      else {
        await entries.quiet();
        isQuiet = true;
      }
    }
  }

  async function follow(
    plan: Plan,
    live: ReadonlyMap<string, Entry>,
    id: string,
    members: readonly string[],
    inputs: Properties,
  ): Promise<Properties> {
    const sayChanged = (what: string) => (one: { readonly name: string; readonly fields: readonly string[] }) => {
      const path = inputs[SECRET] === true ? `an entry of ${property}` : pathOf(property, one.name);
      host.say(`${path}: ${one.fields.join(", ")} changed elsewhere, and ${what}`);
    };
    plan.foreign.forEach(sayChanged('left as it is; "pulumi refresh" shows it'));
    if (inputs[EXCLUSIVE] === true) plan.healed.forEach(sayChanged("taken back, since the set is exclusive"));
    if (plan.gone.length > 0) {
      host.say(
        `${property}: ${namesFor(inputs, plan.gone)} deleted elsewhere, and left as it is; the next preview shows it, and the up after it makes it again`,
      );
    }

    const { entries: done, failure, begun } = await carryOut(entriesOf(inputs), plan, live, id);
    const taken = new Set(plan.adopted);
    const adopted = [...done].filter(([, entry]) => taken.has(entry.id)).map(([name]) => name);
    if (adopted.length > 0) host.say(`${property}: adopted ${namesFor(inputs, adopted)}`);
    const outputs = outputsOf(inputs, done, { gone: plan.gone });
    if (!failure) return outputs;
    // What another resource took over must leave the state also where nothing else changed: the next run would remove it.
    const kept = new Set([...done.values()].map((entry) => entry.id));
    if (!begun && members.every((member) => kept.has(member))) throw failure;
    throw new PartialFailure(
      `${done.size} of ${wantsOf(inputs).size} entries are in place, then a batch failed (${reasonOf(failure)}). Run again: the next run does what is left.`,
      id,
      { ...outputs, ...(isAmbiguous(failure) && { [UNSURE]: true }) },
      inputs,
    );
  }

  /** What a program may read of the set, and all that the next run needs to know. */
  function outputsOf(
    inputs: Properties,
    entries: ReadonlyMap<string, Entry>,
    { gone = [], seen = new Map() }: { gone?: readonly string[]; seen?: ReadonlyMap<string, Entry> } = {},
  ): Properties {
    const ids = idsIn(entries);
    return {
      ...settingsOf(inputs),
      [property]: Object.fromEntries([...entries, ...seen].map(([name, { values }]) => [name, values])),
      [IDS]: inputs[SECRET] === true ? { ...SECRET_VALUE, value: ids } : ids,
      [COUNT]: entries.size,
      ...(seen.size > 0 && { [SEEN]: idsIn(seen) }),
      ...(gone.length > 0 && { [GONE]: gone }),
    };
  }

  /** Notes which entries a set of the program keeps and which ones it lets go of, and says at preview what the plan will not show. */
  async function foresee(id: string, olds: Properties, news: Properties, declared: Declared): Promise<void> {
    const { ledger } = entriesOf(olds);
    const wants = wantsOf(news);
    const has = membersOf(collection, olds);
    const { assigned, left } = assign(collection, has, wants);
    for (const [name, member] of assigned) {
      if (ledger.isOthers(member.id, id)) continue;
      const values = wants.get(name) as Values;
      const change = changeOf(collection, member.values, values);
      ledger.keep(member.id, { mark: id, values, ...(Object.keys(change).length > 0 && { change }) });
    }
    for (const member of left.values()) if (!ledger.isOthers(member.id, id)) ledger.letGo(member.id);

    if (declared.adopts) {
      const added = [...wants].filter(([name, values]) => {
        const member = assigned.get(name);
        return !member || identityOf(collection, member.values) !== identityOf(collection, values);
      });
      const isSecret = news[SECRET] === true;
      if (added.length > 0) {
        await foreseeSetAdoption(host, collection, news, new Map(added), { ...declared, isNew: false, isSecret });
      }
    }
    if (!declared.isPreview) return;
    const gone = namesIn(olds[GONE]).filter((name) => wants.has(name));
    if (gone.length > 0) host.say(`${property}: ${namesFor(news, gone)} deleted elsewhere; will be made again`);
    const seen = seenBy(collection, olds);
    const stay = seen.size - (news[EXCLUSIVE] === true ? unallowed(collection, seen, news).size : 0);
    if (stay > 0) host.say(`${property}: ${stay} entries of others are only shown here, and stay in Cloudflare`);
  }

  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- must not await: see Host.configure
    async configure({ config }) {
      host.configure((key) => config.get(key), keysOf(config));
    },

    async check(olds, news) {
      const result = checkSet(host, collection, olds, news);
      if (!result.inputs || result.failures || isMistaken(result.inputs)) return result;
      const isPreview = news[PREVIEW] === true;
      const adopts = adoptsExisting(host, collection, result.inputs);
      host.declare(result.inputs, { adopts, isPreview });
      if (Object.keys(olds).length === 0 && adopts) {
        const isSecret = news[SECRET] === true;
        await foreseeSetAdoption(host, collection, result.inputs, wantsOf(result.inputs), {
          isNew: true,
          isPreview,
          isSecret,
        });
      }
      return result;
    },

    async diff(id, olds, news) {
      if (isMistaken(news)) {
        const ledger = host.ledger(collection, olds.accountId ?? "");
        for (const { id: entry, values } of membersOf(collection, olds).values())
          ledger.keep(entry, { mark: id, values });
        return { changes: true };
      }
      if (olds.accountId !== news.accountId) return { replaces: ["accountId"] };
      const declared = host.declared(news);
      if (declared) {
        host.claimExclusive(collection, olds.accountId, id, news[EXCLUSIVE] === true);
        if (!isUnknown(news[property])) await foresee(id, olds, news, declared);
      }
      if (olds[UNSURE] === true) return { changes: true };
      if (isUnknown(news[property]) || !isSameSet(collection, olds, news)) {
        // What is gone has not left the inputs, so the engine would find no difference by itself.
        return namesIn(olds[GONE]).length > 0 ? { changes: true } : { deleteBeforeReplace: true };
      }
      const { ledger } = entriesOf(olds);
      const members = membersOf(collection, olds);
      const removals = [...members.values()].flatMap((member) => ledger.leaving(member.id) ?? []);
      if (removals.length > 0 && (await Promise.all(removals)).includes(true)) return { changes: true };
      return { changes: false };
    },

    async create(inputs) {
      refuseMistaken(inputs);
      const id = randomUUID();
      host.claimExclusive(collection, inputs.accountId, id, inputs[EXCLUSIVE] === true);
      return { id, outs: await apply(id, new Map(), inputs, true) };
    },

    async read(id, properties = {}) {
      if (properties[GET] === true) {
        throw new UserError(
          `a set of ${collection.noun} entries cannot be got: it has no id in Cloudflare; get the single entries`,
        );
      }
      const has = membersOf(collection, properties);
      const { inventory, ledger } = entriesOf(properties);
      let live = await inventory.all();
      // Pages are numbers, not cursors: what a list does not show is looked for once more before it counts as gone.
      if ([...has.values()].some((member) => !live.has(member.id))) live = await inventory.all(true);

      const found = new Map<string, Entry>();
      for (const [name, member] of has) {
        ledger.noteInState(member.id);
        const entry = live.get(member.id);
        if (entry) found.set(name, { ...entry, values: keepSpelling(collection, entry.values, member.values) });
      }
      const seen = new Map<string, Entry>();
      if (properties[EXCLUSIVE] === true) {
        const own = new Set([...has.values()].map((member) => member.id));
        const strangers = new Map([...live].filter(([stranger]) => !own.has(stranger)));
        for (const entry of unallowed(collection, strangers, properties).values()) {
          const name = freeName(String(entry.values[collection.key[0]]), entry.id, found);
          seen.set(freeName(name, entry.id, seen), entry);
        }
      }
      const outputs = outputsOf(properties, found, { seen });
      const inputs: Record<string, Values> = {};
      for (const [name, values] of recordOf(collection, outputs)) inputs[name] = inputsOf(collection, values);
      return { id, props: outputs, inputs: { ...settingsOf(properties), [property]: inputs } };
    },

    async update(id, olds, news) {
      const known = onlyOurs(collection, olds, news);
      if (known) return { outs: known };
      refuseMistaken(news);
      const heal = olds[UNSURE] === true || isSameSet(collection, olds, news);
      return { outs: await apply(id, membersOf(collection, olds), news, heal, seenBy(collection, olds)) };
    },

    async delete(id, properties) {
      host.releaseExclusive(id);
      const ids = Object.values(idsOf(properties));
      await toldWhere(host, properties, () => deleteAll(entriesOf(properties), ids, id));
    },
  };
}

/** How the engine marks a secret on the wire. */
const SECRET_VALUE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

function shown(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}

/** The names of entries, but for those of a secret record, whose keys are secret too. */
function namesFor(properties: Properties, names: readonly string[]): string {
  return properties[SECRET] === true ? `${names.length} entries` : shown(names);
}

function idsIn(entries: ReadonlyMap<string, Entry>): Record<string, string> {
  return Object.fromEntries([...entries].map(([name, { id }]) => [name, id]));
}

function namesIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? (list as string[]) : [];
}

/** What the last refresh of an exclusive set showed of others, by name. */
function seenBy(collection: SetCollection, outputs: Properties): Map<string, Member> {
  return membersOf(collection, { ...outputs, [IDS]: outputs[SEEN] });
}

/** Those of the entries that an exclusive set does not allow others to have. */
function unallowed<Own extends Member>(
  collection: SetCollection,
  entries: ReadonlyMap<string, Own>,
  { [ALLOW_UNMANAGED]: patterns }: Properties,
): Map<string, Own> {
  const isAllowed = allowing(collection, namesIn(patterns));
  return new Map([...entries].filter(([, { values }]) => !isAllowed(values)));
}

function settingsOf(properties: Properties): Properties {
  const { accountId, [EXCLUSIVE]: exclusive, [ALLOW_UNMANAGED]: allowed } = properties;
  return {
    ...(accountId !== undefined && { accountId }),
    ...(exclusive !== undefined && { [EXCLUSIVE]: exclusive }),
    ...(allowed !== undefined && { [ALLOW_UNMANAGED]: allowed }),
    ...(properties[SECRET] === true && { [SECRET]: true }),
  };
}

function idsOf(properties: Properties): Readonly<Record<string, string>> {
  return (properties[IDS] ?? {}) as Readonly<Record<string, string>>;
}

/** The entries that inputs or outputs hold, by name. */
function recordOf(collection: SetCollection, properties: Properties): Map<string, Values> {
  const record = (properties[collection.set.entries] ?? {}) as Readonly<Record<string, Properties>>;
  return new Map(Object.entries(record).map(([name, entry]) => [name, valuesOf(collection, entry)]));
}

function membersOf(collection: SetCollection, outputs: Properties): Map<string, Member> {
  const values = recordOf(collection, outputs);
  return new Map(Object.entries(idsOf(outputs)).map(([name, id]) => [name, { id, values: values.get(name) ?? {} }]));
}

function isSameSet(collection: SetCollection, olds: Properties, news: Properties): boolean {
  const before = recordOf(collection, olds);
  const after = recordOf(collection, news);
  return (
    before.size === after.size &&
    [...after].every(([name, values]) => {
      const old = before.get(name);
      return old !== undefined && changedFields(collection, old, values).length === 0;
    }) &&
    isSameOwner(collection, olds, news)
  );
}

/** Whether a set claims as much of its collection as before. */
function isSameOwner(collection: SetCollection, olds: Properties, news: Properties): boolean {
  return (
    (olds[EXCLUSIVE] ?? false) === (news[EXCLUSIVE] ?? false) &&
    isSameAllowed(collection, olds[ALLOW_UNMANAGED], news[ALLOW_UNMANAGED])
  );
}

/** The outputs, where nothing changes in a set but what is ours alone. */
function onlyOurs(collection: SetCollection, olds: Properties, news: Properties): Properties | undefined {
  const before = recordOf(collection, olds);
  const after = recordOf(collection, news);
  const isWhole = [UNSURE, GONE, SEEN].every((name) => olds[name] === undefined) && before.size === after.size;
  const changed = [...after].filter(
    ([name, values]) => changedFields(collection, before.get(name) ?? {}, values).length > 0,
  );
  const isOurs = changed.every(([name, values]) => isOursAlone(collection, before.get(name) ?? {}, values));
  if (!isWhole || !isOurs || changed.length === 0 || !isSameOwner(collection, olds, news)) return undefined;
  const entries: Record<string, Properties> = {};
  for (const [name, values] of after) entries[name] = withOurs(collection, before.get(name) ?? {}, values);
  return { ...olds, [collection.set.entries]: entries };
}

function conflictError(
  collection: SetCollection,
  conflicts: readonly { name: string; id: string }[],
  isSecret: boolean,
): UserError {
  const names = conflicts.map(({ name, id }) => (isSecret ? id : `${name} (${id})`));
  return new UserError(
    `${conflicts.length} ${collection.noun} entries of the same ${keyInWords(collection)} exist already, for ${shown(names)}. To manage them here, set adoptExisting: true on the set; if a resource had them that this program no longer declares, set it too; else delete them in Cloudflare.`,
  );
}
