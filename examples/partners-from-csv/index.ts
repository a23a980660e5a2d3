import { join } from "node:path";
import * as email from "pulumi-cloudflare-email-security";
import { readPartners } from "./partners";

// One resource for all lines: a change of the file is one batch, which Cloudflare carries out wholly or not at all.
const partners = new email.AllowPolicySet("partners", {
  policies: readPartners(join(__dirname, "partners.csv")),
});

export const count = partners.count;
