import { ApiError, UserError } from "../api/error";
import type { ProviderInstance } from "./provider-instance";
import type { Properties } from "./properties";

/**
 * Runs a deletion. If it is refused because the provider now has another account, says what to do: the engine would
 * otherwise try it again at every up.
 */
export async function toldWhere(
  instance: ProviderInstance,
  { accountId = "" }: Properties,
  removal: () => Promise<void>,
): Promise<void> {
  try {
    await removal();
  } catch (error) {
    const isRefused = error instanceof ApiError && [401, 403].includes(error.details.status ?? 0);
    if (!isRefused || accountId === instance.access.accountId) throw error;
    throw new UserError(
      `${error.message} The entry is in account ${accountId}, and the credential is for account ${instance.access.accountId ?? ""}: run once with a credential that may write in both; or delete the entry in the dashboard, and "pulumi state delete" the resource.`,
      { cause: error },
    );
  }
}
