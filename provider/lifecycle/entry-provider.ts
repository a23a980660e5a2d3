import type { dynamic } from "@pulumi/pulumi";
import { isUnclear, reasonOf, UserError, type ApiError } from "../api/error";
import { inputsOf, untouchableBecause, type Collection } from "../collections/collection";
import { changedFields, identityOf, isOursAlone, keepSpelling, withOurs } from "../collections/compare";
import { importedId, isImportedToo, namesAnother } from "../collections/imported-id";
import { UnclearAdoption, type Created, type AccountEntries } from "../run/account-entries";
import { toldWhere } from "./account";
import { adoptsExisting, mayMake, reserve, sayAdopted } from "./adoption";
import { check } from "./check";
import { keysOf, type ProviderInstance } from "./provider-instance";
import { isMistaken, refuseMistaken } from "./mistakes";
import { PartialFailure } from "./partial-failure";
import {
  DELETE_ON_REMOVAL,
  GET,
  IMPORT,
  MARK,
  outputsOf,
  stateOf,
  UNSURE,
  valuesOf,
  type Properties,
} from "./properties";

/** A lifecycle with nothing left out. */
export type ResourceProvider = Required<dynamic.ResourceProvider<Properties, Properties>>;

/** The single entries of one collection, in one run. */
interface Singles {
  readonly instance: ProviderInstance;
  readonly collection: Collection;
}

/**
 * The lifecycle of a resource that is one entry of a collection.
 *
 * Rules of the engine: no answer may hold `undefined`, an id must be a string, `diff` without `changes` makes the engine
 * find the changed properties itself, and `{}` from `read` means that the entry is gone.
 */
export function entryProvider(instance: ProviderInstance, collection: Collection): ResourceProvider {
  const singles: Singles = { instance, collection };
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- must not await: see ProviderInstance.configure
    configure: async ({ config }) => instance.configure((key) => config.get(key), keysOf(config)),
    check: (olds, news) => check(instance, collection, olds, news),
    diff: (id, olds, news) => diff(singles, id, olds, news),
    create: (inputs) => create(singles, inputs),
    read: (id, properties = {}) => read(singles, id, properties),
    update: (id, olds, news) => update(singles, id, olds, news),
    delete: (id, properties) => remove(singles, id, properties),
  };
}

async function diff(singles: Singles, id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  const { instance, collection } = singles;
  const [label] = collection.key;
  const declared = instance.declared(news);
  const imported = importedId(news[IMPORT]);
  const mistaken = (mistake?: string): dynamic.DiffResult => {
    if (mistake !== undefined && !declared?.showsMistakes) throw new UserError(mistake);
    // The preview goes on, and no other resource must count on this entry meanwhile.
    entriesOf(singles, olds).keep(id, { mark: olds[MARK] }, [], valuesOf(collection, olds));
    return { changes: true };
  };
  if (isMistaken(news)) return mistaken();
  const another = imported === undefined ? undefined : namesAnother(collection, imported, id);
  if (another !== undefined) return mistaken(another);
  if (olds.accountId !== news.accountId) return { replaces: ["accountId"] };
  const entries = entriesOf(singles, olds);
  if (await entries.isRemoved(id)) {
    // An earlier run was killed and left the entry in a set's state too, and the set's diff came first.
    instance.say(`${collection.noun} ${id}: removed by another resource of this program, so it is made again`);
    return { changes: true, replaces: [label], deleteBeforeReplace: true };
  }
  const values = valuesOf(collection, news);
  const isMoved = identityOf(collection, olds) !== identityOf(collection, values);
  if (entries.isImported(id) && declared?.isPreview && !isMoved) return mistaken(isImportedToo(collection, id));
  if (entries.isOthers(id, olds[MARK])) {
    // A create took the entry before this resource was known to have it. The deletion that ends this replacement leaves it
    // alone.
    instance.say(`${collection.noun} ${id}: belongs to another resource of this program, so this one gets its own`);
    return { changes: true, replaces: [label] };
  }
  const changed = changedFields(collection, olds, values);
  const fixed = changed.filter((name) => collection.fields[name]?.immutable);
  if (fixed.length > 0) return { replaces: fixed };
  // In a refresh, diff does not know what the program declares, so it claims no entry.
  if (declared) {
    const adopts = isMoved && declared.adopts;
    if (adopts && (await reserve(instance, entries, values, declared.isPreview, id).catch(() => false))) {
      entries.letGo(id);
      return { replaces: [label] };
    }
    entries.keep(id, { mark: olds[MARK], by: declared.by }, changed, values);
  }
  if (olds[UNSURE] === true) return { changes: true };
  // A replacement that adopts the same entry again must do that before the deletion, which then leaves the entry alone.
  return changed.length > 0 ? { deleteBeforeReplace: imported === undefined } : { changes: false };
}

