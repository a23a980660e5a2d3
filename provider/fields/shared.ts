import { flag, oneOf, text, type Field, type PatternType } from "./field";

// The fields that several collections have. Their comments stand in each table: an editor shows none of a field that a table
// takes in with "...".

const PATTERN = { wire: "pattern", form: "pattern", length: [1, 1024], filter: true } as const;

export const pattern = text({ ...PATTERN, readBy: { type: "patternType", regex: "isRegex" } });

/** In a collection that has domain names alone. */
export const domainPattern = text({ ...PATTERN, readBy: { only: "DOMAIN", regex: "isRegex" } });

export const patternType: Field<PatternType, "filled" | "filter", PatternType | "UNKNOWN"> = oneOf(
  ["EMAIL", "DOMAIN", "IP"],
  { wire: "pattern_type", filter: true, inferred: true },
  ["UNKNOWN"],
);

export const isRegex = flag({ wire: "is_regex", default: false });

export const comments = text({ wire: "comments", length: [0, 1024], optional: true });

export const expiresAt = text({ ours: true, optional: true, form: "end" });
