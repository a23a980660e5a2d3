/**
 * What the engine's host process loads as `pulumi-cloudflare-email-security/provider`. The names are frozen: they lie in
 * the state of every resource ever made.
 */
import { ALL_COLLECTIONS } from "../collections/all-collections";
import { hasSet } from "../collections/collection";
import { SharedLedger } from "../run/peers";
import { endWithEngine, engineAddress } from "./engine-end";
import { entryProvider, type ResourceProvider } from "./entry-provider";
import { ProviderInstance } from "./provider-instance";
import { setProvider } from "./set-provider";
import { tellOnce } from "./told-once";

endWithEngine();
tellOnce();

const shared = openShared();
const instance = new ProviderInstance({ ...(shared && { shared }) });

const lifecycles: Record<string, ResourceProvider> = {};
for (const collection of ALL_COLLECTIONS) {
  lifecycles[collection.handler] = entryProvider(instance, collection);
  if (hasSet(collection)) lifecycles[collection.set.handler] = setProvider(instance, collection);
}

function openShared(): SharedLedger | undefined {
  const address = engineAddress();
  return address === undefined ? undefined : SharedLedger.open(address);
}

export = lifecycles;
