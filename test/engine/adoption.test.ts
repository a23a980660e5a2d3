import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy } from "pulumi-cloudflare-email-security";
import { useEngine } from "./support/engine";
import { shown } from "./support/outcome";

const acme = { pattern: "acme.example", isTrustedSender: true };

describe("the resource option import, on the real engine,", () => {
  const engine = useEngine();

  it("takes an integer id of old for the entry of the same pattern, where the API has it under another id", async () => {
    const options: pulumi.CustomResourceOptions = { import: "4711" };
    const stack = await engine.stack(() => {
      new AllowPolicy("acme", acme, options);
    });
    const policies = stack.api.content("allow_policies");
    const id = String(policies.insert({ pattern: "acme.example", pattern_type: "DOMAIN", is_trusted_sender: true }).id);
    expect(shown(await stack.preview())).to.contain(`allow policy ${id}: will be adopted; nothing in it will change`);
    await stack.up();
    expect(stack.resources.map((resource) => resource.id)).to.deep.equal([id]);
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
    delete options.import;
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
    expect(policies.list().map((entry) => entry.id)).to.deep.equal([id]);
  });

  it("may come from a transformation, of the resource or of the whole stack", async () => {
    let id = "";
    const importing: pulumi.ResourceTransformation = ({ type, props, opts }) =>
      type.includes("AllowPolicy") ? { props, opts: { ...opts, import: id, ignoreChanges: ["comments"] } } : undefined;
    const programs = [
      () => new AllowPolicy("acme", acme, { transformations: [importing] }),
      () => {
        pulumi.runtime.registerStackTransformation(importing);
        const globex = new AllowPolicy("globex", acme);
        new pulumi.ComponentResource("any:Component", "child", {}, { parent: globex });
      },
    ];
    for (const program of programs) {
      const stack = await engine.stack(program);
      const policies = stack.api.content("allow_policies");
      const theirs = { pattern: "acme.example", pattern_type: "DOMAIN", is_trusted_sender: true, comments: "theirs" };
      id = String(policies.insert(theirs).id);
      expect(shown(await stack.preview())).to.contain(`allow policy ${id}: will be adopted; nothing in it will change`);
      await stack.up();
      expect(stack.resources.map((resource) => resource.id)).to.deep.equal([id]);
      await stack.up({ expectNoChanges: true, refresh: true });
      expect(policies.list()).to.have.length(1).and.have.nested.property("[0].comments", "theirs");
    }
  });

  it("is refused at preview for another's entry, another account, and an entry that does not exist", async () => {
    const stack = await engine.stack(() => {
      new AllowPolicy("acme", acme);
    });
    const policies = stack.api.content("allow_policies");
    await stack.up();
    const id = String(policies.list()[0]?.id);
    const refusals: [option: string, says: string][] = [
      [id, `import: the allow policy ${id} already belongs to another resource of this program: remove one of the two`],
      [`other-account/${id}`, "import: names account other-account, but the resource is in account"],
      ["f174e90a-fafe-4643-bbbc-4a0ed4fc8415", "remove the resource option to create one, or correct the id"],
    ];
    stack.program = () => {
      const dependsOn = new AllowPolicy("acme", acme);
      for (const [index, [option]] of refusals.entries()) {
        new AllowPolicy(
          `globex-${index}`,
          { ...acme, pattern: `globex-${index}.example` },
          { import: option, dependsOn },
        );
      }
    };
    const text = shown(await stack.preview({ fails: true }));
    for (const [, says] of refusals) expect(text).to.contain(says);
    expect(policies.list()).to.have.length(1);
  });
});
