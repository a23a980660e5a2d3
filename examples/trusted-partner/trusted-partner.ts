import * as pulumi from "@pulumi/pulumi";
import * as email from "pulumi-cloudflare-email-security";

export interface TrustedPartnerArgs {
  /** Why the partner is trusted, and who asked for it. */
  reason: string;
  /** Domains from which the partner sends mail that proves its origin. */
  domains?: readonly string[];
  /** Single senders at domains that are not the partner's own. */
  addresses?: readonly string[];
  /** Static addresses and networks of machines that cannot sign their mail. */
  networks?: readonly string[];
}

/** All exceptions that one partner needs: they are made and removed together. */
export class TrustedPartner extends pulumi.ComponentResource {
  constructor(name: string, args: TrustedPartnerArgs, options?: pulumi.ComponentResourceOptions) {
    super("example:index:TrustedPartner", name, {}, options);

    for (const pattern of [...(args.domains ?? []), ...(args.addresses ?? [])]) {
      // Anyone can write a sender's address, so only mail that passes verification is trusted.
      this.#allow(name, { pattern, isTrustedSender: true, verifySender: true, comments: args.reason });
    }
    for (const pattern of args.networks ?? []) {
      // Less is switched off for machines: malware is still looked for.
      this.#allow(name, { pattern, isAcceptableSender: true, verifySender: false, comments: args.reason });
    }
    this.registerOutputs();
  }

  #allow(name: string, policy: email.AllowPolicyInputs): void {
    new email.AllowPolicy(`${name}-${policy.pattern}`, policy, { parent: this });
  }
}
