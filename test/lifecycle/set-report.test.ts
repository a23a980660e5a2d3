import { expect } from "chai";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { ProviderInstance } from "../../provider/lifecycle/provider-instance";
import type { Properties } from "../../provider/lifecycle/properties";
import { conflictError, namesFor, sayPlan } from "../../provider/lifecycle/set-report";
import type { Plan } from "../../provider/run/set-plan";

const PLAN: Plan = { steps: [], removed: [], adopted: [], conflicts: [], foreign: [], healed: [], gone: [] };
const names = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);

describe("what a set says of its plan", () => {
  const saidOf = (plan: Partial<Plan>, inputs: Properties = {}): string[] => {
    const said: string[] = [];
    sayPlan(new ProviderInstance({ say: (line) => said.push(line) }), allowPolicies, inputs, { ...PLAN, ...plan });
    return said;
  };
  const changed = [{ name: "a.b", fields: ["comments", "verifySender"] }];
  const left = 'comments, verifySender changed elsewhere, and left as it is; "pulumi refresh" shows it';
  const healed = "comments, verifySender changed elsewhere, and taken back, since the set is exclusive";

  it("is nothing where everything is as a preview shows it", () => {
    expect(saidOf({})).to.deep.equal([]);
  });

  it("is what others changed, and what became of that; no key of a secret record", () => {
    expect(saidOf({ foreign: changed })).to.deep.equal([`policies["a.b"]: ${left}`]);
    expect(saidOf({ foreign: changed }, { __secret: true })).to.deep.equal([`an entry of policies: ${left}`]);
    expect(saidOf({ healed: changed }, { exclusive: true })).to.deep.equal([`policies["a.b"]: ${healed}`]);
    expect(saidOf({ healed: changed })).to.deep.equal([]);
  });

  it("is what others deleted", () => {
    expect(saidOf({ gone: ["a", "b"] })).to.deep.equal([
      "policies: a, b deleted elsewhere, and left as it is; the next preview shows it, and the up after it makes it again",
    ]);
  });

  it("has the first twenty names, or the count where they are secret", () => {
    expect(namesFor({}, names(20))).to.match(/^p0, p1, .*, p19$/);
    expect(namesFor({}, names(22))).to.match(/, p19 and 2 more$/);
    expect(namesFor({ __secret: true }, names(2))).to.equal("2 entries");
  });
});

describe("a set that may not take over what exists", () => {
  const conflicts = ["a", "b"].map((name) => ({ name, id: `id-${name}` }));

  it("says which entries, by name and id, and the ways out", () => {
    expect(conflictError(allowPolicies, {}, conflicts).message).to.equal(
      "2 allow policy entries of the same pattern exist already, for a (id-a), b (id-b). To manage them here, set adoptExisting: true on the set; if a resource had them that this program no longer declares, set it too; else delete them in Cloudflare.",
    );
  });

  it("says no name of a secret record", () => {
    expect(conflictError(allowPolicies, { __secret: true }, conflicts).message).to.contain("for id-a, id-b. ");
  });
});
