import * as pulumi from "@pulumi/pulumi";

/** The values of the outputs; values that are not known yet are the engine's text for unknown values. */
export async function known(outputs: pulumi.Inputs): Promise<Record<string, unknown>> {
  return withoutSecrecy(await pulumi.runtime.serializeProperties("advice", outputs)) as Record<string, unknown>;
}

/** Removes the marks of secrets. This is safe because messages never show the values. */
function withoutSecrecy(value: unknown): unknown {
  const open = pulumi.runtime.unwrapRpcSecret(value) as unknown;
  if (Array.isArray(open)) return open.map(withoutSecrecy);
  if (typeof open !== "object" || open === null) return open;
  return Object.fromEntries(Object.entries(open).map(([name, inner]) => [name, withoutSecrecy(inner)]));
}
