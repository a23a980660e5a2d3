import * as email from "pulumi-cloudflare-email-security";

// A name that poses as our freight partner's. The entry stays; its reason lies beside it.
const lookAlike = new email.BlockSender("acme-frieght", {
  pattern: "acme-frieght.example",
  comments: "Poses as acme-freight.example: forged waybills",
});

// No sender of ours is below this top-level domain, and file names that end like it lure people into a click. A regular
// expression does not tell its kind, so that the program does.
new email.BlockSender("zip", {
  pattern: ".*@.*\\.zip$",
  patternType: "EMAIL",
  isRegex: true,
  comments: "Senders below .zip",
});

// What came up in one incident, as the analysts noted it. Each kind is told from the text; an own domain, a whole free-mail
// provider or a network that is too wide is warned of at preview.
const indicators = [
  "203.0.113.66",
  "198.51.100.0/26",
  "2001:4860:4860::/48",
  "globex-payroll.example",
  "cfo.globex@mailbox.example",
];

// One set, so that the incident comes and goes with one atomic request. The pattern names the entry: a line more or less in
// the list touches no other entry.
const incident = new email.BlockSenderSet("incident-42", {
  senders: Object.fromEntries(
    indicators.map((pattern) => [pattern, { pattern, comments: "Incident 42: invoice fraud" }]),
  ),
});

export const lookAlikeId = lookAlike.id;
export const blockedInIncident = incident.count;
