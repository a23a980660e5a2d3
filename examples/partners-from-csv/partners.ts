import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { AllowPolicySetEntry } from "pulumi-cloudflare-email-security";

/** What the dashboard calls the properties of an allow policy. The last column is this package's own. */
const columns = {
  Pattern: "pattern",
  "Pattern Type": "patternType",
  "Verify Email": "verifySender",
  "Trusted Sender": "isTrustedSender",
  "Exempt Recipient": "isExemptRecipient",
  "Acceptable Sender": "isAcceptableSender",
  Notes: "comments",
  "Expires At": "expiresAt",
} as const satisfies Record<string, keyof AllowPolicySetEntry>;

/** Reads a CSV file of the form that the dashboard takes. A policy is named by its pattern: lines can be sorted freely. */
export function readPartners(file: string): Record<string, AllowPolicySetEntry> {
  const rows: AllowPolicySetEntry[] = parse(readFileSync(file), {
    bom: true,
    trim: true,
    skip_empty_lines: true,
    columns: (header: string[]) => header.map((name) => property(name, file)),
    cast: (cell, { header, column, lines }) => (header ? cell : value(cell, String(column), `${file}:${lines}`)),
  });
  const partners = new Map<string, AllowPolicySetEntry>();
  for (const row of rows) {
    if (partners.has(row.pattern)) throw new Error(`${file}: ${row.pattern} is there twice`);
    partners.set(row.pattern, row);
  }
  return Object.fromEntries(partners);
}

function property(column: string, file: string): string {
  if (!(column in columns)) {
    throw new Error(`${file}: there is no column "${column}": use ${Object.keys(columns).join(", ")}`);
  }
  return columns[column as keyof typeof columns];
}

/** An empty cell leaves the property to its default. A typing error must not: it could open more than was meant. */
function value(cell: string, column: string, where: string): string | boolean | undefined {
  if (cell === "") return undefined;
  if (!/^(is|verify)[A-Z]/.test(column)) return cell;
  const truth = { true: true, false: false }[cell.toLowerCase()];
  if (truth === undefined) throw new Error(`${where}: ${column}: "${cell}" is neither true nor false`);
  return truth;
}
