import { execFile } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { isOwn, makeRunFolder, removeWhereEmpty, runFolder } from "../../provider/run/run-folder";
import { useTemporaryFolder } from "../support/temporary";

const HOUR_MS = 60 * 60 * 1_000;

describe("the folder of a run", () => {
  useTemporaryFolder();

  it("lies below the folder for temporary files, one for each run, and does not show its name", () => {
    const folder = runFolder("127.0.0.1:4711");
    expect(relative(tmpdir(), folder).split(/[\\/]/)).to.have.length(2);
    expect(runFolder("127.0.0.1:4711")).to.equal(folder);
    expect(runFolder("127.0.0.1:4712")).not.to.equal(folder);
    expect(dirname(runFolder("127.0.0.1:4712"))).to.equal(dirname(folder));
    expect(folder).not.to.contain("4711");
  });

  it("is for this user alone, and may be there already", () => {
    const folder = runFolder("a");
    expect(makeRunFolder(folder, "own")).to.equal(true);
    expect(makeRunFolder(folder, "own")).to.equal(true);
    for (const made of [folder, dirname(folder)]) {
      expect(lstatSync(made).isDirectory()).to.equal(true);
      if (process.platform !== "win32") expect(lstatSync(made).mode & 0o777).to.equal(0o700);
    }
    expect(isOwn(folder)).to.equal(true);
  });

  it("takes away those of runs that ended more than a day ago, and no other", () => {
    const [old, recent, own] = ["old", "recent", "own"].map(runFolder) as [string, string, string];
    for (const [folder, hours] of [
      [old, 25],
      [recent, 23],
    ] as const) {
      makeRunFolder(folder, "own");
      writeFileSync(join(folder, "7.jsonl"), "");
      const then = new Date(Date.now() - hours * HOUR_MS);
      utimesSync(folder, then, then);
    }
    expect(makeRunFolder(own, "own")).to.equal(true);
    expect([existsSync(old), existsSync(recent), existsSync(own)]).to.deep.equal([false, true, true]);
  });

  it("is made also while other runs begin and end", async function () {
    this.timeout(60_000);
    const script = `
      const { rmSync } = require("node:fs");
      const { makeRunFolder, removeWhereEmpty, runFolder } = require("./provider/run/run-folder");
      for (let run = 0; run < 3_000; run++) {
        const folder = runFolder(process.pid + " " + run);
        if (!makeRunFolder(folder, "own")) throw new Error("not made");
        rmSync(folder + "/own");
        removeWhereEmpty(folder);
      }`;
    const node = () => promisify(execFile)(process.execPath, ["--require", "tsx/cjs", "--eval", script]);
    await Promise.all([node(), node(), node()]);
  });

  it("is not used where something else is in its place, such as a link that somebody laid out", () => {
    const folder = runFolder("a");
    const elsewhere = join(tmpdir(), "elsewhere");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, dirname(folder));
    expect(makeRunFolder(folder, "own")).to.equal(false);
    expect(isOwn(folder)).to.equal(false);
    expect(readdirSync(elsewhere)).to.deep.equal([]);
  });

  it("is not there where the folder for temporary files cannot be used", () => {
    process.env.TMPDIR = join(tmpdir(), "file");
    writeFileSync(process.env.TMPDIR, "");
    expect(makeRunFolder(runFolder("a"), "own")).to.equal(false);
  });

  it("is removed with the one around it, each where nothing else is in it", () => {
    const [first, second] = ["first", "second"].map(runFolder) as [string, string];
    makeRunFolder(first, "own");
    makeRunFolder(second, "own");
    removeWhereEmpty(first);
    expect(existsSync(join(first, "own"))).to.equal(true);
    rmSync(join(second, "own"));
    removeWhereEmpty(second);
    expect([existsSync(second), existsSync(dirname(second))]).to.deep.equal([false, true]);
    removeWhereEmpty(second);

    const alone = runFolder("alone");
    process.env.TMPDIR = join(tmpdir(), "other");
    const only = runFolder("only");
    makeRunFolder(only, "own");
    rmSync(join(only, "own"));
    removeWhereEmpty(only);
    expect(existsSync(dirname(only))).to.equal(false);
    expect(existsSync(tmpdir())).to.equal(true);
    expect(alone).not.to.equal(only);
  });
});
