import { entryAdvice } from "../provider/advice/advice";
import { readAdviceSettings } from "../provider/advice/advice-settings";
import { ProgramIndex } from "../provider/advice/program-index";
import { allowPolicies } from "../provider/collections/allow-policy";

const ENTRIES = 5_000;
const CONTEXT = { ...readAdviceSettings({ ownDomains: ["acme.com"] }), now: Date.now() };
const POLICY = {
  patternType: "EMAIL",
  isTrustedSender: true,
  isAcceptableSender: false,
  isExemptRecipient: false,
  verifySender: true,
};

const expression = (pattern: (i: number) => string) =>
  Array.from({ length: ENTRIES }, (_, i) => ({ ...POLICY, isRegex: true, pattern: pattern(i) }));

const LITERALS = Array.from({ length: ENTRIES }, (_, i) => ({
  ...POLICY,
  isRegex: false,
  pattern: `bob@mail.partner${i}.com`,
}));

const EXPRESSIONS = {
  "one domain": expression((i) => String.raw`.*@partner${i}\.example`),
  alternatives: expression((i) => String.raw`.*@(news|info|mail)\.partner${i}\.(com|net|org)`),
  "names below a domain": expression((i) => String.raw`^[^@]+@([a-z0-9-]+\.)*partner${i}\.co\.uk$`),
  "alternatives on both sides": expression((i) => String.raw`(?:news|info|bob)${i}?@.*\.(?:com|org)`),
};

/** What advice on many regular expressions costs: by itself, and beside as many literal patterns. Seconds of processor time. */
for (const [kind, expressions] of Object.entries(EXPRESSIONS)) {
  const alone = secondsOf(() => {
    for (const values of expressions) entryAdvice(allowPolicies, values, CONTEXT);
  });
  const before = secondsOf(() => compare([...LITERALS, ...expressions]));
  const after = secondsOf(() => compare([...expressions, ...LITERALS]));
  console.log(
    `${ENTRIES} expressions (${kind}): ${alone} s; with ${ENTRIES} literals before them ${before} s, after them ${after} s`,
  );
}

function compare(entries: readonly Readonly<Record<string, unknown>>[]): void {
  const index = new ProgramIndex();
  entries.forEach((values, i) => {
    index.add({ collection: allowPolicies, account: "a", label: `entry ${i}`, values });
  });
}

function secondsOf(work: () => void): string {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return ((user + system) / 1e6).toFixed(1);
}
