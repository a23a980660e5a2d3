import type { Entry, Values } from "../collections/collection";
import type { Value } from "../fields/field";

/** A change of an entry: the new values by name; `undefined` clears an optional one. */
export type Change = Readonly<Record<string, Value | undefined>>;

export interface Post {
  readonly kind: "post";
  readonly values: Values;
}

export interface Patch {
  readonly kind: "patch";
  readonly id: string;
  readonly change: Change;
  /** All values that the entry shall have. */
  readonly values: Values;
}

export interface Delete {
  readonly kind: "delete";
  readonly id: string;
}

/** One write. */
export type Operation = Post | Patch | Delete;

/** What a write left behind. */
export type Done = Entry | "deleted";
