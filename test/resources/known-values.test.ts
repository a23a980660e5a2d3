import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { known } from "../../provider/resources/known-values";
import { useMocks } from "./support";

describe("the values behind outputs", () => {
  before(() => useMocks());

  it("are in clear, wherever a secret is", async () => {
    const given = {
      comments: pulumi.secret("why"),
      regions: ["DE", pulumi.secret("AU")],
      policies: { acme: pulumi.secret({ pattern: "acme.example", silence: [pulumi.secret("code")] }) },
      isRegex: pulumi.output(false),
      nothing: null,
    };
    expect(await known(given)).to.deep.equal({
      comments: "why",
      regions: ["DE", "AU"],
      policies: { acme: { pattern: "acme.example", silence: ["code"] } },
      isRegex: false,
      nothing: null,
    });
  });
});
