import * as pulumi from "@pulumi/pulumi";
import { pathOf } from "../lifecycle/properties";

/** Whether a whole value is secret, so that its keys are too; a promise of nothing where it is not. */
export async function isSecret(value: unknown): Promise<true | undefined> {
  return pulumi.Output.isInstance(value) && (await (value as unknown as { isSecret: Promise<boolean> }).isSecret)
    ? true
    : undefined;
}

/**
 * The paths of the arguments that are secret, as the engine writes paths; a promise of nothing where there are none. The host
 * is handed all values in clear.
 * @param additional - the outputs that the resource's options make secrets
 */
export async function secretPaths(
  args: pulumi.Inputs,
  additional: readonly string[] = [],
): Promise<string[] | undefined> {
  const secret = isPlain(args)
    ? []
    : // A value that failed fails the program by itself.
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
