import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy } from "../../provider";
import { registrationOf, useMocks } from "./support";

const id = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const args = { pattern: "acme.example" };

describe("the resource option import", () => {
  const registered = async (options: pulumi.CustomResourceOptions) => {
    const registrations = await useMocks();
    return registrationOf(new AllowPolicy("acme", args, options), registrations);
  };
  /** A transformation that sets the options. */
  const setting =
    (more: pulumi.CustomResourceOptions): pulumi.ResourceTransformation =>
    ({ props, opts }) => ({ props, opts: { ...opts, ...more } });

  it("comes with what ignoreChanges names, and without it nothing does", async () => {
    expect((await registered({ import: id, ignoreChanges: ["comments"] })).inputs).to.deep.include({
      __import: id,
      __ignore: ["comments"],
    });
    expect((await registered({ import: id })).inputs).not.to.have.property("__ignore");
    expect((await registered({ ignoreChanges: ["comments"] })).inputs).not.to.have.any.keys("__import", "__ignore");
  });

  it("may be set by a transformation of the program, which the engine does not see either", async () => {
    const { id: imported, inputs } = await registered({
      transformations: [setting({ import: id, ignoreChanges: ["comments"] })],
    });
    expect(imported).to.equal("");
    expect(inputs).to.deep.include({ ...args, __import: id, __ignore: ["comments"] });
  });

  it("is nobody's where neither the program nor a transformation sets it", async () => {
    const { inputs } = await registered({ transformations: [setting({ protect: true })] });
    expect(inputs).to.include(args).and.not.have.any.keys("__import", "__ignore");
  });

  it("is the engine's for a resource of another package below one of ours", async () => {
    const registrations = await useMocks();
    const parent = new AllowPolicy("acme", args, { transformations: [setting({ import: id })] });
    const child = new (class Other extends pulumi.CustomResource {
      constructor() {
        super("other:index:Thing", "thing", {}, { parent });
      }
    })();
    const { id: imported, inputs } = await registrationOf(child, registrations);
    expect(imported).to.equal(id);
    expect(inputs).not.to.have.property("__import");
  });
});
