import { expect } from "chai";
import { startEmulator, type CollectionContent, type Emulator } from "../../emulator";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { clock } from "../../provider/config/clock";
import { setProvider } from "../../provider/lifecycle/set-provider";
import { messageOf } from "../support/failure";
import { Run } from "./support";

describe("an entry with an end", () => {
  const { now } = clock;
  let emulator: Emulator;
  let content: CollectionContent;
  const acme = { pattern: "acme.example", isTrustedSender: true };
  const newRun = (config: Record<string, string> = {}) => new Run(emulator, allowPolicies, config);
  const newSetRun = () => new Run(emulator, allowPolicies, {}, setProvider);
  const at = (time: string) => {
    clock.now = () => Date.parse(time);
  };
  const patterns = () => content.list().map(({ pattern }) => pattern);

  beforeEach(async () => {
    emulator = await startEmulator();
    content = emulator.content("allow_policies");
    at("2030-06-15T12:00:00Z");
  });
  afterEach(async () => {
    clock.now = now;
    await emulator.close();
  });

  it("lies in state and never in a request, and survives a refresh", async () => {
    const resource = await newRun().create({ ...acme, expiresAt: "2030-12-31" });
    for (const { body } of emulator.requests) expect(JSON.stringify(body ?? "")).not.to.match(/expires|2030/);
    expect(resource.outs).to.include({ expiresAt: "2030-12-31" });
    const refreshed = await newRun().refreshed(resource);
    expect(refreshed.inputs).to.include({ expiresAt: "2030-12-31" });
    expect(refreshed.outs).to.include({ expiresAt: "2030-12-31" });
    const { comments } = (await newRun().up(refreshed, { ...acme, expiresAt: "2030-12-31", comments: "why" })).outs;
    expect(comments).to.equal("why");
    expect(emulator.requests.at(-1)?.body).to.deep.equal({ comments: "why" });
  });

  it("gets another end, or none, without a request", async () => {
    const resource = await newRun().create({ ...acme, expiresAt: "2030-12-31" });
    emulator.clearRequests();
    const later = await newRun().up(resource, { ...acme, expiresAt: "2031-12-31" });
    expect(later.outs).to.include({ expiresAt: "2031-12-31", createdAt: resource.outs.createdAt });
    const never = await newRun().up(later, acme);
    expect(never.outs).not.to.have.property("expiresAt");
    expect(emulator.requests).to.deep.equal([]);
  });

  it("is adopted with its end, and nothing in it changes", async () => {
    const made = await newRun().create(acme);
    emulator.clearRequests();
    const adopted = await newRun().create({ ...acme, expiresAt: "2030-12-31", adoptExisting: true });
    expect(adopted).to.deep.include({ id: made.id });
    expect(adopted.outs).to.include({ expiresAt: "2030-12-31" });
    expect(emulator.requests.map(({ action }) => action)).to.deep.equal(["list"]);
  });

  it("is not made after its end, and stays what it is once it is there", async () => {
    const resource = await newRun().create({ ...acme, expiresAt: "2030-06-15T12:00:01Z" });
    at("2030-06-15T12:00:01Z");
    expect(await messageOf(newRun().check({ ...acme, expiresAt: "2030-06-15T12:00:01Z" }))).to.equal(
      "expiresAt: 2030-06-15T12:00:01Z is over, and an entry is not made after its end: give a later one, or remove the resource",
    );
    await newRun().up(resource, { ...acme, expiresAt: "2030-06-15T12:00:01Z" });
    expect(patterns()).to.deep.equal(["acme.example"]);
    const strict = newRun({ "cloudflare-email-security:strict": "true" });
    const message = await messageOf(strict.up(resource, { ...acme, expiresAt: "2030-06-15T12:00:01Z" }));
    expect(message).to.contain("expiresAt: is over: remove the resource").and.contain("advice/expired");
  });

  it("is asked for where the provider requires one and is strict", async () => {
    const strict = { "cloudflare-email-security:strict": "true", "cloudflare-email-security:requireExpiry": "true" };
    expect(await messageOf(newRun(strict).check(acme))).to.contain("advice/no-end");
    await newRun(strict).check({ ...acme, expiresAt: "2031-12-31" });
    expect(await messageOf(newRun(strict).check({ ...acme, expiresAt: "2030-06-28" }))).to.contain("advice/ends-soon");
    const patient = { ...strict, "cloudflare-email-security:endsSoonDays": "3" };
    await newRun(patient).check({ ...acme, expiresAt: "2030-06-28" });
    const wrong = { "cloudflare-email-security:endsSoonDays": "soon" };
    expect(await messageOf(newRun(wrong).check(acme))).to.contain('endsSoonDays: "soon" is not a number of days');
  });

  describe("in a set", () => {
    const policies = {
      acme: { ...acme, expiresAt: "2030-06-30" },
      globex: { pattern: "globex.example", isTrustedSender: true },
      soylent: { pattern: "soylent.example", isTrustedSender: true, expiresAt: "2030-06-30" },
    };

    it("is left out once it has ended, with a line that says so, and removed in the batch of the next up", async () => {
      const set = await newSetRun().create({ policies });
      expect(set.inputs.policies).to.have.all.keys("acme", "globex", "soylent");
      at("2030-07-01T00:00:00Z");
      const run = newSetRun();
      emulator.clearRequests();
      const inputs = await run.check({ policies }, set.inputs);
      expect(inputs.policies).to.have.all.keys("globex");
      expect(run.said).to.deep.equal(["policies: 2 ended, so left out: acme (2030-06-30), soylent (2030-06-30)"]);
      const closed = await run.up(set, { policies });
      expect(patterns()).to.deep.equal(["globex.example"]);
      expect(emulator.requests.map(({ action }) => action)).to.deep.equal(["list", "batch"]);

      const quiet = newSetRun();
      emulator.clearRequests();
      await quiet.up(closed, { policies });
      expect(emulator.requests).to.deep.equal([]);
      expect(quiet.said).to.deep.equal([]);
      await quiet.check({ policies, __preview: true }, closed.inputs);
      expect(quiet.said).to.have.length(1);
    });

    it("comes back with a later end", async () => {
      const set = await newSetRun().create({ policies });
      at("2030-07-01T00:00:00Z");
      const closed = await newSetRun().up(set, { policies });
      await newSetRun().up(closed, { policies: { ...policies, acme: { ...acme, expiresAt: "2030-12-31" } } });
      expect(patterns()).to.have.members(["acme.example", "globex.example"]);
    });

    it("gets another end without a request, moves between keys with it, and keeps it over a refresh", async () => {
      const set = await newSetRun().create({ policies });
      emulator.clearRequests();
      const later = { ...policies, acme: { ...acme, expiresAt: "2031-12-31" } };
      const changed = await newSetRun().up(set, { policies: later });
      expect(emulator.requests).to.deep.equal([]);
      expect(changed.outs.policies).to.have.nested.property("acme.expiresAt", "2031-12-31");
      expect(changed.outs.ids).to.deep.equal(set.outs.ids);
      const refreshed = await newSetRun().refreshed(changed);
      expect(refreshed.inputs.policies).to.have.nested.property("acme.expiresAt", "2031-12-31");
      const { acme: moved, ...rest } = later;
      const renamed = await newSetRun().up(refreshed, { policies: { ...rest, partner: moved } });
      expect(renamed.outs.policies).to.have.nested.property("partner.expiresAt", "2031-12-31");
      expect(emulator.requests.map(({ action }) => action)).to.deep.equal(["list", "list"]);
    });

    it("is not named where the record is a secret", async () => {
      at("2030-07-01T00:00:00Z");
      const run = newSetRun();
      await run.check({ policies, __secret: true, __preview: true });
      expect(run.said).to.deep.equal(["policies: 2 ended, so left out"]);
    });
  });
});
