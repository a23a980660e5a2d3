import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import * as built from "pulumi-cloudflare-email-security";
import * as provider from "../../provider";
import { Provider } from "../../provider";
import { ALL_COLLECTIONS, SET_COLLECTIONS } from "../../provider/collections/all-collections";
import { registrationOf, useMocks, valueOf, type Registrations } from "./support";

type Args = Readonly<Record<string, unknown>>;

/** What the classes of all collections have in common; their types differ in what they name. */
interface EntryClass {
  new (name: string, args: Args, options?: pulumi.CustomResourceOptions): pulumi.CustomResource;
  readonly name: string;
  get(name: string, id: string, state?: Args): pulumi.CustomResource;
  isInstance(candidate: unknown): boolean;
}

const pattern = { pattern: "acme.example" };

/** Arguments and all outputs but for those that every class has, by class. */
const particulars: Readonly<Record<string, readonly [args: Args, outputs: readonly string[]]>> = {
  AllowPolicy: [
    pattern,
    [
      ...["pattern", "patternType", "isRegex", "isTrustedSender", "isAcceptableSender", "isExemptRecipient"],
      ...["verifySender", "comments"],
    ],
  ],
  TrustedDomain: [pattern, ["pattern", "isRegex", "isRecent", "isSimilarity", "comments"]],
  BlockSender: [pattern, ["pattern", "patternType", "isRegex", "comments"]],
  ContentPolicy: [
    { name: "Gift cards", pattern: "gift cards?", targets: ["SUBJECT"] },
    ["name", "pattern", "targets", "enabled", "notes"],
  ],
  ImpersonationRegistryEntry: [
    { name: "Ann Example", email: "ann@acme.example" },
    ["name", "email", "isEmailRegex", "comments", "provenance", "directoryId", "directoryNodeId"],
  ],
  SendingDomainRestriction: [{ domain: "acme.example" }, ["domain", "exclude", "comments"]],
  UrlIgnorePattern: [{ pattern: "https://acme\\.example/.*" }, ["pattern", "comments"]],
  Domain: [
    { domain: "acme.example" },
    [
      ...["domain", "allowedDeliveryModes", "dropDispositions", "ipRestrictions", "regions", "folder", "integrationId"],
      ...["lookbackHops", "requireTlsInbound", "requireTlsOutbound", "transport", "status", "dmarcStatus", "spfStatus"],
      ...["inboxProvider", "o365TenantId"],
    ],
  ],
};

/** What programs of before have in their state, to the letter. */
const frozen = (type: string) => ({
  type: `pulumi-nodejs:dynamic/email-security:${type}`,
  text: `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("pulumi-cloudflare-email-security/provider").${type.charAt(0).toLowerCase()}${type.slice(1)};`,
});

const samples = Object.entries(particulars).map(([name, [args, outputs]]) => {
  const [Resource, Copy] = [provider, built].map((copy) => copy[name as keyof typeof copy] as unknown as EntryClass);
  return { name, args, outputs, ...frozen(name), Resource: Resource as EntryClass, Copy: Copy as EntryClass };
});

const id = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

it("every collection has its class tried", () => {
  expect(Object.keys(particulars)).to.have.members(ALL_COLLECTIONS.map(({ type }) => type));
});

