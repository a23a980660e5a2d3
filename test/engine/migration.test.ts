import { expect } from "chai";
import { CLOUDFLARE_STATE, CLOUDFLARE_URNS } from "./fixtures/pulumi-cloudflare";
import { useEngine } from "./support/engine";
import { shown } from "./support/outcome";

describe("moving in from @pulumi/cloudflare, on the real engine,", () => {
  const engine = useEngine();

  it("takes the entries over as they are: adopt here, delete from the state there, and nothing is left to do", async () => {
    const stack = await engine.stack("examples/from-pulumi-cloudflare/index.ts");
    const policies = stack.api.content("allow_policies");
    const domains = stack.api.content("trusted_domains");
    policies.insert({
      pattern: "acme-freight.example",
      pattern_type: "DOMAIN",
      is_trusted_sender: true,
      comments: "Freight partner: invoices and waybills",
    });
    domains.insert({
      id: "9b1e5d0c-7b1f-4f38-9d4c-0d3bb0d6f1a2",
      pattern: "globex-summit.example",
      is_recent: true,
    });
    const before = [...policies.list(), ...domains.list()];

    expect(shown(await stack.preview()).match(/will be adopted; nothing in it will change/g)).to.have.length.at.least(
      2,
    );
    const adoption = await stack.up();
    expect(adoption.requests.filter(({ method }) => method !== "GET")).to.be.empty;
    expect([...policies.list(), ...domains.list()]).to.deep.equal(before);
    expect(stack.resources.map(({ id }) => id)).to.have.members(before.map(({ id }) => id));
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;

    const old = await engine.stack(() => undefined);
    await old.importState(CLOUDFLARE_STATE);
    for (const urn of CLOUDFLARE_URNS) await old.deleteFromState(urn);
    await old.up();
    expect(old.stateText).not.to.contain("cloudflare:index").and.not.to.contain("providers:cloudflare");
  });
});
