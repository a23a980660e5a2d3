import { expect } from "chai";
import type { ValidateFunction } from "ajv";
import { assume, type Assumptions } from "../../emulator/assumptions";
import { compileSchemas, problemsOf, type Schemas } from "../../emulator/schema";
import { batch as batchOf, domain, policy, served } from "./local-api";

const schemasOf = (path: string, given: Partial<Assumptions> = {}): Schemas =>
  compileSchemas(served(path), assume(given));

/** What is wrong with the value, as `place: message`. */
function problems<Checked>(check: ValidateFunction<Checked>, value: unknown): string[] {
  return check(value) ? [] : problemsOf(check).map(({ message, at }) => `${at.join("/")}: ${message}`);
}

const { pattern: _pattern, ...withoutPattern } = policy();
const content = { name: "Gifts", pattern: "gift", targets: ["BODY"], enabled: true };

describe("the checks of requests", () => {
  it("of a new entry say what is missing, of the wrong kind, too long, or none of what it may be", () => {
    const { create } = schemasOf("allow_policies");
    expect(problems(create, policy())).to.deep.equal([]);
    expect(problems(create, policy({ comments: null, id: 7, created_at: "x" }))).to.deep.equal([]);
    expect(problems(create, withoutPattern)).to.deep.equal(["pattern: pattern: is required"]);
    expect(problems(create, policy({ pattern: 7, is_regex: "no" }))).to.have.members([
      "pattern: pattern: must be string",
      "is_regex: is_regex: must be boolean",
    ]);
    expect(problems(create, policy({ pattern: "" }))).to.deep.equal([
      "pattern: pattern: must NOT have fewer than 1 characters",
    ]);
    expect(problems(create, policy({ comments: "x".repeat(1025) }))).to.deep.equal([
      "comments: comments: must NOT have more than 1024 characters",
    ]);
    expect(problems(create, policy({ pattern_type: "HOST" }))[0]).to.match(
      /^pattern_type: pattern_type: must be one of .*EMAIL, DOMAIN, IP/,
    );
    expect(problems(create, policy({ pattern: null }))).to.deep.equal(["pattern: pattern: must be string"]);
    expect(problems(create, [])).to.deep.equal([": must be object"]);
  });

  it("of a list look at each item", () => {
    const { create } = schemasOf("content_policies");
    expect(problems(create, content)).to.deep.equal([]);
    expect(problems(create, { ...content, targets: "BODY" })).to.deep.equal(["targets: targets: must be array"]);
    expect(problems(create, { ...content, targets: ["BODY", "HEADER"] })[0]).to.match(
      /^targets\/1: 1: must be one of .*BODY/,
    );
  });

  it("of unknown properties let them pass, or refuse them", () => {
    const surplus = policy({ color: "red" });
    expect(problems(schemasOf("allow_policies", { unknownProperties: "ignored" }).create, surplus)).to.deep.equal([]);
    expect(problems(schemasOf("allow_policies", { unknownProperties: "rejected" }).create, surplus)).to.deep.equal([
      ": must not have the property color",
    ]);
  });

  it("of booleans of trusted domains take them for left out, or miss them", () => {
    const bare = { pattern: "acme.example", is_regex: false };
    expect(problems(schemasOf("trusted_domains", { trustedDomainBooleans: "defaulted" }).create, bare)).to.deep.equal(
      [],
    );
    expect(problems(schemasOf("trusted_domains", { trustedDomainBooleans: "required" }).create, bare)).to.have.members([
      "is_recent: is_recent: is required",
      "is_similarity: is_similarity: is required",
    ]);
  });

  it("of several new entries take one, or a list of at least one", () => {
    const { createMany } = schemasOf("trusted_domains");
    expect(problems(createMany, domain())).to.deep.equal([]);
    expect(problems(createMany, [domain(), domain()])).to.deep.equal([]);
    expect(problems(createMany, []).join()).to.contain("must NOT have fewer than 1 items");
    expect(problems(createMany, [domain(), domain({ is_regex: "no" })]).join()).to.contain(
      "1/is_regex: is_regex: must",
    );
  });

  it("of a change take any part, and null where that is assumed", () => {
    const refusing = schemasOf("allow_policies", { nullInPatch: "rejected" });
    expect(problems(refusing.patch, {})).to.deep.equal([]);
    expect(problems(refusing.patch, { is_regex: true, comments: null })).to.deep.equal([]);
    expect(problems(refusing.patch, { is_regex: null })).to.deep.equal(["is_regex: is_regex: must be boolean"]);
    const lenient = schemasOf("allow_policies", { nullInPatch: "unchanged" });
    expect(problems(lenient.patch, { is_regex: null, pattern_type: null })).to.deep.equal([]);
    expect(problems(lenient.create, policy({ is_regex: null }))).to.deep.equal(["is_regex: is_regex: must be boolean"]);
    expect(problems(lenient.replace, policy({ is_regex: null }))).to.deep.equal([
      "is_regex: is_regex: must be boolean",
    ]);
    expect(problems(lenient.replace, withoutPattern)).to.deep.equal(["pattern: pattern: is required"]);
  });

  it("of a batch miss each of its lists, and the id of what is there already", () => {
    const { batch } = schemasOf("trusted_domains", { ids: "uuid", batchPuts: "complete" });
    expect(problems(batch, batchOf({ posts: [domain()] }))).to.deep.equal([]);
    expect(problems(batch, {})).to.have.members(
      ["deletes", "patches", "puts", "posts"].map((name) => `${name}: ${name}: is required`),
    );
    expect(problems(batch, batchOf({ deletes: [{}] }))).to.deep.equal(["deletes/0/id: id: is required"]);
    expect(problems(batch, batchOf({ deletes: [{ id: 7 }] }))).to.deep.equal(["deletes/0/id: id: must be string"]);
    expect(problems(batch, batchOf({ patches: [{ id: "a", is_regex: 1 }] }))).to.deep.equal([
      "patches/0/is_regex: is_regex: must be boolean",
    ]);
    expect(problems(batch, batchOf({ puts: [domain({ id: "a" })] }))).to.deep.equal([]);
    expect(problems(batch, batchOf({ puts: [{ id: "a", is_regex: true }] }))).not.to.deep.equal([]);
    const partly = schemasOf("trusted_domains", { ids: "integer", batchPuts: "partial" }).batch;
    expect(problems(partly, batchOf({ puts: [{ id: 7, is_regex: true }] }))).to.deep.equal([]);
    const many = Array.from({ length: 1001 }, () => ({ id: "a" }));
    expect(problems(batch, batchOf({ deletes: many }))).to.deep.equal([
      "deletes: deletes: must NOT have more than 1000 items",
    ]);
  });

  it("of a query read its numbers and booleans, fill its defaults, and refuse what is not there", () => {
    const { query } = schemasOf("allow_policies", {
      ...{ defaultPerPage: 20, defaultOrder: "created_at", defaultDirection: "desc", perPageAboveMaximum: "rejected" },
    });
    const read: Record<string, unknown> = { page: "2", is_trusted_sender: "true", search: "acme" };
    expect(problems(query, read)).to.deep.equal([]);
    const defaults = { per_page: 20, order: "created_at", direction: "desc" };
    expect(read).to.deep.equal({ page: 2, is_trusted_sender: true, search: "acme", ...defaults });
    const nothing: Record<string, unknown> = {};
    expect(problems(query, nothing)).to.deep.equal([]);
    expect(nothing).to.deep.equal({ page: 1, ...defaults });
    for (const [given, problem] of [
      [{ page: "0" }, "page: page: must be >= 1"],
      [{ page: "x" }, "page: page: must be integer"],
      [{ per_page: "0" }, "per_page: per_page: must be >= 1"],
      [{ per_page: "1001" }, "per_page: per_page: must be <= 1000"],
      [{ direction: "up" }, "direction: direction: must be one of asc, desc"],
      [{ is_trusted_sender: "maybe" }, "is_trusted_sender: is_trusted_sender: must be boolean"],
    ] as const) {
      expect(problems(query, { ...given }), JSON.stringify(given)).to.deep.equal([problem]);
    }
    expect(problems(query, { order: "comments" })[0]).to.match(/^order: order: must be one of .*pattern.*created_at/);
    const lenient = schemasOf("allow_policies", { perPageAboveMaximum: "clamped" }).query;
    expect(problems(lenient, { per_page: "1001" })).to.deep.equal([]);
  });
});