for (const { name, Resource, Copy, args, type, text, outputs } of samples) {
  describe(name, () => {
    let registrations: Registrations;

    beforeEach(async () => {
      registrations = await useMocks();
    });

    it("is registered under its frozen type, with its frozen text and what the program says", async () => {
      const registration = await registrationOf(new Resource("acme", args), registrations);
      expect(registration).to.include({ type, name: "acme", custom: true });
      expect(registration.inputs).to.deep.equal({
        ...args,
        __label: `${name} acme`,
        __provider: text,
      });
      expect(Buffer.byteLength(text)).to.be.at.most(200);
    });

    it("has what the engine answers as outputs", async () => {
      const names = ["accountId", "createdAt", "modifiedAt", ...outputs];
      const answer = Object.fromEntries(names.map((property) => [property, `answered ${property}`]));
      await useMocks(answer);
      const given = Object.entries(args).map(([property, value]) => [property, pulumi.output(value)]);
      const resource = new Resource("acme", Object.fromEntries(given) as Args);
      expect(await valueOf(resource.id)).to.equal("id of acme");
      const has = resource as unknown as Readonly<Record<string, pulumi.Output<unknown>>>;
      for (const [property, value] of Object.entries(answer)) {
        expect(await valueOf(has[property] as pulumi.Output<unknown>), property).to.equal(value);
      }
    });

    it("has every output from the start", () => {
      const resource: object = new Resource("acme", args);
      for (const output of ["accountId", "createdAt", "modifiedAt", ...outputs]) {
        expect(pulumi.Output.isInstance((resource as Record<string, unknown>)[output]), output).to.be.true;
      }
    });

    it("leaves its arguments and options as they are, so that two resources may share them", async () => {
      const shared = Object.freeze(args);
      const options = Object.freeze({ import: id, retainOnDelete: true });
      for (const name of ["one", "two"]) {
        const { inputs } = await registrationOf(new Resource(name, shared, options), registrations);
        expect(inputs).to.deep.include({ ...args, __import: id });
      }
    });

    it("turns the option import into an input, since the engine cannot import", async () => {
      const resource = new Resource("acme", args, { import: id });
      const registration = await registrationOf(resource, registrations);
      expect(registration.id).to.equal("");
      expect(registration.inputs).to.deep.include({ ...args, __import: id });
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
      expect(Resource.isInstance(new Resource("acme", args))).to.be.true;
      expect(Resource.isInstance(new Copy("acme", args))).to.be.true;
      expect(Copy.isInstance(new Resource("acme", args))).to.be.true;
    });

    it("knows what is not its instance", () => {
      const [other] = samples.filter((sample) => sample.Resource !== Resource);
      const foreign = [
        other && new other.Resource("acme", other.args),
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
        readonly entry = new Resource("acme", args, { parent: this });
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

interface SetClass {
  new (name: string, args: Args): pulumi.CustomResource;
  isInstance(candidate: unknown): boolean;
}

/** The property that holds the entries, by class. */
const holders: Readonly<Record<string, string>> = {
  AllowPolicySet: "policies",
  TrustedDomainSet: "domains",
  BlockSenderSet: "senders",
  ContentPolicySet: "policies",
};

it("every collection with a set has its class tried", () => {
  expect(Object.keys(holders)).to.have.members(SET_COLLECTIONS.map(({ set }) => set.type));
});

const sets = Object.entries(holders).map(([name, property]) => {
  const [Resource, Copy] = [provider, built].map((copy) => copy[name as keyof typeof copy] as unknown as SetClass);
  const make = () => new (Resource as SetClass)("partners", { [property]: entries });
  return { name, property, make, ...frozen(name), Resource: Resource as SetClass, Copy: Copy as SetClass };
});

for (const { name, Resource, Copy, make, type, property, text } of sets) {
  describe(name, () => {
    it("is registered under its frozen type, with its frozen text and what the program says", async () => {
      const registrations = await useMocks();
      expect(await registrationOf(make(), registrations)).to.deep.include({
        type,
        inputs: { [property]: entries, __label: `${name} partners`, __provider: text },
      });
    });

    it("tells the host that its whole record is secret, and takes any names in it", async () => {
      const registrations = await useMocks();
      const Set = Resource as new (name: string, args: pulumi.Inputs) => pulumi.CustomResource;
      const hidden = new Set("hidden", { [property]: pulumi.secret(entries) });
      expect((await registrationOf(hidden, registrations)).inputs).to.deep.include({
        __secret: true,
        __hidden: [property],
      });
      const named = new Set("named", { [property]: { toString: entries.acme, ...entries } });
      const { inputs } = await registrationOf(named, registrations);
      expect(inputs[property]).to.have.all.keys("toString", "acme");
      expect(inputs).not.to.have.property("__secret");
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
      expect(others.map((other) => other.Resource.isInstance(resource))).to.deep.equal([false, false, false]);
    });
  });
}
