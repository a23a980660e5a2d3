import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy } from "../../provider";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { showMistakes } from "../../provider/resources/preview-mistakes";

/** What is logged as an error of a resource whose registration is answered so, in a preview or not. */
async function errors(
  answer: (inputs: object) => object,
  isPreview = true,
  options: pulumi.CustomResourceOptions = {},
): Promise<string[]> {
  const mocks = {
    newResource: ({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({ id: name, state: answer(inputs as object) }),
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "project", "stack", isPreview);
  const said: string[] = [];
  const log = pulumi.log as { error: unknown };
  const { error } = log;
  log.error = (text: string, resource: pulumi.Resource) => {
    expect(AllowPolicy.isInstance(resource)).to.be.true;
    said.push(text);
    return Promise.resolve();
  };
  try {
    await showMistakes(new AllowPolicy("acme", { pattern: "acme.example" }, options), allowPolicies);
  } finally {
    log.error = error;
  }
  return said;
}

describe("showMistakes", () => {
  it("shows what check answered, as errors of the resource", async () => {
    const mistaken = (inputs: object) => ({ ...inputs, __mistakes: ["pattern: wrong", "comments: wrong"] });
    expect([...new Set(await errors(mistaken))]).to.deep.equal(["pattern: wrong", "comments: wrong"]);
    expect([...new Set(await errors(mistaken, false))]).to.deep.equal([]);
  });

  it("says that an import names another entry than the one that the resource has", async () => {
    const checked = ({ __mistakes: _, ...inputs }: Record<string, unknown>) => inputs;
    const answer = (inputs: object) => checked(inputs as Record<string, unknown>);
    expect([...new Set(await errors(answer, true, { import: "account/other" }))]).to.deep.equal([
      "the resource option import names other, but this resource is allow policy acme: remove the option, or give the resource another name to adopt a second entry",
    ]);
    expect(await errors(answer, true, { import: "account/acme" })).to.deep.equal([]);
    expect(await errors(answer, true, { import: "2401" })).to.deep.equal([]);
    expect(await errors(answer, false, { import: "other" })).to.deep.equal([]);
    expect(await errors((inputs) => inputs, true, { import: "other" })).to.deep.equal([]);
    // The answer for a resource that does not change is what the state has, and that has no option.
    expect(await errors(() => ({ pattern: "acme.example" }), true, { import: "other" })).to.deep.equal([]);
  });

  it("says of a resource that another one of the program imports its entry, in whatever order", async () => {
    const mocks = {
      newResource: ({ name, inputs }: pulumi.runtime.MockResourceArgs) => {
        const { __mistakes: _, ...state } = inputs as Record<string, unknown>;
        // What is only going to be adopted has no id yet.
        return { id: name === "keeper" ? "acme" : undefined, state };
      },
      call: () => ({}),
    };
    const said: string[] = [];
    const log = pulumi.log as { error: unknown };
    const { error } = log;
    log.error = async (text: string, resource: pulumi.Resource) => {
      const urn = await new Promise<string>(
        (resolve) => void (resource.urn as pulumi.OutputInstance<string>).apply(resolve),
      );
      said.push(`${urn.replace(/.*::/, "")}: ${text}`);
    };
    const options: Readonly<Record<string, pulumi.CustomResourceOptions>> = {
      keeper: {},
      importer: { import: "acme" },
      stranger: { import: "another" },
    };
    try {
      for (const order of [Object.keys(options), Object.keys(options).reverse()]) {
        said.length = 0;
        await pulumi.runtime.setMocks(mocks, "project", "stack", true);
        await pulumi.runtime.runInPulumiStack(async () => {
          for (const name of order) new AllowPolicy(name, { pattern: `${name}.example` }, options[name]);
          await pulumi.runtime.disconnect();
        });
        expect(said).to.deep.equal([
          "keeper: another resource of this program imports allow policy acme, which this resource has: remove the option import there, or this resource",
        ]);
        // What comes next is another program.
        pulumi.runtime.resetOptions("project", "stack", -1, "", "", true, "");
      }
    } finally {
      log.error = error;
    }
  });

  it("says nothing where nothing was checked, as under the mocks of a unit test", async () => {
    expect(await errors((inputs) => inputs)).to.deep.equal([]);
    expect(await errors(() => ({}))).to.deep.equal([]);
  });
});
