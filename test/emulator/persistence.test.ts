import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startEmulator } from "../../emulator";
import { domain, localApi, policy } from "./local-api";

describe("the state file", () => {
  let folder: string;
  let state: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "emulator-"));
  });

  beforeEach(function () {
    state = join(folder, `${String(this.currentTest?.title)}.json`.replaceAll(/[^\w.]/g, "-"));
  });

  after(() => rm(folder, { recursive: true }));

  it("brings everything back as it was", async () => {
    const accounts = [{ id: "0".repeat(32) }, { id: "1".repeat(32) }];
    const first = await localApi({ state, accounts });
    await first.call("POST", "", policy({ comments: "why" }));
    first.content("trusted_domains", accounts[1]?.id).insert(domain());
    const before = [first.content("allow_policies").list(), first.content("trusted_domains", accounts[1]?.id).list()];
    await first.close();

    const second = await localApi({ state, accounts });
    const after = [second.content("allow_policies").list(), second.content("trusted_domains", accounts[1]?.id).list()];
    expect(after).to.deep.equal(before);
    expect(after.map((entries) => entries.length)).to.deep.equal([1, 1]);
  });

  it("does not give an integer id twice", async () => {
    const options = { state, assume: { ids: "integer" } } as const;
    const first = await localApi(options);
    const { id } = first.content("allow_policies").insert(policy());
    first.content("allow_policies").remove(String(id));
    await first.close();
    const second = await localApi(options);
    expect(second.content("allow_policies").insert(policy()).id).not.to.equal(id);
  });

  it("is written soon after a change, not only at the end", async () => {
    const api = await localApi({ state });
    await api.call("POST", "", policy({ pattern: "written@example.com" }));
    let text = "";
    while (!text.includes("written@example.com")) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      text = await readFile(state, "utf8");
    }
    expect(JSON.parse(text)).to.have.property("version", 1);
  });

  it("is whole at any time while it is written over and over", async () => {
    const api = await localApi({ state });
    for (let i = 0; i < 2000; i += 1) {
      api.content("allow_policies").insert(policy({ pattern: `u${i}@example.com` }));
    }
    for (let i = 0; i < 20; i += 1) {
      await api.call("POST", "", policy());
      const text = await readFile(state, "utf8");
      expect(() => JSON.parse(text) as unknown).not.to.throw();
    }
  });

  for (const [what, text] of Object.entries({
    "a text": "hello",
    "another program's JSON": '{"version":3,"deployment":{}}',
    "entries without an id": '{"version":1,"nextInteger":1,"accounts":{"a":{"allow_policies":[{}]}}}',
  })) {
    it(`that holds ${what} is refused and left alone`, async () => {
      await writeFile(state, text);
      const error = await startEmulator({ state }).catch((reason: unknown) => reason);
      expect(String(error)).to.include(`The state file ${state} is not one of this program.`);
      expect(await readFile(state, "utf8")).to.equal(text);
    });
  }

  it("that cannot be written is refused at the start", async () => {
    const nowhere = join(folder, "missing", "state.json");
    const error = await startEmulator({ state: nowhere }).catch((reason: unknown) => reason);
    expect(String(error)).to.include(`The state file ${nowhere} cannot be written.`);
  });
});
