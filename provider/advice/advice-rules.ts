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

/** What advice depends on beside the entry. */
export interface AdviceContext {
  /** The organisation's own domains, canonical (see `checkDomain`). */
  readonly ownDomains: readonly string[];
  /** Whether every entry that exempts or blocks must have an end. */
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

/** Advice on a single entry. */
export interface EntryRule extends AdviceTopic {
  readonly path: keyof KnownValues;
  /** Follows the path in a message, and is followed by what to do instead. */
  readonly finding: string;
  /** The values that the rule reads. It applies only to collections that have all of them, and only if all are known. */
  readonly needs: readonly (keyof KnownValues)[];
  /** A property that must be left out for the rule to apply; it applies only to collections that have the property. */
  readonly absent?: keyof KnownValues;
  readonly applies: (entry: KnownEntry, context: AdviceContext) => boolean;
}

const PATTERN = ["pattern", "patternType", "isRegex"] as const;

/** In the order of the documentation. */
export const ENTRY_RULES = [
  {
    code: "advice/broad-regex",
    title: "A regular expression that matches nearly every sender",
    why: "The entry then switches detections off for everybody, attackers too, or, if it blocks, blocks everybody. The expression is tried on senders that have nothing in common; one with look-ahead or back-references is not tried.",
    path: "pattern",
    finding: "matches nearly every sender",
    instead: "name the domains or addresses that are meant",
    needs: PATTERN,
    applies: (entry) => hasEffect(entry) && coversEveryone(entry),
  },
  {
    code: "advice/public-suffix",
    title: "A public suffix as a sender",
    why: "Anyone can register a name below a public suffix such as com, co.uk or github.io, so the entry trusts everybody who does. Public suffixes are those of the Public Suffix List.",
    path: "pattern",
    finding: "covers a public suffix, below which anyone can register a name",
    instead: "name the domains that are meant",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && coversDomain(entry, isPublicSuffix),
  },
  {
    code: "advice/free-mail",
    title: "A free-mail provider as a sender",
    why: "Anyone can get a mailbox there, and its mail passes every sender verification. There is no advice on an entry for single addresses.",
    path: "pattern",
    finding: "covers a whole free-mail provider, where anyone can get a mailbox",
    instead: "name the addresses that are meant",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && coversMailOf(entry, isFreeMail),
  },
  {
    code: "advice/disposable-mail",
    title: "A provider of throw-away mailboxes as a sender",
    why: "Anyone can get a mailbox there for some minutes, without giving a name. Hardly any ordinary mail comes from one.",
    path: "pattern",
    finding: "covers a provider of throw-away mailboxes, where anyone gets one for minutes",
    instead: "leave the entry out",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && coversDomain(entry, isDisposableMail),
  },
  {
    code: "advice/any-domain",
    title: "A sender at any domain",
    why: "An expression such as `noreply@.*` says what stands before the @ and allows any domain after it. So it trusts everybody who registers a domain, and their mail passes every sender verification. There is no advice on blocking a sender at any domain.",
    path: "pattern",
    finding: "names senders and lets them be at any domain, which anyone can register",
    instead: "write the domains that are meant after the @",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && isForAnyDomain(entry),
  },
  {
    code: "advice/open-label",
    title: "A domain that may begin in the middle of a name",
    why: "An expression such as `.*@.*acme\\.com` matches evil-acme.com too, which anyone can register. With a dot or the @ before the name it matches only the domain and its subdomains: `.*@(.*\\.)?acme\\.com`. There is no advice on blocking names that end alike.",
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
    why: 'A Cyrillic "а" looks like a Latin "a": a name that mixes the two in one label was probably registered by an imitator, whom the entry then trusts. There is no advice on mixtures that a language uses, as Japanese does.',
    path: "pattern",
    finding: "has letters of different scripts in one part of its domain, as imitations of other names have",
    instead: "type the name anew, in one script",
    needs: PATTERN,
    applies: (entry) => trustsSender(entry) && touchesDomain(entry, mixesScripts),
  },
  {
    code: "advice/own-domain",
    title: "One's own domain as a sender",
    why: "Attackers imitate your own domain first, and the entry lets the imitation through. For services that send in your name, use their static IP addresses. Given only if the provider knows `ownDomains`. There is no advice on your own mailbox as an exempt recipient.",
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
    why: "Organisations of the whole world have their domains below these names, partners and customers among them. There is no advice on blocking the names of a country, or newer ones such as zip, unless your own domain is among them.",
    path: "pattern",
    finding: "blocks a top-level domain below which ordinary senders of the whole world are",
    instead: "name the domains that are meant",
    needs: PATTERN,
    applies: (entry) => blocksSender(entry) && coversDomain(entry, isCommonSuffix),
  },
  {
    code: "advice/blocked-free-mail",
    title: "A blocked free-mail provider",
    why: "Customers, applicants and small partners write from there too, and nobody tells them that their mail is blocked. There is no advice on blocking single addresses, or a provider of throw-away mailboxes.",
    path: "pattern",
    finding: "blocks a whole free-mail provider, where ordinary people have mailboxes",
    instead: "name the addresses that are meant",
    needs: PATTERN,
    applies: (entry) => blocksSender(entry) && coversMailOf(entry, isFreeMail),
  },
  {
    code: "advice/blocked-own-domain",
    title: "One's own domain blocked",
    why: "This also blocks services that send in your name, and colleagues' mail that comes through a mailing list or from a sister company. Imitations are found by the detection of spoofing. Given only if the provider knows `ownDomains`. There is no advice on a single address of your own.",
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
    why: "Hardly any sender owns so many addresses: most of them are other people's machines. For a regular expression, the IPv4 addresses that it matches are counted, and a sample of IPv6 networks is tried.",
    path: "pattern",
    finding: "covers more addresses than a /16 network (IPv4) or a /32 (IPv6) has",
    instead: "name the networks that the sender really sends from",
    needs: PATTERN,
    applies: (entry) => hasEffect(entry) && isWideNetwork(entry),
  },
  {
    code: "advice/unverified-trust",
    title: "A trusted sender without sender verification",
    why: "A sender's address and domain are easily forged. Without DMARC, SPF or DKIM, mail with a forged sender passes all detections. An IP address is not forged so easily: there is no advice on a static one without verification.",
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
    why: "No message to any mailbox of the domain is checked any more. The exemption is meant for single mailboxes that must get everything, such as one for reports of phishing.",
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
    why: "Every message that it matches counts as malicious, whoever sends it, so that mail of customers and colleagues is blocked. The expression is tried, ignoring case, on subjects and texts that every office gets, in several languages. There is advice if it matches two of them and the policy is `enabled`.",
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
    why: "Then no link is rewritten, so no click is checked, not even on an attacker's link. The expression is tried on links that have nothing in common.",
    path: "urlRegex",
    finding: "matches nearly every link, so that no click is checked any more",
    instead: "name the hosts that are meant",
    needs: ["urlRegex"],
    applies: ({ values: { urlRegex = "" } }) => matchesEveryLink(urlRegex),
  },
  {
    code: "advice/drops-nothing",
    title: "A domain whose malicious mail is delivered",
    why: "Messages that were found malicious are then delivered all the same. Given if the program itself writes an empty list, unless the domain's mail is only copied to Email Security (`allowedDeliveryModes` without `DIRECT`), where nothing can be dropped.",
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
    why: "NONE is the disposition of all ordinary mail: messages in which nothing was found.",
    path: "dropDispositions",
    finding: "has NONE, which is the disposition of ordinary messages",
    instead: "leave NONE out",
    needs: ["dropDispositions"],
    applies: ({ values: { dropDispositions = [] } }) => dropDispositions.includes("NONE"),
  },
  {
    code: "advice/no-sources",
    title: "A domain that is restricted to no address",
    why: "Cloudflare says that mail from an address that is not in the list is rejected. It does not say what an empty list means: mail may be accepted from everywhere, or from nowhere. Given if the program itself writes an empty list.",
    path: "ipRestrictions",
    finding: "is empty, where mail from every other address is rejected",
    instead: "name the networks that mail comes from, or leave it out to keep what Cloudflare has",
    needs: ["ipRestrictions"],
    applies: ({ values: { ipRestrictions = [] } }) => ipRestrictions.length === 0,
  },
  {
    code: "advice/expired",
    title: "An entry that has ended",
    why: "The entry was meant to be gone by now, but a single resource cannot remove itself from a program. There is no advice on an entry of a set: a set leaves out what has ended.",
    path: "expiresAt",
    finding: "is over",
    instead: "remove the resource, or give it a later end",
    needs: ["expiresAt"],
    applies: ({ values: { expiresAt } }, { now }) => hasEnded(expiresAt, now),
  },
  {
    code: "advice/ends-soon",
    title: "An entry that ends within days",
    why: "If somebody still needs the exception, it should be prolonged before mail is held up. The provider's `endsSoonDays` says how many days before the end this advice is given.",
    path: "expiresAt",
    finding: "is near",
    instead: "ask who needs the entry whether it may end",
    needs: ["expiresAt"],
    applies: ({ values: { expiresAt } }, { now, endsSoonDays }) => endsWithin(expiresAt, endsSoonDays, now),
  },
  {
    code: "advice/no-end",
    title: "An entry without an end",
    why: "An exception is a risk for as long as it exists, and nobody dares to remove one whose reason is forgotten. Given only if the provider sets `requireExpiry`.",
    path: "expiresAt",
    finding: "is not given",
    instead: "say when the entry ends",
    needs: [],
    absent: "expiresAt",
    applies: (_entry, { requireExpiry }) => requireExpiry,
  },
] as const satisfies readonly EntryRule[];

/** Advice on two entries of one program: see `ProgramIndex`. */
export const PROGRAM_TOPICS = [
  {
    code: "advice/redundant",
    title: "An entry that another one of the program makes redundant",
    why: "If the narrow entry is removed later, its senders seem to be checked again, or let in again, but the wide entry still covers them. Given only if it is certain: the wide entry blocks too, or has at least the same dispositions and asks for no more verification.",
    instead: "leave the narrower entry out",
  },
  {
    code: "advice/duplicate",
    title: "Two entries for one pattern",
    why: "The API would accept both. If they differ, it is not documented which one counts.",
    instead: "leave one of the two out",
  },
] as const satisfies readonly AdviceTopic[];
