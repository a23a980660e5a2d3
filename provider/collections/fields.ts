import type { Field } from "./collection";

/** What `pattern` holds: an address, a domain name, or an IP address or CIDR block. */
export type PatternType = "EMAIL" | "DOMAIN" | "IP";

/** The fields that several collections share. */
export const pattern: Field = { wire: "pattern", type: "string", length: [1, 1024], filter: true };

export const patternType: Field = {
  wire: "pattern_type",
  type: "string",
  values: ["EMAIL", "DOMAIN", "IP"],
  retired: ["UNKNOWN"],
  filter: true,
};

export const isRegex: Field = { wire: "is_regex", type: "boolean", default: false };

export const comments: Field = { wire: "comments", type: "string", length: [0, 1024], optional: true };
