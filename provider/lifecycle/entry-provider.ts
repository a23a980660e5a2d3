import type * as pulumi from "@pulumi/pulumi";
import { ApiError } from "../api/error";
import { changedFields, keepSpelling } from "../collections/compare";
import type { Collection } from "../collections/collection";
import { adoptsExisting, importedId, isAnother, sayAdopted } from "./adoption";
import { check } from "./check";
import type { Host } from "./host";
import { GET, IMPORT, outputsOf, valuesOf, type Properties } from "./properties";

type ResourceProvider = Required<pulumi.dynamic.ResourceProvider<Properties, Properties>>;

/**
 * The lifecycle of a resource that is one entry of a collection.
 *
 * What the engine really does with each answer: PD in the design; in short, nothing returned may be `undefined`, an id must
 * be a string, `diff` with `changes` undefined makes the engine show the detail itself, and a `read` of nothing is `{}`.
 */
export function entryProvider(host: Host, collection: Collection): ResourceProvider {
  const entriesOf = (properties: Properties) => host.entries(collection, properties.accountId);

  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- must not await: see Host.configure
    async configure({ config }) {
      host.configure((key) => config.get(key));
    },

    async check(olds, news) {
      return check(host, collection, olds, news);
    },

    // eslint-disable-next-line @typescript-eslint/require-await -- an interface of promises
    async diff(id, olds, news) {
      const imported = importedId(news[IMPORT]);
      if (imported !== undefined && isAnother(imported, id)) {
        throw new ApiError(
          `the resource option import names ${imported}, but this resource is ${collection.noun} ${id}: remove the option, or give the resource another name to adopt a second entry`,
          { outcome: "unsent" },
        );
      }
      if (olds.accountId !== news.accountId) return { replaces: ["accountId"] };
      if (changedFields(collection, olds, news).length > 0) return { deleteBeforeReplace: true };
      entriesOf(olds).inventory.hold(id);
      return { changes: false };
    },

    async create(inputs) {
      const values = valuesOf(collection, inputs);
      const imported = importedId(inputs[IMPORT]);
      const entries = entriesOf(inputs);
      const { entry, adopted } =
        imported === undefined
          ? await entries.create(values, adoptsExisting(host, inputs))
          : await entries.adopt(imported, values);
      if (adopted) sayAdopted(host, collection, entry.id, adopted);
      return { id: entry.id, outs: outputsOf(inputs.accountId ?? "", entry) };
    },

    async read(id, properties = {}) {
      const accountId = properties.accountId ?? host.access.accountId ?? "";
      const live = await host.entries(collection, accountId).read(id);
      if (live) {
        const entry = { ...live, values: keepSpelling(live.values, properties) };
        return { id, props: outputsOf(accountId, entry), inputs: { accountId, ...entry.values } };
      }
      if (properties[GET] !== true) return {};
      throw new ApiError(`there is no ${collection.noun} ${id} in account ${accountId}`, { outcome: "refused" });
    },

    async update(id, olds, news) {
      const entry = await entriesOf(olds).update(id, olds, valuesOf(collection, news));
      const createdAt = entry.createdAt ?? (olds.createdAt as string | undefined);
      return { outs: outputsOf(olds.accountId ?? "", { ...entry, ...(createdAt && { createdAt }) }) };
    },

    async delete(id, properties) {
      await entriesOf(properties).delete(id);
    },
  };
}
