import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { importedId, isFormerId, namesAnother } from "../../provider/collections/imported-id";

const ID = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

describe("the id in the resource option import", () => {
  it("may stand behind an account", () => {
    expect(["2401", ID, `account/${ID}`, undefined, 7].map(importedId)).to.deep.equal([
      "2401",
      ID,
      ID,
      undefined,
      undefined,
    ]);
  });

  it("is an integer where it is of before 2026-05", () => {
    expect(["2401", "2", ID, "24x", "x24", ""].filter(isFormerId)).to.deep.equal(["2401", "2"]);
  });

  it("is another's than the resource's where the two differ, but for an integer id of old", () => {
    const says = (imported: string, id: string) => namesAnother(allowPolicies, imported, id);
    expect(says(ID, ID)).to.equal(undefined);
    expect(says("2401", "2401")).to.equal(undefined);
    expect(says("2401", ID)).to.equal(undefined);
    expect(says("2401", "2402")).to.equal(
      "the resource option import names 2401, but this resource is allow policy 2402: remove the option, or give the resource another name to adopt a second entry",
    );
    expect(says(ID, "2401")).to.contain(`names ${ID}`);
    expect(says("another", ID)).to.contain("names another");
  });
});
