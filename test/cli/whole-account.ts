import type { Emulator, WireEntry } from "../../emulator";
import { collections } from "../../emulator/collections";

/** One entry of each collection by its number; every tenth one, where that can be, is one that no program can have. */
const ENTRIES: Readonly<Record<string, (number: number) => WireEntry>> = {
  allow_policies: (number) => ({
    pattern: `partner${number}.example`,
    pattern_type: "DOMAIN",
    is_trusted_sender: true,
  }),
  trusted_domains: (number) => ({ pattern: `young${number}.example`, is_recent: true }),
  block_senders: (number) => ({ pattern: `spam${number}.example`, pattern_type: "DOMAIN" }),
  content_policies: (number) => ({
    name: `Campaign ${number}`,
    pattern: `invoice ${number} \\d{8}`,
    targets: number % 2 === 0 ? ["SUBJECT"] : ["BODY", "SUBJECT"],
    enabled: number % 3 !== 0,
    notes: number % 4 === 0 ? null : "seen in August",
  }),
  impersonation_registry: (number) => ({
    name: `Ann Example ${number}`,
    email: number % 3 === 0 ? `ann${number}@(acme|globex)\\.example` : `ann${number}@acme.example`,
    is_email_regex: number % 3 === 0,
    provenance: isSynced(number) ? "SNOOPY-OFFICE_365" : "A1S_INTERNAL",
    directory_id: isSynced(number) ? 7 : null,
  }),
  sending_domain_restrictions: (number) => ({
    domain: `bank${number}.example`,
    exclude: number % 2 === 0 ? [] : [`news.bank${number}.example`, `m.bank${number}.example`],
  }),
  url_ignore_patterns: (number) => ({ pattern: `https://intranet${number}\\.acme\\.example/.*`, comments: "sign-in" }),
  domains: (number) => ({
    domain: `acme${number}.example`,
    allowed_delivery_modes: ["DIRECT", "API"],
    // More than a line has room for.
    drop_dispositions: number % 2 === 0 ? ["SPAM", "MALICIOUS", "MALICIOUS-BEC", "SPOOF", "BULK", "SUSPICIOUS"] : [],
    ip_restrictions: number % 2 === 0 ? ["192.0.2.0/24", "2001:db8::/32"] : [],
    regions: ["DE"],
    ...(number % 2 === 0 && { folder: "Inbox", lookback_hops: 2, transport: `mx.acme${number}.example` }),
    status: "ACTIVE",
    spf_status: "good",
  }),
};

const isSynced = (number: number): boolean => number % 10 === 5;

/**
 * Fills an account with as many entries of each collection.
 * @returns how many of them are synced from a directory, so that no program can have them
 */
export function fillWholeAccount(emulator: Emulator, each: number): number {
  const numbers = Array.from({ length: each }, (_, number) => number);
  for (const { path } of collections) {
    const entry = ENTRIES[path];
    if (!entry) throw new Error(`There is no entry for ${path}.`);
    for (const number of numbers) emulator.content(path).insert({ id: `${path}-${number}`, ...entry(number) });
  }
  return numbers.filter(isSynced).length;
}
