import type * as pulumi from "@pulumi/pulumi";
import type { Collection, SetCollection } from "../collections/collection";
import { EntryResource, entryOf, isResourceOf, SetResource, setOf } from "./dynamic-resource";

/** The class of a resource that is one entry. */
export interface EntryClass<Args, Resource> {
  /**
   * @param name - the resource's name in the stack
   * @param args - what the entry is
   * @param options - the options of every Pulumi resource; `import` adopts the entry of that id
   */
  new (name: string, args: Args, options?: pulumi.CustomResourceOptions): EntryResource;

  /**
   * Reads an entry that something else manages.
   * @param id - the entry's id
   * @param state - `accountId`, where it is not the provider's
   */
  get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: { accountId?: pulumi.Input<string> },
    options?: pulumi.CustomResourceOptions,
  ): Resource;

  /** Whether the object is one of the class, also when several copies of this package are loaded. */
  isInstance(candidate: unknown): candidate is Resource;
}

/** The class of a resource that is a set of entries. */
export interface SetClass<Args, Resource> {
  /**
   * @param name - the resource's name in the stack
   * @param args - the entries
   * @param options - the options of every Pulumi resource, except `import`
   */
  new (name: string, args: Args, options?: pulumi.CustomResourceOptions): SetResource;

  /** Whether the object is one of the class, also when several copies of this package are loaded. */
  isInstance(candidate: unknown): candidate is Resource;
}

/**
 * The base class for the entries of a collection. An interface with the same name as the derived class declares its
 * outputs.
 * @typeParam Args - what its constructor takes
 * @typeParam Resource - the class itself
 */
export function entryClass<Args, Resource>(collection: Collection): EntryClass<Args, Resource> {
  class Entry extends EntryResource {
    constructor(name: string, args: pulumi.Inputs, options?: pulumi.CustomResourceOptions) {
      super(entryOf(collection), name, args, options);
    }

    static get(name: string, id: pulumi.ID, state?: pulumi.Inputs, options?: pulumi.CustomResourceOptions): Entry {
      return new this(name, { ...state }, { ...options, id });
    }

    static override isInstance(candidate: unknown): candidate is Entry {
      return isResourceOf(collection, candidate);
    }
  }
  return Entry as unknown as EntryClass<Args, Resource>;
}

/** The base class for sets of a collection's entries. */
export function setClass<Args, Resource>(collection: SetCollection): SetClass<Args, Resource> {
  class EntrySet extends SetResource {
    constructor(name: string, args: pulumi.Inputs, options?: pulumi.CustomResourceOptions) {
      super(setOf(collection), name, args, options);
    }

    static override isInstance(candidate: unknown): candidate is EntrySet {
      return isResourceOf(collection.set, candidate);
    }
  }
  return EntrySet as unknown as SetClass<Args, Resource>;
}
