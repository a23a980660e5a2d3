import type * as pulumi from "@pulumi/pulumi";
import { UnsureAdoption, type Created } from "../run/entries";
import { isAmbiguous, reasonOf, UserError, type ApiError } from "../api/error";
import { changeOf } from "../run/ledger";
import { changedFields, identityOf, isOursAlone, keepSpelling, withOurs } from "../collections/compare";
import { inputsOf, untouchableBecause, type Collection } from "../collections/collection";
import { importedId, namesAnother } from "../collections/imported-id";
import { adoptsExisting, mayMake, reserve, sayAdopted } from "./adoption";
import { toldWhere } from "./account";
import { check } from "./check";
import { keysOf, type Host } from "./host";
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
export type ResourceProvider = Required<pulumi.dynamic.ResourceProvider<Properties, Properties>>;

/**
 * The lifecycle of a resource that is one entry of a collection.
 *
 * What the engine really does with each answer: PD in the design; in short, nothing returned may be `undefined`, an id must
 * be a string, `diff` with `changes` undefined makes the engine show the detail itself, and a `read` of nothing is `{}`.
 */
export function entryProvider(host: Host, collection: Collection): ResourceProvider {
  const [label] = collection.key;
  const entriesOf = (properties: Properties) => host.entries(collection, properties.accountId);

  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- must not await: see Host.configure
    async configure({ config }) {
      host.configure((key) => config.get(key), keysOf(config));
    },

    async check(olds, news) {
      return check(host, collection, olds, news);
    },

    async diff(id, olds, news) {
      const declared = host.declared(news);
      const imported = importedId(news[IMPORT]);
      const mistake = imported === undefined ? undefined : namesAnother(collection, imported, id);
      if (mistake !== undefined && !declared?.showsMistakes) throw new UserError(mistake);
      if (isMistaken(news) || mistake !== undefined) {
        // A preview looks at it all the same, and no other resource must count on its entry meanwhile.
        const keeper = { mark: olds[MARK], values: valuesOf(collection, olds) };
        host.ledger(collection, olds.accountId ?? "").keep(id, keeper);
        return { changes: true };
      }
      if (olds.accountId !== news.accountId) return { replaces: ["accountId"] };
      const entries = entriesOf(olds);
      const { ledger } = entries;
      const values = valuesOf(collection, news);
      const removal = ledger.leaving(id);
      if (removal && (await removal)) {
        // A run that died left the entry in a set's state too, and the set was asked first.
        host.say(`${collection.noun} ${id}: removed by another resource of this program, so it is made again`);
        return { changes: true, replaces: [label], deleteBeforeReplace: true };
      }
      const isMoved = identityOf(collection, olds) !== identityOf(collection, values);
      if (ledger.isImported(id) && declared?.isPreview && !isMoved) {
        throw new UserError(
          `another resource of this program imports ${collection.noun} ${id}, which this resource has: remove the option import there, or this resource`,
        );
      }
      if (ledger.isOthers(id, olds[MARK])) {
        // A create found it before anything told that it has an owner. The deletion that ends a replacement leaves it alone.
        host.say(`${collection.noun} ${id}: belongs to another resource of this program, so this one gets its own`);
        return { changes: true, replaces: [label] };
      }
      const change = changeOf(collection, olds, values);
      const changed = changedFields(collection, olds, values);
      const isChanged = changed.length > 0;
      const fixed = changed.filter((name) => collection.fields[name]?.immutable);
      if (fixed.length > 0) {
        if (declared) ledger.letGo(id);
        return { replaces: fixed };
      }
      // The diff of a refresh knows nothing of the program, so it claims nothing.
      if (declared) {
        const adopts = isMoved && declared.adopts;
        if (adopts && (await reserve(host, entries, values, declared.isPreview, id).catch(() => false))) {
          ledger.letGo(id);
          return { replaces: [label] };
        }
        ledger.keep(id, {
          mark: olds[MARK],
          by: declared.by,
          values,
          ...(Object.keys(change).length > 0 && { change }),
        });
      }
      if (olds[UNSURE] === true) return { changes: true };
      // A replacement that adopts the same entry again must do so before the deletion, which then leaves it alone.
      return isChanged ? { deleteBeforeReplace: imported === undefined } : { changes: false };
    },

    async create(inputs) {
      refuseMistaken(inputs);
      const values = valuesOf(collection, inputs);
      const imported = importedId(inputs[IMPORT]);
      const entries = entriesOf(inputs);
      let created: Created;
      try {
        created =
          imported === undefined
            ? await entries.create(values, adoptsExisting(host, collection, inputs), mayMake(collection, inputs))
            : await entries.adopt(imported, values, host.declared(inputs)?.by);
      } catch (error) {
        if (!(error instanceof UnsureAdoption)) throw error;
        const { id } = error.entry;
        throw unsure(
          `the adoption of ${collection.noun} ${id}`,
          id,
          stateOf(inputs.accountId ?? "", error.entry),
          inputs,
          error,
        );
      }
      const { entry, adopted } = created;
      if (adopted) sayAdopted(host, collection, entry.id, adopted);
      return { id: entry.id, outs: stateOf(inputs.accountId ?? "", entry) };
    },

    async read(id, properties = {}) {
      const accountId = properties.accountId ?? host.access.accountId ?? "";
      const live = await host.entries(collection, accountId).read(id);
      if (live) {
        const entry = { ...live, values: keepSpelling(collection, live.values, properties) };
        const mark = properties[MARK];
        // What is only got has none: nobody here owns it.
        const props = mark === undefined ? outputsOf(accountId, entry) : stateOf(accountId, entry, mark);
        return { id, props, inputs: { accountId, ...inputsOf(collection, entry.values) } };
      }
      if (properties[GET] !== true) return {};
      throw new UserError(`there is no ${collection.noun} ${id} in account ${accountId}`);
    },

    async update(id, olds, news) {
      refuseMistaken(news);
      const known = olds[UNSURE] === true ? undefined : olds;
      const values = valuesOf(collection, news);
      const entries = entriesOf(olds);
      const because = untouchableBecause(collection, olds);
      if (because !== undefined) {
        throw new UserError(
          `the ${collection.noun} ${id} ${because} since it was deployed, so it cannot be changed: remove the resource`,
        );
      }
      if (entries.ledger.isOthers(id, olds[MARK])) {
        throw new UserError(
          `the ${collection.noun} ${id} belongs to another resource of this program since this run: run again, and this one gets its own`,
        );
      }
      entries.ledger.keep(id, {
        mark: olds[MARK],
        by: host.declared(news)?.by,
        values,
        change: changeOf(collection, olds, values),
      });
      if (known && isOursAlone(collection, olds, values)) return { outs: withOurs(collection, olds, values) };
      try {
        const entry = await entries.update(id, known, values);
        const createdAt = entry.createdAt ?? (olds.createdAt as string | undefined);
        return { outs: stateOf(olds.accountId ?? "", { ...entry, ...(createdAt && { createdAt }) }, olds[MARK]) };
      } catch (error) {
        // A program that goes back to what it was would else look unchanged while the entry is not.
        if (!isAmbiguous(error)) throw error;
        throw unsure(`the update of ${collection.noun} ${id}`, id, olds, news, error);
      }
    },

    async delete(id, properties) {
      const stays = whyItStays(collection, properties);
      if (stays !== undefined) {
        host.say(`${collection.noun} ${id}: ${stays}, so it is left as it is`);
        return;
      }
      await toldWhere(host, properties, () => entriesOf(properties).delete(id, properties[MARK]));
    },
  };
}

/** Why an entry is not removed with its resource; `undefined` where it is. */
function whyItStays(collection: Collection, properties: Properties): string | undefined {
  const because = untouchableBecause(collection, properties);
  if (because !== undefined) return because;
  if (collection.presence === "made" || properties[DELETE_ON_REMOVAL] === true) return undefined;
  return `${DELETE_ON_REMOVAL} was not deployed`;
}

/** A write of an entry that surely exists may or may not have been carried out. */
function unsure(what: string, id: string, outputs: Properties, inputs: Properties, cause: ApiError): PartialFailure {
  const reason = `${what} failed (${reasonOf(cause)}); whether it was carried out cannot be told. Run again: the next run reads the entry and does what is left.`;
  return new PartialFailure(reason, id, { ...outputs, [UNSURE]: true }, inputs);
}
