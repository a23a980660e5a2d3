import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { missingFrom } from "../../provider/resources/program-folder";

describe("the folder of a program", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "email-security-folder-"));
    mkdirSync(join(folder, "node_modules"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const link = (name: string, target: string) =>
    symlinkSync(resolve(target), join(folder, "node_modules", name), "junction");

  it("must lead to the SDK, then to the package, as the engine's host process looks for them", () => {
    expect(missingFrom(folder)).to.match(/^@pulumi\/pulumi cannot be found from .*"main" in projectSettings/);
    link("@pulumi", "node_modules/@pulumi");
    expect(missingFrom(folder)).to.match(/^pulumi-cloudflare-email-security cannot be found from /);
    link("pulumi-cloudflare-email-security", ".");
    expect(missingFrom(folder)).to.equal(undefined);
  });

  it("may be one below that of the package.json, and this repository's own", () => {
    const inner = join(folder, "src");
    mkdirSync(inner);
    link("@pulumi", "node_modules/@pulumi");
    link("pulumi-cloudflare-email-security", ".");
    expect(missingFrom(inner)).to.equal(undefined);
    expect(missingFrom(process.cwd())).to.equal(undefined);
  });
});
