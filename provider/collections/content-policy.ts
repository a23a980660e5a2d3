import { flag, someOf, text, type Given, type Kept, type Live } from "../fields/field";
import type { AccountInput } from "./account";
import { collectionOf } from "./collection";

export const fields = {
  /** What people call the policy; no two policies of a program have the same. */
  name: text({ wire: "name", length: [1, 1024], filter: true }),
  /**
   * A regular expression; a message that it matches gets the disposition Malicious. Content policies understand only a part
   * of what other regular expressions can do: `.`, `*`, `+`, `?`, `{n,m}` up to 50, `|`, `^`, `$`, `[abc]`, `[^abc]`,
   * `[a-z]`, `\d`, `\w`, `\s`, `\b`, and groups.
   */
  pattern: text({ wire: "pattern", form: "content-regex" }),
  /** Where the pattern is looked for: `SUBJECT`, `BODY` or both, in no order. */
  targets: someOf(["SUBJECT", "BODY"], { wire: "targets", atLeast: 1 }),
  /**
   * Whether the policy is applied.
   * @default true
   */
  enabled: flag({ wire: "enabled", default: true, filter: true }),
  /** A note for people. */
  notes: text({ wire: "notes", optional: true }),
};

/**
 * The properties of a content policy.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/content_policies/
 */
export interface ContentPolicyInputs extends AccountInput, Given<typeof fields> {}

/** A content policy as it is in Cloudflare. */
export interface ContentPolicyValues extends Live<typeof fields> {}

/** A content policy of a set. */
export interface ContentPolicyMember extends Kept<typeof fields> {}

export const contentPolicies = collectionOf({
  type: "ContentPolicy",
  handler: "contentPolicy",
  set: { type: "ContentPolicySet", handler: "contentPolicySet", entries: "policies" },
  noun: "content policy",
  path: "content_policies",
  fields,
  key: ["name"],
  pageOrder: "name",
  batch: "all",
  untouchable: "none",
  presence: "made",
  effect: "protects",
});
