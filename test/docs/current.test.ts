import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";

describe("the documentation", () => {
  it("has the tables and the API reference of today's sources", async function () {
    this.timeout(120_000);
    const { stderr } = await promisify(execFile)(process.execPath, ["scripts/docs.mjs", "--check"]);
    expect(stderr).to.contain("pages are current");
  });
});
