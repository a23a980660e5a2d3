/** What every look-up can be told. */
export interface Search {
  /**
   * The account to look in.
   * @default the provider's account
   */
  accountId?: string;
  /** Text to search for. Cloudflare leaves open where it is looked for, and may change it: good for people, not for programs. */
  search?: string;
}

/** How a look-up of many sorts what it found. */
export interface Order {
  /** @default "createdAt" */
  order?: "createdAt" | "pattern";
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
