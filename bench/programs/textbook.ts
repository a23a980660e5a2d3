import * as pulumi from "@pulumi/pulumi";

interface Policy {
  readonly pattern: string;
  readonly isTrustedSender: boolean;
  readonly comments: string;
}

/** A request as a first dynamic provider makes it: no retry, no look for what is there. */
async function send(method: string, path: string, policy?: Policy): Promise<{ id: string }> {
  const { BENCH_BASE_URL: base = "", BENCH_ACCOUNT: account = "", BENCH_TOKEN: token = "" } = process.env;
  const response = await fetch(`${base}/accounts/${account}/email-security/settings/allow_policies${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    body: policy
      ? JSON.stringify({
          pattern: policy.pattern,
          pattern_type: "DOMAIN",
          is_regex: false,
          is_trusted_sender: policy.isTrustedSender,
          is_acceptable_sender: false,
          is_exempt_recipient: false,
          verify_sender: true,
          comments: policy.comments,
        })
      : null,
  });
  const { result } = (await response.json()) as { result: { id: string } };
  return result;
}

const provider: pulumi.dynamic.ResourceProvider = {
  create: async (policy: Policy) => ({ id: (await send("POST", "", policy)).id, outs: policy }),
  read: async (id: string, policy: Policy) => {
    await send("GET", `/${id}`);
    return { id, props: policy };
  },
  update: async (id: string, _: Policy, policy: Policy) => {
    await send("PATCH", `/${id}`, policy);
    return { outs: policy };
  },
  delete: async (id: string) => {
    await send("DELETE", `/${id}`);
  },
};

/** A dynamic resource as the documentation of Pulumi shows it: the provider's code travels with each resource. */
export class Textbook extends pulumi.dynamic.Resource {
  constructor(name: string, policy: Policy, options?: pulumi.CustomResourceOptions) {
    super(provider, name, policy, options);
  }
}
