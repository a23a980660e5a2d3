/** What every resource that is an entry has beside the entry's own fields. */
export interface AccountInput {
  /**
   * Cloudflare account that owns the entry. Changing it replaces the resource: another account means another entry.
   * @default the provider's account: config `cloudflare-email-security:accountId`, then `cloudflare:accountId`, then `CLOUDFLARE_ACCOUNT_ID`
   */
  accountId?: string;
}
