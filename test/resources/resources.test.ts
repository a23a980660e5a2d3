import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import * as built from "pulumi-cloudflare-email-security";
import {
  AllowPolicy,
  AllowPolicySet,
  BlockSender,
  BlockSenderSet,
  Provider,
  TrustedDomain,
  TrustedDomainSet,
} from "../../provider";
import { registrationOf, useMocks, valueOf, type Registrations } from "./support";

const samples = [
  {
    Resource: AllowPolicy,
    Copy: built.AllowPolicy,
    type: "pulumi-nodejs:dynamic/email-security:AllowPolicy",
    text: `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("pulumi-cloudflare-email-security/provider").allowPolicy;`,
    outputs: [
      "accountId",
      "pattern",
      "patternType",
      "isRegex",
      "isTrustedSender",
      "isAcceptableSender",
      "isExemptRecipient",
      "verifySender",
      "comments",
      "createdAt",
      "modifiedAt",
    ],
  },
  {
    Resource: TrustedDomain,
    Copy: built.TrustedDomain,
    type: "pulumi-nodejs:dynamic/email-security:TrustedDomain",
    text: `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("pulumi-cloudflare-email-security/provider").trustedDomain;`,
    outputs: ["accountId", "pattern", "isRegex", "isRecent", "isSimilarity", "comments", "createdAt", "modifiedAt"],
  },
  {
    Resource: BlockSender,
    Copy: built.BlockSender,
    type: "pulumi-nodejs:dynamic/email-security:BlockSender",
    text: `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("pulumi-cloudflare-email-security/provider").blockSender;`,
    outputs: ["accountId", "pattern", "patternType", "isRegex", "comments", "createdAt", "modifiedAt"],
  },
];

const id = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

for (const { Resource, Copy, type, text, outputs } of samples) {
  describe(Resource.name, () => {
    let registrations: Registrations;

    beforeEach(async () => {
      registrations = await useMocks();
    });

    it("is registered under its frozen type, with its frozen text and what the program says", async () => {
      const registration = await registrationOf(new Resource("acme", { pattern: "acme.example" }), registrations);
      expect(registration).to.include({ type, name: "acme", custom: true });
      expect(registration.inputs).to.deep.equal({
        pattern: "acme.example",
        __label: `${Resource.name} acme`,
        __provider: text,
      });
      expect(Buffer.byteLength(text)).to.be.at.most(200);
    });

    it("has what the engine answers as outputs", async () => {
      const resource = new Resource("acme", { pattern: pulumi.output("acme.example"), comments: "freight" });
      expect(await valueOf(resource.id)).to.equal("id of acme");
      expect(await valueOf(resource.pattern)).to.equal("acme.example");
      expect(await valueOf(resource.comments)).to.equal("freight");
      expect(await valueOf(resource.createdAt)).to.equal("2026-01-01T00:00:00Z");
      expect(await valueOf(resource.modifiedAt)).to.equal(undefined);
    });

    it("has every output from the start", () => {
      const resource: object = new Resource("acme", { pattern: "acme.example" });
      for (const output of outputs) {
        expect(pulumi.Output.isInstance((resource as Record<string, unknown>)[output]), output).to.be.true;
      }
    });

    it("leaves its arguments and options as they are, so that two resources may share them", async () => {
      const args = Object.freeze({ pattern: "acme.example" });
      const options = Object.freeze({ import: id, retainOnDelete: true });
      for (const name of ["one", "two"]) {
        const { inputs } = await registrationOf(new Resource(name, args, options), registrations);
        expect(inputs).to.include({ pattern: "acme.example", __import: id });
      }
    });

    it("turns the option import into an input, since the engine cannot import", async () => {
      const resource = new Resource("acme", { pattern: "acme.example" }, { import: id });
      const registration = await registrationOf(resource, registrations);
      expect(registration.id).to.equal("");
      expect(registration.inputs).to.include({ pattern: "acme.example", __import: id });
    });

    it("is marked where it is got and not made", async () => {
      const got = Resource.get("got", id, { accountId: "account-two" });
      expect(await valueOf(got.id)).to.equal(id);
      expect(await registrationOf(got, registrations)).to.deep.include({
        type,
        id,
        inputs: { accountId: "account-two", __get: true, __provider: text },
      });
    });

    it("knows its own instances, also those of another copy of this package", () => {
      const args = { pattern: "acme.example" };
      expect(Resource.isInstance(new Resource("acme", args))).to.be.true;
      expect(Resource.isInstance(new Copy("acme", args))).to.be.true;
      expect(Copy.isInstance(new Resource("acme", args))).to.be.true;
    });

    it("knows what is not its instance", () => {
      const [other] = samples.filter((sample) => sample.Resource !== Resource);
      const foreign = [
        other && new other.Resource("acme", { pattern: "acme.example" }),
        new pulumi.ComponentResource(type, "component"),
        { __pulumiType: type },
        type,
        undefined,
        null,
      ];
      for (const candidate of foreign) expect(Resource.isInstance(candidate)).to.be.false;
    });

    it("uses the provider of the component that it is in", async () => {
      class Partner extends pulumi.ComponentResource {
        readonly entry = new Resource("acme", { pattern: "acme.example" }, { parent: this });
        constructor(options: pulumi.ComponentResourceOptions) {
          super("example:index:Partner", "acme", {}, options);
        }
      }
      const { entry } = new Partner({ providers: [new Provider("emea", { apiToken: "token" })] });
      expect((await registrationOf(entry, registrations)).provider).to.match(/::emea::id of emea$/);
    });
  });
}

