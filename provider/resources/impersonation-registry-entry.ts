import {
  impersonationRegistry,
  type fields,
  type ImpersonationRegistryEntryInputs,
  type ImpersonationRegistryEntryValues,
} from "../collections/impersonation-registry-entry";
import type { Conditions, Outputs } from "../fields/field";
import { lookUpAll, lookUpOne } from "../functions/look-up";
import type { ById, Found, FoundAll, Order, Search } from "../functions/types";
import { entryClass } from "./classes";
import type { AdoptionArgs } from "./dynamic-resource";
import type { InputsOf } from "./inputs-of";
import type { AdviceArgs } from "./preview-advice";

/** The arguments of {@link ImpersonationRegistryEntry}. */
export type ImpersonationRegistryEntryArgs = InputsOf<ImpersonationRegistryEntryInputs> & AdoptionArgs & AdviceArgs;

/**
 * An entry of the Email Security impersonation registry: a person whom others like to impersonate, and an address of theirs. Mail in
 * the name of the person from an address that is not in the registry is reported. Entries that are synced from a directory are
 * the directory's: they are neither adopted, nor changed, nor deleted. One request an entry: the API has no batch of these.
 *
 * | lifecycle | request below `/accounts/{account_id}/email-security/settings` |
 * |---|---|
 * | create | one list a run, then `POST impersonation_registry` |
 * | read | `GET impersonation_registry/{impersonation_registry_id}` |
 * | update | `PATCH impersonation_registry/{impersonation_registry_id}` with the changed fields |
 * | delete | `DELETE impersonation_registry/{impersonation_registry_id}` |
 *
 * ## Example: the head of a company, with both addresses
 *
 * ```typescript
 * new ImpersonationRegistryEntry("jane", { name: "Jane Doe", email: "jane.doe@acme.example" });
 * new ImpersonationRegistryEntry("jane-private", { name: "Jane Doe", email: "jane@doe.example" });
 * ```
 */
export class ImpersonationRegistryEntry extends entryClass<ImpersonationRegistryEntryArgs, ImpersonationRegistryEntry>(
  impersonationRegistry,
) {}

export interface ImpersonationRegistryEntry extends Outputs<typeof fields> {}

/** What an entry of the impersonation registry can be found by. Several conditions must all hold. */
export interface ImpersonationRegistryEntryConditions extends Search, Conditions<typeof fields> {}

/** The arguments of {@link getImpersonationRegistryEntry}: the id, or conditions that one entry alone meets. */
export interface GetImpersonationRegistryEntryArgs extends ImpersonationRegistryEntryConditions, ById {}

/** The arguments of {@link getImpersonationRegistryEntries}. */
export interface GetImpersonationRegistryEntriesArgs extends ImpersonationRegistryEntryConditions, Order<"name"> {}

/** An entry of the impersonation registry as it is in Cloudflare. */
export interface GetImpersonationRegistryEntryResult extends Found, ImpersonationRegistryEntryValues {}

/** What {@link getImpersonationRegistryEntries} found. */
export interface GetImpersonationRegistryEntriesResult extends FoundAll<GetImpersonationRegistryEntryResult> {}

const one = lookUpOne<GetImpersonationRegistryEntryArgs, GetImpersonationRegistryEntryResult>(
  "getImpersonationRegistryEntry",
  impersonationRegistry,
);
const all = lookUpAll<GetImpersonationRegistryEntriesArgs, GetImpersonationRegistryEntriesResult>(
  "getImpersonationRegistryEntries",
  impersonationRegistry,
);

/**
 * Reads an entry of the impersonation registry, by its id or by conditions. Fails where there is none, or more than one.
 *
 * ```typescript
 * const { provenance } = await getImpersonationRegistryEntry({ name: "Jane Doe" });
 * ```
 */
export const getImpersonationRegistryEntry = one.now;

/** {@link getImpersonationRegistryEntry} for arguments that are Outputs; unknown at preview where one of them is. */
export const getImpersonationRegistryEntryOutput = one.later;

/**
 * Reads all of an account, or all that meet the conditions.
 *
 * ```typescript
 * const { results } = await getImpersonationRegistryEntries({ provenance: "A1S_INTERNAL" });
 * ```
 */
export const getImpersonationRegistryEntries = all.now;

/** {@link getImpersonationRegistryEntries} for arguments that are Outputs; unknown at preview where one of them is. */
export const getImpersonationRegistryEntriesOutput = all.later;