async function create(singles: Singles, inputs: Properties): Promise<dynamic.CreateResult<Properties>> {
  refuseMistaken(inputs);
  const { instance, collection } = singles;
  const { accountId = "" } = inputs;
  try {
    const { entry, adopted } = await make(singles, inputs);
    if (adopted) sayAdopted(instance, collection, entry.id, adopted);
    return { id: entry.id, outs: stateOf(accountId, entry) };
  } catch (error) {
    if (!(error instanceof UnclearAdoption)) throw error;
    const { entry } = error;
    throw unclear(`the adoption of ${collection.noun} ${entry.id}`, entry.id, stateOf(accountId, entry), inputs, error);
  }
}

async function make(singles: Singles, inputs: Properties): Promise<Created> {
  const { instance, collection } = singles;
  const entries = entriesOf(singles, inputs);
  const values = valuesOf(collection, inputs);
  const imported = importedId(inputs[IMPORT]);
  if (imported !== undefined) return entries.adopt(imported, values, instance.declared(inputs)?.by);
  return entries.create(values, adoptsExisting(instance, collection, inputs), mayMake(collection, inputs));
}

async function read(
  { instance, collection }: Singles,
  id: string,
  properties: Properties,
): Promise<dynamic.ReadResult<Properties>> {
  const accountId = properties.accountId ?? instance.access.accountId ?? "";
  const live = await instance.entriesIn(collection, accountId).read(id);
  if (live) {
    const entry = { ...live, values: keepSpelling(collection, live.values, properties) };
    const mark = properties[MARK];
    // A resource that was read with get has no mark: it does not own the entry.
    const props = mark === undefined ? outputsOf(accountId, entry) : stateOf(accountId, entry, mark);
    return { id, props, inputs: { accountId, ...inputsOf(collection, entry.values) } };
  }
  if (properties[GET] !== true) return {};
  throw new UserError(`there is no ${collection.noun} ${id} in account ${accountId}`);
}

async function update(
  singles: Singles,
  id: string,
  olds: Properties,
  news: Properties,
): Promise<dynamic.UpdateResult<Properties>> {
  refuseMistaken(news);
  const { instance, collection } = singles;
  const because = untouchableBecause(collection, olds);
  if (because !== undefined) {
    throw new UserError(
      `the ${collection.noun} ${id} ${because} since it was deployed, so it cannot be changed: remove the resource`,
    );
  }
  const entries = entriesOf(singles, olds);
  const owner = { mark: olds[MARK], by: instance.declared(news)?.by };
  if (entries.isOthers(id, owner.mark)) {
    throw new UserError(
      `the ${collection.noun} ${id} belongs to another resource of this program since this run: run again, and this one gets its own`,
    );
  }
  const values = valuesOf(collection, news);
  const changed = changedFields(collection, olds, values);
  entries.keep(id, owner, changed, values);
  const known = olds[UNSURE] === true ? undefined : olds;
  if (known && isOursAlone(collection, changed)) return { outs: withOurs(collection, olds, values) };
  try {
    const entry = await entries.update(id, known, values);
    const createdAt = entry.createdAt ?? (olds.createdAt as string | undefined);
    return { outs: stateOf(olds.accountId ?? "", { ...entry, ...(createdAt && { createdAt }) }, owner.mark) };
  } catch (error) {
    // Otherwise, if the program is changed back, it would look unchanged although the entry is changed.
    if (!isUnclear(error)) throw error;
    throw unclear(`the update of ${collection.noun} ${id}`, id, olds, news, error);
  }
}

async function remove(singles: Singles, id: string, properties: Properties): Promise<void> {
  const { instance, collection } = singles;
  const stays = whyItStays(collection, properties);
  if (stays !== undefined) {
    instance.say(`${collection.noun} ${id}: ${stays}, so it is left as it is`);
    return;
  }
  await toldWhere(instance, properties, () => entriesOf(singles, properties).delete(id, properties[MARK]));
}

function entriesOf({ instance, collection }: Singles, properties: Properties): AccountEntries {
  return instance.entriesIn(collection, properties.accountId);
}

/** Why an entry is not removed with its resource; `undefined` if it is removed. */
function whyItStays(collection: Collection, properties: Properties): string | undefined {
  const because = untouchableBecause(collection, properties);
  if (because !== undefined) return because;
  if (collection.presence === "made" || properties[DELETE_ON_REMOVAL] === true) return undefined;
  return `${DELETE_ON_REMOVAL} was not deployed`;
}

/** The error for a write of an existing entry that may or may not have been carried out. */
function unclear(what: string, id: string, outputs: Properties, inputs: Properties, cause: ApiError): PartialFailure {
  const reason = `${what} failed (${reasonOf(cause)}); whether it was carried out cannot be told. Run again: the next run reads the entry and does what is left.`;
  return new PartialFailure(reason, id, { ...outputs, [UNSURE]: true }, inputs);
}
