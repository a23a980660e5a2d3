import { allowPolicies } from "../../provider/collections/allow-policy";
import type { Collection, Values } from "../../provider/collections/collection";
import { trustedDomains } from "../../provider/collections/trusted-domain";

/** An entry that nobody would object to, and whose it is. */
export interface OrdinaryEntry {
  readonly whose: string;
  readonly collection: Collection;
  readonly values: Values;
}

/** The organisation that has them all. */
export const OWN_DOMAINS = ["halden-group.com", "haldengruppen.no", "haldenlogistics.de"];

type Flags = Readonly<Record<string, boolean>>;

const NOTHING = { isTrustedSender: false, isAcceptableSender: false, isExemptRecipient: false, verifySender: true };
const TRUSTED = { ...NOTHING, isTrustedSender: true };
const ACCEPTED = { ...NOTHING, isAcceptableSender: true };
const ACCEPTED_UNVERIFIED = { ...ACCEPTED, verifySender: false };
const TRUSTED_UNVERIFIED = { ...TRUSTED, verifySender: false };
const EXEMPT = { ...NOTHING, isExemptRecipient: true };
const EXEMPT_UNVERIFIED = { ...EXEMPT, verifySender: false };

const words = (text: string) => text.trim().split(/\s+/);

function policies(
  whose: string,
  patternType: "EMAIL" | "DOMAIN" | "IP",
  flags: Flags,
  patterns: string,
  isRegex = false,
): OrdinaryEntry[] {
  return words(patterns).map((pattern) => ({
    whose,
    collection: allowPolicies,
    values: { pattern, patternType, isRegex, ...flags },
  }));
}

function domains(whose: string, flags: Flags, patterns: string, isRegex = false): OrdinaryEntry[] {
  return words(patterns).map((pattern) => ({
    whose,
    collection: trustedDomains,
    values: { pattern, isRegex, ...flags },
  }));
}

const RECENT = { isRecent: true, isSimilarity: false };
const SIMILAR = { isRecent: false, isSimilarity: true };
const BOTH = { isRecent: true, isSimilarity: true };

