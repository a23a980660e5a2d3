import { expect } from "chai";
import { startEmulator, type Emulator } from "../../emulator";
import { UserError } from "../../provider/api/error";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { clock } from "../../provider/config/clock";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import { ProviderInstance, NO_ACCOUNT } from "../../provider/lifecycle/provider-instance";
import type { Properties } from "../../provider/lifecycle/properties";
import { setProvider } from "../../provider/lifecycle/set-provider";
import { messageOf } from "../support/failure";
import { empty } from "../support/content";
import { insert, Run } from "./support";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const acme = { pattern: "acme.example", isTrustedSender: true };
const globex = { pattern: "globex.example", isTrustedSender: true };

describe("the check", () => {
  let emulator: Emulator;
  const newRun = (config: Record<string, string> = {}) => new Run(emulator, allowPolicies, config);
  const newSetRun = (config: Record<string, string> = {}) => new Run(emulator, allowPolicies, config, setProvider);
  const fails = (news: Properties, run = newRun()) => messageOf(run.check(news));

  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.close());
  beforeEach(() => {
    empty(emulator.content("allow_policies"));
    emulator.clearRequests();
  });

  describe("of what all resources have", () => {
    it("names the account that is none, whoever gave it", async () => {
      const reason = '"no account" is not an account id: copy the 32 characters from the dashboard';
      expect(await fails({ ...acme, accountId: "no account" })).to.equal(`accountId: ${reason}`);
      const config = { "cloudflare-email-security:accountId": "no account" };
      expect(await fails(acme, newRun(config))).to.equal(`accountId: ${reason}`);
      expect(await fails({ ...acme, accountId: "x".repeat(33) })).to.contain("is not an account id");
      expect(await fails({ ...acme, accountId: 7 } as unknown as Properties)).to.contain("7 is not an account id");
      expect((await newRun().check({ ...acme, accountId: unknown })).accountId).to.equal(unknown);
    });

    it("names a setting that is no boolean, and takes one that is not known yet", async () => {
      const reason = 'adoptExisting: "yes" is not a boolean: write true or false';
      expect(await fails({ ...acme, adoptExisting: "yes" })).to.equal(reason);
      expect(await fails({ policies: { acme }, adoptExisting: "yes" }, newSetRun())).to.equal(reason);
      await newRun().check({ ...acme, adoptExisting: unknown });
      await newRun().check({ ...acme, adoptExisting: false });
    });

    it("says what is wrong with the provider as that", async () => {
      const config = { "cloudflare-email-security:apiToken": "", "cloudflare-email-security:strict": "perhaps" };
      const sentences = (await fails(acme, newRun(config))).split("\n");
      expect(sentences).to.have.length(2);
      for (const sentence of sentences) expect(sentence).to.match(/^provider: /);
    });

    it("says what to do where there is no account, and sends nothing there", async () => {
      const instance = new ProviderInstance({ env: {}, say: () => undefined });
      const { failures = [] } = await entryProvider(instance, allowPolicies).check({}, acme);
      expect(failures.map(({ reason }) => reason)).to.include(`accountId: ${NO_ACCOUNT}`);
      expect(() => instance.entriesIn(allowPolicies, undefined)).to.throw(NO_ACCOUNT);
      expect(() => instance.client(allowPolicies)).to.throw(UserError, NO_ACCOUNT);
      expect(() => instance.client(allowPolicies, "account")).to.throw(UserError, "apiToken");
    });
  });

  it("gives an entry of old that has no type the type of its pattern", async () => {
    const olds = await newRun().check(acme);
    const checked = await newRun().check(acme, { ...olds, patternType: "UNKNOWN" });
    expect(checked.patternType).to.equal("DOMAIN");
  });

  describe("of what is declared twice", () => {
    const of = (name: string) => ({ __label: `AllowPolicy ${name}` });

    it("names the first one, at the property that makes them the same", async () => {
      const run = newRun();
      await run.check({ ...acme, ...of("one") });
      expect(await fails({ ...acme, ...of("two") }, run)).to.equal(
        "pattern: the allow policy of this pattern is also declared by AllowPolicy one: remove one of the two; an entry has one resource",
      );
    });

    it("finds it between entries of sets, at the entry, and says so also of a secret", async () => {
      const run = newSetRun();
      const twice = { policies: { a: acme, b: acme }, __label: "AllowPolicySet set" };
      const sentence = "the allow policy of this pattern is also declared by policies.a of AllowPolicySet set: remove";
      expect(await fails(twice, run)).to.contain(`policies.b: ${sentence}`);
      const hidden = { ...twice, __hidden: ["policies.b"] };
      expect(await fails(hidden, newSetRun())).to.contain(`policies.b: ${sentence}`);
    });

    it("takes nothing for the same that is not known yet", async () => {
      const run = newRun();
      for (const name of ["one", "two"]) {
        await run.check({ ...acme, pattern: unknown, patternType: "DOMAIN", ...of(name) });
        await run.check({ ...acme, isRegex: unknown, patternType: "DOMAIN", ...of(`${name} more`) });
      }
      await newSetRun().check({ policies: { a: unknown, b: unknown }, __label: "AllowPolicySet set" });
    });

    it("lets be what state always had, and what is in accounts of their own", async () => {
      const run = newRun();
      const olds = await newRun().check(acme);
      await run.check({ ...acme, ...of("one") }, olds);
      await run.check({ ...acme, ...of("two") }, olds);
      await run.check({ ...acme, ...of("three"), accountId: "another" });
      expect(await fails({ ...acme, ...of("four") }, run)).to.contain("is also declared by AllowPolicy two");
      const policies = { acme, globex };
      const before = await newSetRun().check({ policies });
      const sets = newSetRun();
      for (const __label of ["AllowPolicySet one", "AllowPolicySet two"]) {
        await sets.check({ policies, __label }, before);
      }
    });

    it("lets each of two entries of one pattern have the resource that imports it", async () => {
      const run = newRun();
      for (const name of ["one", "two"]) {
        const id = insert(emulator.content("allow_policies"), allowPolicies, { ...acme, patternType: "DOMAIN" });
        await run.check({ ...acme, ...of(name), __import: id });
      }
    });
  });

  describe("of a set", () => {
    const failsAt = (news: Properties) => fails(news, newSetRun());

    it("names a property that no set has, with what may have been meant", async () => {
      expect(await failsAt({ policies: {}, exclusiv: true })).to.equal(
        'exclusiv: a set has no such property: did you mean "exclusive"?',
      );
      expect(await failsAt({ policies: {}, zzzzzzz: true })).to.equal("zzzzzzz: a set has no such property");
    });

    it("names what is no record, no entry, no boolean and no list", async () => {
      for (const policies of [[acme], "acme", 7, null]) {
        expect(await failsAt({ policies })).to.equal(
          "policies: must be a record from a name to the properties of one allow policy",
        );
      }
      expect(await failsAt({})).to.contain("policies: must be a record");
      for (const entry of [[], "acme.example", null, 7]) {
        expect(await failsAt({ policies: { a: entry } })).to.equal(
          "policies.a: must hold the properties of one allow policy",
        );
      }
      expect(await failsAt({ policies: {}, exclusive: "yes" })).to.equal('exclusive: "yes" is not a boolean');
      expect(await failsAt({ policies: {}, exclusive: true, allowUnmanaged: "soc.example" })).to.equal(
        "allowUnmanaged: is not a list of patterns",
      );
      const settings = { exclusive: unknown, allowUnmanaged: unknown };
      expect(await newSetRun().check({ policies: {}, ...settings })).to.deep.include(settings);
      await newSetRun().check({ policies: {}, exclusive: true, allowUnmanaged: [unknown] });
    });

    it("says what to do in place of an import", async () => {
      expect(await failsAt({ policies: {}, __import: "x" })).to.equal(
        "import: a set has no id in Cloudflare: set adoptExisting: true to take over the entries that exist",
      );
    });

    it("says of the entries that have ended the first twenty, and once they are out of state only at preview", async () => {
      const { now } = clock;
      clock.now = () => Date.parse("2030-06-15T12:00:00Z");
      try {
        const ended = Object.fromEntries(
          Array.from({ length: 22 }, (_, index) => [
            `p${index}`,
            { ...acme, pattern: `p${index}.example`, expiresAt: "2030-01-01" },
          ]),
        );
        const preview = newSetRun();
        await preview.check({ policies: ended, __preview: true });
        expect(preview.said).to.have.length(1);
        expect(preview.said[0]).to.match(
          /^policies: 22 ended, so left out: p0 \(2030-01-01\), .*p19 \(2030-01-01\), 2 more$/,
        );
        const up = newSetRun();
        await up.check({ policies: ended });
        expect(up.said).to.deep.equal([]);
        await up.check({ policies: ended }, { policies: { p3: ended.p3 } });
        expect(up.said).to.have.length(1);
      } finally {
        clock.now = now;
      }
    });

    it("keeps what the engine is to hand back, and nothing that was not given", async () => {
      const inputs = await newSetRun().check({ policies: { acme } });
      expect(inputs).to.have.all.keys("accountId", "policies", "__provider");
      const settings = { exclusive: true, allowUnmanaged: ["SOC.example"], adoptExisting: false, __secret: true };
      expect(await newSetRun().check({ policies: { globex }, ...settings })).to.deep.include(settings);
    });
  });

  describe("of an entry", () => {
    it("names the account of an import that is another's", async () => {
      expect(await fails({ ...acme, __import: `other/${"1".repeat(8)}` })).to.contain(
        `import: names account other, but the resource is in account ${emulator.account}: set accountId, or correct the option`,
      );
      await newRun().check({ ...acme, accountId: unknown, __import: "other/1" });
    });

    it("shows adoptExisting as removed from state no sooner than the program leaves it out", async () => {
      const made = await newRun().check({ ...acme, adoptExisting: true });
      expect(made).to.include({ adoptExisting: true });
      expect(await newRun().check({ ...acme, adoptExisting: true }, made)).to.include({ adoptExisting: true });
      const plain = await newRun().check(acme);
      expect(await newRun().check({ ...acme, adoptExisting: true }, plain)).not.to.have.property("adoptExisting");
      expect(await newRun().check(acme, made)).not.to.have.property("adoptExisting");
    });

    it("by a strict provider names the other resource that an entry is advised on with", async () => {
      const run = newRun({ "cloudflare-email-security:strict": "true" });
      await run.check({ ...acme, __label: "AllowPolicy one\nrun" });
      const other = { ...acme, pattern: "bob@acme.example", __label: "AllowPolicy two\nrun" };
      expect(await fails(other, run)).to.contain("pattern: is covered by AllowPolicy one, which does as much or more");
    });

    it("by a strict provider gives no advice that the resource or its provider silences", async () => {
      const strict = { "cloudflare-email-security:strict": "true" };
      const mail = { ...acme, pattern: "gmail.com" };
      expect(await fails(mail, newRun(strict))).to.contain("advice/free-mail");
      await newRun(strict).check({ ...mail, silence: ["advice/free-mail"] });
      await newRun({ ...strict, "cloudflare-email-security:silence": '["advice/free-mail"]' }).check(mail);
      expect(await fails({ ...mail, __hidden: ["pattern"] }, newRun(strict))).to.contain("advice/free-mail");
    });
  });
});

