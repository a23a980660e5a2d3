/** An account with entries whose mail shows what `usage` tells: what lets harm through, what does nothing, and the rest. */
export function fillForUsage(api) {
  const policies = api.content("allow_policies");
  const made = "2026-02-03T04:05:06Z";
  const policy = (pattern, fields) =>
    policies.insert({ pattern, pattern_type: "DOMAIN", is_acceptable_sender: true, created_at: made, ...fields });
  policy("acme-freight.example", { is_trusted_sender: true, is_acceptable_sender: false, verify_sender: false });
  policy("globex.example", { is_trusted_sender: true, is_acceptable_sender: false });
  policy("198.51.100.7", { pattern_type: "IP", verify_sender: false });
  policy("newsletter@initech.example", { pattern_type: "EMAIL" });
  policy("trade-show-2024.example", {});
  policy("wayne@enterprises.example", { pattern_type: "EMAIL" });
  api.content("trusted_domains").insert({ pattern: "globex-summit.example", is_recent: true, created_at: made });
  api.content("block_senders").insert({ pattern: "lottery.example", pattern_type: "DOMAIN", created_at: made });

  const passing = { spf: "pass", dkim: "pass", dmarc: "pass" };
  const failing = { spf: "fail", dkim: "none", dmarc: "fail" };
  let minutes = 0;
  const mail = (count, final_disposition, properties, validation = passing) => {
    for (let i = 0; i < count; i += 1) {
      const scanned_at = new Date(Date.now() - (minutes += 34) * 60_000).toISOString();
      api.messages.insert({ id: `message-${minutes}`, scanned_at, final_disposition, properties, validation });
    }
  };
  const allowed = (allowlisted_pattern, allowlisted_pattern_type = "acceptable_sender") => ({
    allowlisted_pattern,
    allowlisted_pattern_type,
  });
  const acme = allowed("acme-freight.example", "allowed_sender");
  mail(2, "MALICIOUS", acme, failing);
  mail(9, "SPAM", acme);
  mail(212, "NONE", acme);
  mail(3, "SPOOF", allowed("198.51.100.7"), failing);
  mail(48, "BULK", allowed("198.51.100.7"));
  mail(131, "NONE", allowed("globex.example", "allowed_sender"));
  mail(77, "BULK", allowed("newsletter@initech.example"));
  mail(12, "NONE", allowed("globex-summit.example", "domain_recency"));
  mail(64, "SPAM", { blocklisted_message: true, blocklisted_pattern: "lottery.example" }, failing);
  mail(5, "NONE", allowed("removed-in-spring.example"));
  mail(700, "NONE", {});
}
