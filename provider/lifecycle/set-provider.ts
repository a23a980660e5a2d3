import { randomUUID } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { isUnclear, reasonOf, UserError } from "../api/error";
import { inputsOf, type Entry, type SetCollection, type Values } from "../collections/collection";
import { keepSpelling } from "../collections/compare";
import { isUnknown } from "../fields/unknown";
import type { SetEntries } from "../run/set-entries";
import { freeName, type Member } from "../run/set-plan";
import { toldWhere } from "./account";
import { adoptsExisting, foreseeSetAdoption } from "./adoption";
import { checkSet } from "./check-set";
import type { ResourceProvider } from "./entry-provider";
import { keysOf, type Declared, type ProviderInstance } from "./provider-instance";
import { isMistaken, refuseMistaken } from "./mistakes";
import { PartialFailure } from "./partial-failure";
import { EXCLUSIVE, GET, PREVIEW, UNSURE, type Properties } from "./properties";
import { conflictError, namesFor, sayPlan } from "./set-report";
import {
  goneOf,
  idsOf,
  isSameSet,
  membersOf,
  onlyOurs,
  outputsOf,
  recordOf,
  seenBy,
  settingsOf,
  unallowed,
} from "./set-state";

/** The sets of one collection, in one run. */
interface Sets {
  readonly instance: ProviderInstance;
  readonly collection: SetCollection;
}

/**
 * The lifecycle of a set: many entries as one resource. A change is one list and one batch. The set's own id is made up in
 * `create` and unknown to the API.
 */
export function setProvider(instance: ProviderInstance, collection: SetCollection): ResourceProvider {
  const sets: Sets = { instance, collection };
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- must not await: see ProviderInstance.configure
    configure: async ({ config }) => instance.configure((key) => config.get(key), keysOf(config)),
    check: (olds, news) => check(sets, olds, news),
    diff: (id, olds, news) => diff(sets, id, olds, news),
    create: (inputs) => create(sets, inputs),
    read: (id, properties = {}) => read(sets, id, properties),
    update: (id, olds, news) => update(sets, id, olds, news),
    delete: (id, properties) => remove(sets, id, properties),
  };
}

async function check(
  { instance, collection }: Sets,
  olds: Properties,
  news: Properties,
): Promise<dynamic.CheckResult<Properties>> {
  const result = checkSet(instance, collection, olds, news);
  if (!result.inputs || result.failures || isMistaken(result.inputs)) return result;
  const isPreview = news[PREVIEW] === true;
  const adopts = adoptsExisting(instance, collection, result.inputs);
  instance.declare(result.inputs, { adopts, isPreview });
  if (Object.keys(olds).length === 0 && adopts) {
    const added = recordOf(collection, result.inputs);
    await foreseeSetAdoption(instance, collection, result.inputs, added, { isNew: true, isPreview });
  }
  return result;
}

async function diff(sets: Sets, id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  const { instance, collection } = sets;
  const members = membersOf(collection, olds);
  if (isMistaken(news)) {
    // The preview goes on, and no other resource must count on these entries meanwhile.
    entriesOf(sets, id, olds).keepAll(members);
    return { changes: true };
  }
  if (olds.accountId !== news.accountId) return { replaces: ["accountId"] };
  const declared = instance.declared(news);
  const isKnown = !isUnknown(news[collection.set.entries]);
  if (declared) {
    instance.claimExclusive(collection, olds.accountId, id, news[EXCLUSIVE] === true);
    if (isKnown) await foresee(sets, id, olds, news, declared);
  }
  if (olds[UNSURE] === true) return { changes: true };
  if (!isKnown || !isSameSet(collection, olds, news)) {
    // The deleted entries are still in the inputs, so the engine would find no difference by itself.
    return goneOf(olds).length > 0 ? { changes: true } : { deleteBeforeReplace: true };
  }
  return { changes: await entriesOf(sets, id, olds).isAnyRemoved(members) };
}

/** Notes which entries a set keeps and which ones it lets go. In a preview, says what the engine's diff does not show. */
async function foresee(
  sets: Sets,
  id: string,
  olds: Properties,
  news: Properties,
  { adopts, isPreview }: Declared,
): Promise<void> {
  const { instance, collection } = sets;
  const wants = recordOf(collection, news);
  const added = entriesOf(sets, id, olds).foresee(membersOf(collection, olds), wants);
  if (adopts && added.size > 0) {
    await foreseeSetAdoption(instance, collection, news, added, { isNew: false, isPreview });
  }
  if (!isPreview) return;
  const { entries: property } = collection.set;
  const gone = goneOf(olds).filter((name) => wants.has(name));
  if (gone.length > 0) instance.say(`${property}: ${namesFor(news, gone)} deleted elsewhere; will be made again`);
  const stay = seenBy(collection, olds).size - unwantedOf(collection, olds, news).size;
  if (stay > 0) instance.say(`${property}: ${stay} entries of others are only shown here, and stay in Cloudflare`);
}

