import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy } from "../../provider";
import { showMistakes } from "../../provider/resources/preview-mistakes";

/** What is logged as an error of a resource whose registration is answered so, in a preview or not. */
async function errors(answer: (inputs: object) => object, isPreview = true): Promise<string[]> {
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
    await showMistakes(new AllowPolicy("acme", { pattern: "acme.example" }));
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

  it("says nothing where nothing was checked, as under the mocks of a unit test", async () => {
    expect(await errors((inputs) => inputs)).to.deep.equal([]);
    expect(await errors(() => ({}))).to.deep.equal([]);
  });
});
