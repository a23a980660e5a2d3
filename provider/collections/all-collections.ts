import { allowPolicies } from "./allow-policy";
import { blockSenders } from "./block-sender";
import { contentPolicies } from "./content-policy";
import { domains } from "./domain";
import { impersonationRegistry } from "./impersonation-registry-entry";
import { sendingDomainRestrictions } from "./sending-domain-restriction";
import { urlIgnorePatterns } from "./url-ignore-pattern";
import { hasSet, type Collection, type SetCollection } from "./collection";
import { trustedDomains } from "./trusted-domain";

/** Everything that this package manages, in the order in which it is shown. */
export const ALL_COLLECTIONS: readonly Collection[] = [
  allowPolicies,
  trustedDomains,
  blockSenders,
  contentPolicies,
  impersonationRegistry,
  sendingDomainRestrictions,
  urlIgnorePatterns,
  domains,
];

/** Those whose entries can be managed as a set, too. */
export const SET_COLLECTIONS: readonly SetCollection[] = ALL_COLLECTIONS.filter(hasSet);
