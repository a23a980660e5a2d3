import { blockSenders } from "../../provider/collections/block-sender";
import type { OrdinaryEntry } from "./ordinary-policies";

const words = (text: string) => text.trim().split(/\s+/);

function blocks(whose: string, patternType: string, patterns: string, isRegex = false): OrdinaryEntry[] {
  return words(patterns).map((pattern) => ({
    whose,
    collection: blockSenders,
    values: { pattern, patternType, isRegex },
  }));
}

/** What the organisation of the ordinary policies keeps out. */
export const ORDINARY_BLOCKS: readonly OrdinaryEntry[] = [
  ...blocks(
    "names that look like ours or like a partner's",
    "DOMAIN",
    `haldengruppen.com haldengruppen-no.com halden-group.co hal-den-group.com xn--hldengruppen-j3e.no haldenlogistics.de.com
     rnaersk.com nordea-sikkerhet.com docusign-review.net dhl-parcel-track.info micros0ft-support.com gmail-security.com`,
  ),
  ...blocks(
    "pests",
    "DOMAIN",
    "seo-top-ranking.example win-a-prize.example leads4you.io crypto-yields.xyz cheap-toner.biz mailer.conference-spam.org",
  ),
  ...blocks("throw-away mailboxes", "DOMAIN", "mailinator.com guerrillamail.com yopmail.com 10minutemail.com"),
  ...blocks("names that hardly any ordinary mail comes from", "DOMAIN", "zip top xn--80asehdb"),
  ...blocks(
    "single senders",
    "EMAIL",
    `ceo.haldengruppen@gmail.com ola.nordmann.halden@outlook.com invoices@vestby-elektr0.no former.colleague@haldengruppen.no
     prince@qq.com newsletter@ikea.com no-reply@sites.google.com`,
  ),
  ...blocks(
    "hosts that attacked",
    "IP",
    "185.220.101.34 45.155.205.0/24 193.32.160.0/20 194.26.0.0/16 2a06:98c0:3600::103 2a10:9700::/32 203.0.113.66",
  ),
  ...blocks(
    "kinds of senders by expression",
    "EMAIL",
    String.raw`.*@.*\.(zip|mov|top|xyz|click|tk)$ .*\.ru$ .*@.*\.(cn|by|kp)$ ^[a-z0-9]{24,}@.*$ (?i).*bitcoin.*@.* .*-invoice-\d+@.*
      ^(ceo|cfo)[._-]?halden.*@(gmail|outlook)\.com$ .*@.*haldengruppen.*\.(com|net|org|info)$ .*paypa[1l]-.* .*@xn--.*
      .*@.*\.onmicrosoft\.com$ .*@mail\d+\.win-a-prize\.example ^noreply@.*\.web\.app$ .*@[^@]*\.com\.[^.]+$ ^\d+@.*
      .*@(mailinator|yopmail)\.com$ .*@.*\.herokuapp\.com ^bounce.*@.*\.leads4you\.io$ kari\.nordmann\d*@gmail\.com
      .*\.link .*\.me .*\.me$ .*\.co .*@.*\.(?:cm|co|om)$ noreply@.* .*rnaersk\.com .*@.*\.gmail\.com$ @g.*\d{6}\.`,
    true,
  ),
  ...blocks(
    "kinds of domains by expression",
    "DOMAIN",
    String.raw`.*\.zip$ ^(.*\.)?rnaersk\.com$ .*halden.*-(login|secure)\..* .*\.seo-top-ranking\.example dhl-.*\.info$`,
    true,
  ),
  ...blocks(
    "networks by expression",
    "IP",
    String.raw`45\.155\.20[45]\.\d+ ^193\.32\.16[0-9]\..* ^194\.26\. 194\.26(\.\d+){2} 194.26.*
      ^185\.220\.10[01]\.[0-9]{1,3}$`,
    true,
  ),
];
