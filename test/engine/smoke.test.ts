import { expect } from "chai";
import { AllowPolicy } from "pulumi-cloudflare-email-security";
import { useEngine } from "./support/engine";

describe("the real engine", () => {
  const engine = useEngine();

  it("deploys, finds drift, heals it and destroys", async () => {
    const stack = await engine.stack(() => {
      new AllowPolicy("acme", { pattern: "acme.example", isTrustedSender: true });
    });
    const policies = stack.api.content("allow_policies");

    const preview = await stack.preview();
    expect(preview.steps).to.deep.equal(["create AllowPolicy acme"]);
    expect(preview.requests).to.be.empty;

    const up = await stack.up();
    expect(up.steps).to.deep.equal(["create AllowPolicy acme"]);
    expect(up.requests.map(({ action }) => action)).to.deep.equal(["list", "create"]);
    expect(policies.list()).to.have.lengthOf(1);
    expect(stack.resources.map(({ id }) => id)).to.deep.equal(policies.list().map(({ id }) => id));

    policies.change(String(policies.list()[0]?.id), { verify_sender: false });
    const refresh = await stack.refresh();
    expect(refresh.steps).to.deep.equal(["update AllowPolicy acme (verifySender)"]);

    const heal = await stack.up();
    expect(heal.steps).to.deep.equal(["update AllowPolicy acme (verifySender)"]);
    expect(policies.list()[0]?.verify_sender).to.be.true;

    stack.program = () => {
      new AllowPolicy("acme", { pattern: "acme.example", isTrustedSender: true, comments: "freight" });
    };
    const change = await stack.up();
    expect(change.requests.map(({ action, body }) => [action, body])).to.deep.equal([
      ["patch", { comments: "freight" }],
    ]);

    await stack.destroy();
    expect(policies.list()).to.be.empty;
    expect(stack.resources).to.be.empty;
  });

  it("runs a program file", async () => {
    const stack = await engine.stack("examples/quickstart/index.ts");
    const { steps } = await stack.up();
    expect(steps).to.have.members([
      "create AllowPolicy acme-freight",
      "create AllowPolicy office-scanner",
      "create TrustedDomain globex-summit",
      "create TrustedDomain exarnple-media",
    ]);
  });

  it("shows what a user sees when an operation fails", async () => {
    const stack = await engine.stack(() => {
      throw new Error("no such partner");
    });
    const { stdout, stderr } = await stack.up({ fails: true });
    expect(stdout + stderr).to.contain("no such partner");
  });

  it("does not take a failure for a success", async () => {
    const stack = await engine.stack(() => {
      throw new Error("no such partner");
    });
    const failure = await stack.up().catch((error: unknown) => String(error));
    expect(failure).to.contain("The operation failed").and.to.contain("no such partner");
  });
});
