import { randomUUID } from "node:crypto";
import { ApiError, isAmbiguous, reasonOf, UserError } from "../api/error";
import { changedFields, keepSpelling } from "../collections/compare";
import type { Collection, Entry, Values } from "../collections/collection";
import { isUnknown } from "../rules/unknown";
import { adoptsExisting, foreseeSetAdoption } from "./adoption";
import { checkSet } from "./check-set";
import type { ResourceProvider } from "./entry-provider";
import { keysOf, type Host } from "./host";
import { PartialFailure } from "./partial-failure";
import { ALLOW_UNMANAGED, EXCLUSIVE, GET, UNSURE, valuesOf, type Properties } from "./properties";
import { carryOut, deleteAll, freeName } from "./set-changes";
import { planSet, type Member, type Plan } from "./set-plan";

/** The ids of a set's entries by name; an output. */
const IDS = "ids";

/**
 * The lifecycle of a set: many entries as one resource. Any change is one list and one batch. The set's own id is made up
 * at create and means nothing to the API.
 */
export function setProvider(host: Host, collection: Collection): ResourceProvider {
  const property = collection.set.entries;
  const entriesOf = (properties: Properties) => host.entries(collection, properties.accountId);
  const wantsOf = (properties: Properties) => recordOf(collection, properties);

  /**
   * Brings what exists from `has` to what `inputs` ask for. Plans as soon as no other resource is in the middle of giving or
   * taking an entry, and carries the plan out at once, so that none can begin to.
   */
  async function apply(
    id: string,
    has: ReadonlyMap<string, Member>,
    inputs: Properties,
    heal: boolean,
  ): Promise<Properties> {
    const entries = entriesOf(inputs);
    const wants = wantsOf(inputs);
    const members = [...has.values()].map((member) => member.id);
    const givenBack = new Set<string>();
    for (;;) {
      const live = await entries.inventory.all();
      const others = members.filter((member) => !givenBack.has(member) && entries.staysForAnother(member, id));
      for (const other of others) {
        await entries.giveBack(other);
        givenBack.add(other);
      }
      if (others.length > 0) continue;
      const plan = planSet({
        collection,
        has,
        wants,
        live,
        isOthers: (entry) => entries.inventory.isOthers(entry, id),
        adoptExisting: adoptsExisting(host, inputs),
        heal: heal || inputs[EXCLUSIVE] === true,
      });
      const removals = [...plan.adopted, ...plan.conflicts.map((conflict) => conflict.id), ...members]
        .filter((entry) => live.has(entry))
        .flatMap((entry) => entries.removalOf(entry) ?? []);
      if (removals.length === 0) return follow(plan, live, id, members, inputs);
      await Promise.all(removals);
    }
  }

  async function follow(
    plan: Plan,
    live: ReadonlyMap<string, Entry>,
    id: string,
    members: readonly string[],
    inputs: Properties,
  ): Promise<Properties> {
    if (plan.conflicts.length > 0) throw conflictError(collection, plan.conflicts);
    for (const { name, fields } of plan.foreign) {
      host.say(
        `${property}.${name}: ${fields.join(", ")} changed elsewhere, and left as it is; "pulumi refresh" shows it`,
      );
    }

    const { entries: done, failure, begun } = await carryOut(entriesOf(inputs), plan, live, id);
    const outputs = outputsOf(inputs, done);
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
  function outputsOf(inputs: Properties, entries: ReadonlyMap<string, Entry>): Properties {
    return {
      ...settingsOf(inputs),
      [property]: Object.fromEntries([...entries].map(([name, { values }]) => [name, values])),
      [IDS]: Object.fromEntries([...entries].map(([name, { id }]) => [name, id])),
      count: entries.size,
    };
  }

  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- must not await: see Host.configure
    async configure({ config }) {
      host.configure((key) => config.get(key), keysOf(config));
    },

    async check(olds, news) {
      const result = checkSet(host, collection, news);
      const isNew = Object.keys(olds).length === 0;
      if (isNew && result.inputs && !result.failures) {
        await foreseeSetAdoption(host, collection, result.inputs, wantsOf(result.inputs));
      }
      return result;
    },

    async diff(id, olds, news) {
      if (olds.accountId !== news.accountId) return { replaces: ["accountId"] };
      host.claimExclusive(collection, olds.accountId, id, news[EXCLUSIVE] === true);
      if (olds[UNSURE] === true) return { changes: true };
      if (isUnknown(news[property]) || !isSameSet(collection, olds, news)) return { deleteBeforeReplace: true };
      const { inventory } = entriesOf(olds);
      const members = membersOf(collection, { ...news, [IDS]: olds[IDS] });
      const removals = [...members.values()].flatMap((member) => inventory.leaving(member.id) ?? []);
      if (removals.length > 0 && (await Promise.all(removals)).includes(true)) return { changes: true };
      for (const member of members.values()) inventory.hold(member.id, id, member.values);
      return { changes: false };
    },

    async create(inputs) {
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
      const { inventory } = entriesOf(properties);
      let live = await inventory.all();
      // Pages are numbers, not cursors: what a list does not show is looked for once more before it counts as gone.
      if ([...has.values()].some((member) => !live.has(member.id))) live = await inventory.all(true);

      const found = new Map<string, Entry>();
      for (const [name, member] of has) {
        inventory.refreshed(member.id);
        const entry = live.get(member.id);
        if (entry) found.set(name, { ...entry, values: keepSpelling(entry.values, member.values) });
      }
      if (properties[EXCLUSIVE] === true) {
        const own = new Set([...has.values()].map((member) => member.id));
        const allowed = new Set(
          ((properties[ALLOW_UNMANAGED] ?? []) as string[]).map((pattern) => pattern.toLowerCase()),
        );
        for (const entry of live.values()) {
          if (own.has(entry.id) || allowed.has(String(entry.values.pattern).toLowerCase())) continue;
          found.set(freeName(String(entry.values.pattern), entry.id, found), entry);
        }
      }
      const outputs = outputsOf(properties, found);
      return { id, props: outputs, inputs: { ...settingsOf(properties), [property]: outputs[property] } };
    },

    async update(id, olds, news) {
      const heal = olds[UNSURE] === true || isSameSet(collection, olds, news);
      return { outs: await apply(id, membersOf(collection, olds), news, heal) };
    },

    async delete(id, properties) {
      host.releaseExclusive(id);
      await deleteAll(entriesOf(properties), Object.values(idsOf(properties)), id);
    },
  };
}