async function create(sets: Sets, inputs: Properties): Promise<dynamic.CreateResult<Properties>> {
  refuseMistaken(inputs);
  const { instance, collection } = sets;
  const id = randomUUID();
  instance.claimExclusive(collection, inputs.accountId, id, inputs[EXCLUSIVE] === true);
  return { id, outs: await bring(sets, id, {}, inputs, true) };
}

async function read(sets: Sets, id: string, properties: Properties): Promise<dynamic.ReadResult<Properties>> {
  const { collection } = sets;
  if (properties[GET] === true) {
    throw new UserError(
      `a set of ${collection.noun} entries cannot be got: it has no id in Cloudflare; get the single entries`,
    );
  }
  const has = membersOf(collection, properties);
  const entries = entriesOf(sets, id, properties);
  const live = await entries.read(has);
  const found = new Map<string, Entry>();
  for (const [name, member] of has) {
    const entry = live.get(member.id);
    if (entry) found.set(name, { ...entry, values: keepSpelling(collection, entry.values, member.values) });
  }
  const seen = new Map<string, Entry>();
  if (properties[EXCLUSIVE] === true) {
    for (const entry of await entries.strangersAmong(unwantedIn(collection, properties, live))) {
      const name = freeName(String(entry.values[collection.key[0]]), entry.id, found);
      seen.set(freeName(name, entry.id, seen), entry);
    }
  }
  const outputs = outputsOf(collection, properties, found, { seen });
  const inputs: Record<string, Values> = {};
  for (const [name, values] of recordOf(collection, outputs)) inputs[name] = inputsOf(collection, values);
  return { id, props: outputs, inputs: { ...settingsOf(properties), [collection.set.entries]: inputs } };
}

/** The entries that an exclusive set does not allow, without its own. */
function unwantedIn(collection: SetCollection, properties: Properties, live: ReadonlyMap<string, Entry>): Entry[] {
  const own = new Set(Object.values(idsOf(properties)));
  const others = new Map([...live].filter(([id]) => !own.has(id)));
  return [...unallowed(collection, others, properties).values()];
}

async function update(
  sets: Sets,
  id: string,
  olds: Properties,
  news: Properties,
): Promise<dynamic.UpdateResult<Properties>> {
  const { collection } = sets;
  const known = onlyOurs(collection, olds, news);
  if (known) return { outs: known };
  refuseMistaken(news);
  const heal = olds[UNSURE] === true || isSameSet(collection, olds, news);
  return { outs: await bring(sets, id, olds, news, heal) };
}

async function remove(sets: Sets, id: string, properties: Properties): Promise<void> {
  sets.instance.releaseExclusive(id);
  const ids = Object.values(idsOf(properties));
  await toldWhere(sets.instance, properties, () => entriesOf(sets, id, properties).remove(ids));
}

/**
 * Changes the entries in Cloudflare from what the state has to what the program declares.
 * @param heal - whether changes that others made are undone too
 * @returns the outputs
 */
async function bring(sets: Sets, id: string, olds: Properties, inputs: Properties, heal: boolean): Promise<Properties> {
  const { instance, collection } = sets;
  const has = membersOf(collection, olds);
  const wants = recordOf(collection, inputs);
  const result = await entriesOf(sets, id, inputs).bring({
    has,
    wants,
    unwanted: unwantedOf(collection, olds, inputs),
    adopts: adoptsExisting(instance, collection, inputs),
    heal: heal || inputs[EXCLUSIVE] === true,
  });
  if ("conflicts" in result) throw conflictError(collection, inputs, result.conflicts);
  const { plan, progress } = result;
  const { entries, failure, begun } = progress;
  sayPlan(instance, collection, inputs, plan);
  const taken = new Set(plan.adopted);
  const adopted = [...entries].filter(([, entry]) => taken.has(entry.id)).map(([name]) => name);
  if (adopted.length > 0) instance.say(`${collection.set.entries}: adopted ${namesFor(inputs, adopted)}`);
  const outputs = outputsOf(collection, inputs, entries, { gone: plan.gone });
  if (!failure) return outputs;
  // An entry that another resource took over must leave the state, even if nothing else changed: otherwise the next run
  // would remove it.
  const kept = new Set([...entries.values()].map((entry) => entry.id));
  if (!begun && [...has.values()].every((member) => kept.has(member.id))) throw failure;
  // The entries also hold those that are still to be removed.
  const inPlace = [...wants.keys()].filter((name) => entries.has(name)).length;
  throw new PartialFailure(
    `${inPlace} of ${wants.size} entries are in place, then a batch failed (${reasonOf(failure)}). Run again: the next run does what is left.`,
    id,
    { ...outputs, ...(isUnclear(failure) && { [UNSURE]: true }) },
    inputs,
  );
}

/** Entries of others that an exclusive set removes: the last refresh showed them, so that the preview named their removal. */
function unwantedOf(collection: SetCollection, olds: Properties, inputs: Properties): Map<string, Member> {
  return inputs[EXCLUSIVE] === true
    ? unallowed(collection, seenBy(collection, olds), inputs)
    : new Map<string, Member>();
}

function entriesOf({ instance, collection }: Sets, id: string, properties: Properties): SetEntries {
  return instance.entriesIn(collection, properties.accountId).ofSet(id);
}