const entries = { acme: { pattern: "acme.example" } };

const sets = [
  {
    Resource: AllowPolicySet,
    Copy: built.AllowPolicySet,
    make: () => new AllowPolicySet("partners", { policies: entries }),
    type: "pulumi-nodejs:dynamic/email-security:AllowPolicySet",
    property: "policies",
    text: `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("pulumi-cloudflare-email-security/provider").allowPolicySet;`,
  },
  {
    Resource: TrustedDomainSet,
    Copy: built.TrustedDomainSet,
    make: () => new TrustedDomainSet("partners", { domains: entries }),
    type: "pulumi-nodejs:dynamic/email-security:TrustedDomainSet",
    property: "domains",
    text: `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("pulumi-cloudflare-email-security/provider").trustedDomainSet;`,
  },
  {
    Resource: BlockSenderSet,
    Copy: built.BlockSenderSet,
    make: () => new BlockSenderSet("partners", { senders: entries }),
    type: "pulumi-nodejs:dynamic/email-security:BlockSenderSet",
    property: "senders",
    text: `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("pulumi-cloudflare-email-security/provider").blockSenderSet;`,
  },
];

for (const { Resource, Copy, make, type, property, text } of sets) {
  describe(Resource.name, () => {
    it("is registered under its frozen type, with its frozen text and what the program says", async () => {
      const registrations = await useMocks();
      expect(await registrationOf(make(), registrations)).to.deep.include({
        type,
        inputs: { [property]: entries, __label: `${Resource.name} partners`, __provider: text },
      });
    });

    it("has every output from the start", async () => {
      await useMocks();
      const resource: object = make();
      for (const output of ["accountId", property, "ids", "count", "exclusive", "allowUnmanaged"]) {
        expect(pulumi.Output.isInstance((resource as Record<string, unknown>)[output]), output).to.be.true;
      }
    });

    it("knows its own instances, also to another copy of this package, and what is none", async () => {
      await useMocks();
      const resource = make();
      expect([Resource, Copy].map((one) => one.isInstance(resource))).to.deep.equal([true, true]);
      const others = sets.filter((set) => set.Resource !== Resource);
      expect(others.map((other) => other.Resource.isInstance(resource))).to.deep.equal([false, false]);
    });
  });
}
