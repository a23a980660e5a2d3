/** The properties that every set has beside its entries. */
export interface SetInputs {
  /**
   * Cloudflare account that owns the entries. Another account means other entries: changing it replaces the set.
   * @default the provider's account, as for the single resource
   */
  accountId?: string;
  /**
   * The set owns all entries of its kind in the account: `pulumi refresh` shows what others added, under its pattern, and
   * the next `pulumi up` removes it. Nothing else may manage entries of that kind in the account.
   * @default false
   */
  exclusive?: boolean;
  /** With `exclusive`: the patterns that others may have; for content policies their names. */
  allowUnmanaged?: string[];
}
