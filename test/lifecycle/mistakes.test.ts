import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import { ProviderInstance, NO_ACCOUNT } from "../../provider/lifecycle/provider-instance";
import type { Properties } from "../../provider/lifecycle/properties";
import { setProvider } from "../../provider/lifecycle/set-provider";
import { failureOf } from "../support/failure";
import { empty } from "../support/content";
import { Run } from "./support";

const shows = { __preview: true, __mistakes: true };
const acme = { pattern: "acme.example", isTrustedSender: true };
const wrong = { pattern: "bob@@acme.example", isTrustedSender: true };
const SAYS = 'pattern: "bob@@acme.example" has more than one "@": write "bob@acme.example"';
const HIDDEN =
  "is not valid; why is not said, since it would show a secret: preview it once without the secret mark, where nobody else reads along";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Lifecycle = typeof entryProvider | typeof setProvider;

describe("the mistakes of a resource", () => {
  let emulator: Emulator;
  const newRun = (config: Record<string, string> = {}, lifecycle: Lifecycle = entryProvider) =>
    new Run(emulator, allowPolicies, config, lifecycle);
  const newSetRun = () => newRun({}, setProvider);
  /** What check answers in a preview of a program that shows mistakes. */
  const mistakes = async (run: Run, news: Properties, olds?: Properties) =>
    (await run.check({ ...shows, ...news }, olds)).__mistakes;
  const failures = async (run: Run, news: Properties) => (await failureOf(run.check(news))).message.split("\n");

  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.close());
  beforeEach(() => {
    empty(emulator.content("allow_policies"));
    emulator.clearRequests();
  });

  it("let a preview go on where its program shows them, and fail everywhere else", async () => {
    expect(await mistakes(newRun(), wrong)).to.deep.equal([SAYS]);
    for (const mark of [{}, { __preview: true }, { __mistakes: true }, { ...shows, __mistakes: [] }]) {
      expect(await failures(newRun(), { ...wrong, ...mark })).to.deep.equal([SAYS]);
    }
    expect(await newRun().check({ ...acme, ...shows })).to.have.all.keys(
      ...["accountId", "pattern", "patternType", "isRegex", "isTrustedSender", "isAcceptableSender"],
      ...["isExemptRecipient", "verifySender", "__provider"],
    );
  });

  it("make what is wrong unknown, and leave the rest to those who depend on it", async () => {
    const inputs = await newRun().check({ ...wrong, verifySender: "no", comments: "partner", typo: 1, ...shows });
    expect(inputs).to.include({ pattern: unknown, verifySender: unknown, comments: "partner", isTrustedSender: true });
    expect(inputs).not.to.have.property("typo");
    const policies = { wrong, acme, none: 1 };
    const set = await newSetRun().check({ policies, accountId: "no account", ...shows });
    expect(set).to.include({ accountId: unknown });
    expect(set.policies).to.have.nested.property("wrong.pattern", unknown);
    expect(set.policies).to.deep.include({ none: unknown });
    expect(set.policies).to.have.nested.property("acme.pattern", "acme.example");
  });

  for (const [kind, news, lifecycle] of [
    ["an entry", (entry: object) => ({ ...entry }), entryProvider],
    ["a set", (entry: object) => ({ policies: { entry } }), setProvider],
  ] as const) {
    it(`send nothing for ${kind}, and take nothing from it`, async () => {
      const made = await newRun({}, lifecycle).create(news(acme));
      emulator.clearRequests();
      const run = newRun({}, lifecycle);
      const inputs = await run.check({ ...news(wrong), ...shows }, made.inputs);
      expect(await run.provider.diff(made.id, made.outs, inputs)).to.deep.equal({ changes: true });
      expect((await failureOf(run.provider.create(inputs))).message).to.contain("mistakes");
      expect((await failureOf(run.provider.update(made.id, made.outs, inputs))).message).to.contain("mistakes");
      expect(emulator.requests).to.deep.equal([]);

      // Another resource of the preview is not told that it may have the entry.
      const adopter = entryProvider(run.instance, allowPolicies);
      await adopter.check({}, { ...acme, ...shows, adoptExisting: true, __label: "AllowPolicy adopter" });
      expect(run.said).to.deep.equal([]);
    });
  }

  it("are an import of another entry than the one in state, which a preview lets pass for the program to say", async () => {
    const made = await newRun().create(acme);
    const diff = async (mark: object) => {
      const run = newRun();
      const inputs = await run.check({ ...acme, ...mark, __import: "another" }, made.inputs);
      return run.provider.diff(made.id, made.outs, inputs);
    };
    expect(await diff(shows)).to.deep.equal({ changes: true });
    for (const mark of [{}, { __preview: true }]) {
      expect((await failureOf(diff(mark))).message).to.contain(
        "import names another, but this resource is allow policy",
      );
    }
  });

  it("are two exclusive sets of one account, told of the second, and not of one that is checked twice", async () => {
    const run = newSetRun();
    const set = (name: string, more: object = {}) => ({
      ...{ policies: {}, exclusive: true, __label: `AllowPolicySet ${name}\nrun`, ...more },
    });
    expect(await mistakes(run, set("one"))).to.equal(undefined);
    expect(await mistakes(run, set("one"))).to.equal(undefined);
    expect(await mistakes(run, set("free", { exclusive: false }))).to.equal(undefined);
    expect(await mistakes(run, set("elsewhere", { accountId: "other" }))).to.equal(undefined);
    expect(await mistakes(run, set("two"))).to.deep.equal([
      "exclusive: AllowPolicySet one is exclusive too, in the same account: each would remove the entries of the other; make one set of them, or give up exclusive on one",
    ]);
    expect(await failures(run, set("two"))).to.have.length(1);
  });

  it("need no credential to be looked at", async () => {
    const instance = new ProviderInstance({ env: {} });
    const provider = entryProvider(instance, allowPolicies);
    const { inputs = {} } = await provider.check({}, { ...wrong, ...shows, accountId: "account" });
    expect(inputs.__mistakes).to.have.length(2);
    expect(await provider.diff("id", { ...acme, accountId: "account" }, inputs)).to.deep.equal({ changes: true });
  });

  it("need no account either, of which the inputs then say nothing", async () => {
    const host = new ProviderInstance({ env: {} });
    const label = { __label: "AllowPolicy acme\nrun" };
    const single = await entryProvider(host, allowPolicies).check({}, { ...acme, ...shows, ...label });
    expect(single.inputs).to.include(acme).and.not.have.any.keys("accountId", "__provider");
    expect(single.inputs?.__mistakes).to.contain(`accountId: ${NO_ACCOUNT}`);
    const set = await setProvider(host, allowPolicies).check({}, { policies: { acme }, ...shows, ...label });
    expect(set.inputs).to.include.keys("policies", "__mistakes").and.not.have.any.keys("accountId", "__provider");
  });

  it("are told of the provider once in a preview, again where the engine checks the same resource twice", async () => {
    const instance = new ProviderInstance({ env: {} });
    const provider = entryProvider(instance, allowPolicies);
    const check = async (name: string, mark: object = shows) => {
      const news = { ...acme, pattern: `${name}.example`, __label: `AllowPolicy ${name}\nrun`, ...mark };
      const { inputs, failures } = await provider.check({}, news);
      return failures?.map(({ reason }) => reason) ?? inputs?.__mistakes;
    };
    const both = await check("a");
    expect(both)
      .to.have.length(2)
      .and.to.include.members((await check("c", {})) as string[]);
    expect(await check("b")).to.deep.equal([]);
    expect(await check("a")).to.deep.equal(both);
    const own = { ...shows, comments: 1 };
    const told = "comments: 1 is not a string: write a text in quotes";
    for (const name of ["d", "e"]) expect(await check(name, own)).to.deep.equal([told]);
  });

  it("are all told at once: of its own, of another resource's entry, and of a strict provider", async () => {
    const run = newRun({ "cloudflare-email-security:strict": "true" });
    const set = setProvider(run.instance, allowPolicies);
    await run.check({ ...acme, ...shows, __label: "AllowPolicy acme" });
    const policies = {
      twin: { ...acme, comments: "twice" },
      wrong: { ...wrong, verifySender: false },
      forgeable: { ...acme, pattern: "globex.example", verifySender: false },
    };
    const { inputs } = await set.check({}, { policies, ...shows, __label: "AllowPolicySet set" });
    const says = (inputs?.__mistakes as string[]).map((text) =>
      text.replace(/ is .*\((?=advice)/, " ").replace(/, an error.*/, ""),
    );
    expect(says).to.deep.equal([
      'policies.wrong.pattern: "bob@@acme.example" has more than one "@": write "bob@acme.example"',
      "policies.twin: the allow policy of this pattern is also declared by AllowPolicy acme: remove one of the two; an entry has one resource",
      "policies.wrong.verifySender: advice/unverified-trust",
      "policies.forgeable.verifySender: advice/unverified-trust",
    ]);
    expect(inputs?.policies).to.have.property("twin").that.includes({ pattern: unknown, comments: "twice" });
  });

  it("hold no value of a secret, nor a key of a secret record", async () => {
    const hidden = async (news: Properties, run = newRun()) => {
      const shown = (await mistakes(run, news)) as string[];
      expect(await failures(run, news)).to.deep.equal(shown);
      return shown.map((text) => text.replace(HIDDEN, "hidden"));
    };
    expect(await hidden({ ...wrong, comments: 1, __hidden: ["pattern", "patternType"] })).to.deep.equal([
      "comments: 1 is not a string: write a text in quotes",
      "pattern: hidden",
    ]);
    expect(
      await hidden({ ...acme, accountId: "hushhush", __import: "other/1", __hidden: ["accountId"] }),
    ).to.deep.equal([
      "import: names account other, but the resource is in another: set accountId, or correct the option",
    ]);
    const alike = { a: wrong, ab: wrong };
    expect(await hidden({ policies: alike, __hidden: ["policies.a"] }, newSetRun())).to.deep.equal([
      "policies.a.pattern: hidden",
      `policies.ab.${SAYS}`,
    ]);
    const policies = { a: wrong, 'b"c': { ...wrong, hushhush: 1 } };
    const entries = newSetRun();
    expect(await hidden({ policies, __hidden: ["policies.a.pattern"] }, entries)).to.deep.equal([
      "policies.a.pattern: hidden",
      'policies["b\\"c"].hushhush: AllowPolicy has no such property: it has pattern, patternType, isRegex, isTrustedSender, isAcceptableSender, isExemptRecipient, verifySender, comments, expiresAt',
      `policies["b\\"c"].${SAYS}`,
    ]);
    expect(await hidden({ policies, __secret: true, __hidden: ["policies"] }, newSetRun())).to.deep.equal([
      "policies[secret 1].pattern: hidden",
      "policies[secret 2]: hidden",
      "policies[secret 2].pattern: hidden",
    ]);
    const turned = { b: acme, a: wrong };
    expect(await hidden({ policies: turned, __secret: true, __hidden: ["policies"] }, newSetRun())).to.deep.equal([
      "policies[secret 1].pattern: hidden",
    ]);
    expect(
      await hidden({ policies: {}, allowUnmanaged: ["a b"], __hidden: ["allowUnmanaged"] }, newSetRun()),
    ).to.deep.equal(["allowUnmanaged[0]: hidden"]);
  });

  it("are the first twenty of many, in an up too", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `p${index}`);
    const policies = Object.fromEntries(names.map((name) => [name, wrong]));
    const said = (await mistakes(newSetRun(), { policies })) as string[];
    expect(said).to.have.length(21);
    expect(said[0]).to.equal(`policies.p0.${SAYS}`);
    expect(said[20]).to.equal("and 80 more mistakes");
    expect(await failures(newSetRun(), { policies })).to.deep.equal(said);
  });
});
