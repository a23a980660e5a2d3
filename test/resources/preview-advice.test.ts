import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { domains } from "../../provider/collections/domain";
import { adviseAtPreview, entriesOfSet, entryOfResource, SETTINGS } from "../../provider/resources/preview-advice";
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
async function warnings(policies: Record<string, Record<string, unknown>>, silence?: ["advice/free-mail"]) {
  const said: string[] = [];
  const many = new Many(policies);
  const log = pulumi.log as { warn: unknown };
  const { warn } = log;
  log.warn = (text: string, resource: unknown) => {
    expect(resource).to.equal(many);
    said.push(text);
    return Promise.resolve();
  };
  const entries = () => entriesOfSet(many, allowPolicies, { policies });
  await adviseAtPreview(many, "Many many", allowPolicies, entries, silence ? { silence } : {});
  log.warn = warn;
  return said.map((text) => text.replace(/ is .*| covers .*/, ""));
}

describe("adviseAtPreview", () => {
  before(async () => {
    await pulumi.runtime.setMocks(
      { newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }), call: () => ({}) },
      "project",
      "stack",
      true,
    );
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
