/** The properties that every set has beside its entries. */
export interface SetInputs {
  /**
   * Cloudflare account that owns the entries. Another account means other entries: changing it replaces the set.
   * @default the provider's account, as for the single resource
   */
  accountId?: string;
  /**
   * The set owns the whole collection of the account: what others add shows at `pulumi refresh` under its pattern, and the
   * next `pulumi up` removes it. One set, one collection, one account: nothing else may manage entries there.
   * @default false
   */
  exclusive?: boolean;
  /** With `exclusive`: what others may have, by pattern, or by name where entries have names. */
  allowUnmanaged?: string[];
}
