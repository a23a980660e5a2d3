import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { AllowPolicy, AllowPolicySet, Provider, type AllowPolicyInputs } from "../../provider";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { domains } from "../../provider/collections/domain";
import { showAdvice, entriesOfSet, entryOfResource, SETTINGS } from "../../provider/resources/preview-advice";
import { policyValues as ordinary } from "../api/support";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** A resource of many entries, as a set is. */
class Many extends pulumi.CustomResource {
  declare readonly policies: pulumi.Output<Record<string, unknown>>;

  constructor(policies: pulumi.Input<Record<string, unknown>>, options?: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/test:Many", "many", { policies }, options);
  }
}

/** What is said of entries below `policies`, as text. */
async function warnings(
  policies: pulumi.Input<Record<string, unknown>>,
  silence?: ["advice/free-mail"],
  options?: pulumi.CustomResourceOptions,
) {
  const said: string[] = [];
  const many = new Many(policies, options);
  const log = pulumi.log as { warn: unknown };
  const { warn } = log;
  log.warn = (text: string, resource: unknown) => {
    expect(resource).to.equal(many);
    said.push(text);
    return Promise.resolve();
  };
  const entries = () => entriesOfSet(many, allowPolicies, { policies });
  await showAdvice(many, "Many many", allowPolicies, entries, silence ? { silence } : {});
  log.warn = warn;
  return said.map((text) => text.replace(/ is .*| covers .*/, ""));
}

/** Lets the operation of the program be a preview, or an up. */
async function mock(isPreview: boolean): Promise<void> {
  await pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }), call: () => ({}) },
    "project",
    "stack",
    isPreview,
  );
}

describe("showAdvice", () => {
  before(() => mock(true));

  it("says nothing at up, which begins with a preview", async () => {
    await mock(false);
    expect(await warnings({ mail: { ...ordinary, pattern: "gmail.com" } })).to.deep.equal([]);
    await mock(true);
  });

  it("lets the program end once all is said, also where there is nothing to judge, and not before", async () => {
    for (const outcome of ["said", "failed"]) {
      let judge = (): void => undefined;
      const isTime = new Promise<void>((resolve) => (judge = resolve));
      let isOver = false;
      const advised = showAdvice(
        new Many({}),
        "Many many",
        allowPolicies,
        async () => {
          await isTime;
          if (outcome === "failed") throw new Error("of the program");
          return {};
        },
        {},
      );
      const over = pulumi.runtime.disconnect().then(() => void (isOver = true));
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      expect(isOver, outcome).to.equal(false);
      judge();
      await Promise.all([advised, over]);
    }
  });

  it("goes by the order of the program, whatever is known first", async () => {
    const said: string[] = [];
    const log = pulumi.log as { warn: unknown };
    const { warn } = log;
    log.warn = (text: string) => {
      said.push(text);
      return Promise.resolve();
    };
    let tell = (): void => undefined;
    const isKnown = new Promise<void>((resolve) => (tell = resolve));
    const entry = { "": { ...ordinary, pattern: "gmail.com" } };
    await pulumi.runtime.runInPulumiStack(async () => {
      const first = showAdvice(new Many({}), "first", allowPolicies, () => isKnown.then(() => entry), {});
      const second = showAdvice(new Many({}), "second", allowPolicies, () => Promise.resolve(entry), {});
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      tell();
      await Promise.all([first, second]);
    });
    log.warn = warn;
    // Later tests are no part of that program.
    pulumi.runtime.resetOptions("project", "stack", -1, "", "", true, "");
    await mock(true);
    const twins = said.filter((text) => text.includes("first") || text.includes("second"));
    expect(twins).to.have.length(1);
    expect(twins[0]).to.contain("first");
  });

  it("judges many entries by their paths, and an unknown value in one hides neither it nor the others", async () => {
    const said = await warnings({
      acme: ordinary,
      mail: { ...ordinary, pattern: "gmail.com" },
      late: { ...ordinary, pattern: unknown, verifySender: false },
      hidden: { ...ordinary, pattern: pulumi.secret("outlook.com") },
    });
    expect(said).to.have.members([
      "advice/free-mail: policies.mail.pattern",
      "advice/unverified-trust: policies.late.verifySender",
      "advice/free-mail: policies.hidden.pattern",
    ]);
  });

  it("keeps silent where it is told to", async () => {
    expect(await warnings({ mail: { ...ordinary, pattern: "gmail.com" } }, ["advice/free-mail"])).to.deep.equal([]);
  });

  it("keeps silent where its provider silences, is strict or does not say yet what it silences", async () => {
    const policies = { mail: { ...ordinary, pattern: "gmail.com" } };
    const saidBy = (provider: pulumi.ProviderResource) => warnings(policies, undefined, { provider });
    const foreign = new (class extends pulumi.ProviderResource {
      constructor() {
        super("pulumi-nodejs", "foreign");
      }
    })();
    const unknownYet = pulumi.output(unknown) as unknown as ["advice/free-mail"];
    expect(await saidBy(new Provider("silent", { silence: ["advice/free-mail"] }))).to.deep.equal([]);
    expect(await saidBy(new Provider("strict", { strict: true }))).to.deep.equal([]);
    expect(await saidBy(new Provider("later", { silence: unknownYet }))).to.deep.equal([]);
    for (const provider of [new Provider("plain"), foreign]) {
      expect(await saidBy(provider)).to.deep.equal(["advice/free-mail: policies.mail.pattern"]);
    }
  });

  it("names no key of a secret record, and judges nothing that is no record", async () => {
    const mail = { ...ordinary, pattern: "gmail.com" };
    expect(await warnings(pulumi.secret({ mail }))).to.deep.equal(["advice/free-mail: policies[secret 1].pattern"]);
    for (const none of ["text", null, unknown]) {
      expect(await warnings(none as unknown as Record<string, unknown>)).to.deep.equal([]);
      expect(await warnings({ none, mail })).to.deep.equal(["advice/free-mail: policies.mail.pattern"]);
    }
  });

  it("is given on the resources of this package, each by its own paths", async () => {
    const said: unknown[] = [];
    const log = pulumi.log as { warn: unknown };
    const { warn } = log;
    log.warn = (text: string) => Promise.resolve(said.push(text.replace(/ covers .*/s, "")));
    try {
      // What check makes of it is what it is given: complete.
      const mail = { ...ordinary, pattern: "gmail.com" } as unknown as AllowPolicyInputs;
      new AllowPolicy("single", mail);
      new AllowPolicySet("set", { policies: { mail: { ...mail, pattern: "outlook.com" } } });
      AllowPolicy.get("got", "id");
      await pulumi.runtime.disconnect();
    } finally {
      log.warn = warn;
    }
    expect(said.filter((text) => String(text).startsWith("advice/free-mail"))).to.have.members([
      "advice/free-mail: pattern",
      "advice/free-mail: policies.mail.pattern",
    ]);
    await mock(true);
  });

  it("judges no value that the program leaves as it is in Cloudflare", async () => {
    const outputs = { domain: pulumi.output("acme.example"), dropDispositions: pulumi.output([]) };
    const judged = async (args: pulumi.Inputs) => (await entryOfResource(outputs, domains, args))[""];
    expect(await judged({ domain: "acme.example" })).not.to.have.property("dropDispositions");
    const said = await judged({ domain: "acme.example", dropDispositions: pulumi.output([]) });
    expect(said).to.deep.include({ domain: "acme.example", dropDispositions: [] });
  });

  it("finds the settings of a provider that another copy of this package made", () => {
    expect(SETTINGS).to.equal(Symbol.for("pulumi-cloudflare-email-security/advice-settings"));
  });
});
