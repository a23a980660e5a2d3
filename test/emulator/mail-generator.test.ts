import { expect } from "chai";
import type { WireValues } from "../../emulator/entry";
import type { FilterEntry } from "../../emulator/filter-entry";
import { generateMail, type MailOptions } from "../../emulator/mail-generator";
import type { WireMessage } from "../../emulator";
import { served } from "./local-api";

const until = new Date("2026-03-01T00:00:00Z");
const mail = (entries: readonly FilterEntry[], options: MailOptions = {}) =>
  generateMail(entries, { count: 4_000, until, ...options });

function entry(path: string, pattern: string, values: WireValues = {}, isRegex = false): FilterEntry {
  return { collection: served(path), values, pattern, isRegex };
}
const policy = (pattern: string, values: WireValues = { is_trusted_sender: true }, isRegex = false) =>
  entry("allow_policies", pattern, values, isRegex);

/** The share of each value, in percent. */
function shares(values: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, (100 * count) / values.length]));
}
function expectShares(values: readonly unknown[], expected: Readonly<Record<string, number>>): void {
  const found = shares(values);
  expect(found).to.have.all.keys(expected);
  for (const [name, share] of Object.entries(expected)) expect(found[name], name).to.be.closeTo(share, 3);
}
const noted = (message: WireMessage) => (message.properties ?? {}) as Readonly<Record<string, unknown>>;
const isOfEntry = (message: WireMessage) => message.properties !== undefined;