function settingsOf(properties: Properties): Properties {
  const { accountId, [EXCLUSIVE]: exclusive, [ALLOW_UNMANAGED]: allowed } = properties;
  return {
    ...(accountId !== undefined && { accountId }),
    ...(exclusive !== undefined && { [EXCLUSIVE]: exclusive }),
    ...(allowed !== undefined && { [ALLOW_UNMANAGED]: allowed }),
  };
}

function idsOf(properties: Properties): Readonly<Record<string, string>> {
  return (properties[IDS] ?? {}) as Readonly<Record<string, string>>;
}

/** The entries that inputs or outputs hold, by name. */
function recordOf(collection: Collection, properties: Properties): Map<string, Values> {
  const record = (properties[collection.set.entries] ?? {}) as Readonly<Record<string, Properties>>;
  return new Map(Object.entries(record).map(([name, entry]) => [name, valuesOf(collection, entry)]));
}

function membersOf(collection: Collection, outputs: Properties): Map<string, Member> {
  const values = recordOf(collection, outputs);
  return new Map(Object.entries(idsOf(outputs)).map(([name, id]) => [name, { id, values: values.get(name) ?? {} }]));
}

function isSameSet(collection: Collection, olds: Properties, news: Properties): boolean {
  const before = recordOf(collection, olds);
  const after = recordOf(collection, news);
  return (
    before.size === after.size &&
    [...after].every(([name, values]) => {
      const old = before.get(name);
      return old !== undefined && changedFields(collection, old, values).length === 0;
    }) &&
    (olds[EXCLUSIVE] ?? false) === (news[EXCLUSIVE] ?? false) &&
    JSON.stringify(olds[ALLOW_UNMANAGED] ?? []) === JSON.stringify(news[ALLOW_UNMANAGED] ?? [])
  );
}

function conflictError(collection: Collection, conflicts: readonly { name: string; id: string }[]): ApiError {
  const shown = conflicts.slice(0, 10).map(({ name, id }) => `${name} (${id})`);
  const more = conflicts.length > shown.length ? ` and ${conflicts.length - shown.length} more` : "";
  return new ApiError(
    `${conflicts.length} ${collection.noun} entries of the same pattern exist already, for ${shown.join(", ")}${more}. To manage them here, set adoptExisting: true on the set; else delete them in Cloudflare.`,
    { outcome: "refused" },
  );
}
