import * as pulumi from "@pulumi/pulumi";

/** The values behind the outputs; what is not known yet is the engine's text for that. */
export async function known(outputs: pulumi.Inputs): Promise<Record<string, unknown>> {
  return withoutSecrecy(await pulumi.runtime.serializeProperties("advice", outputs)) as Record<string, unknown>;
}

/** Takes the marks of secrets away: what is said of a value never holds it. */
function withoutSecrecy(value: unknown): unknown {
  const open = pulumi.runtime.unwrapRpcSecret(value) as unknown;
  if (Array.isArray(open)) return open.map(withoutSecrecy);
  if (typeof open !== "object" || open === null) return open;
  return Object.fromEntries(Object.entries(open).map(([name, inner]) => [name, withoutSecrecy(inner)]));
}
