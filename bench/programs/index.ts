import { CustomResource } from "@pulumi/pulumi";
import { AllowPolicy } from "pulumi-cloudflare-email-security";
import { Textbook } from "./textbook";

// What users write. The variables are set by stage.ts.
const { BENCH_KIND: kind, BENCH_ENTRIES: entries, BENCH_CHANGED: changed } = process.env;

/** A resource by a provider that does nothing. */
class Bare extends CustomResource {}
const bare = `exports.handler = () => require(${JSON.stringify(require.resolve("./bare-single.cjs"))});`;

for (let index = 0; index < Number(entries); index++) {
  const name = `partner-${index}`;
  const comments = index < Number(changed) ? "Partner, reviewed" : "Partner";
  const policy = { pattern: `partner-${index}.example`, isTrustedSender: true, comments };
  if (kind === "textbook") new Textbook(name, policy);
  else if (kind === "bare") new Bare("pulumi-nodejs:dynamic/bench:Bare", name, { ...policy, __provider: bare });
  else new AllowPolicy(name, policy);
}
