import { allowPolicies } from "../../provider/collections/allow-policy";
import { blockSenders } from "../../provider/collections/block-sender";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import type { Collection } from "../../provider/collections/collection";

/** What a newcomer gets wrong, and what the preview says to it. */
export interface MistakeRow {
  readonly mistake: string;
  readonly collection: Collection;
  readonly args: Readonly<Record<string, unknown>>;
  /** Where the mistake is in the configuration: what is set beside or instead of a good one. */
  readonly config?: Readonly<Record<string, string | undefined>>;
  /** All failures of the resource. */
  readonly says: readonly string[];
}

const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
const namespace = "cloudflare-email-security";

export const GOOD_CONFIG: Readonly<Record<string, string | undefined>> = {
  [`${namespace}:apiToken`]: "token",
  [`${namespace}:accountId`]: ACCOUNT,
};

function policy(
  mistake: string,
  args: MistakeRow["args"],
  says: string | readonly string[],
  config?: MistakeRow["config"],
): MistakeRow {
  return {
    mistake,
    collection: allowPolicies,
    args,
    says: [says].flat(),
    ...(config && { config }),
  };
}

const trusted = { isTrustedSender: true };

export const MISTAKES: readonly MistakeRow[] = [
  policy(
    "a URL for a domain",
    { pattern: "https://acme.com/contact", ...trusted },
    'pattern: "https://acme.com/contact" is a URL, not a domain name: write "acme.com"',
  ),
  policy(
    "a wildcard for the subdomains",
    { pattern: "*.acme.com", ...trusted },
    String.raw`pattern: "*.acme.com" has a wildcard, which a domain name cannot have: write "acme.com", or ".*\\.acme\\.com" with isRegex: true and patternType: "DOMAIN"`,
  ),
  policy(
    "a wildcard for all mailboxes",
    { pattern: "*@acme.com", ...trusted },
    String.raw`pattern: "*@acme.com" has a wildcard, which an address cannot have: write "acme.com" with patternType: "DOMAIN", or ".*@acme\\.com" with isRegex: true and patternType: "EMAIL"`,
  ),
  policy(
    "an @ before the domain",
    { pattern: "@acme.com", ...trusted },
    'pattern: "@acme.com" has nothing before "@": write "acme.com" with patternType: "DOMAIN"',
  ),
  policy(
    "a dot before the domain",
    { pattern: ".acme.com", ...trusted },
    'pattern: ".acme.com" begins with a dot: write "acme.com"',
  ),
  policy(
    "an address as mail programs copy it",
    { pattern: "Bob <bob@acme.com>", ...trusted },
    'pattern: "Bob <bob@acme.com>" is more than the bare address: write "bob@acme.com"',
  ),
  policy(
    "several in one text",
    { pattern: "acme.com, globex.com", ...trusted },
    'pattern: "acme.com, globex.com" has a comma, semicolon or space: an entry takes one domain name',
  ),
  policy(
    "several in a list",
    { pattern: ["acme.com", "globex.com"], ...trusted },
    'pattern: ["acme.com","globex.com"] is not a string: it takes one text, so make an entry for each',
  ),
  policy(
    "a regular expression that is not marked as one",
    { pattern: String.raw`.*@acme\.com`, ...trusted },
    String.raw`pattern: ".*@acme\\.com" looks like a regular expression: write ".*@acme\\.com" with isRegex: true and patternType: "EMAIL", if it is one`,
  ),
  policy(
    "a regular expression without its type",
    { pattern: String.raw`.*@acme\.com`, isRegex: true, ...trusted },
    'patternType: required here, since a regular expression does not tell whether it is meant for addresses, domains or IP addresses: write "EMAIL", "DOMAIN" or "IP"',
  ),
  policy(
    "a shell's wildcard as a regular expression",
    { pattern: "*@acme.com", patternType: "EMAIL", isRegex: true, ...trusted },
    String.raw`pattern: "*@acme.com" is not a Java regular expression: "*" at character 1 has nothing to repeat; for "anything" write ".*", here ".*@acme\.com"`,
  ),
  policy(
    "a bracket that is never closed",
    { pattern: "(acme|globex", patternType: "DOMAIN", isRegex: true, ...trusted },
    String.raw`pattern: "(acme|globex" is not a Java regular expression: the group opened at character 1 is never closed; to match "(" itself write "\("`,
  ),
  policy(
    "an address as a domain",
    { pattern: "bob@acme.com", patternType: "DOMAIN", ...trusted },
    'pattern: "bob@acme.com" is an address, and patternType "DOMAIN" takes a domain name: write patternType: "EMAIL", or the domain name "acme.com"',
  ),
  policy(
    "a type in small letters",
    { pattern: "acme.com", patternType: "domain", ...trusted },
    'patternType: "domain" is not one of EMAIL, DOMAIN, IP: write "DOMAIN"',
  ),
  policy(
    "a type that an old export shows",
    { pattern: "acme.com", patternType: "UNKNOWN", ...trusted },
    'patternType: "UNKNOWN" is not one of EMAIL, DOMAIN, IP; Cloudflare may show it on old entries, but takes it no longer: write one of those',
  ),
  policy(
    "a private address",
    { pattern: "192.168.1.10", ...trusted },
    'pattern: "192.168.1.10" is a private address (192.168.0.0/16), which the API rejects: write the public address that mail comes from',
  ),
  policy(
    "one machine's address with the network's length",
    { pattern: "203.0.113.7/24", ...trusted },
    'pattern: "203.0.113.7/24" has bits set after its first 24: write "203.0.113.0/24" for the network, or "203.0.113.7" for the one address',
  ),
  policy(
    "a wildcard in an IP address",
    { pattern: "203.0.113.*", ...trusted },
    'pattern: "203.0.113.*" has a wildcard, which a CIDR block does without: write "203.0.113.0/24"',
  ),
  policy(
    "a range of IP addresses",
    { pattern: "203.0.113.0-203.0.113.20", ...trusted },
    'pattern: "203.0.113.0-203.0.113.20" is a range of addresses, not a CIDR block: write an entry for each of "203.0.113.0/28", "203.0.113.16/30", "203.0.113.20"',
  ),
  policy(
    "a prefix as SPF records have it",
    { pattern: "ip4:203.0.113.7", ...trusted },
    'pattern: "ip4:203.0.113.7" has a prefix, which an entry does without: write "203.0.113.7"',
  ),
  policy(
    "a port after an IP address",
    { pattern: "203.0.113.7:25", ...trusted },
    'pattern: "203.0.113.7:25" has a port, which an IP address does not have: write "203.0.113.7"',
  ),
  policy(
    "a regular expression between slashes",
    { pattern: String.raw`/.*@acme\.com/`, patternType: "EMAIL", isRegex: true, ...trusted },
    String.raw`pattern: "/.*@acme\\.com/" has slashes around it, which Java takes for part of the text: write ".*@acme\\.com"`,
  ),
  policy(
    "a truth value in quotes",
    { pattern: "acme.com", isTrustedSender: "true" },
    'isTrustedSender: "true" is not a boolean: write true without quotes',
  ),
  policy(
    "the API's spelling of a property",
    { pattern: "acme.com", is_trusted_sender: true },
    'is_trusted_sender: AllowPolicy has no such property: did you mean "isTrustedSender"?',
  ),
  policy(
    "a property under its old name",
    { pattern: "acme.com", isSpoof: true },
    'isSpoof: AllowPolicy has no such property: did you mean "isAcceptableSender"?',
  ),
  policy("a property under a name of one's own", { email: "bob@acme.com", comment: "freight", ...trusted }, [
    "email: AllowPolicy has no such property: it has pattern, patternType, isRegex, isTrustedSender, isAcceptableSender, isExemptRecipient, verifySender, comments, expiresAt, accountId, adoptExisting, silence",
    'comment: AllowPolicy has no such property: did you mean "comments"?',
    "pattern: is missing, and AllowPolicy needs it",
  ]),
  {
    mistake: "an address as a trusted domain",
    collection: trustedDomains,
    args: { pattern: "bob@acme.com", isRecent: true },
    says: ['pattern: "bob@acme.com" is an address, not a domain name: write "acme.com"'],
  },
  {
    mistake: "a flag of an allow policy on a blocked sender",
    collection: blockSenders,
    args: { pattern: "acme.com", isTrustedSender: false },
    says: [
      "isTrustedSender: BlockSender has no such property: it has pattern, patternType, isRegex, comments, expiresAt, accountId, adoptExisting, silence",
    ],
  },
  policy(
    "no account",
    { pattern: "acme.com", ...trusted },
    'accountId: no account: set "accountId" on the resource or its provider, "pulumi config set cloudflare-email-security:accountId", or the environment variable CLOUDFLARE_ACCOUNT_ID',
    { [`${namespace}:accountId`]: undefined },
  ),
  policy(
    "no credential",
    { pattern: "acme.com", ...trusted },
    'provider: no credential: set one with "pulumi config set --secret cloudflare-email-security:apiToken", or the environment variable CLOUDFLARE_API_TOKEN',
    { [`${namespace}:apiToken`]: undefined },
  ),
  policy(
    "a Global API key without its email",
    { pattern: "acme.com", ...trusted },
    "provider: cloudflare-email-security:apiKey is set without cloudflare-email-security:email: set both, or an API token",
    { [`${namespace}:apiToken`]: undefined, [`${namespace}:apiKey`]: "key" },
  ),
];
