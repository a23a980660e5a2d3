import { expect } from "chai";
import type { WireEntry } from "../../emulator";
import { batch, domain, localApi, patterns, policy, type Answer, type LocalApi } from "./local-api";

const missing = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

describe("a batch", () => {
  let api: LocalApi;
  const send = (body: unknown): Promise<Answer> => api.call("POST", "/batch", body);
  const insert = (pattern: string): WireEntry => api.content("allow_policies").insert(policy({ pattern }));
  const stored = (): unknown[] => patterns(api.content("allow_policies").list());

  beforeEach(async () => {
    api = await localApi();
  });

  it("deletes, patches, replaces and creates in one request and shows each", async () => {
    const [a, b, c] = ["a@example.com", "b@example.com", "c@example.com"].map(insert) as [
      WireEntry,
      WireEntry,
      WireEntry,
    ];
    const { status, result } = await send(
      batch({
        posts: [policy({ pattern: "d@example.com" })],
        puts: [policy({ id: c.id ?? "", pattern: "cc@example.com" })],
        patches: [{ id: b.id, verify_sender: false }],
        deletes: [{ id: a.id }],
      }),
    );
    expect(status).to.equal(200);
    const { deletes, patches, puts, posts } = result as Record<string, WireEntry[]>;
    expect(deletes).to.deep.equal([{ id: a.id }]);
    expect(patches?.[0]).to.include({ id: b.id, pattern: "b@example.com", verify_sender: false });
    expect(puts?.[0]).to.include({ id: c.id, pattern: "cc@example.com" });
    expect(posts?.[0]).to.include({ pattern: "d@example.com" });
    expect(stored()).to.deep.equal(["b@example.com", "cc@example.com", "d@example.com"]);
  });

  it("is executed in order: what it deleted cannot be patched", async () => {
    const { id } = insert("a@example.com");
    const { status, errors } = await send(batch({ deletes: [{ id }], patches: [{ id, verify_sender: false }] }));
    expect(status).to.equal(404);
    expect(errors[0]?.source).to.deep.equal({ pointer: "/patches/0" });
  });

  it("sees in puts what patches did", async () => {
    const { id } = insert("a@example.com");
    const put = policy({ id: id ?? "", pattern: "put@example.com" });
    await send(batch({ patches: [{ id, pattern: "patch@example.com" }], puts: [put] }));
    expect(stored()).to.deep.equal(["put@example.com"]);
  });

  it("with nothing in it changes nothing", async () => {
    const { status, result } = await send(batch({}));
    expect(status).to.equal(200);
    expect(result).to.deep.equal({ deletes: [], patches: [], puts: [], posts: [] });
  });

  for (const name of ["deletes", "patches", "puts", "posts"]) {
    it(`needs ${name}`, async () => {
      const body = Object.fromEntries(Object.entries(batch({})).filter(([key]) => key !== name));
      const { status, errors } = await send(body);
      expect(status).to.equal(400);
      expect(errors).to.have.length(1);
      expect(errors[0]?.source).to.deep.equal({ pointer: `/${name}` });
    });
  }

  const invalidItems: [why: string, operations: Parameters<typeof batch>[0], status: number, pointer: string][] = [
    ["a post without a field", { posts: [policy(), { ...policy(), is_regex: undefined }] }, 400, "/posts/1/is_regex"],
    ["a post of a wrong type", { posts: [policy({ verify_sender: "yes" })] }, 400, "/posts/0/verify_sender"],
    [
      "a post of a private address",
      { posts: [policy({ pattern: "10.0.0.1", pattern_type: "IP" })] },
      400,
      "/posts/0/pattern",
    ],
    ["a delete of nothing", { deletes: [{ id: missing }] }, 404, "/deletes/0"],
    ["a delete without an id", { deletes: [{}] }, 400, "/deletes/0/id"],
    ["a patch of nothing", { patches: [{ id: missing, verify_sender: true }] }, 404, "/patches/0"],
    ["a put of nothing", { puts: [policy({ id: missing })] }, 404, "/puts/0"],
    ["a put without the fields", { puts: [{ id: missing, pattern: "a@example.com" }] }, 400, "/puts/0/is_regex"],
  ];
  for (const [why, operations, status, pointer] of invalidItems) {
    it(`points to ${why} and does none of the rest`, async () => {
      const { id } = insert("kept@example.com");
      const good = policy({ pattern: "new@example.com" });
      const answer = await send(
        batch({
          deletes: [...(operations.deletes ?? []), { id }],
          patches: operations.patches ?? [],
          puts: operations.puts ?? [],
          posts: [...(operations.posts ?? []), good],
        }),
      );
      expect(answer).to.include({ status, success: false, result: null });
      expect(answer.errors.map((error) => error.source?.pointer)).to.include(pointer);
      expect(stored()).to.deep.equal(["kept@example.com"]);
    });
  }

  it("names every item that cannot be executed", async () => {
    const { errors } = await send(batch({ deletes: [{ id: missing }], posts: [policy(), policy({ pattern: "x" })] }));
    expect(errors.map((error) => error.source?.pointer)).to.deep.equal(["/deletes/0", "/posts/1/pattern"]);
  });

  it("takes 1,000 of each and not one more", async () => {
    const ids = Array.from({ length: 3000 }, (_, i) => insert(`u${i}@example.com`).id);
    const full = {
      deletes: ids.slice(0, 1000).map((id) => ({ id })),
      patches: ids.slice(1000, 2000).map((id) => ({ id, comments: "patched" })),
      puts: ids.slice(2000).map((id) => policy({ id: id ?? "", comments: "put" })),
      posts: Array.from({ length: 1001 }, (_, i) => policy({ pattern: `new${i}@example.com` })),
    };
    const refused = await send(full);
    expect(refused.status).to.equal(400);
    expect(refused.errors[0]?.source).to.deep.equal({ pointer: "/posts" });
    expect(stored()).to.have.length(3000);

    full.posts.pop();
    const { status, result } = await send(full);
    expect(status).to.equal(200);
    expect(Object.values(result as object).map((array: unknown[]) => array.length)).to.deep.equal(Array(4).fill(1000));
    const comments = api
      .content("allow_policies")
      .list()
      .map((entry) => entry.comments);
    expect(comments).to.deep.equal([
      ...Array<string>(1000).fill("patched"),
      ...Array<string>(1000).fill("put"),
      ...Array<null>(1000).fill(null),
    ]);
  });

  const refusal = async (operations: Parameters<typeof batch>[0]): Promise<unknown[]> => {
    const { status, errors } = await send(batch(operations));
    return [status, ...errors.map(({ message, source }) => [message.replace(/^.*?: /, ""), source?.pointer])];
  };

  it("points to an id that is named before, or that there is not, where these are refused", async () => {
    api.configure({ assume: { batchRepeatedId: "rejected", batchUnknownId: "invalid" } });
    const { id } = insert("a@example.com");
    const change = { id, verify_sender: false };
    expect(await refusal({ patches: [change, change] })).to.deep.equal([
      ...[400, ["is named before in this batch", "/patches/1/id"]],
    ]);
    expect(await refusal({ deletes: [{ id }], puts: [policy({ id: String(id) })] })).to.deep.equal([
      ...[400, ["is named before in this batch", "/puts/0/id"]],
    ]);
    expect(await refusal({ deletes: [{ id }, { id: missing }] })).to.deep.equal([
      ...[400, ["does not exist", "/deletes/1/id"]],
    ]);
    expect(stored()).to.deep.equal(["a@example.com"]);
  });

  it("counts the operations of all four arrays where there is a limit for the sum", async () => {
    api.configure({ assume: { batchTotal: 1000 } });
    const made = Array.from({ length: 7 }, (_, number) => insert(`old${number}@example.com`).id);
    const posts = Array.from({ length: 994 }, (_, number) => policy({ pattern: `p${number}@example.com` }));
    const [deletes, patches, puts] = [
      made.slice(0, 2).map((id) => ({ id })),
      made.slice(2, 4).map((id) => ({ id, verify_sender: false })),
      made.slice(4, 7).map((id) => policy({ id: id ?? "", pattern: `${String(id)}@example.com` })),
    ];
    expect(await refusal({ deletes, patches, puts, posts })).to.deep.equal([
      ...[400, ["must not have more than 1000 operations", undefined]],
    ]);
    expect((await send(batch({ deletes, patches, puts, posts: posts.slice(1) }))).status).to.equal(200);
  });

  it("leaves an entry of a directory alone, and says that it is one", async () => {
    const collection = "impersonation_registry";
    const entry = { name: "Ann", email: "ann@example.com", is_email_regex: false, provenance: "SNOOPY-OFFICE_365" };
    const { id } = api.content(collection).insert(entry);
    const answer = await api.call("DELETE", `/${String(id)}`, undefined, { collection });
    expect(answer.status).to.be.within(400, 409);
    expect(answer.errors.map(({ message }) => message).join()).to.contain("the entry is synced from a directory");
    for (const provenance of ["A1S_INTERNAL", null]) {
      const own = api.content(collection).insert({ ...entry, email: `${String(provenance)}@example.com`, provenance });
      expect((await api.call("DELETE", `/${String(own.id)}`, undefined, { collection })).status).to.equal(200);
    }
  });

  it("works the same on trusted domains", async () => {
    const { id } = api.content("trusted_domains").insert(domain());
    const operations = batch({ patches: [{ id, is_recent: false }], posts: [domain({ pattern: "example.net" })] });
    const { status } = await api.call("POST", "/batch", operations, { collection: "trusted_domains" });
    expect(status).to.equal(200);
    expect(
      api
        .content("trusted_domains")
        .list()
        .map(({ is_recent }) => is_recent),
    ).to.deep.equal([false, true]);
  });
});