export const ORDINARY_ENTRIES: readonly OrdinaryEntry[] = [
  ...policies(
    "customer relations and support",
    "DOMAIN",
    ACCEPTED,
    `salesforce.com exacttarget.com hubspotemail.net hubspot.com zendesk.com freshdesk.com intercom-mail.com pipedrive.com
     service-now.com gainsight.com`,
  ),
  ...policies(
    "newsletters and mass mail",
    "DOMAIN",
    ACCEPTED,
    `mcsv.net mcdlv.net mandrillapp.com sendgrid.net amazonses.com mailgun.org sparkpostmail.com mktomail.com klaviyomail.com
     constantcontact.com createsend.com mailjet.com sendinblue.com customeriomail.com cmail19.com`,
  ),
  ...policies(
    "signatures and documents",
    "DOMAIN",
    TRUSTED,
    "docusign.net docusign.com echosign.com adobesign.com pandadoc.net hellosign.com dropboxmail.com box.com sharefile.com",
  ),
  ...policies(
    "personnel and wages",
    "DOMAIN",
    ACCEPTED,
    `myworkday.com adp.com paychex.com bamboohr.com greenhouse-mail.io hire.lever.co successfactors.com personio.de
     culturean.com rippling.com`,
  ),
  ...policies(
    "software makers' tools",
    "DOMAIN",
    ACCEPTED,
    `github.com gitlab.com bitbucket.org atlassian.net atlassian.com figma.com slack.com notion.so miro.com asana.com
     pagerduty.com datadoghq.com sentry.io statuspage.io npmjs.com circleci.com`,
  ),
  ...policies(
    "meetings",
    "DOMAIN",
    ACCEPTED,
    "zoom.us webex.com calendly.com gotomeeting.com eventbrite.com doodle.com",
  ),
  ...policies(
    "banks, cards and accounts",
    "DOMAIN",
    TRUSTED,
    "dnb.no nordea.com commerzbank.de stripe.com intuit.com post.xero.com e-conomic.com coupahost.com ansmtp.ariba.com",
  ),
  ...policies(
    "insurance, law and audit",
    "DOMAIN",
    ACCEPTED,
    "allianz.de gjensidige.no wiersholm.no kpmg.no pwc.com lexisnexis.com",
  ),
  ...policies(
    "authorities",
    "DOMAIN",
    ACCEPTED,
    "altinn.no skatteetaten.no notifications.service.gov.uk irs.gov bund.de ec.europa.eu toll.no",
  ),
  ...policies(
    "freight",
    "DOMAIN",
    ACCEPTED,
    "dhl.com fedex.com ups.com maersk.com kuehne-nagel.com dbschenker.com flexport.com posten.no hapag-lloyd.com",
  ),
  ...policies("health", "DOMAIN", ACCEPTED, "helsenorge.no nhs.net athenahealth.com epic.com mayoclinic.org"),
  ...policies(
    "schools",
    "DOMAIN",
    ACCEPTED,
    "instructure.com uio.no ntnu.no ox.ac.uk mit.edu blackboard.com coursera.org",
  ),
  ...policies(
    "shops and hotels",
    "DOMAIN",
    ACCEPTED,
    "shopify.com booking.com sj.se lufthansa.com marriott.com ikea.com",
  ),
  ...policies("partners with names in their own script", "DOMAIN", ACCEPTED, "xn--blbrgrd-fxak7p.no xn--mller-kva.de"),
  ...policies(
    "a single mailbox of a supplier",
    "EMAIL",
    TRUSTED,
    `invoices@nordic-steel.example billing@vestby-elektro.no noreply@docusign.net orders@kontorrekvisita.no
     edi@maersk.com faktura@telenor.no accounts+halden@brightfreight.co.uk`,
  ),
  ...policies(
    "a single person at a free-mail provider",
    "EMAIL",
    ACCEPTED,
    `kari.nordmann@gmail.com ole1957@hotmail.no board.chair@outlook.com translator.de@gmx.de j.tanaka@yahoo.co.jp
     pensioner@online.no photographer@icloud.com sven-larsson@proton.me`,
  ),
  ...policies(
    "a machine that cannot sign",
    "EMAIL",
    ACCEPTED_UNVERIFIED,
    "alarm@building-control.example scanner@print-service.example ups-monitor@datacentre-oslo.example",
  ),
  ...policies(
    "own mailboxes that must get everything",
    "EMAIL",
    EXEMPT,
    `abuse@halden-group.com security@halden-group.com phishing@halden-group.com postmaster@haldengruppen.no
     soc@haldenlogistics.de report-spam@haldengruppen.no`,
  ),
  ...policies(
    "the same, from anybody",
    "EMAIL",
    EXEMPT_UNVERIFIED,
    "dmarc-reports@haldengruppen.no sandbox@halden-group.com",
  ),
  ...policies(
    "own mailboxes that must get everything, by expression",
    "EMAIL",
    EXEMPT,
    String.raw`(abuse|security|phishing)@haldengruppen\.no ^soc(-night)?@haldenlogistics\.de$`,
    true,
  ),
  ...policies(
    "static addresses of own services and scanners",
    "IP",
    ACCEPTED_UNVERIFIED,
    `185.12.64.7 185.12.64.8 194.63.248.20/32 91.90.42.0/29 81.27.192.128/25 2a02:20c8:4120::25 2a02:20c8:4120::/64
     195.159.111.10 80.232.38.71 82.196.12.5`,
  ),
  ...policies(
    "static networks of providers",
    "IP",
    ACCEPTED,
    `167.89.0.0/17 198.2.128.0/18 205.201.128.0/20 149.72.0.0/16 54.240.0.0/18 13.110.208.0/21 96.43.144.0/20 136.147.176.0/20
     2a01:111:f400::/48 2620:0:ffa0::/48 2001:67c:2a4::/48 2a00:1450::/32`,
  ),
  ...policies(
    "drills against phishing",
    "IP",
    TRUSTED_UNVERIFIED,
    "147.160.167.0/26 23.21.109.197 23.21.109.212 52.49.201.246 52.49.235.189 2a05:d018::44",
  ),
  ...policies("test networks", "IP", ACCEPTED_UNVERIFIED, "192.0.2.10 198.51.100.0/24 203.0.113.77"),
  ...policies(
    "drills against phishing, by expression",
    "IP",
    TRUSTED_UNVERIFIED,
    String.raw`147\.160\.167\.([1-5][0-9]|6[0-2]|[1-9]) ^52\.49\.(201\.246|235\.189)$ 23\.21\.109\.(197|212)`,
    true,
  ),
  ...policies(
    "senders by expression",
    "EMAIL",
    ACCEPTED,
    String.raw`.*@domain\.com .*@domain\.com$ .*@.*\.salesforce\.com ^bounce-[0-9a-f]+@mail\.zendesk\.com$
      .*@(mail|news|info)\.sas\.(no|se|dk) (?i)^no-?reply@.*\.altinn\.no$ ^invoice\+[a-z0-9]{8}@billing\.stripe\.com$
      [^@]+@([a-z0-9-]+\.)*maersk\.com prvs=[0-9]+=.*@nordea\.com bounces\+\d+-[0-9a-z]+-.*@em\d+\.flexport\.com
      (?:orders|claims|tracking)@(?:[\w-]+\.)?dhl\.(?:com|de|no) \Qteam+\E\d+@figma\.com
      .*-drift=haldengruppen\.no@bounces\.wiersholm\.no ^[\w.+-]++@kpmg\.no$ (?>news|press)@dnb\.no .*@examp1e\.com$
      ^(?=.*halden).*@events\.eventbrite\.com$ ^(?!test).*@sj\.se$ kari\.?nordmann@gmail\.com ole(1957)?@hotmail\.no
      .*@mail\.ru\.example .*@gmail\.com\.halden-partner\.example .*@outlook-parts\.de noreply@.*\.gov\.no
      noreply@(?:.*\.)?sj\.no ^[^@]+@([^@]+\.)?dnb\.no$ .*[@.]altinn\.no$ (?:info|post)@[a-z]+\.kommune\.no .*@mail\.me\.example`,
    true,
  ),
  ...policies(
    "trusted senders by expression",
    "EMAIL",
    TRUSTED,
    String.raw`^[a-z]+\.[a-z]+@vestby-elektro\.no$ .*@(docusign|adobesign)\.net ^edi-\d{4}@kuehne-nagel\.com$`,
    true,
  ),
  ...policies(
    "domains by expression",
    "DOMAIN",
    ACCEPTED,
    String.raw`^(.+\.)?service-now\.com$ mail[0-9]*\.booking\.com ^em[0-9]+\.ikea\.com$ .*\.ansmtp\.ariba\.com [a-z0-9-]+\.atlassian\.net`,
    true,
  ),
  ...domains(
    "young companies",
    RECENT,
    "fjordtech-robotics.no vestland-havvind.no brightfreight.io nyborg.energy kelpworks.bio halden-suppliers.org",
  ),
  ...domains(
    "companies whose name is like ours",
    SIMILAR,
    "haldane-group.com halden-group.org alden-group.com halden.se heldenlogistics.de haldens.com",
  ),
  ...domains("new projects whose name is like ours", BOTH, "halden-groupe.fr haldenfestival.no holden-logistics.de"),
  ...domains(
    "names of one family",
    SIMILAR,
    String.raw`^halden-(sport|kultur)\.no$ .*\.haldane-group\.com halden[0-9]{4}\.org`,
    true,
  ),
  ...domains(
    "campaigns of a partner",
    RECENT,
    String.raw`^kampanje-\d{4}\.vestby-elektro\.no$ .*\.kelpworks\.bio`,
    true,
  ),
];
