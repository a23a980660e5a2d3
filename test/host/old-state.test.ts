import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { WireEntry } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import { readOnly, toWire } from "../../provider/collections/wire";
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
    const collection = type.endsWith(allowPolicies.type) ? allowPolicies : trustedDomains;
    return { collection, content: hosts.api.content(collection.path) };
  };

  /** Puts the entry where the state says that it is. */
  const restore = (resource: StoredResource) => {
    const { collection, content } = contentOf(resource);
    const { id, outputs } = resource;
    const wire = toWire(collection, outputs as Record<string, string | boolean>);
    const times = { [readOnly.createdAt]: outputs.createdAt, [readOnly.modifiedAt]: outputs.modifiedAt };
    content.insert({ ...wire, ...times, [readOnly.id]: id } as WireEntry);
  };

  it("holds every way in which a resource comes to be", () => {
    expect(stored.map(({ name }) => name)).to.have.members(
      ["policy", "domain"]
        .flatMap((kind) => [kind, `imported-${kind}`, `adopted-${kind}`, `got-${kind}`])
        .concat("regex-policy"),
    );
  });

  it("makes no difference to a program that has not changed, and costs no request", async () => {
    for (const { name, id, program, inputs, outputs } of own) {
      const resource = hosts.host.resourceOf(inputs.__provider);
      const { inputs: checked, failures } = await resource.check(program, inputs);
      expect(failures, name).to.be.empty;
      const { adoptExisting: _adoptExisting, ...lasting } = inputs;
      expect(checked, name).to.deep.equal(lasting);
      expect((await resource.diff(id, outputs, checked)).changes, name).to.equal("none");
    }
    expect(hosts.api.requests).to.be.empty;
  });

  it("is what a read still answers", async () => {
    for (const resource of stored) restore(resource);
    for (const { name, id, inputs, outputs } of own) {
      const { adoptExisting: _adoptExisting, __import: _import, ...canonical } = inputs;
      const live = await hosts.host.resourceOf(outputs.__provider).read(id, outputs);
      expect(live, name).to.deep.equal({ id, inputs: canonical, outputs });
    }
    for (const { name, id, inputs, outputs } of got) {
      const { __mark: _mark, ...lasting } = outputs;
      const live = await hosts.host.resourceOf(inputs.__provider).read(id, inputs);
      expect(live.outputs, name).to.include(lasting);
    }
  });

  it("is enough to change and to delete", async () => {
    const changed = new Map<string, Json>();
    for (const resource of own) {
      const { name, id, inputs, outputs } = resource;
      restore(resource);
      const updated = await hosts.host
        .resourceOf(outputs.__provider)
        .update(id, outputs, { ...inputs, comments: "changed" });
      expect(updated, name).to.include({ ...outputs, comments: "changed", modifiedAt: updated.modifiedAt });
      changed.set(id, updated);
    }
    await hosts.operation();
    for (const { id, outputs } of own) {
      await hosts.host.resourceOf(outputs.__provider).delete(id, changed.get(id) ?? {});
    }
    for (const { collection, content } of own.map(contentOf)) expect(content.list(), collection.path).to.be.empty;
  });
});
