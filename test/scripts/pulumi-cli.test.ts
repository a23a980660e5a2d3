import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

describe("the search for a Pulumi CLI", () => {
  let bin: string;

  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), "email-security-"));
  });

  afterEach(() => rmSync(bin, { recursive: true }));

  function install(program: string, answer = ""): void {
    const path = join(bin, program);
    writeFileSync(path, `#!/bin/sh\necho ${answer}\n`);
    chmodSync(path, 0o755);
  }

  /** Why the CLI in `bin` does not serve; nothing where it does. */
  function examine(): string {
    const script = `import { examine } from "./scripts/pulumi-cli/programs.mjs"; await examine(process.argv[1]);`;
    const args = ["--input-type=module", "--eval", script, bin];
    return spawnSync(process.execPath, args, { encoding: "utf8", env: { PATH: "/usr/bin:/bin" } }).stderr;
  }

  for (const { version, serves } of [
    { version: "v3.216.0", serves: true },
    { version: "v3.259.0-dev.1+dirty", serves: true },
    { version: "v3.1000.0", serves: true },
    { version: "v3.215.9", serves: false },
    { version: "v3.99.0", serves: false },
    { version: "v2.300.0", serves: false },
    { version: "v4.0.0", serves: false },
    { version: "none", serves: false },
  ]) {
    it(`${serves ? "takes" : "refuses"} ${version}`, () => {
      install("pulumi", version);
      install("pulumi-language-nodejs");
      install("pulumi-resource-pulumi-nodejs");
      expect(examine()).to.match(
        serves ? /^$/ : new RegExp(`is ${version}; 3\\.216\\.0 is the oldest 3\\.x that serves`),
      );
    });
  }

  it("refuses a CLI without the Node language host", () => {
    install("pulumi", "v3.259.0");
    expect(examine()).to.contain("has no pulumi-language-nodejs beside it");
  });

  it("refuses a CLI that does not run", () => {
    install("pulumi", "; exit 3");
    install("pulumi-language-nodejs");
    install("pulumi-resource-pulumi-nodejs");
    expect(examine()).to.contain("ended with exit code 3");
  });
});
