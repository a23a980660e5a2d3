import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { BlockSender, BlockSenderSet } from "pulumi-cloudflare-email-security";
import { localConfig, useEngine } from "./support/engine";
import { shown, type Outcome } from "./support/outcome";

const actions = ({ requests }: Outcome) => requests.map(({ action }) => action);

describe("blocked senders on the real engine", () => {
  const engine = useEngine();

  beforeEach("time for the whole life of a stack", function () {
    this.currentTest?.timeout(120_000);
  });

  it("live as single entries: adopted or made, changed, healed, made again, deleted", async () => {
    let args: ConstructorParameters<typeof BlockSender>[1] = { pattern: "Acme-Frieght.example.", comments: "fraud" };
    let options: pulumi.CustomResourceOptions = {};
    const stack = await engine.stack(() => {
      new BlockSender("look-alike", args, options);
      new BlockSender("zip", { pattern: ".*@.*\\.zip$", patternType: "EMAIL", isRegex: true });
    });
    const senders = stack.api.content("block_senders");
    const { id } = senders.insert({ pattern: "acme-frieght.example", pattern_type: "DOMAIN" });
    options = { import: String(id) };
    const preview = await stack.preview();
    expect(shown(preview)).to.contain(`blocked sender ${String(id)}: will be adopted; its comments will change`);
    expect(preview.steps).to.have.members(["create BlockSender look-alike", "create BlockSender zip"]);
    await stack.up();
    const live = () =>
      senders
        .list()
        .map(({ pattern, pattern_type, is_regex, comments }) => [pattern, pattern_type, is_regex, comments]);
    const zip = [".*@.*\\.zip$", "EMAIL", true, null];
    expect(live()).to.have.deep.members([["acme-frieght.example", "DOMAIN", false, "fraud"], zip]);
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;

    senders.change(String(id), { comments: "somebody's" });
    expect((await stack.refresh()).steps.join()).to.match(/^update BlockSender look-alike \(.*comments\)$/);
    args = { pattern: "acme-freihgt.example" };
    // Another pattern is looked for before it is filled.
    expect(actions(await stack.up())).to.deep.equal(["list", "patch"]);
    expect(live()).to.have.deep.members([["acme-freihgt.example", "DOMAIN", false, null], zip]);
    expect(senders.get(String(id))).to.include({ pattern: "acme-freihgt.example" });

    senders.remove(String(id));
    options = {};
    expect((await stack.up({ refresh: true })).steps).to.include("create BlockSender look-alike");
    expect(live()).to.have.deep.members([["acme-freihgt.example", "DOMAIN", false, null], zip]);
    await stack.destroy();
    expect(senders.list()).to.be.empty;
  });

  it("live as a set: one list and one batch a change, the whole truth where it is exclusive", async () => {
    let patterns = ["acme-frieght.example", "203.0.113.66", "cfo@mailbox.example"];
    const outputs: unknown[] = [];
    const stack = await engine.stack(() => {
      const senders = Object.fromEntries(patterns.map((pattern) => [pattern, { pattern }]));
      const set = new BlockSenderSet("incident", { senders, exclusive: true });
      pulumi.all([set.count, set.senders]).apply((values) => outputs.push(values));
    });
    const content = stack.api.content("block_senders");
    const live = () => content.list().map(({ pattern, pattern_type }) => `${String(pattern_type)} ${String(pattern)}`);
    expect((await stack.preview()).requests).to.be.empty;
    expect(actions(await stack.up())).to.deep.equal(["list", "batch"]);
    expect(live()).to.have.members(["DOMAIN acme-frieght.example", "IP 203.0.113.66", "EMAIL cfo@mailbox.example"]);
    const [count, senders] = outputs.at(-1) as [number, Record<string, unknown>];
    expect(count).to.equal(3);
    expect(senders["203.0.113.66"]).to.deep.equal({ pattern: "203.0.113.66", patternType: "IP", isRegex: false });

    const kept = content.list().find(({ pattern }) => pattern === "203.0.113.66");
    content.insert({ pattern: "stranger.example", pattern_type: "DOMAIN" });
    content.remove(String(content.list().find(({ pattern }) => pattern === "acme-frieght.example")?.id));
    await stack.refresh();
    patterns = ["acme-frieght.example", "203.0.113.66", "198.51.100.0/24"];
    expect(actions(await stack.up())).to.deep.equal(["list", "batch"]);
    expect(live()).to.have.members(["DOMAIN acme-frieght.example", "IP 203.0.113.66", "IP 198.51.100.0/24"]);
    expect(content.list().map(({ id }) => id)).to.include(kept?.id);
    expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
    await stack.destroy();
    expect(live()).to.be.empty;
  });

  it("are advised against where they would keep ordinary senders out", async () => {
    const stack = await engine.stack(
      () => {
        new BlockSender("mail", { pattern: "gmail.com" });
        new BlockSender("trap", { pattern: "mailinator.com" });
        new BlockSenderSet("names", {
          senders: { ours: { pattern: "acme.example" }, theirs: { pattern: "globex.example" } },
        });
      },
      {
        config: (api) => ({
          ...localConfig(api),
          "cloudflare-email-security:ownDomains": { value: '["acme.example"]' },
        }),
      },
    );
    const text = shown(await stack.preview());
    expect(text).to.contain("advice/blocked-free-mail: pattern blocks a whole free-mail provider");
    expect(text).to.contain("advice/blocked-own-domain: senders.ours.pattern blocks your own domain");
    expect(new Set(text.match(/advice\/[\w-]+: \S+/g))).to.have.property("size", 2);
    await stack.configure({ "cloudflare-email-security:strict": { value: "true" } });
    await stack.preview({ fails: true });
  });
});