describe("mail that is made up", () => {
  it("is from many senders, about several things, and of all dispositions, most of them harmless", () => {
    const messages = mail([]);
    expectShares(
      messages.map((one) => one.final_disposition),
      { NONE: 80, BULK: 9, SPAM: 7, SPOOF: 2, SUSPICIOUS: 1, MALICIOUS: 1 },
    );
    const parts = messages.map(({ from }) => String(from).split("@"));
    const [people, domains] = [0, 1].map((part) => Object.keys(shares(parts.map((one) => one[part]))));
    expect(people).to.have.length(12);
    expect(domains).to.have.length(7);
    for (const name of people ?? []) expect(name).to.match(/^[a-z][a-z.-]+$/);
    for (const domain of domains ?? []) expect(domain).to.match(/^([a-z]+\.)+example$/);
    const subjects = shares(messages.map(({ subject }) => subject));
    expect(Object.keys(subjects)).to.have.length(7);
    for (const [subject, share] of Object.entries(subjects)) {
      expect(subject).not.to.equal("");
      expect(share, subject).to.be.closeTo(100 / 7, 3);
    }
  });

  it("is sent to one's own domain, by servers in a network for documentation, and mostly verified", () => {
    const messages = mail([]);
    for (const { from, envelope_from: sender, to, envelope_to: receivers } of messages) {
      expect(sender).to.equal(from);
      expect(receivers).to.equal(to);
      expect(to).to.have.length(1);
      expect((to as string[])[0]).to.match(/^[a-z.-]+@ours\.example$/);
    }
    const servers = messages.map((one) => /^203\.0\.113\.(\d+)$/.exec(String(one.smtp_previous_hop_ip))?.[1]);
    expect(new Set(servers.map(Number))).to.deep.equal(new Set(Array.from({ length: 254 }, (_, index) => index + 1)));
    const validations = messages.map(({ validation }) => JSON.stringify(validation));
    expectShares(validations, {
      '{"spf":"pass","dkim":"pass","dmarc":"pass"}': 85,
      '{"spf":"fail","dkim":"none","dmarc":"fail"}': 15,
    });
  });

  it("has ids of its own, and was scanned and sent within the days before its last one", () => {
    const messages = mail([], { seed: 26, days: 10 });
    const times = messages.map((one) => Date.parse(String(one.scanned_at)));
    const day = 86_400_000;
    expect(Math.max(...times))
      .to.be.at.most(until.getTime())
      .and.above(until.getTime() - 0.1 * day);
    expect(Math.min(...times))
      .to.be.at.least(until.getTime() - 10 * day)
      .and.below(until.getTime() - 9.9 * day);
    for (const [index, one] of messages.entries()) {
      const id = `1aZ${index.toString(16).padStart(8, "0")}`;
      expect(one).to.include({ id: `${id}-${String(one.scanned_at)}`, postfix_id: id, sent_at: one.scanned_at });
      expect(one).to.include({ message_id: `<${id}@mail.example>`, delivery_mode: "DIRECT" });
      expect(one.delivery_status).to.deep.equal(["delivered"]);
    }
  });

  it("is let through by entries for two messages in five, some entries having most of them and some none", () => {
    const entries = Array.from({ length: 60 }, (_, index) => policy(`p${index}.example`));
    const messages = mail(entries);
    expectShares(messages.map(isOfEntry), { true: 40, false: 60 });
    const counts = entries.map(
      ({ pattern }) => messages.filter((one) => noted(one).allowlisted_pattern === pattern).length,
    );
    expect(counts.filter((count) => count === 0).length).to.be.within(8, 22);
    const most = [...counts].sort((a, b) => b - a).slice(0, 15);
    expect(most.reduce((sum, count) => sum + count, 0)).to.be.above(800);
    expect(mail([]).some(isOfEntry)).to.equal(false);
  });

  /** Those of a seed that uses the entry, and does not take it for one of the few that let worse mail through. */
  function ofEntry(one: FilterEntry): WireMessage[] {
    for (let seed = 1; seed < 30; seed += 1) {
      const found = mail([one], { seed }).filter(isOfEntry);
      const isWorse = found.some((message) => message.final_disposition === "SPOOF");
      if (found.length > 0 && !isWorse) return found;
    }
    throw new Error("no seed uses the entry");
  }

  it("that an entry lets through is noted as that, is harmless as a rule, and is verified where the entry asks for it", () => {
    const verified = ofEntry(policy("acme.example", { is_trusted_sender: true, verify_sender: true }));
    expectShares(
      verified.map((one) => one.final_disposition),
      { NONE: 85, BULK: 9, SPAM: 6 },
    );
    for (const one of verified) {
      expect(noted(one)).to.deep.equal({
        allowlisted_pattern: "acme.example",
        allowlisted_pattern_type: "allowed_sender",
      });
      expect(one.validation).to.include({ spf: "pass" });
      expect(one.from).to.match(/^[a-z.-]+@acme\.example$/);
      expect(one.envelope_from).to.equal(one.from);
    }
    const any = ofEntry(policy("acme.example"));
    expectShares(
      any.map(({ validation }) => (validation as Readonly<Record<string, string>>).spf),
      { pass: 70, fail: 30 },
    );
  });

  it("that a few entries let through is worse", () => {
    const entries = Array.from({ length: 300 }, (_, index) => policy(`p${index}.example`));
    const messages = mail(entries, { count: 30_000 }).filter(isOfEntry);
    const isBad = (one: WireMessage) => one.final_disposition === "MALICIOUS";
    const abused = new Set(messages.filter(isBad).map((one) => noted(one).allowlisted_pattern));
    expect(abused.size).to.be.within(2, 15);
    expectShares(
      messages.filter((one) => abused.has(noted(one).allowlisted_pattern)).map((one) => one.final_disposition),
      { NONE: 60, SPAM: 20, SPOOF: 12, MALICIOUS: 8 },
    );
  });

  it("that an entry blocks is noted as that, and is mostly bad", () => {
    const blocked = ofEntry(entry("block_senders", "spam.example"));
    expectShares(
      blocked.map((one) => one.final_disposition),
      { SPAM: 60, MALICIOUS: 25, NONE: 15 },
    );
    for (const one of blocked) {
      expect(noted(one)).to.deep.equal({ blocklisted_message: true, blocklisted_pattern: "spam.example" });
      expect(one.from).to.match(/@spam\.example$/);
    }
  });

  it("meets an entry for what it is: an address, a server, a recipient, or an expression", () => {
    expect(ofEntry(policy("bob@acme.example"))[0]).to.include({ from: "bob@acme.example" });
    expect(ofEntry(policy("198.51.100.0/24"))[0]).to.include({ smtp_previous_hop_ip: "198.51.100.0" });
    const toOne = ofEntry(policy("ceo@ours.example", { is_exempt_recipient: true }));
    expect(toOne[0]?.to).to.deep.equal(["ceo@ours.example"]);
    expect(toOne[0]?.from).not.to.equal("ceo@ours.example");
    const both = policy("ceo@ours.example", { is_exempt_recipient: true, is_trusted_sender: true });
    expect(ofEntry(both)[0]).to.include({ from: "ceo@ours.example" });
    for (const [pattern, sender] of [
      [String.raw`.*@acme\.example`, "mail@acme.example"],
      [String.raw`^bob@acme\.example$`, "bob@acme.example"],
      [String.raw`(?i)bob@acme\.example`, "bob@acme.example"],
      [String.raw`(?:ann|bob)@(a|b)\.example`, "ann@a.example"],
      [String.raw`[a-z]+@acme\.example`, "mail@acme.example"],
      [String.raw`\w+@acme\d+\.example`, "mail@acme7.example"],
      [String.raw`\S*@acme\d{1,3}x?\.example`, "mail@acme7x.example"],
      [String.raw`a\d@acme\d{1}\.example`, "a7@acme7.example"],
    ] as const) {
      expect(ofEntry(policy(pattern, { is_trusted_sender: true }, true))[0], pattern).to.include({ from: sender });
    }
  });

  it("meets no entry without an effect, and none whose expression is too hard", () => {
    for (const one of [policy("acme.example", {}), policy("(?=x)y", { is_trusted_sender: true }, true)]) {
      expect(mail([one]).some(isOfEntry)).to.equal(false);
    }
  });
});
