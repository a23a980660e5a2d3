import type { Emulator } from "../../../emulator";
import { Client as ApiClient } from "../../../provider/api/client";
import { CollectionClient } from "../../../provider/api/collection-client";
import { ApiError } from "../../../provider/api/error";
import { valuesOf, type Properties } from "../../../provider/lifecycle/properties";
import type { InstanceOptions } from "../../../provider/lifecycle/provider-instance";
import { INSTANCE_OPTIONS } from "./campaign";
import { library, type Client, type Lifecycle } from "./deployment";
import { naive } from "./naive";
import type { Resource } from "./program";

/** The library with some of its methods replaced. */
function patched(client: Client, change: (whole: Lifecycle, resource: Resource) => Partial<Lifecycle>): Client {
  return (resource) => {
    const whole = client(resource);
    return { ...whole, ...change(whole, resource) };
  };
}

function withoutMark({ __mark: _mark, ...properties }: Properties): Properties {
  return properties;
}

/** An update that gives up at once, without a look, so that many outcomes stay unknown. */
function rashUpdate(emulator: Emulator, resource: Resource): Lifecycle["update"] {
  const { limits } = INSTANCE_OPTIONS;
  return library(emulator, { limits: { ...limits, retries: 0 }, writer: { looksMs: [] } })(resource).update;
}

/** Mistakes that a client can make, each of which a campaign must find. */
export const defects: Readonly<Record<string, (emulator: Emulator) => Client>> = {
  "a POST that is sent again without a look": (emulator) =>
    library(emulator, { ...INSTANCE_OPTIONS, writer: { looksMs: [], attempts: 3 } }),

  "a create that does not look for what exists": (emulator) =>
    patched(library(emulator, INSTANCE_OPTIONS), (_, resource) => ({ create: naive(emulator)(resource).create })),

  "a delete that fails for what is gone": (emulator) =>
    patched(library(emulator, INSTANCE_OPTIONS), (_, { collection }) => ({
      delete: (id) => new CollectionClient(directly(emulator), collection, emulator.account).delete(id),
    })),

  "an update whose unknown outcome the engine does not learn": (emulator) =>
    patched(library(emulator, INSTANCE_OPTIONS), (_, resource) => ({
      update: (id, olds, news) =>
        rashUpdate(emulator, resource)(id, olds, news).catch((error: unknown) => {
          throw new Error((error as Error).message);
        }),
    })),

  "an update that takes a server error for success": (emulator) =>
    patched(library(emulator, INSTANCE_OPTIONS), (_, resource) => ({
      update: (id, olds, news) =>
        rashUpdate(emulator, resource)(id, olds, news).catch(() => ({ outs: valuesOf(resource.collection, news) })),
    })),

  "a delete that does not know who took the entry over": (emulator) =>
    patched(library(emulator, INSTANCE_OPTIONS), (_, resource) => ({
      delete: (id, properties) => library(emulator, INSTANCE_OPTIONS)(resource).delete(id, properties),
    })),

  "resources that cannot be told apart by their state": (emulator) =>
    patched(library(emulator, INSTANCE_OPTIONS), (whole) => ({
      diff: (id, olds, news) => whole.diff(id, withoutMark(olds), news),
      delete: (id, properties) => whole.delete(id, withoutMark(properties)),
    })),

  "a read that takes every failure for an entry that is gone": (emulator) =>
    patched(
      library(emulator, { ...INSTANCE_OPTIONS, writer: { ...INSTANCE_OPTIONS.writer, coalesce: false } }),
      (whole) => ({
        read: (id, properties) => whole.read(id, properties).catch((error: unknown) => goneUnless(error)),
        create: (inputs) => whole.create({ ...inputs, adoptExisting: false }),
      }),
    ),
};

/** A mistake that only who compares each up with its preview can see: it removes what no refresh showed. */
export function eager(emulator: Emulator, options: InstanceOptions): Client {
  return patched(library(emulator, options), (whole, { collection, isSet }) =>
    isSet
      ? {
          update: async (id, olds, news) => {
            const { entries } = collection.set;
            const { props = {} } = await whole.read(id, { ...olds, exclusive: news.exclusive });
            const shown = { ...(props[entries] as object), ...(olds[entries] as object) };
            return whole.update(id, { ...olds, [entries]: shown, __seen: props.__seen }, news);
          },
        }
      : {},
  );
}

function goneUnless(error: unknown): Record<string, never> {
  if (error instanceof ApiError) return {};
  throw error;
}

function directly({ baseUrl, token }: Emulator): ApiClient {
  return new ApiClient(
    { baseUrl, credential: { value: { token }, from: "the emulator" }, problems: [] },
    () => undefined,
    INSTANCE_OPTIONS.limits,
  );
}
