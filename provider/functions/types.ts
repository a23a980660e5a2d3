/** What every look-up can be told. */
export interface InAccount {
  /**
   * The account to look in.
   * @default the provider's account
   */
  accountId?: string;
}

/** What a look-up can be told where Cloudflare can search. */
export interface Search extends InAccount {
  /** Text to search for. Cloudflare leaves open where it is looked for, and may change it: good for people, not for programs. */
  search?: string;
}

/** What a look-up of one can be told beside conditions. */
export interface ById {
  /** The entry's id. */
  id?: string;
}

/**
 * How a look-up of many sorts what it found.
 * @typeParam Name - the property that it can be sorted by
 */
export interface Order<Name extends string = never> {
  /** @default "createdAt" */
  order?: "createdAt" | Name;
  /** @default "asc" */
  direction?: "asc" | "desc";
}

/** What every entry that was found has beside its own fields. */
export interface Found {
  readonly id: string;
  /** The account that owns the entry. */
  readonly accountId: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** RFC 3339. */
  readonly modifiedAt: string;
}

/** What a look-up of many finds. */
export interface FoundAll<One> {
  /** The account that was asked. */
  readonly accountId: string;
  /** All that match, from all pages. */
  readonly results: readonly One[];
}
