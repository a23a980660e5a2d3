import type { Collection, Values } from "../../provider/collections/collection";
import { contentPolicies } from "../../provider/collections/content-policy";
import { domains } from "../../provider/collections/domain";
import { urlIgnorePatterns } from "../../provider/collections/url-ignore-pattern";
import type { OrdinaryEntry } from "./ordinary-policies";

const entries = (collection: Collection, whose: string, values: readonly Values[]): OrdinaryEntry[] =>
  values.map((one) => ({ collection, whose, values: one }));

const content = (pattern: string): Values => ({ name: pattern, pattern, targets: ["SUBJECT", "BODY"] });

/** The other settings of the organisation of the ordinary policies. */
export const ORDINARY_SETTINGS: readonly OrdinaryEntry[] = [
  ...entries(
    contentPolicies,
    "frauds that go round",
    String.raw`gift cards?
      \bgift cards?\b.*\burgent
      seed phrase
      (apple|steam|google play) (gift )?cards?
      (btc|bitcoin|monero) (wallet|address)
      invoice \d{8}
      account.{0,30}suspended
      i hacked your (device|webcam)
      changed? (our|the) bank (details|account)
      are you (available|at your desk)\?
      [\w.]+@haldengruppen-no\.com
      pa[yу]pa[l1]`
      .split("\n")
      .map((line) => content(line.trim())),
  ),
  ...entries(contentPolicies, "a policy that waits", [{ ...content("invoice"), enabled: false }]),
  ...entries(
    urlIgnorePatterns,
    "links into the VPN, and of single services",
    String.raw`^https://intranet\.haldengruppen\.no/
      ^https?://([^/]+\.)?haldengruppen\.no/
      ^https://(www\.)?docusign\.net/signing/
      ^https://[^/]+\.sharepoint\.com/
      /unsubscribe$
      \.com/`
      .split("\n")
      .map((line) => ({ pattern: line.trim() })),
  ),
  ...entries(domains, "protected domains", [
    { domain: "haldengruppen.no", dropDispositions: ["MALICIOUS"], ipRestrictions: ["192.0.2.0/24"] },
    { domain: "haldengruppen.no" },
    { domain: "haldengruppen.no", allowedDeliveryModes: ["API", "BCC"], dropDispositions: [] },
    { domain: "haldengruppen.no", allowedDeliveryModes: ["DIRECT"], ipRestrictions: ["0.0.0.0/0", "::/0"] },
  ]),
];
