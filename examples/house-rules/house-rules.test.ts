import { deepEqual } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { policiesOf, violations, type Declared } from "./house-rules";

describe("the house rules", () => {
  it("hold for every policy of the program", async () => {
    const declared: Declared[] = [];
    await pulumi.runtime.setMocks({
      newResource: ({ name, type, inputs }) => {
        declared.push(...policiesOf(type, name, inputs as object));
        return { id: `${name}-id`, state: inputs as object };
      },
      call: () => ({}),
    });
    await pulumi.runtime.runInPulumiStack(() => import("./index.js"));
    // Resources are declared at once and registered a little later.
    await pulumi.runtime.disconnect();
    deepEqual(declared.map(({ name }) => name).sort(), ["acme-freight", "phish-reports", "scanners.lisbon"]);
    deepEqual(violations(declared), []);
  });

  it("find a policy that breaks them", () => {
    const policy = { pattern: ".*@acme", isRegex: true, isTrustedSender: true, comments: "for Bob" };
    deepEqual(violations([{ name: "acme", policy }]), [
      "acme: the note does not begin with a ticket",
      "acme: a regular expression is never trusted here",
    ]);
  });
});
