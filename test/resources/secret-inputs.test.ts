import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { AllowPolicy, AllowPolicySet } from "../../provider";
import { secretPaths } from "../../provider/resources/secret-inputs";
import { registrationOf, useMocks } from "./support";

const { secret, output } = pulumi;

describe("secretPaths", () => {
  before(() => useMocks());

  it("finds what is secret wherever it is", async () => {
    expect(await secretPaths({ pattern: secret("a"), comments: output("b"), isRegex: Promise.resolve(true) })).to.eql([
      "pattern",
    ]);
    const policies = {
      plain: { pattern: "a" },
      deep: { pattern: secret("a") },
      "a.b": output({ pattern: "a", comments: secret("b") }),
      late: Promise.resolve({ pattern: secret("a") }),
    };
    expect(await secretPaths({ policies, allowUnmanaged: ["a", secret("b")] })).to.eql([
      "policies.deep.pattern",
      'policies["a.b"]',
      "policies.late.pattern",
      "allowUnmanaged[1]",
    ]);
    expect(await secretPaths({ policies: secret({ a: { pattern: "a" } }) })).to.eql(["policies"]);
    expect(await secretPaths({ pattern: "a" }, ["pattern"])).to.eql(["pattern"]);
  });

  it("finds nothing where nothing is secret, and leaves a failure to the program", async () => {
    expect(await secretPaths({ policies: { a: { pattern: output("a") } }, silence: [], other: null })).to.equal(
      undefined,
    );
    const failed = output("a").apply(() => Promise.reject<string>(new Error("no")));
    expect(await secretPaths({ pattern: failed })).to.equal(undefined);
  });

  it("goes to the host with the resource, and nowhere where nothing is secret", async () => {
    const registrations = await useMocks();
    const hidden = new AllowPolicy("hidden", { pattern: secret("a.example") });
    const plain = new AllowPolicySet("plain", { policies: { a: { pattern: "a.example" } } });
    expect((await registrationOf(hidden, registrations)).inputs).to.deep.include({ __hidden: ["pattern"] });
    expect((await registrationOf(plain, registrations)).inputs).not.to.have.any.keys("__hidden", "__mistakes");
  });
});
