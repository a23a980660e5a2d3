import type * as pulumi from "@pulumi/pulumi";
import { IGNORE, IMPORT, typeOf } from "../contract";

/**
 * The resource option `import` as properties, for `check` and `create`: the engine cannot import through a dynamic provider
 * (pulumi/pulumi#3550), so `create` is told to adopt instead.
 */
export function importAsProperties({ import: imported, ignoreChanges }: pulumi.CustomResourceOptions): pulumi.Inputs {
  if (imported === undefined) return {};
  return { [IMPORT]: imported, ...(ignoreChanges && { [IGNORE]: ignoreChanges }) };
}

/**
 * Lets `transformations` of the program set the option too. They run inside the SDK's constructor, which keeps them in a
 * private property; one that reads the option is added there as the last. `transforms` run in the engine, where this is not
 * possible.
 */
export function heedTransformations(prototype: object): void {
  Object.defineProperty(prototype, TRANSFORMATIONS, {
    set(this: object, given: readonly pulumi.ResourceTransformation[]) {
      const value = [...given, moveImport];
      Object.defineProperty(this, TRANSFORMATIONS, { value, writable: true, configurable: true, enumerable: true });
    },
  });
}

const TRANSFORMATIONS = "__transformations";

const moveImport: pulumi.ResourceTransformation = ({ type, props, opts }) => {
  const { import: imported, ...options } = opts as pulumi.CustomResourceOptions;
  // Children of a resource have its transformations too.
  if (imported === undefined || typeOf(type) === undefined) return undefined;
  return { props: { ...props, ...importAsProperties(opts) }, opts: options };
};
