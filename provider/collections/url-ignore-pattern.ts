import { text, type Given, type Live } from "../fields/field";
import { comments } from "../fields/shared";
import type { AccountInput } from "./account";
import { collectionOf } from "./collection";

export const fields = {
  /**
   * A regular expression, up to 512 characters. Links that it matches are left as they are; all others are rewritten, so that a
   * click is checked first.
   *
   * Source: https://developers.cloudflare.com/cloudflare-one/email-security/settings/detection-settings/configure-link-actions/
   */
  pattern: text({ wire: "pattern", form: "url-regex", length: [1, 512], filter: "here" }),
  /** A note for people, up to 1,024 characters. */
  comments,
};

/**
 * The properties of a URL ignore pattern.
 *
 * Source: https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/url_ignore_patterns/
 */
export interface UrlIgnorePatternInputs extends AccountInput, Given<typeof fields> {}

/** A URL ignore pattern as it is in Cloudflare. */
export interface UrlIgnorePatternValues extends Live<typeof fields> {}

export const urlIgnorePatterns = collectionOf({
  type: "UrlIgnorePattern",
  handler: "urlIgnorePattern",
  set: "none",
  noun: "URL ignore pattern",
  path: "url_ignore_patterns",
  fields,
  key: ["pattern"],
  pageOrder: "none",
  batch: "none",
  untouchable: "none",
  presence: "made",
  effect: "none",
});
