import type { Emulator } from "../../../emulator";
import { changedFields } from "../../../provider/collections/compare";
import type { Values } from "../../../provider/collections/collection";
import { fromWire, toWire } from "../../../provider/collections/wire";
import { valuesOf, type Properties } from "../../../provider/lifecycle/properties";
import type { Client, Lifecycle } from "./deployment";

/** What most clients do: every request as it is, twice again where it fails. */
export function naive(emulator: Emulator): Client {
  return ({ collection }) => {
    const root = `${emulator.baseUrl}/accounts/${emulator.account}/email-security/settings/${collection.path}`;
    const entryOf = (wire: unknown) => fromWire(collection, wire);
    const body = (properties: Properties): Values => valuesOf(collection, properties);

    const send = async (method: string, url: string, values?: Values): Promise<unknown> => {
      for (let attempt = 1; ; attempt++) {
        try {
          const response = await fetch(url, {
            method,
            headers: { authorization: `Bearer ${emulator.token}` },
            signal: AbortSignal.timeout(200),
            ...(values && { body: JSON.stringify(toWire(collection, values)) }),
          });
          if (response.status === 404 && method !== "PATCH") return undefined;
          if (!response.ok) throw new Error(`${response.status}`);
          return ((await response.json()) as { result: unknown }).result;
        } catch (error) {
          if (attempt > 2) throw error;
        }
      }
    };

    const lifecycle: Partial<Lifecycle> = {
      check: (_, news) => Promise.resolve({ inputs: news }),
      diff: (_, olds, news) => Promise.resolve({ changes: changedFields(collection, olds, news).length > 0 }),
      create: async (inputs) => {
        const { id, values } = entryOf(await send("POST", root, body(inputs)));
        return { id, outs: { ...values } };
      },
      read: async (id, properties) => {
        const wire = await send("GET", `${root}/${id}`);
        if (wire === undefined) return {};
        const { values } = entryOf(wire);
        return { id, props: { ...properties, ...values }, inputs: { ...values } };
      },
      update: async (id, olds, news) => {
        const cleared = Object.fromEntries(
          changedFields(collection, olds, news).map((name) => [name, news[name] as string | boolean]),
        );
        return { outs: { ...entryOf(await send("PATCH", `${root}/${id}`, cleared)).values } };
      },
      delete: async (id) => {
        await send("DELETE", `${root}/${id}`);
      },
    };
    return lifecycle as Lifecycle;
  };
}
