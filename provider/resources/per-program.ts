import * as pulumi from "@pulumi/pulumi";

/**
 * What the resources of one program share, made for the first of them: a process may run several programs.
 * Outside of a program, as in a unit test, each resource stands alone.
 */
export function perProgram<T>(make: () => T): () => T {
  const programs = new WeakMap<pulumi.Resource, T>();
  return () => {
    const stack = pulumi.runtime.getStackResource();
    const shared = (stack && programs.get(stack)) ?? make();
    if (stack) programs.set(stack, shared);
    return shared;
  };
}
