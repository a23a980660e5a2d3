import * as pulumi from "@pulumi/pulumi";
import { pathOf } from "../lifecycle/properties";

/** Resolves to true if the whole value is a secret, so that its keys are secret too; else to `undefined`. */
export async function isSecret(value: unknown): Promise<true | undefined> {
  return pulumi.Output.isInstance(value) && (await (value as unknown as { isSecret: Promise<boolean> }).isSecret)
    ? true
    : undefined;
}

/**
 * The paths of the arguments that are secret, as the engine writes paths; `undefined` if there are none. The host process
 * needs them because it receives all values in clear.
 * @param additional - outputs that the resource's options make secrets
 */
export async function secretPaths(
  args: pulumi.Inputs,
  additional: readonly string[] = [],
): Promise<string[] | undefined> {
  const secret = isPlain(args)
    ? []
    : // If a value is rejected, the program fails anyway.
      await pulumi.runtime.serializeProperties("secrets", args).then(
        (values) => pathsIn("", values),
        () => [],
      );
  const paths = [...additional, ...secret];
  return paths.length > 0 ? paths : undefined;
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (pulumi.Output.isInstance(value) || pulumi.Resource.isInstance(value) || value instanceof Promise) return false;
  return Object.values(value).every(isPlain);
}

function pathsIn(at: string, value: unknown): string[] {
  if (pulumi.runtime.isRpcSecret(value)) return [at];
  if (Array.isArray(value)) return value.flatMap((one, index) => pathsIn(`${at}[${index}]`, one));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => pathsIn(at === "" ? name : pathOf(at, name), inner));
}
