import { expect } from "chai";
import { runtime } from "@pulumi/pulumi";
import { samples } from "../lifecycle/samples";
import { configOf, useHost, type HostedResource } from "./support";
import { messageOf } from "../support/failure";

async function make(resource: HostedResource, args: Record<string, unknown>) {
  const { inputs, failures } = await resource.check(args);
  expect(failures).to.be.empty;
  return { inputs, ...(await resource.create(inputs)) };
}

describe("the engine's host process", () => {
  const hosts = useHost();

  /** A sample of each collection, all on one process, as a program has them. */
  const each = samples.map(({ collection: { handler, path }, given, complete }) => ({
    handler,
    resource: () => hosts.host.resource(handler),
    content: () => hosts.api.content(path),
    args: { pattern: "acme.example", ...given },
    complete: { pattern: "acme.example", ...complete },
  }));
  type Sampled = (typeof each)[number];

  /** Makes an entry of each, as one operation of the engine does. */
  const makeEach = async (more: Record<string, unknown> = {}) => {
    const made: (Sampled & Awaited<ReturnType<typeof make>>)[] = [];
    for (const one of each) made.push({ ...one, ...(await make(one.resource(), { ...one.args, ...more })) });
    return made;
  };

  it("makes, changes, reads and deletes an entry of each collection", async () => {
    const accountId = hosts.api.account;
    const made = await makeEach({ comments: "freight" });
    for (const { handler, resource, content, complete, id, inputs, outputs } of made) {
      const expected = { accountId, ...complete, comments: "freight", __provider: resource().text };
      expect(inputs, handler).to.deep.equal(expected);
      expect(outputs, handler).to.include(inputs).and.to.include.keys("createdAt", "modifiedAt");
      expect(content().get(id), handler).to.include({ pattern: "acme.example", comments: "freight" });
    }

    await hosts.operation();
    const updated: (Sampled & { id: string; changed: object; outputs: Record<string, unknown> })[] = [];
    for (const { id, inputs, outputs, ...one } of made) {
      const { handler, resource, content, args } = one;
      expect((await resource().diff(id, outputs, inputs)).changes, handler).to.equal("none");
      const { inputs: changed } = await resource().check(args, inputs);
      const diff = await resource().diff(id, outputs, changed);
      expect(diff, handler).to.deep.include({ changes: "unknown", replaces: [] });
      const answer = await resource().update(id, outputs, changed);
      expect(answer, handler).to.include(changed).and.not.to.have.property("comments");
      expect(content().get(id), handler).to.include({ comments: null });
      updated.push({ ...one, id, changed, outputs: answer });
    }

    await hosts.operation();
    for (const { content, id } of updated) content().change(id, { comments: "changed elsewhere" });
    for (const { handler, resource, content, id, changed, outputs } of updated) {
      const live = await resource().read(id, outputs);
      expect(live.id, handler).to.equal(id);
      expect(live.inputs, handler).to.deep.equal({ ...changed, comments: "changed elsewhere" });
      expect(live.outputs, handler).to.include(live.inputs).and.to.include.keys("createdAt", "modifiedAt");
      await resource().delete(id, live.outputs);
      expect(content().list(), handler).to.be.empty;
      await resource().delete(id, live.outputs);
      expect((await resource().read(id, live.outputs)).id, handler).to.equal("");
    }
  });

  it("has a text for an id where the API sends an integer", async () => {
    hosts.api.configure({ assume: { ids: "integer" } });
    const made = await makeEach();
    await hosts.operation();
    for (const { handler, resource, content, id, outputs } of made) {
      const [entry] = content().list();
      expect(entry?.id, handler).to.be.a("number");
      expect(id, handler).to.equal(String(entry?.id));
      expect((await resource().read(id, outputs)).id, handler).to.equal(id);
      await resource().delete(id, outputs);
      expect(content().list(), handler).to.be.empty;
    }
  });

  it("sends nothing that the wire does not carry where the API leaves things out", async () => {
    hosts.api.configure({
      assume: { modifiedAtOnCreate: "absent", lastModified: "absent", deprecatedBooleans: "absent" },
    });
    const made = await makeEach();
    await hosts.operation();
    for (const { handler, resource, complete, id, inputs, outputs } of made) {
      const live = await resource().read(id, outputs);
      for (const properties of [inputs, outputs, live.inputs, live.outputs]) {
        expect(properties, handler).to.include(complete).and.not.to.have.property("comments");
        expect(Object.values(properties), handler).not.to.include(null);
      }
    }
  });

  const policies = () => hosts.host.resource("allowPolicy");

  it("refuses settings that it does not understand at check, and lets what exists be read and deleted", async () => {
    const { id, outputs } = await make(policies(), { pattern: "acme.example" });
    const key = "cloudflare-email-security";
    await hosts.operation({ ...configOf(hosts.api), [`${key}:adoptExsting`]: "true", [`${key}:coalesce`]: "no" });
    const { failures } = await policies().check({ pattern: "acme.example" });
    expect(failures.map(({ reason }) => reason)).to.deep.equal([
      `provider: ${key}:coalesce is neither true nor false: write one of them`,
      `provider: "${key}:adoptExsting" is no setting of this package: did you mean ${key}:adoptExisting?`,
    ]);
    expect((await policies().read(id, outputs)).id).to.equal(id);
    await policies().delete(id, outputs);
    expect(hosts.api.content("allow_policies").list()).to.be.empty;
  });
  const acme = { pattern: "acme.example", isTrustedSender: true };

  it("lets what is not known yet through check", async () => {
    const unknown = runtime.unknownValue;
    const { inputs, failures } = await policies().check({ ...acme, pattern: unknown, comments: unknown });
    expect(failures).to.be.empty;
    expect(inputs).to.include({ pattern: unknown, comments: unknown, isTrustedSender: true, verifySender: true });
    expect(hosts.api.requests).to.be.empty;
  });

  it("names no property when check fails, since the engine would print its value", async () => {
    const { failures } = await policies().check({ pattern: "acme.example", isRegex: "yes", unheardOf: true });
    expect(failures.map(({ property }) => property)).to.deep.equal(["", ""]);
    expect(failures.map(({ reason }) => reason.split(":")[0])).to.have.members(["isRegex", "unheardOf"]);
  });

  it("fails in check, before anything is sent, where there is no credential", async () => {
    await hosts.operation({ "cloudflare-email-security:baseUrl": hosts.api.baseUrl });
    const { failures } = await policies().check(acme);
    expect(failures.map(({ reason }) => reason).join()).to.contain("cloudflare-email-security:apiToken");
    expect(hosts.api.requests).to.be.empty;
  });

  it("takes the arguments of an explicit provider, in their own types", async () => {
    const { id } = hosts.api.content("allow_policies").insert({ pattern: "acme.example", pattern_type: "DOMAIN" });
    await hosts.operation({ ...configOf(hosts.api), "cloudflare-email-security:adoptExisting": true });
    expect((await make(policies(), acme)).id).to.equal(id);
    await hosts.host.loseEngine();
    expect(hosts.host.output).to.contain(`allow policy ${String(id)}: adopted`);
  });

  it("says what the API said in one sentence: no stack, no token", async () => {
    const { id, inputs, outputs } = await make(policies(), acme);
    const rotated = configOf(hosts.api);
    const { token } = hosts.api;
    hosts.api.configure({ tokens: [{ value: "another" }] });
    await hosts.operation(rotated);
    const messages = {
      create: await messageOf(policies().create({ ...inputs, pattern: "globex.example" })),
      update: await messageOf(policies().update(id, outputs, { ...inputs, comments: "freight" })),
      read: await messageOf(policies().read(id, outputs)),
      delete: await messageOf(policies().delete(id, outputs)),
      diff: await messageOf(policies().diff(id, outputs, { ...inputs, __import: "another" })),
    };
    expect(messages.create).to.match(/^GET .*: 401 .* The credential is not accepted/);
    expect(messages.update).to.match(/^PATCH .*: 401 .* The credential is not accepted/);
    expect(messages.read).to.match(/^GET .*: 401 .* The credential is not accepted/);
    expect(messages.delete).to.match(/^DELETE .*: 401 .* The credential is not accepted/);
    expect(messages.diff).to.contain("the resource option import names another");

    await hosts.host.loseEngine();
    // The engine shows what the host prints, and the message too.
    expect(hosts.host.output).to.equal("");
    for (const text of Object.values(messages)) {
      expect(text)
        .not.to.contain(token)
        .and.not.to.match(/^\s+at /m);
    }
  });

  it("prints a mistake of its own with its stack", async () => {
    const { text } = policies();
    const broken = hosts.host.resourceOf(
      `${text} const { handler } = exports; exports.handler = () => { handler(); throw new TypeError("oh"); }`,
    );
    expect(await messageOf(broken.read("any", {}))).to.equal("oh");
    await hosts.host.loseEngine();
    expect(hosts.host.output)
      .to.contain("TypeError: oh")
      .and.to.match(/^\s+at /m);
  });

  it("fails to get what does not exist", async () => {
    const id = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
    const message = await messageOf(policies().read(id, { __get: true }));
    expect(message).to.equal(`there is no allow policy ${id} in account ${hosts.api.account}`);
    await hosts.host.loseEngine();
    expect(hosts.host.output).to.equal("");
  });

  it("is configured in each of many creates that come first and at once", async () => {
    const patterns = Array.from({ length: 10 }, (_, number) => `partner-${number}.example`);
    const creates = patterns.map((pattern) =>
      policies().create({ accountId: hosts.api.account, ...samples[0]?.complete, pattern }),
    );
    const ids = (await Promise.all(creates)).map(({ id }) => id);
    const entries = hosts.api.content("allow_policies").list();
    expect(ids).to.have.members(entries.map(({ id }) => id));
    expect(entries.map(({ pattern }) => pattern)).to.have.members(patterns);
  });
});
