import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { WireEntry } from "../../emulator";
import { SET_COLLECTIONS } from "../../provider/collections/all-collections";
import { readOnly, toWire } from "../../provider/collections/wire";
import { empty } from "../support/content";
import { useHost, type Json } from "./support";

/** A resource as version 0.1.0 left it in the state of a stack, and the properties that its program sent. */
interface StoredResource {
  readonly name: string;
  readonly type: string;
  readonly id: string;
  readonly program: Json;
  readonly inputs: Json & { readonly __provider: string };
  readonly outputs: Json & { readonly __provider: string };
}

const stored = JSON.parse(
  readFileSync(join(__dirname, "fixtures", "state-0.1.0.json"), "utf8"),
) as readonly StoredResource[];
const own = stored.filter(({ program }) => program.__get === undefined);
const got = stored.filter(({ program }) => program.__get !== undefined);

describe("the state of version 0.1.0", () => {
  const hosts = useHost();

  const contentOf = ({ type }: StoredResource) => {
    const isOf = (one: { readonly type: string }) => type.endsWith(`:${one.type}`);
    const collection = SET_COLLECTIONS.find((candidate) => isOf(candidate) || isOf(candidate.set));
    if (!collection) throw new Error(`no collection has ${type}`);
    return { collection, content: hosts.api.content(collection.path), isSet: isOf(collection.set) };
  };

  /** Puts the entries of the resource where its state says that they are. */
  const restore = (resource: StoredResource) => {
    const { collection, content, isSet } = contentOf(resource);
    const { id, outputs } = resource;
    const ids = isSet ? (outputs.ids as Record<string, string>) : { "": id };
    const entries = isSet ? (outputs[collection.set.entries] as Record<string, Json>) : { "": outputs };
    for (const [name, entry] of Object.entries(entries)) {
      const wire = toWire(collection, entry as Record<string, string | boolean>);
      const times = isSet ? {} : { [readOnly.createdAt]: entry.createdAt, [readOnly.modifiedAt]: entry.modifiedAt };
      content.insert({ ...wire, ...times, [readOnly.id]: ids[name] } as WireEntry);
    }
  };

  /** Lets nothing exist but what the resources have, for another operation of the engine. An exclusive set has it for itself. */
  const waves = async (
    resources: readonly StoredResource[],
    use: (wave: readonly StoredResource[]) => Promise<void>,
  ) => {
    for (const exclusive of [false, true]) {
      const wave = resources.filter(({ inputs }) => (inputs.exclusive === true) === exclusive);
      for (const { content } of stored.map(contentOf)) empty(content);
      for (const resource of wave) restore(resource);
      await hosts.operation();
      await use(wave);
    }
  };

  it("holds every way in which a resource comes to be", () => {
    expect(stored.map(({ name }) => name)).to.have.members([
      ...["policy", "domain", "sender"].flatMap((kind) => [kind, `imported-${kind}`, `adopted-${kind}`, `got-${kind}`]),
      ...["regex-policy", "regex-sender"],
      ...["allow-policy", "trusted-domain", "block-sender"].flatMap((kind) =>
        ["", "adopted-", "exclusive-"].map((how) => `${how}${kind}-set`),
      ),
    ]);
  });

  it("makes no difference to a program that has not changed, and costs no request", async () => {
    for (const { name, id, program, inputs, outputs } of own) {
      const resource = hosts.host.resourceOf(inputs.__provider);
      const { inputs: checked, failures } = await resource.check(program, inputs);
      expect(failures, name).to.be.empty;
      expect({ ...checked, adoptExisting: true }, name).to.deep.equal({ ...inputs, adoptExisting: true });
      expect((await resource.diff(id, outputs, checked)).changes, name).to.equal("none");
    }
    expect(hosts.api.requests).to.be.empty;
  });

  it("is what a read still answers", async () => {
    await waves(own, async (wave) => {
      for (const { name, id, inputs, outputs } of wave) {
        const { adoptExisting: _adoptExisting, __import: _import, ...canonical } = inputs;
        const live = await hosts.host.resourceOf(outputs.__provider).read(id, outputs);
        expect(live, name).to.deep.equal({ id, inputs: canonical, outputs });
      }
    });
    await waves(got, async (wave) => {
      for (const { name, id, inputs, outputs } of wave) {
        const { __mark: _mark, ...lasting } = outputs;
        const live = await hosts.host.resourceOf(inputs.__provider).read(id, inputs);
        expect(live.outputs, name).to.include(lasting);
      }
    });
  });

  it("is enough to change and to delete", async () => {
    await waves(own, async (wave) => {
      const changed = new Map<string, Json>();
      for (const resource of wave) {
        const { name, id, inputs, outputs } = resource;
        const { collection, content, isSet } = contentOf(resource);
        const ids = content.list().map((entry) => entry.id);
        const comments = `changed by ${name}`;
        const entries = Object.entries((inputs[collection.set.entries] ?? {}) as Record<string, Json>);
        const news = isSet
          ? {
              [collection.set.entries]: Object.fromEntries(
                entries.map(([key, entry]) => [key, { ...entry, comments }]),
              ),
            }
          : { comments };
        changed.set(id, await hosts.host.resourceOf(outputs.__provider).update(id, outputs, { ...inputs, ...news }));
        expect(
          content.list().map((entry) => entry.id),
          name,
        ).to.have.members(ids);
        const notes = content.list().filter((entry) => entry.comments === comments);
        expect(notes, name).to.have.length(isSet ? entries.length : 1);
      }
      await hosts.operation();
      for (const { id, outputs } of wave) {
        await hosts.host.resourceOf(outputs.__provider).delete(id, changed.get(id) ?? {});
      }
      for (const { collection, content } of wave.map(contentOf)) expect(content.list(), collection.path).to.be.empty;
    });
  });
});
