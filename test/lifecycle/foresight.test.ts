import { expect } from "chai";
import { startEmulator, type CollectionContent, type Emulator } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import type { Values } from "../../provider/collections/collection";
import type { Properties } from "../../provider/lifecycle/properties";
import { setProvider } from "../../provider/lifecycle/set-provider";
import { messageOf } from "../support/failure";
import { empty } from "../support/content";
import { insert, liveValues, Run } from "./support";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const whole = (pattern: string, more: Values = {}): Values => ({
  pattern,
  patternType: "DOMAIN",
  isRegex: false,
  isTrustedSender: true,
  isAcceptableSender: false,
  isExemptRecipient: false,
  verifySender: true,
  ...more,
});
const of = (name: string) => ({ pattern: `${name}.example`, isTrustedSender: true });
const adopting = { adoptExisting: true };
const preview = { __preview: true };

describe("what an adoption will do", () => {
  let emulator: Emulator;
  let content: CollectionContent;
  const newRun = () => new Run(emulator, allowPolicies);
  const newSetRun = () => new Run(emulator, allowPolicies, {}, setProvider);
  const there = (name: string, more?: Values) => insert(content, allowPolicies, whole(`${name}.example`, more));
  const away = () => emulator.failNext("500-before", { action: "list" }, 5);
  /** What is said when the resource is checked. */
  const saidOf = async (news: Properties, run = newRun()) => {
    await run.check(news);
    return run.said;
  };
  const setOf = (...names: string[]) => Object.fromEntries(names.map((name) => [name, of(name)]));

  before(async () => {
    emulator = await startEmulator();
    content = emulator.content("allow_policies");
  });
  after(() => emulator.close());
  beforeEach(() => {
    empty(content);
    emulator.clearRequests();
  });

  describe("of an entry", () => {
    it("is said at preview alone, with each field that changes", async () => {
      const id = there("acme", { verifySender: false, comments: "theirs" });
      const line = `allow policy ${id}: will be adopted; its verifySender, comments will change`;
      for (const how of [adopting, { __import: id }]) {
        expect(await saidOf({ ...of("acme"), ...how, ...preview })).to.deep.equal([line]);
        expect(await saidOf({ ...of("acme"), ...how })).to.deep.equal([]);
      }
      const run = newRun();
      await run.create({ ...of("acme"), ...adopting });
      expect(run.said).to.deep.equal([`allow policy ${id}: adopted; changed verifySender, comments`]);
    });

    it("is nothing where it is as the program has it, which is said too", async () => {
      const id = there("acme");
      expect(await saidOf({ ...of("acme"), ...adopting, ...preview })).to.deep.equal([
        `allow policy ${id}: will be adopted; nothing in it will change`,
      ]);
      const run = newRun();
      await run.create({ ...of("acme"), ...adopting });
      expect(run.said).to.deep.equal([`allow policy ${id}: adopted`]);
    });

    it("is not asked for as long as something of it is not known", async () => {
      there("acme");
      expect(await saidOf({ ...of("acme"), comments: unknown, ...adopting, ...preview })).to.deep.equal([]);
      const id = there("globex");
      expect(await saidOf({ ...of("globex"), comments: unknown, __import: id, ...preview })).to.deep.equal([]);
      expect(emulator.requests).to.deep.equal([]);
    });

    it("is said where a resource moves to it, which is then replaced, once all of it is known", async () => {
      const resource = await newRun().create({ ...of("acme"), ...adopting });
      const id = there("globex");
      const moved = async (more: Properties) => {
        const run = newRun();
        const inputs = await run.check({ ...of("globex"), ...adopting, ...preview, ...more }, resource.inputs);
        const diff = await run.provider.diff(resource.id, resource.outs, inputs);
        return [diff, ...run.said];
      };
      const line = `allow policy ${id}: will be adopted; nothing in it will change`;
      expect(await moved({})).to.deep.equal([{ replaces: ["pattern"] }, line]);
      expect(await moved({ comments: unknown })).to.deep.equal([{ deleteBeforeReplace: true }]);
      expect(await moved({ __import: resource.id })).to.deep.equal([{ deleteBeforeReplace: false }]);
    });

    it("is left open at preview where the API does not answer, and fails no check", async () => {
      away();
      expect(await saidOf({ ...of("acme"), ...adopting, ...preview })).to.deep.equal([
        "allow policy of this pattern: whether it can be adopted could not be read",
      ]);
      const id = there("acme");
      away();
      expect(await saidOf({ ...of("acme"), __import: id, ...preview })).to.deep.equal([
        `allow policy ${id}: whether it can be adopted could not be read`,
      ]);
      away();
      expect(await saidOf({ ...of("acme"), ...adopting })).to.deep.equal([]);
    });

    it("leaves as it is what ignoreChanges names, at an import alone", async () => {
      const id = there("acme", { verifySender: false, comments: "theirs" });
      const inputs = { ...of("acme"), comments: "ours", __import: id };
      const ignoring = { ...inputs, __ignore: ["comments", "elsewhere"] };
      expect(await saidOf({ ...ignoring, ...preview })).to.deep.equal([
        `allow policy ${id}: will be adopted; its verifySender will change`,
      ]);
      const adopted = await newRun().create(ignoring);
      expect(liveValues(content, allowPolicies)).to.deep.equal([whole("acme.example", { comments: "theirs" })]);
      expect(adopted.inputs).to.include({ comments: "theirs" }).and.not.have.property("__ignore");
      await newRun().delete(adopted);

      const bare = there("initech");
      const plain = await newRun().check({ ...ignoring, ...of("initech"), __import: bare });
      expect(plain).not.to.have.property("comments");

      const other = await newRun().create({ ...of("globex"), comments: "ours", __ignore: ["comments"] });
      expect(other.inputs).to.include({ comments: "ours" }).and.not.have.property("__ignore");
    });

    it("fails at the import where another resource has the entry", async () => {
      const run = newRun();
      const { id } = await run.create(of("acme"));
      expect(await messageOf(run.check({ ...of("acme"), __import: id }))).to.equal(
        `import: the allow policy ${id} already belongs to another resource of this program: remove one of the two`,
      );
    });

    it("fails at preview where another resource, which is asked later, has the entry", async () => {
      const resource = await newRun().create(of("acme"));
      const run = newRun();
      await run.check({ ...of("acme"), ...preview, __import: resource.id, __label: "importer\nrun" });
      const inputs = await run.check({ ...of("acme"), ...preview }, resource.inputs);
      expect(await messageOf(run.provider.diff(resource.id, resource.outs, inputs))).to.equal(
        `another resource of this program imports allow policy ${resource.id}, which this resource has: remove the option import there, or this resource`,
      );
    });

    it("takes an integer id of old in the option of a resource for the id that its entry has by now", async () => {
      const resource = await newRun().create(of("acme"));
      await newRun().up(resource, { ...of("acme"), __import: "2401" });
      expect(await messageOf(newRun().up({ ...resource, id: "2402" }, { ...of("acme"), __import: "2401" }))).to.contain(
        "the resource option import names 2401, but this resource is allow policy 2402",
      );
    });
  });

  describe("of a new set", () => {
    it("is counted at preview alone", async () => {
      there("a", { comments: "theirs" });
      there("b");
      there("c", { verifySender: false });
      const policies = setOf("a", "b", "c", "d");
      expect(await saidOf({ policies, ...adopting, ...preview }, newSetRun())).to.deep.equal([
        "3 of 4 allow policy entries exist and will be adopted; 2 of them will change",
      ]);
      expect(await saidOf({ policies, ...adopting }, newSetRun())).to.deep.equal([]);
      expect(await saidOf({ policies, ...preview }, newSetRun())).to.deep.equal([]);
    });

    it("is nothing where all are as the program has them, and open where one is not known yet", async () => {
      there("a");
      expect(await saidOf({ policies: setOf("a", "b"), ...adopting, ...preview }, newSetRun())).to.deep.equal([
        "1 of 2 allow policy entries exist and will be adopted; nothing in them will change",
      ]);
      const policies = { ...setOf("a"), late: { ...of("late"), comments: unknown } };
      expect(await saidOf({ policies, ...adopting, ...preview }, newSetRun())).to.deep.equal([
        "1 of 1 allow policy entries exist and will be adopted; of 1 more it is not known yet; nothing in them will change",
      ]);
    });

    it("is not asked where the set is refused", async () => {
      const run = newSetRun();
      const policies = { ...setOf("a"), wrong: { pattern: "" } };
      const { failures } = await run.provider.check(
        {},
        { ...{ policies, accountId: emulator.account }, ...adopting, ...preview },
      );
      expect(failures).to.have.length(1);
      expect(run.said).to.deep.equal([]);
      expect(emulator.requests).to.have.length(0);
    });

    it("is left open at preview where the API does not answer", async () => {
      away();
      expect(await saidOf({ policies: setOf("a"), ...adopting, ...preview }, newSetRun())).to.deep.equal([
        "what of the set exists already and will be adopted could not be read",
      ]);
      away();
      expect(await saidOf({ policies: setOf("a"), ...adopting }, newSetRun())).to.deep.equal([]);
    });
  });

  describe("of what is added to a set", () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
    /** What the diff of a set that has one entry says, where the others are added. */
    async function saidOfAdded(added: Properties, more: Properties = {}): Promise<string[]> {
      const resource = await newSetRun().create({ policies: setOf("acme") });
      const run = newSetRun();
      const news = { policies: { ...setOf("acme"), ...added }, ...adopting, ...preview, ...more };
      await run.provider.diff(resource.id, resource.outs, await run.check(news, resource.inputs));
      return run.said;
    }

    it("is said by its path, unless the keys are secret", async () => {
      const id = there("a", { comments: "theirs" });
      const line = `allow policy ${id}: will be adopted; its comments will change`;
      expect(await saidOfAdded(setOf("a", "b"))).to.deep.equal([`policies.a: ${line}`]);
      content.remove(String(content.list().find(({ pattern }) => pattern === "acme.example")?.id));
      expect(await saidOfAdded(setOf("a", "b"), { __secret: true })).to.deep.equal([line]);
    });

    it("is said of the first twenty, and how many more there are", async () => {
      for (const [count, last] of [
        [20, /^policies\.p19: /],
        [22, /^and 2 more will be adopted$/],
      ] as const) {
        empty(content);
        for (const name of names(count)) there(name);
        const said = await saidOfAdded(setOf(...names(count)));
        expect(said).to.have.length(Math.min(count, 21));
        expect(said.at(-1)).to.match(last);
      }
    });
  });
});

