import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { useEngine } from "./support/engine";
import { shown } from "./support/outcome";

describe("a program from whose folder the package cannot be found, on the real engine,", () => {
  const engine = useEngine();
  let folder: string;

  beforeEach(() => {
    // Links resolved, as the working directory of a process is.
    folder = realpathSync(mkdtempSync(join(tmpdir(), "email-security-program-")));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(resolve("node_modules/@pulumi"), join(folder, "node_modules", "@pulumi"), "junction");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is told so at once, with what to do and without a stack trace, and nothing is sent", async () => {
    const script = join(folder, "index.js");
    writeFileSync(
      script,
      `const { AllowPolicy } = require(${JSON.stringify(resolve("dist/provider"))});
       new AllowPolicy("acme", { pattern: "acme.example", isTrustedSender: true });`,
    );
    const stack = await engine.stack(script);
    const said = shown(await stack.preview({ fails: true }));
    expect(said)
      .to.contain(`pulumi-cloudflare-email-security cannot be found from ${folder}`)
      .and.contain("direct dependency")
      .and.not.match(/^ +at /m);
    expect(stack.api.requests).to.be.empty;

    symlinkSync(resolve("."), join(folder, "node_modules", "pulumi-cloudflare-email-security"), "junction");
    expect((await stack.up()).steps).to.deep.equal(["create AllowPolicy acme"]);
  });
});
