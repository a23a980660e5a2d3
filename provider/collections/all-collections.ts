import { allowPolicies } from "./allow-policy";
import { blockSenders } from "./block-sender";
import type { Collection } from "./collection";
import { trustedDomains } from "./trusted-domain";

/** Everything that this package manages, in the order in which it is shown. */
export const ALL_COLLECTIONS: readonly Collection[] = [allowPolicies, trustedDomains, blockSenders];
