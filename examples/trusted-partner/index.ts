import { TrustedPartner } from "./trusted-partner";

new TrustedPartner("acme-freight", {
  reason: "Freight partner: invoices and waybills",
  domains: ["acme-freight.example", "acme-customs.example"],
  addresses: ["acme.lisbon@mailbox.example"],
  networks: ["198.51.100.7", "2001:4860:4860::/48"],
});

new TrustedPartner("globex", {
  reason: "Auditors, until the report is out",
  domains: ["globex.example"],
});