describe("an entry that a resource has", () => {
  let emulator: Emulator;
  const newRun = (config: Record<string, string> = {}) => new Run(emulator, allowPolicies, config);
  const content = () => emulator.content("allow_policies");

  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  it("is known to be its own by a mark, which one that is only got does not have", async () => {
    const resource = await newRun().create(of("acme"));
    expect((await newRun().refreshed(resource)).outs.__mark)
      .to.be.a("string")
      .that.equals(resource.outs.__mark);
    const { props } = await newRun().provider.read(resource.id, { __get: true });
    expect(props).not.to.have.property("__mark");
  });

  it("is not changed where another resource of the run took it, with what to do", async () => {
    const resource = await newRun().create(of("acme"));
    const run = newRun();
    await run.create({ ...of("acme"), ...adopting });
    const inputs = await run.check({ ...of("acme"), comments: "ours" }, resource.inputs);
    expect(await messageOf(run.update(resource, inputs))).to.equal(
      `the allow policy ${resource.id} belongs to another resource of this program since this run: run again, and this one gets its own`,
    );
    const diff = await run.provider.diff(resource.id, resource.outs, inputs);
    expect(diff).to.deep.equal({ changes: true, replaces: ["pattern"] });
    expect(run.said.at(-1)).to.equal(
      `allow policy ${resource.id}: belongs to another resource of this program, so this one gets its own`,
    );
  });

  it("is replaced first and deleted then where an import makes the replacement", async () => {
    const resource = await newRun().create(of("acme"));
    for (const [more, deleteBeforeReplace] of [
      [{}, true],
      [{ __import: resource.id }, false],
    ] as const) {
      const run = newRun();
      const inputs = await run.check({ ...of("acme"), comments: "ours", ...more }, resource.inputs);
      expect(await run.provider.diff(resource.id, resource.outs, inputs)).to.deep.equal({ deleteBeforeReplace });
    }
  });

  it("says what was adopted where nobody knows whether the change in it was carried out", async () => {
    const id = insert(content(), allowPolicies, whole("acme.example", { comments: "theirs" }));
    emulator.failNext("500-before", { action: "patch" }, 5);
    expect(await messageOf(newRun().create({ ...of("acme"), ...adopting }))).to.equal(
      `the adoption of allow policy ${id} failed (500 [code: 10001]); whether it was carried out cannot be told. Run again: the next run reads the entry and does what is left.`,
    );
  });

  describe("and that is to be deleted where it may not", () => {
    it("is the concern of the credential where that is for its account", async () => {
      const resource = await newRun().create(of("acme"));
      emulator.configure({ tokens: [{ value: emulator.token, permission: "read" }] });
      const message = await messageOf(newRun().delete(resource));
      expect(message).to.contain("403").and.not.contain("pulumi state delete");
    });

    it("says which account it is in where the provider is about another by now", async () => {
      const resource = await newRun().create(of("acme"));
      emulator.configure({ tokens: [{ value: emulator.token, permission: "read" }] });
      const run = newRun({ "cloudflare-email-security:accountId": "another" });
      expect(await messageOf(run.delete(resource)))
        .to.match(/403 .* The entry is in account /)
        .and.contain(
          `The entry is in account ${emulator.account}, and the credential is for account another: run once with a credential that may write in both; or delete the entry in the dashboard, and "pulumi state delete" the resource.`,
        );
    });

    it("fails as it is where the refusal is about something else", async () => {
      const resource = await newRun().create(of("acme"));
      emulator.failNext("500-before", { action: "delete" }, 5);
      const run = newRun({ "cloudflare-email-security:accountId": "another" });
      expect(await messageOf(run.delete(resource)))
        .to.contain("500")
        .and.not.contain("pulumi state delete");
    });
  });
});
