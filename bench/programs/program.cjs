// Plain JavaScript, so that no TypeScript is compiled at its start. The variables are set by stage.ts.
const { CustomResource } = require("@pulumi/pulumi");
const { AllowPolicy, AllowPolicySet } = require("pulumi-cloudflare-email-security");

const { BENCH_KIND: kind, BENCH_ENTRIES: entries, BENCH_CHANGED: changed } = process.env;

const policies = Array.from({ length: Number(entries) }, (_, index) => ({
  pattern: `partner-${index}.example`,
  isTrustedSender: true,
  comments: index < Number(changed) ? "Partner, reviewed" : "Partner",
}));

const byName = () => Object.fromEntries(policies.map((policy, index) => [`partner-${index}`, policy]));

if (kind === "set") {
  new AllowPolicySet("partners", { policies: byName() });
} else if (kind === "bare") {
  const provider = `exports.handler = () => require(${JSON.stringify(require.resolve("./bare-provider.cjs"))});`;
  new CustomResource("pulumi-nodejs:dynamic/bench:Bare", "partners", {
    policies: byName(),
    ids: undefined,
    __provider: provider,
  });
} else {
  policies.forEach((policy, index) => new AllowPolicy(`partner-${index}`, policy));
}
