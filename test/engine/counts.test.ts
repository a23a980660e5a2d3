import { expect } from "chai";
import { AllowPolicy, TrustedDomainSet } from "pulumi-cloudflare-email-security";
import { useEngine } from "./support/engine";
import type { Outcome } from "./support/outcome";

const COUNT = 40;
const CHANGED = 4;
const parallel = 64;

describe("the requests of many entries on the real engine", () => {
  const engine = useEngine();

  it("are a list and a batch for a set, far fewer than entries for single resources, and none where nothing changes", async function () {
    this.timeout(180_000);
    let comments = "first";
    const stack = await engine.stack(
      () => {
        const entries = Array.from({ length: COUNT }, (_, index) => ({
          pattern: `partner-${index}.example`,
          ...(index < CHANGED && { comments }),
        }));
        entries.forEach((entry, index) => new AllowPolicy(`p${index}`, { ...entry, isTrustedSender: true }));
        new TrustedDomainSet("partners", {
          domains: Object.fromEntries(entries.map((entry, index) => [`d${index}`, { ...entry, isRecent: true }])),
        });
      },
      { api: { latency: 150 } },
    );
    const contents = ["allow_policies", "trusted_domains"].map((collection) => stack.api.content(collection));
    const patterns = () => contents.map((content) => new Set(content.list().map(({ pattern }) => pattern)).size);
    const single = ({ requests }: Outcome) =>
      requests.filter(({ collection }) => collection === "allow_policies").length;
    const set = ({ requests }: Outcome) =>
      requests.flatMap(({ collection, action }) => (collection === "trusted_domains" ? [action] : []));

    const up = await stack.up({ parallel });
    expect(set(up)).to.deep.equal(["list", "batch"]);
    expect(single(up)).to.be.at.most(COUNT / 2);
    expect(patterns()).to.deep.equal([COUNT, COUNT]);

    expect((await stack.up({ parallel, expectNoChanges: true })).requests).to.be.empty;

    comments = "second";
    const change = await stack.up({ parallel });
    expect(set(change)).to.deep.equal(["list", "batch"]);
    expect(single(change)).to.be.at.most(CHANGED);
    for (const content of contents) {
      expect(content.list().filter((entry) => entry.comments === "second")).to.have.length(CHANGED);
    }

    const refresh = await stack.refresh({ parallel });
    expect(set(refresh)).to.deep.equal(["list"]);
    expect(single(refresh)).to.be.at.most(2);

    const destroy = await stack.destroy({ parallel });
    expect(set(destroy)).to.deep.equal(["batch"]);
    expect(single(destroy)).to.be.at.most(COUNT / 2);
    expect(patterns()).to.deep.equal([0, 0]);
  });
});
