import { flag, number, oneOf, text, type Given, type Live } from "../fields/field";
import { comments } from "../fields/shared";
import type { AccountInput } from "./account";
import { collectionOf } from "./collection";

export const fields = {
  /** The display name of the person, 1 to 1,024 characters. */
  name: text({ wire: "name", length: [1, 1024], filter: "here" }),
  /** An address of the person, or, with `isEmailRegex`, a Java regular expression of all addresses. */
  email: text({ wire: "email", form: "pattern", readBy: { only: "EMAIL", regex: "isEmailRegex" }, filter: "here" }),
  /**
   * Whether `email` is a Java regular expression.
   * @default false
   */
  isEmailRegex: flag({ wire: "is_email_regex", default: false }),
  /** A note for people, up to 1,024 characters. */
  comments,
  /** Where the entry comes from: `A1S_INTERNAL` is one made by hand or by a program, the others are synced from a directory. */
  provenance: oneOf(["A1S_INTERNAL", "SNOOPY-CASB_OFFICE_365", "SNOOPY-OFFICE_365", "SNOOPY-GOOGLE_DIRECTORY"], {
    wire: "provenance",
    outputOnly: true,
    optional: true,
    filter: true,
  }),
  /** The directory that the entry is synced from. */
  directoryId: number({ wire: "directory_id", outputOnly: true, optional: true }),
  /** The person in that directory. */
  directoryNodeId: number({ wire: "directory_node_id", outputOnly: true, optional: true }),
};

/**
 * The properties of an entry of the impersonation registry.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/impersonation_registry/
 */
export interface ImpersonationRegistryEntryInputs extends AccountInput, Given<typeof fields> {}

/** An entry of the impersonation registry as it is in Cloudflare. */
export interface ImpersonationRegistryEntryValues extends Live<typeof fields> {}

export const impersonationRegistry = collectionOf({
  type: "ImpersonationRegistryEntry",
  handler: "impersonationRegistryEntry",
  set: "none",
  noun: "impersonation registry entry",
  path: "impersonation_registry",
  fields,
  key: ["name", "email"],
  pageOrder: "email",
  batch: "none",
  untouchable: {
    field: "provenance",
    values: ["SNOOPY-CASB_OFFICE_365", "SNOOPY-OFFICE_365", "SNOOPY-GOOGLE_DIRECTORY"],
    because: "is synced from a directory",
  },
  presence: "made",
  effect: "protects",
});
