import type * as email from "pulumi-cloudflare-email-security";

/** A policy as the program gives it. */
export interface Declared {
  readonly name: string;
  readonly policy: Partial<email.AllowPolicyInputs>;
}

/** The policies that a resource declares: its own, or those of a set. */
export function policiesOf(type: string, name: string, inputs: object): Declared[] {
  if (type.endsWith(":AllowPolicy")) return [{ name, policy: inputs }];
  if (!type.endsWith(":AllowPolicySet")) return [];
  const { policies } = inputs as { policies: Record<string, Declared["policy"]> };
  return Object.entries(policies).map(([key, policy]) => ({ name: `${name}.${key}`, policy }));
}

/** What breaks a rule of this house, as sentences. */
export function violations(policies: readonly Declared[]): string[] {
  return policies.flatMap(({ name, policy }) => [
    ...(/^[A-Z]+-\d+: /.test(policy.comments ?? "") ? [] : [`${name}: the note does not begin with a ticket`]),
    ...(policy.isTrustedSender === true && policy.isRegex === true
      ? [`${name}: a regular expression is never trusted here`]
      : []),
  ]);
}
