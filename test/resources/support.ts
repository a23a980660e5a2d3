import * as pulumi from "@pulumi/pulumi";

interface Registration extends pulumi.runtime.MockResourceArgs {
  readonly inputs: Record<string, unknown>;
}

/** What the programs of a test registered. */
export type Registrations = readonly Registration[];

/**
 * Lets programs run without an engine, which answers each resource with what it was given, an id and a time.
 * @param more - what it answers beside and instead of that
 */
export async function useMocks(more: Readonly<Record<string, unknown>> = {}): Promise<Registrations> {
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks({
    newResource: (registration: Registration) => {
      registrations.push(registration);
      const { id, name, inputs } = registration;
      return { id: id === "" ? `id of ${name}` : id, state: { ...inputs, createdAt: "2026-01-01T00:00:00Z", ...more } };
    },
    call: ({ token }) => {
      throw new Error(`unexpected call of ${token}`);
    },
  });
  return registrations;
}

/** What is registered of a resource, once it is. */
export async function registrationOf(resource: pulumi.Resource, registrations: Registrations): Promise<Registration> {
  const urn = await valueOf(resource.urn);
  const found = registrations.find(({ type, name }) => urn.endsWith(`${type}::${name}`));
  if (!found) throw new Error(`${urn} was not registered`);
  return found;
}

export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    (output as pulumi.OutputInstance<T>).apply(resolve);
  });
}
