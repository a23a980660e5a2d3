import { expect } from "chai";
import { readPreview } from "../../cli/impact/preview-entries";

const TYPE = "pulumi-nodejs:dynamic/email-security";

describe("the entries that a preview makes or widens", () => {
  const policy = { pattern: "acme.example", patternType: "DOMAIN", isTrustedSender: true, verifySender: true };

  /** A step of one resource, and the entries that are found in it: the place and the values of each. */
  const step = (op: string, news: object | undefined, olds?: object, more: object = {}, type = "AllowPolicy") => ({
    ...{ op, urn: `urn:pulumi:dev::mail::${TYPE}:${type}::acme`, ...more },
    ...(olds && { oldState: { type: `${TYPE}:${type}`, inputs: olds } }),
    ...(news && { newState: { type: `${TYPE}:${type}`, inputs: news } }),
  });
  const found = (...steps: object[]) => readPreview(JSON.stringify({ steps }));
  const places = (...steps: object[]) => found(...steps).map(({ place }) => place);
  const isFound = (news: object, olds: object, detailedDiff?: object) =>
    places(step("update", news, olds, { detailedDiff })).length > 0;

  it("are those of steps after which something is there", () => {
    for (const op of ["create", "update", "replace", "create-replacement", "import"]) {
      expect(places(step(op, policy)), op).to.deep.equal(["dev AllowPolicy acme"]);
    }
    for (const op of ["same", "delete", "read", "refresh", "delete-replaced", "discard"]) {
      expect(places(step(op, policy)), op).to.deep.equal([]);
    }
    expect(places(step("create", undefined, policy))).to.deep.equal([]);
  });

  it("are of a kind whose doing messages can tell", () => {
    expect(places(step("create", { domain: "acme.example" }, undefined, {}, "Domain"))).to.deep.equal([]);
    expect(places(step("create", { pattern: "x", targets: ["BODY"] }, undefined, {}, "ContentPolicy"))).to.deep.equal(
      [],
    );
    expect(places({ op: "create", newState: { type: "aws:s3:Bucket", inputs: {} } })).to.deep.equal([]);
    expect(places({ op: "create", newState: {} })).to.deep.equal([]);
    expect(places(step("create", { pattern: "acme.example" }, undefined, {}, "TrustedDomain"))).to.have.length(1);
  });

  it("have the values of their fields, and the account where that is shown", () => {
    const inputs = { ...policy, accountId: "one", adoptExisting: true, __provider: "text" };
    expect(found(step("create", inputs)).map(({ values, accountId }) => ({ values, accountId }))).to.deep.equal([
      { values: policy, accountId: "one" },
    ]);
    for (const accountId of ["[secret]", undefined, 7]) {
      expect(found(step("create", { ...policy, accountId }))[0]).not.to.have.property("accountId");
    }
  });

  it("are let through or blocked more than before", () => {
    expect(isFound(policy, policy)).to.equal(false);
    expect(isFound({ ...policy, comments: "new" }, policy)).to.equal(false);
    expect(isFound({ ...policy, pattern: "ACME.example" }, policy)).to.equal(false);
    expect(isFound({ ...policy, pattern: "globex.example" }, policy)).to.equal(true);
    expect(isFound({ ...policy, isAcceptableSender: true }, { ...policy, isAcceptableSender: false })).to.equal(true);
    expect(isFound({ ...policy, isTrustedSender: false }, policy)).to.equal(false);
    expect(isFound({ ...policy, verifySender: false }, policy)).to.equal(true);
    expect(isFound(policy, { ...policy, verifySender: false })).to.equal(false);
  });

  it("may have a secret pattern that changes, which the engine's own comparison tells", () => {
    const secret = { ...policy, pattern: "[secret]" };
    expect(isFound(secret, secret, {})).to.equal(false);
    expect(isFound(secret, secret, { comments: {} })).to.equal(false);
    expect(isFound(secret, secret, { pattern: {} })).to.equal(true);
    const set = { policies: { "a-b": secret, c: secret } };
    const inSet = (path: string) =>
      places(step("update", set, set, { detailedDiff: { [path]: {} } }, "AllowPolicySet"));
    const [first, second] = ["dev AllowPolicySet acme: a-b", "dev AllowPolicySet acme: c"];
    expect(inSet("policies")).to.deep.equal([first, second]);
    for (const path of ['policies["a-b"]', 'policies["a-b"].pattern', "policies.a-b.pattern"]) {
      expect(inSet(path), path).to.deep.equal([first]);
    }
    for (const path of ["policies.c", "policies.c.pattern"]) expect(inSet(path), path).to.deep.equal([second]);
    for (const path of ["pattern", "policies.c.comments", "exclusive"]) expect(inSet(path), path).to.deep.equal([]);
  });

  it("are those of a set that it did not have, under their names", () => {
    const [olds, news] = [
      { policies: { a: policy } },
      { policies: { a: policy, b: { ...policy, pattern: "b.example" } } },
    ];
    expect(places(step("update", news, olds, {}, "AllowPolicySet"))).to.deep.equal(["dev AllowPolicySet acme: b"]);
    expect(places(step("create", news, undefined, {}, "AllowPolicySet"))).to.deep.equal([
      ...["dev AllowPolicySet acme: a", "dev AllowPolicySet acme: b"],
    ]);
  });

  it("are one that is hidden, where a set's record or a member of it is a secret", () => {
    const values = (policies: unknown) =>
      found(step("create", { policies }, undefined, {}, "AllowPolicySet")).map((one) => [one.place, one.values]);
    expect(values("[secret]")).to.deep.equal([["dev AllowPolicySet acme: ", { pattern: "[secret]" }]]);
    expect(values({ a: "[secret]" })).to.deep.equal([["dev AllowPolicySet acme: a", { pattern: "[secret]" }]]);
    expect(values({ a: null })).to.deep.equal([["dev AllowPolicySet acme: a", { pattern: null }]]);
  });

  it("are counted once, where a replacement has two steps", () => {
    expect(places(step("create-replacement", policy), step("replace", policy))).to.have.length(1);
  });

  const failure = (text: string): string => {
    try {
      readPreview(text);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };

  it("are none in what is no preview, or one that failed", () => {
    const none = 'not a preview: send what "pulumi preview --json" prints';
    for (const text of ["null", "7", "[]", "{}", '"steps"']) expect(failure(text), text).to.equal(none);
    for (const text of ["", '{"type":1}\n{"type":2}']) {
      expect(failure(text), text).to.equal(`${none}, with PULUMI_ENABLE_STREAMING_JSON_PREVIEW unset`);
    }
    const withDiagnostic = (severity: string) => JSON.stringify({ steps: [], diagnostics: [{ severity }] });
    expect(failure(withDiagnostic("error"))).to.match(/^the preview failed, so that it may lack entries: /);
    expect(failure(withDiagnostic("warning"))).to.equal("");
    expect(failure('{"changeSummary":{}}')).to.equal("");
    expect(failure('{"steps":{}}')).to.equal("");
  });
});
