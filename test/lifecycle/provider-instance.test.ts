import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import { ProviderInstance, type InstanceOptions } from "../../provider/lifecycle/provider-instance";
import { setProvider } from "../../provider/lifecycle/set-provider";
import type { StateEntry } from "../../provider/run/stack-state";
import { policyValues as values } from "../api/support";
import { messageOf } from "../support/failure";
import { empty } from "../support/content";
import { insert, limits, writer } from "./support";

describe("one provider instance", () => {
  describe("with the config that the SDK hands over", () => {
    const typo = "cloudflare-email-security:adoptExsting";
    const settings = { [typo]: "true", "cloudflare-email-security:adoptExisting": true };

    /** An instance as the engine configures it. */
    async function configured(more: object, lifecycle = entryProvider): Promise<ProviderInstance> {
      const instance = new ProviderInstance({ env: {}, say: () => undefined });
      const config = { get: (key: keyof typeof settings) => settings[key], ...more };
      await lifecycle(instance, allowPolicies).configure({ config } as never);
      return instance;
    }
    const mistakes = async (more: object) => (await configured(more)).access.problems.join("\n");

    it("reads each setting as the text that it is in a config", async () => {
      for (const lifecycle of [entryProvider, setProvider as typeof entryProvider]) {
        const instance = await configured({}, lifecycle);
        expect(instance.setting("adoptExisting")).to.equal("true");
        expect(instance.setting("coalesce")).to.equal(undefined);
      }
    });

    it("names a key that nobody reads, where the keys can be told and are not the project's own", async () => {
      expect(await mistakes({ rawConfig: settings, projectName: "shop" })).to.contain(
        `"${typo}" is no setting of this package: did you mean cloudflare-email-security:adoptExisting?`,
      );
      expect(await mistakes({ rawConfig: settings, projectName: "cloudflare-email-security" })).not.to.contain(typo);
      for (const rawConfig of [undefined, null]) expect(await mistakes({ rawConfig })).not.to.contain(typo);
    });

    it("says all that is wrong with it where a request is to be made", async () => {
      const instance = await configured({ rawConfig: settings });
      expect(() => instance.client(allowPolicies, "account")).to.throw(
        /apiToken.*; "cloudflare-email-security:adoptExst/,
      );
    });
  });

  it("writes what it says to standard output, a line each", () => {
    const write = process.stdout.write.bind(process.stdout);
    const written: unknown[] = [];
    process.stdout.write = (text: unknown) => written.push(text) > 0;
    try {
      new ProviderInstance().say("allow policy a: adopted");
    } finally {
      process.stdout.write = write;
    }
    expect(written).to.deep.equal(["allow policy a: adopted\n"]);
  });

  it("knows the inputs of a check again in any order of their names, and no others", () => {
    const instance = new ProviderInstance();
    const [policies, allowUnmanaged] = [{ b: { x: 1, y: null, z: 2 }, a: {} }, ["c", "a", "b"]];
    instance.declare({ policies, allowUnmanaged, __provider: "text" }, { adopts: false, isPreview: false });
    const turned = { policies: { a: {}, b: { z: 2, y: null, x: 1 } } };
    expect(instance.declared({ allowUnmanaged, ...turned })).to.include({ isPreview: false });
    expect(instance.declared({ allowUnmanaged: ["a", "b", "c"], ...turned })).to.equal(undefined);
    expect(instance.declared({ allowUnmanaged, policies: { a: {}, b: { x: 2, y: null, z: 1 } } })).to.equal(undefined);
    expect(instance.declared({ allowUnmanaged, policies: { a: {}, b: { x: 1, y: null } } })).to.equal(undefined);
  });

  describe("where a create meets an entry of which nobody has spoken", () => {
    let emulator: Emulator;
    let id: string;

    before(async () => {
      emulator = await startEmulator();
    });
    after(() => emulator.close());
    beforeEach(() => {
      const content = emulator.content("allow_policies");
      empty(content);
      id = insert(content, allowPolicies, values);
    });

    function newInstance(options: InstanceOptions): ProviderInstance {
      const instance = new ProviderInstance({ env: {}, say: () => undefined, limits, writer, quietMs: 20, ...options });
      const { token: apiToken, account: accountId, baseUrl } = emulator;
      const settings: Record<string, string> = { apiToken, accountId, baseUrl };
      instance.configure((key) => settings[key.replace("cloudflare-email-security:", "")]);
      return instance;
    }
    /** Creates where the state has that, as the program says. */
    function create(state: readonly StateEntry[], run?: string) {
      const instance = newInstance({ readState: () => Promise.resolve(state) });
      instance.belongsTo(run);
      return instance.entriesIn(allowPolicies, emulator.account).create(values, false);
    }

    it("takes it where the stack's state has it, by its id or by its outputs", async () => {
      const createdAt = String(emulator.content("allow_policies").get(id)?.created_at);
      for (const known of [{ id }, { values: { ...values, createdAt } }]) {
        const made = await create([["allow_policies", emulator.account, known]], "run");
        expect(made.entry.id).to.equal(id);
      }
    });

    it("leaves it to whoever made it where the state has it in no such place, or nobody can be asked", async () => {
      const another: StateEntry[] = [
        ["no/such/path", emulator.account, { id }],
        ["trusted_domains", emulator.account, { id }],
        ["allow_policies", "another", { id }],
        ["allow_policies", emulator.account, {}],
      ];
      expect(await messageOf(create(another, "run"))).to.contain(id);
      expect(await messageOf(create([["allow_policies", emulator.account, { id }]]))).to.contain(id);
    });

    it("takes it also where something asked for the state before the run was known, as a refresh does", async () => {
      const instance = newInstance({
        readState: () => Promise.resolve([["allow_policies", emulator.account, { id }]]),
      });
      const entries = instance.entriesIn(allowPolicies, emulator.account);
      expect(await messageOf(entries.create(values, false))).to.contain(id);
      instance.belongsTo("run");
      expect((await entries.create(values, false)).entry.id).to.equal(id);
    });

    it("reads the state when the engine has asked nothing for a while, and once", async () => {
      let askedAt = performance.now();
      let left = 8;
      const reads: number[] = [];
      const readState = () => {
        reads.push(performance.now() - askedAt);
        return Promise.resolve([]);
      };
      const instance = newInstance({ readState });
      instance.belongsTo("run");
      const asking = setInterval(() => {
        instance.declared({});
        askedAt = performance.now();
        if (--left === 0) clearInterval(asking);
      }, 5);
      const entries = instance.entriesIn(allowPolicies, emulator.account);
      const another = { ...values, pattern: "globex.example" };
      insert(emulator.content("allow_policies"), allowPolicies, another);
      await Promise.all([values, another].map((wanted) => messageOf(entries.create(wanted, false))));
      clearInterval(asking);
      expect(reads).to.have.length(1);
      expect(reads[0]).to.be.at.least(19);
    });
  });
});
