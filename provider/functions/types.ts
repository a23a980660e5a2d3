/** The argument of every look-up. */
export interface InAccount {
  /**
   * The account to look in.
   * @default the provider's account
   */
  accountId?: string;
}

/** The arguments of a look-up where Cloudflare can search. */
export interface Search extends InAccount {
  /**
   * Text to search for. Cloudflare does not say which fields it searches, and may change that, so use it to explore and not
   * in programs.
   */
  search?: string;
}

/** The argument of a look-up of one entry, beside conditions. */
export interface ById {
  /** The entry's id. */
  id?: string;
}

/**
 * How a look-up of many entries sorts its results.
 * @typeParam Name - the property that it can be sorted by
 */
export interface Order<Name extends string = never> {
  /** @default "createdAt" */
  order?: "createdAt" | Name;
  /** @default "asc" */
  direction?: "asc" | "desc";
}

/** What every result has beside the entry's own fields. */
export interface Found {
  readonly id: string;
  /** The account that owns the entry. */
  readonly accountId: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** RFC 3339. */
  readonly modifiedAt: string;
}

/** The result of a look-up of many entries. */
export interface FoundAll<One> {
  /** The account that was asked. */
  readonly accountId: string;
  /** All that match, from all pages. */
  readonly results: readonly One[];
}