describe("exclusive sets of one account", () => {
  const instance = () => {
    const made = new ProviderInstance({ env: {}, say: () => undefined });
    return (account: string, id: string, exclusive = true) =>
      made.claimExclusive(allowPolicies, account, id, exclusive);
  };
  const SECOND = "two exclusive sets of allow policy entries in account one: each would remove the other's";

  it("are one at a time, which may be asked again, and of another account another", () => {
    const claim = instance();
    claim("one", "a");
    claim("one", "a");
    claim("two", "b");
    expect(() => claim("one", "b")).to.throw(SECOND);
  });

  it("follow each other where the first gives it up, but not where another one does", () => {
    const claim = instance();
    claim("one", "a");
    claim("one", "b", false);
    expect(() => claim("one", "b")).to.throw(SECOND);
    claim("one", "a", false);
    claim("one", "b");
  });

  it("follow each other where the first is deleted", () => {
    const made = new ProviderInstance({ env: {}, say: () => undefined });
    made.claimExclusive(allowPolicies, "one", "a", true);
    made.releaseExclusive("b");
    expect(() => made.claimExclusive(allowPolicies, "one", "b", true)).to.throw(SECOND);
    made.releaseExclusive("a");
    made.claimExclusive(allowPolicies, "one", "b", true);
  });
});
