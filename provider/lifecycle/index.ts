/**
 * What the engine's host process loads as `pulumi-cloudflare-email-security/provider`. The names are frozen: they lie in
 * the state of every resource ever made.
 */
import { allowPolicies } from "../collections/allow-policy";
import { blockSenders } from "../collections/block-sender";
import { trustedDomains } from "../collections/trusted-domain";
import { SharedLedger } from "../run/peers";
import { endWithEngine, engineAddress } from "./engine-end";
import { entryProvider } from "./entry-provider";
import { Host } from "./host";
import { setProvider } from "./set-provider";
import { tellOnce } from "./told-once";

endWithEngine();
tellOnce();

const address = engineAddress();
const shared = address === undefined ? undefined : SharedLedger.open(address);
const host = new Host({ ...(shared && { shared }) });

export const allowPolicy = entryProvider(host, allowPolicies);
export const trustedDomain = entryProvider(host, trustedDomains);
export const blockSender = entryProvider(host, blockSenders);
export const allowPolicySet = setProvider(host, allowPolicies);
export const trustedDomainSet = setProvider(host, trustedDomains);
export const blockSenderSet = setProvider(host, blockSenders);
