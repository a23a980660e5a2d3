/** One point of the API that no public source settles. */
export interface Assumption {
  readonly meaning: string;
  /** What it can be. The first value is the default. */
  readonly values: readonly [string | number, ...(string | number)[]];
  /** Why the default is the default. */
  readonly why: string;
}

/**
 * Every point of the API that is not documented, or documented in two ways, as an option; the default is what this package
 * assumes. A client that works with every value depends on none of the assumptions.
 */
export const assumptionTable = {
  ids: {
    meaning: "Ids of new entries.",
    values: ["uuid", "integer"],
    why: "The newest schema says uuid; until April 2026 ids were integers, and whether old ones live on is not said.",
  },
  validationStatus: {
    meaning: "Status of a request whose content is not valid.",
    values: [400, 422],
    why: "Only “4XX” is documented; 400 is the usual one of this API family.",
  },
  errorCodes: {
    meaning: "Codes of the errors that have no documented code: a different one each, or 10000 for all.",
    values: ["specific", "generic"],
    why: "No code list exists. Whatever they are, a client must not depend on them.",
  },
  errorPointer: {
    meaning: "Form of `source.pointer` in an error: `/posts/3/pattern`, `posts[3].pattern`, or no source at all.",
    values: ["json-pointer", "path", "absent"],
    why: "The envelope has the field, its form is not described; the name suggests a JSON pointer.",
  },
  errorList: {
    meaning: "How many of the things that are wrong with one request the answer names.",
    values: ["all", "first"],
    why: "The envelope has room for several; whether it is used is not said.",
  },
  malformedId: {
    meaning: "An id in the path that has not the form of an id: not found (404), or no such route (code 7003).",
    values: ["not-found", "bad-route"],
    why: "Both are seen elsewhere in the API.",
  },
  badRouteStatus: {
    meaning: "Status of “Could not route to ...” (code 7003).",
    values: [404, 400],
    why: "Both are recorded.",
  },
  foreignAccount: {
    meaning: "Code of the 403 for an account that the token has no access to.",
    values: [9109, 10000],
    why: "9109 is recorded for other products; 10000 is what a missing permission gives.",
  },
  unknownProperties: {
    meaning: "A property in a request body that the schema does not have.",
    values: ["ignored", "rejected"],
    why: "The schemas do not forbid additional properties.",
  },
  defaultOrder: {
    meaning: "Sort field of a list without `order`.",
    values: ["created_at", "pattern"],
    why: "No default is documented.",
  },
  defaultDirection: {
    meaning: "Direction of a list without `direction`.",
    values: ["asc", "desc"],
    why: "No default is documented.",
  },
  equalSortKeys: {
    meaning: "Entries of equal sort key: always in the same order, or the other way round on every second list.",
    values: ["stable", "alternating"],
    why: "No tie-break is documented; a database that is given none may answer either way.",
  },
  defaultPerPage: {
    meaning: "Page size of a list without `per_page`.",
    values: [20, 50],
    why: "20 in the old schema and in the one recorded answer; the new schema names no default.",
  },
  perPageAboveMaximum: {
    meaning: "`per_page` above 1,000: taken as 1,000, or rejected.",
    values: ["clamped", "rejected"],
    why: "Only the maximum is documented.",
  },
  count: {
    meaning: "`result_info.count`: entries on this page, or entries that match.",
    values: ["page", "matching"],
    why: "“Total number of results for the requested service” can be read in both ways; the example fits the page.",
  },
  totalCount: {
    meaning: "`result_info.total_count`: all entries, or those that match.",
    values: ["all", "matching"],
    why: "“Total results available without any search parameters.”",
  },
  patternFilter: {
    meaning: "The `pattern` filter where it is not documented as exact (trusted domains, blocked senders).",
    values: ["exact", "substring"],
    why: "It is documented as exact for allow policies.",
  },
  search: {
    meaning: "Fields that `search` looks in: every text, or the pattern alone.",
    values: ["texts", "pattern"],
    why: "“Multiple properties at once”, and intentionally not specified.",
  },
  duplicates: {
    meaning: "An entry with the pattern, type and regex flag of another one: accepted, or 409.",
    values: ["accepted", "rejected"],
    why: "No uniqueness is documented.",
  },
  modifiedAtOnCreate: {
    meaning: "`modified_at` of an entry that was never modified.",
    values: ["created_at", "null", "absent"],
    why: "`last_modified` of a new entry equals `created_at` in the one recorded answer.",
  },
  unchangedUpdate: {
    meaning: "Whether an update that changes nothing moves `modified_at`.",
    values: ["moves", "keeps"],
    why: "Not documented.",
  },
  lastModified: {
    meaning: "Whether `last_modified` is still sent after its end of life on 2026-11-01.",
    values: ["sent", "absent"],
    why: "Other fields were still in the types months after theirs.",
  },
  deprecatedBooleans: {
    meaning: "Whether `is_sender`, `is_spoof` and `is_recipient` are still echoed, in step with their successors.",
    values: ["absent", "sent"],
    why: "Their end of life was 2026-07-01, though they are still in the types of October 2026.",
  },
  conflictingBooleans: {
    meaning: "Old and new name of one boolean with different values in one request: which wins, or rejected.",
    values: ["new", "old", "rejected"],
    why: "Not documented; the new name is the one to use.",
  },
  noEffect: {
    meaning: "An entry without any effect: no disposition, or neither recent nor similar.",
    values: ["accepted", "rejected"],
    why: "Only the dashboard asks for one.",
  },
  severalDispositions: {
    meaning: "An allow policy with more than one disposition.",
    values: ["accepted", "rejected"],
    why: "The dashboard lets one be chosen; the CSV example has two.",
  },
  emptyComments: {
    meaning: '`comments: ""`: kept, or stored as null.',
    values: ["kept", "null"],
    why: "Not documented.",
  },
  nullInPatch: {
    meaning: "`null` for a field that cannot be null, in a PATCH: rejected, or the field stays as it is.",
    values: ["rejected", "unchanged"],
    why: "The old schema allowed it, the new one does not.",
  },
  patternNormalisation: {
    meaning:
      "What is stored of a literal pattern: as sent; in lower case; canonical (ASCII, no trailing dot, no host bits).",
    values: ["none", "lowercase", "canonical"],
    why: "Not documented.",
  },
  hostBits: {
    meaning: "A CIDR block with host bits set, such as 1.2.3.4/24.",
    values: ["accepted", "rejected"],
    why: "Not documented.",
  },
  ipForms: {
    meaning: "What an IP pattern may be.",
    values: ["IPv4, IPv6, CIDR", "IPv4, CIDR", "IPv4"],
    why: "The newest API text says all; the schema of July 2026 says IPv4 only; the product's pages say no CIDR.",
  },
  ipReach: {
    meaning:
      "Addresses refused: private, loopback, link-local and unspecified ones, or all that are not globally reachable.",
    values: ["deny-list", "global-only"],
    why: "The newest API text has the list; the schema of July 2026 has the other wording.",
  },
  trustedDomainFormat: {
    meaning: "Whether the pattern of a trusted domain must be a valid domain name.",
    values: ["checked", "unchecked"],
    why: "The product's pages ask for a valid domain name, the schema for any text.",
  },
  trustedDomainBooleans: {
    meaning: "`is_recent` or `is_similarity` left out of a new trusted domain: refused, or taken as false.",
    values: ["required", "defaulted"],
    why: "The schema requires both; the Terraform provider up to 5.27 left them out.",
  },
  regexCheck: {
    meaning:
      "Whether a regular expression is tried: not at all, or compiled as RE2 (no look-around, no back-reference).",
    values: ["none", "RE2"],
    why: "“Must be valid Java expressions”; whether the API checks is not said.",
  },
  arrayCreate: {
    meaning: "Whether POST to trusted_domains still takes an array and answers with one.",
    values: ["rejected", "accepted"],
    why: "It did until 2026; /batch is the successor.",
  },
  urlIgnoreBatch: {
    meaning: "Whether URL ignore patterns have a batch.",
    values: ["absent", "present"],
    why: "Only one of Cloudflare's SDKs has it.",
  },
  syncedEntries: {
    meaning: "An impersonation registry entry that is synced from a directory, in a PATCH or DELETE: 400 or 403.",
    values: [400, 403],
    why: "It is said that they cannot be changed, and not how that is told.",
  },
  crossFieldRules: {
    meaning:
      "An entry whose fields are valid each by itself and not together, as a sending-domain restriction with a name in `exclude` that is no subdomain of its `domain`: accepted, or rejected.",
    values: ["accepted", "rejected"],
    why: "The product’s page speaks of subdomains; whether the API checks is not said.",
  },
  activeDeliveryMode: {
    meaning:
      "What `active_delivery_mode` finds: domains that are `ACTIVE` and allow the mode, or all that allow it, as `allowed_delivery_mode` does.",
    values: ["active-domains", "all-domains"],
    why: "Which delivery mode is active is shown nowhere.",
  },
  bulkDelete: {
    meaning: "DELETE on the domains as such: removes all of the account, or is no route.",
    values: ["all", "absent"],
    why: "It is deprecated; “removes protection from multiple email domains”, and no type says how they are named.",
  },
  batchPuts: {
    meaning: "Whether a `puts` item must be complete, or what it omits stays.",
    values: ["complete", "partial"],
    why: "The newest types require all fields, the schema of July 2026 only the id.",
  },
  batchResultOrder: {
    meaning: "Order of the entries in the answer to a batch, within each array.",
    values: ["as-sent", "reversed"],
    why: "No order is promised.",
  },
  batchUnknownId: {
    meaning: "An id that does not exist, in a batch: it fails with 404, fails as invalid, or the item is passed over.",
    values: ["not-found", "invalid", "ignored"],
    why: "Not documented; “atomically” suggests failure.",
  },
  batchRepeatedId: {
    meaning: "The same id twice in a batch: taken in order, or rejected.",
    values: ["in-order", "rejected"],
    why: "“Executed in order.”",
  },
  batchTotal: {
    meaning: "Operations in one batch, over all four arrays.",
    values: [4000, 1000],
    why: "1,000 is documented for each array, nothing for the sum.",
  },
  batchTimestamps: {
    meaning: "Timestamps of the entries of one batch: all the same, or each its own.",
    values: ["same", "distinct"],
    why: "Not documented; one database transaction has one time.",
  },
  messagePage: {
    meaning:
      "`page` in the list of messages after its end of life on 2026-11-01: passed over, still counted (with `page` and `total_count` in the answer), or rejected.",
    values: ["ignored", "counts", "rejected"],
    why: "Only the end of life is documented.",
  },
  messagesPerPage: {
    meaning: "Largest `per_page` of the list of messages.",
    values: [1000, 10000],
    why: "The API text says 1,000, a changelog of 2026-03-15 says 10,000.",
  },
  messageOrder: {
    meaning: "Order of the list of messages.",
    values: ["newest-first", "oldest-first"],
    why: "Not documented; the dashboard shows the newest first.",
  },
  detectionsOnly: {
    meaning: "What the list of messages holds without `detections_only`.",
    values: ["all", "detections"],
    why: "No default is documented.",
  },
  allowlistedPattern: {
    meaning:
      "What `allowlisted_pattern` and `blocklisted_pattern` of a message hold: the entry's text letter by letter, the same in lower case, or nothing where the entry is a regular expression.",
    values: ["as-entered", "lowercase", "literals-only"],
    why: "“Pattern that allowlisted this message” is all that is said.",
  },
  allowedDisposition: {
    meaning: "`final_disposition` of a message that an entry allowed: what it would have been otherwise, or `NONE`.",
    values: ["would-be", "NONE"],
    why: "Not documented. Where it is `NONE`, nobody can tell from messages what an entry let through.",
  },
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof assumptionTable;

/** A value for every assumption. */
export type Assumptions = { readonly [K in AssumptionName]: (typeof assumptionTable)[K]["values"][number] };

const defaults = Object.fromEntries(
  Object.entries(assumptionTable).map(([name, { values }]) => [name, values[0]]),
) as unknown as Assumptions;

/**
 * The given values, completed with the defaults.
 * @throws Error when a name or a value is not in the table; the message lists the possible ones
 */
export function assume(given: Partial<Assumptions> = {}): Assumptions {
  for (const [name, value] of Object.entries(given)) {
    valueNamed(name, String(value));
  }
  return { ...defaults, ...given };
}

/**
 * Reads `name=value`.
 * @throws Error when it is not in the table; the message lists the possible ones
 */
export function parseAssumption(text: string): Partial<Assumptions> {
  const [name = "", ...value] = text.split("=");
  return { [name]: valueNamed(name, value.join("=")) };
}

function valueNamed(name: string, text: string): string | number {
  const assumption = (assumptionTable as Readonly<Record<string, Assumption>>)[name];
  if (!assumption) {
    throw new Error(`There is no assumption "${name}". There are: ${Object.keys(assumptionTable).join(", ")}.`);
  }
  const value = assumption.values.find((candidate) => String(candidate) === text);
  if (value === undefined) {
    throw new Error(`Assumption ${name} cannot be "${text}". It can be: ${assumption.values.join(" | ")}.`);
  }
  return value;
}
