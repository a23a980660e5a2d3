import {
  blocksSender,
  coversDomain,
  coversEveryone,
  coversMailOf,
  hasEffect,
  isForAnyDomain,
  isForAnyLabel,
  isWideNetwork,
  reachesDomain,
  touchesDomain,
  trustsSender,
  type KnownEntry,
  type KnownValues,
} from "./entry-scope";
import { endsWithin, hasEnded } from "../fields/end";
import { isFreeMail } from "./free-mail";
import { isCommonSuffix, isDisposableMail, isPublicSuffix, isWithin } from "../fields/mail-domain";
import { mixesScripts } from "./mixed-script";
import { matchesEveryLink, matchesOrdinaryMail } from "./ordinary-mail";

/** What an entry cannot know by itself. */
export interface AdviceContext {
  /** The organisation's own domains, canonical (see `checkDomain`). */
  readonly ownDomains: readonly string[];
  /** Whether every entry that exempts or blocks shall have an end. */
  readonly requireExpiry: boolean;
  /** How many days before its end an entry ends soon. */
  readonly endsSoonDays: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What the documentation says of one kind of advice. */
export interface AdviceTopic {
  /** Stable: programs name it to silence the advice. */
  readonly code: string;
  readonly title: string;
  readonly why: string;
  /** What to do, as the message says it. */
  readonly instead: string;
}

/** Advice that one entry by itself gives. */
export interface EntryRule extends AdviceTopic {
  readonly path: keyof KnownValues;
  /** Follows the path in a message, and is followed by what to do instead. */
  readonly finding: string;
  /** What the rule reads. It is asked only of a collection that has all of it, and only when all of it is known. */
  readonly needs: readonly (keyof KnownValues)[];
  /** What the rule looks for in vain: it is asked only of a collection that has it, and only when it is known to be left out. */
  readonly absent?: keyof KnownValues;
  readonly applies: (entry: KnownEntry, context: AdviceContext) => boolean;
}

const PATTERN = ["pattern", "patternType", "isRegex"] as const;

/** In the order of the documentation. */
export const ENTRY_RULES = [
  {
    code: "advice/broad-regex",
    title: "A regular expression that matches nearly every sender",
    why: "The entry then switches detections off for everybody, an attacker too, or, where it blocks, keeps everybody out. It is found by trying the expression on senders that have nothing to do with each other; one with look-ahead or back-references is not tried.",
    path: "pattern",
    finding: "matches nearly every sender",
    instead: "name the domains or addresses that are meant",
    needs: PATTERN,
    applies: (entry) => hasEffect(entry) && coversEveryone(entry),
  },
  {
    code: "advice/public-suffix",
    title: "A public suffix as a sender",
    why: "Anyone can register a name below a public suffix such as com, co.uk or github.io, so that nobody in particular is trusted. The Public Suffix List tells which names are one.",
    path: "pattern",
    finding: "covers a public suffix, below which anyone can register a name",
    instead: "name the domains that are meant",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && coversDomain(entry, isPublicSuffix),
  },
  {
    code: "advice/free-mail",
    title: "A free-mail provider as a sender",
    why: "Anyone can get a mailbox there, and its mail passes every sender verification. An entry for single addresses is ordinary and gives no advice.",
    path: "pattern",
    finding: "covers a whole free-mail provider, where anyone can get a mailbox",
    instead: "name the addresses that are meant",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && coversMailOf(entry, isFreeMail),
  },
  {
    code: "advice/disposable-mail",
    title: "A provider of throw-away mailboxes as a sender",
    why: "Anyone gets a mailbox there for some minutes and without a name; hardly any ordinary mail comes from one.",
    path: "pattern",
    finding: "covers a provider of throw-away mailboxes, where anyone gets one for minutes",
    instead: "leave the entry out",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && coversDomain(entry, isDisposableMail),
  },
  {
    code: "advice/any-domain",
    title: "A sender at any domain",
    why: "An expression such as `noreply@.*` names what stands before the @ and lets any domain follow, so that whoever registers a domain is trusted, and passes every sender verification. To block a kind of sender at any domain is ordinary and gives no advice.",
    path: "pattern",
    finding: "names senders and lets them be at any domain, which anyone can register",
    instead: "write the domains that are meant after the @",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && isForAnyDomain(entry),
  },
  {
    code: "advice/open-label",
    title: "A domain that may begin in the middle of a name",
    why: "An expression such as `.*@.*acme\\.com` matches evil-acme.com too, which anyone can register. With a dot or the @ before the name it matches the domain, or what lies below it, alone: `.*@(.*\\.)?acme\\.com`. To block names that end alike is ordinary and gives no advice.",
    path: "pattern",
    finding:
      "ends in a domain that may begin in the middle of a name, so that it covers longer names, which anyone can register",
    instead: String.raw`put "@" or "\." before the name`,
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && isForAnyLabel(entry),
  },
  {
    code: "advice/mixed-script",
    title: "A name with letters of several scripts",
    why: 'A Cyrillic "а" looks like a Latin "a": a name that mixes the two in one label is one that an imitator registered, and the entry trusts the imitator. Mixtures that a language writes, as Japanese does, give no advice.',
    path: "pattern",
    finding: "has letters of different scripts in one part of its domain, as imitations of other names have",
    instead: "type the name anew, in one script",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && touchesDomain(entry, mixesScripts),
  },
  {
    code: "advice/own-domain",
    title: "One's own domain as a sender",
    why: "It is the domain that attackers imitate first, and the entry lets the imitation through. Services that send in one's name are better told by their static IP addresses. Given only where the provider knows `ownDomains`; an own mailbox as an exempt recipient is ordinary and gives no advice.",
    path: "pattern",
    finding: "covers your own domain, which attackers imitate first",
    instead: "accept the static IP addresses that send in its name instead",
    needs: PATTERN,
    applies: (entry, { ownDomains }) =>
      trustsSender(entry) &&
      ownDomains.some((own) => touchesDomain(entry, (domain) => isWithin(domain, own)) || reachesDomain(entry, own)),
  },
  {
    code: "advice/blocked-suffix",
    title: "A blocked com, edu, gov, int, mil, net or org",
    why: "Organisations of the whole world are below these names, partners and customers among them. To block a country's names, or newer ones such as zip, is ordinary and gives no advice, unless one's own domain is among them.",
    path: "pattern",
    finding: "blocks a top-level domain below which ordinary senders of the whole world are",
    instead: "name the domains that are meant",
    needs: PATTERN,
    applies: (entry) => blocksSender(entry) && coversDomain(entry, isCommonSuffix),
  },
  {
    code: "advice/blocked-free-mail",
    title: "A blocked free-mail provider",
    why: "Customers, applicants and small partners write from there too, and hear of it from nobody. To block single addresses, or a provider of throw-away mailboxes, is ordinary and gives no advice.",
    path: "pattern",
    finding: "blocks a whole free-mail provider, where ordinary people have mailboxes",
    instead: "name the addresses that are meant",
    needs: PATTERN,
    applies: (entry) => blocksSender(entry) && coversMailOf(entry, isFreeMail),
  },
  {
    code: "advice/blocked-own-domain",
    title: "One's own domain blocked",
    why: "Services that send in one's name, and colleagues' mail that comes back over a list or from a sister company, are kept out as well as those who imitate it; those are what the detection of spoofing is for. Given only where the provider knows `ownDomains`; a single address of one's own gives no advice.",
    path: "pattern",
    finding: "blocks your own domain, so that services which send in its name are kept out too",
    instead: "leave imitations to the detection of spoofing, or name the addresses that are meant",
    needs: PATTERN,
    applies: (entry, { ownDomains }) =>
      blocksSender(entry) &&
      ownDomains.some(
        (own) =>
          coversDomain(entry, (domain) => isWithin(domain, own) || isWithin(own, domain)) || reachesDomain(entry, own),
      ),
  },
  {
    code: "advice/wide-network",
    title: "A network wider than /16 (IPv4) or /32 (IPv6)",
    why: "Hardly any sender owns so many addresses: most of them are other people's machines. Of a regular expression the IPv4 addresses that it matches are counted, and a sample of IPv6 networks is tried.",
    path: "pattern",
    finding: "covers more addresses than a /16 network (IPv4) or a /32 (IPv6) has",
    instead: "name the networks that the sender really sends from",
    needs: PATTERN,
    applies: (entry) => hasEffect(entry) && isWideNetwork(entry),
  },
  {
    code: "advice/unverified-trust",
    title: "A trusted sender without sender verification",
    why: "A sender's address and domain are easily forged. Without DMARC, SPF or DKIM whoever forges them passes all detections. An IP address is not forged so easily: a static one without verification is ordinary and gives no advice.",
    path: "verifySender",
    finding: "is false for a trusted sender, so that whoever forges it passes all detections",
    instead: "make it true, or trust the sender's static IP addresses",
    needs: ["patternType", "isTrustedSender", "verifySender"],
    applies: ({ values: { patternType, isTrustedSender, verifySender } }) =>
      isTrustedSender === true && verifySender === false && patternType !== "IP",
  },
  {
    code: "advice/exempt-domain",
    title: "A whole domain as exempt recipient",
    why: "No message to any mailbox of the domain is looked at any more. The exemption is meant for single mailboxes that must get everything, such as the one to which people report phishing.",
    path: "isExemptRecipient",
    finding: "switches all detections off for every mailbox of a domain",
    instead: "name the mailboxes that are meant",
    needs: [...PATTERN, "isExemptRecipient"],
    applies: (entry) => entry.values.isExemptRecipient === true && coversDomain(entry, () => true),
  },
  {
    code: "advice/no-disposition",
    title: "An allow policy that does nothing",
    why: "Without isTrustedSender, isAcceptableSender or isExemptRecipient the policy exempts its messages from nothing.",
    path: "isTrustedSender",
    finding: "is false, as are isAcceptableSender and isExemptRecipient",
    instead: "the policy does nothing until one is true",
    needs: ["isTrustedSender", "isAcceptableSender", "isExemptRecipient"],
    applies: (entry) => !hasEffect(entry),
  },
  {
    code: "advice/no-effect",
    title: "A trusted domain that does nothing",
    why: "A domain that is neither recent nor similar is exempt from no detection.",
    path: "isRecent",
    finding: "is false, as is isSimilarity",
    instead: "the trusted domain does nothing until one is true",
    needs: ["isRecent", "isSimilarity"],
    applies: (entry) => !hasEffect(entry),
  },
  {
    code: "advice/broad-content",
    title: "A content policy that matches ordinary mail",
    why: "What it matches is malicious, whoever sends it, so that customers and colleagues are kept out. It is found by trying the expression, in any case, on subjects and texts that every office gets, in several languages: one that matches two of them gives advice. A policy that is not `enabled` gives none.",
    path: "contentRegex",
    finding: "matches ordinary messages, which are malicious then, whoever sends them",
    instead: "name words that ordinary mail does not have, or more of them in a row",
    needs: ["contentRegex", "targets", "enabled"],
    applies: ({ values: { contentRegex = "", targets = [], enabled } }) =>
      enabled === true && matchesOrdinaryMail(contentRegex, targets),
  },
  {
    code: "advice/every-link",
    title: "A URL ignore pattern that matches nearly every link",
    why: "No link is rewritten then, so that no click is checked, on an attacker's link neither. It is found by trying the expression on links that have nothing to do with each other.",
    path: "urlRegex",
    finding: "matches nearly every link, so that no click is checked any more",
    instead: "name the hosts that are meant",
    needs: ["urlRegex"],
    applies: ({ values: { urlRegex = "" } }) => matchesEveryLink(urlRegex),
  },
  {
    code: "advice/drops-nothing",
    title: "A domain whose malicious mail is delivered",
    why: "What was found malicious is then delivered to the mailbox all the same. Given where the program itself writes an empty list, and not where the domain's mail is only copied to Email Security (`allowedDeliveryModes` without `DIRECT`): of a copy nothing can be dropped.",
    path: "dropDispositions",
    finding: "is empty, so that messages are delivered whatever was found in them",
    instead: "name MALICIOUS at least, or leave it out to keep what Cloudflare has",
    needs: ["dropDispositions"],
    applies: ({ values: { dropDispositions = [], allowedDeliveryModes } }) =>
      dropDispositions.length === 0 && allowedDeliveryModes?.includes("DIRECT") !== false,
  },
  {
    code: "advice/drops-ordinary",
    title: "A domain that drops what nothing was found in",
    why: "NONE is the disposition of a message that nothing was found in: of all ordinary mail.",
    path: "dropDispositions",
    finding: "has NONE, which is the disposition of ordinary messages",
    instead: "leave NONE out",
    needs: ["dropDispositions"],
    applies: ({ values: { dropDispositions = [] } }) => dropDispositions.includes("NONE"),
  },
  {
    code: "advice/no-sources",
    title: "A domain that is restricted to no address",
    why: "Mail from an address that is not in the list is rejected, says Cloudflare, and not what an empty list does: it may take mail from everywhere, or from nowhere. Given where the program itself writes an empty list.",
    path: "ipRestrictions",
    finding: "is empty, where mail from every other address is rejected",
    instead: "name the networks that mail comes from, or leave it out to keep what Cloudflare has",
    needs: ["ipRestrictions"],
    applies: ({ values: { ipRestrictions = [] } }) => ipRestrictions.length === 0,
  },
  {
    code: "advice/expired",
    title: "An entry that has ended",
    why: "Whoever gave it an end meant it to be gone by now, and a single resource cannot take itself out of a program. An entry of a set that has ended is left out by itself and gives no advice.",
    path: "expiresAt",
    finding: "is over",
    instead: "remove the resource, or give it a later end",
    needs: ["expiresAt"],
    applies: ({ values: { expiresAt } }, { now }) => hasEnded(expiresAt, now),
  },
  {
    code: "advice/ends-soon",
    title: "An entry that ends within days",
    why: "Who needs the exception for longer should say so before its mail is held up. How many days is the provider's `endsSoonDays`.",
    path: "expiresAt",
    finding: "is near",
    instead: "ask who needs the entry whether it may end",
    needs: ["expiresAt"],
    applies: ({ values: { expiresAt } }, { now, endsSoonDays }) => endsWithin(expiresAt, endsSoonDays, now),
  },
  {
    code: "advice/no-end",
    title: "An entry without an end",
    why: "An exception is dangerous for as long as it is there, and nobody dares to remove one whose reason is forgotten. Given only where the provider sets `requireExpiry`.",
    path: "expiresAt",
    finding: "is not given",
    instead: "say when the entry ends",
    needs: [],
    absent: "expiresAt",
    applies: (_entry, { requireExpiry }) => requireExpiry,
  },
] as const satisfies readonly EntryRule[];

/** Advice that two entries of one program give together: see `ProgramIndex`. */
export const PROGRAM_TOPICS = [
  {
    code: "advice/redundant",
    title: "An entry that another one of the program makes redundant",
    why: "Whoever takes the narrow entry away later believes that its senders are checked again, or let in again, while the wide one keeps things as they were. Given only where it is certain: the wide entry blocks too, or has at least the same dispositions, and asks for no more verification.",
    instead: "leave the narrower entry out",
  },
  {
    code: "advice/duplicate",
    title: "Two entries for one pattern",
    why: "The API has no key: it would hold both, and which of them counts where they differ is not documented.",
    instead: "leave one of the two out",
  },
] as const satisfies readonly AdviceTopic[];
