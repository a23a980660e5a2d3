// Plain JavaScript, so that no TypeScript is compiled at its start. The variables are set by stage.ts.
const { AllowPolicy, AllowPolicySet } = require("pulumi-cloudflare-email-security");

const { BENCH_KIND: kind, BENCH_ENTRIES: entries, BENCH_CHANGED: changed } = process.env;

const policies = Array.from({ length: Number(entries) }, (_, index) => ({
  pattern: `partner-${index}.example`,
  isTrustedSender: true,
  comments: index < Number(changed) ? "Partner, reviewed" : "Partner",
}));

if (kind === "set" && policies.length > 0) {
  new AllowPolicySet("partners", {
    policies: Object.fromEntries(policies.map((policy, index) => [`partner-${index}`, policy])),
  });
} else {
  policies.forEach((policy, index) => new AllowPolicy(`partner-${index}`, policy));
}
