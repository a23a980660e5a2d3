import type { Emulator, WireEntry } from "../../emulator";

const COMMENTS = [
  null,
  "Freight partner: invoices and waybills",
  `She said "it's ours", they said 'no'`,
  "two\nlines */ // `${not} a template`",
  "Zoë’s 東京 office 🛃",
  "turned \u202e round, and a \u0000 null",
  "a very long note that no line of eighty characters has the room for, whichever way it is written down",
  "C:\\new\\table",
];

/**
 * Fills an account with entries of every kind: regular expressions, quotes, unicode, duplicates, old types, and such as the
 * API takes no longer. The same for the same count.
 * @returns how many of them a program can have as they are, and how many of the policies have the pattern of an older one
 */
export function fillAccount(
  emulator: Emulator,
  count: number,
): { policies: number; domains: number; blocks: number; twins: number } {
  const policies = emulator.content("allow_policies");
  const domains = emulator.content("trusted_domains");
  const blocks = emulator.content("block_senders");
  const patterns = new Set<string>();
  const managed = { policies: 0, domains: 0, blocks: 0, twins: 0 };
  for (let number = 0; number < count; number++) {
    const created_at = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
    const shared = { created_at, comments: COMMENTS[number % COMMENTS.length] ?? null };
    if (number % 5 === 4) {
      domains.insert({ ...shared, ...domainOf(number) });
      managed.domains++;
    } else if (number % 20 === 3) {
      blocks.insert({ ...shared, ...blockOf(number) });
      managed.blocks++;
    } else {
      const { isManaged, ...policy } = policyOf(number);
      policies.insert({ ...shared, ...policy });
      if (!isManaged) continue;
      managed.policies++;
      patterns.add(`${String(policy.pattern)} ${String(policy.pattern_type)}`);
    }
  }
  managed.twins = managed.policies - patterns.size;
  return managed;
}

function domainOf(number: number): WireEntry {
  const flags = { is_recent: number % 2 === 0, is_similarity: number % 3 === 0 };
  return number % 10 === 9
    ? { ...flags, pattern: `.*\\.partner${number}\\.example`, is_regex: true }
    : { ...flags, pattern: `partner${number}.example` };
}

function blockOf(number: number): WireEntry {
  return number % 40 === 3
    ? { pattern: `.*@spam${number}\\.example`, pattern_type: "EMAIL", is_regex: true }
    : { pattern: `185.220.${number % 250}.${Math.floor(number / 250)}`, pattern_type: "IP" };
}

function policyOf(number: number): WireEntry & { readonly isManaged: boolean } {
  const flags = {
    isManaged: true,
    is_trusted_sender: number % 3 === 0,
    is_acceptable_sender: number % 3 === 1,
    is_exempt_recipient: number % 3 === 2,
    verify_sender: number % 4 !== 0,
  };
  const kinds: (() => WireEntry)[] = [
    () => ({ pattern: `partner${number}.example`, pattern_type: "DOMAIN" }),
    () => ({ pattern: `Billing+${number}@Partner.Example`, pattern_type: "EMAIL" }),
    () => ({ pattern: `198.51.${number % 250}.${(number * 7) % 250}`, pattern_type: "IP" }),
    () => ({ pattern: `2001:4860:${number.toString(16)}::/48`, pattern_type: "IP" }),
    () => ({ pattern: `.*["']?@(?:a|b)\\.partner${number}\\.example$`, pattern_type: "EMAIL", is_regex: true }),
    () => ({ pattern: `xn--mnchen-3ya.p${number}.example`, pattern_type: "DOMAIN" }),
    () => ({ pattern: `(?i)^ünïcode${number}.*`, pattern_type: "DOMAIN", is_regex: true }),
    // The same pattern more than once.
    () => ({ pattern: "twice.example", pattern_type: "DOMAIN" }),
    () => ({ pattern: `old${number}@partner.example`, pattern_type: "UNKNOWN", isManaged: false }),
    () => ({ pattern: `10.1.${number % 250}.${(number * 3) % 250}`, pattern_type: "IP", isManaged: false }),
  ];
  return { ...flags, ...kinds[number % kinds.length]?.() };
}
