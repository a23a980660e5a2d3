import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { fillAccount } from "../cli/mixed-account";
import { accessTo, command } from "../cli/support";
import { useEngine } from "./support/engine";

/** `IMPORT_ENTRIES=2500` makes it the proof for a large account; it takes some minutes. */
const entries = Number(process.env.IMPORT_ENTRIES ?? 60);

describe("a program that the command import wrote", () => {
  const engine = useEngine();
  let folder: string;

  beforeEach(function () {
    this.currentTest?.timeout(60_000 + entries * 500);
    mkdirSync(".cache", { recursive: true });
    // Below the package itself, so that the program finds it by its name.
    folder = mkdtempSync(join(".cache", "import-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it(`adopts ${entries} mixed entries: nothing is changed, nothing is made`, async () => {
    const program = join(folder, "index.ts");
    const stack = await engine.stack(program);
    const { api } = stack;
    const managed = fillAccount(api, entries);
    const started = Date.now();
    const written = await command(["import"], { env: accessTo(api) });
    const seconds = (Date.now() - started) / 1000;
    writeFileSync(program, written.stdout);
    const content = () => ["allow_policies", "trusted_domains"].map((path) => api.content(path).list());
    const before = content();
    const listed = api.requests.length;

    const preview = await stack.preview();
    // The CLI shows each line as it comes, and again in its summary.
    const adopted = [...new Set(preview.stdout.match(/[\w-]+: will be adopted; .*/g))];
    const total = managed.policies + managed.domains;
    expect(preview.steps.filter((step) => step.startsWith("create"))).to.have.length(total);
    expect(preview.steps).to.have.length(total);
    expect(adopted).to.have.length(total);
    for (const line of adopted) expect(line).to.match(/: will be adopted; nothing in it will change$/);
    expect(preview.requests.filter(({ method }) => method !== "GET")).to.be.empty;
    if (process.env.IMPORT_ENTRIES) {
      console.log(
        `      import: ${listed} requests, ${seconds} s; preview: ${preview.requests.length} requests, ${total} adopted`,
      );
      return;
    }

    const up = await stack.up();
    expect(up.requests.filter(({ method }) => method !== "GET")).to.be.empty;
    expect(content()).to.deep.equal(before);
    expect((await stack.preview({ expectNoChanges: true })).requests).to.be.empty;

    writeFileSync(
      join(folder, "state.json"),
      JSON.stringify({ version: 3, deployment: { resources: stack.resources } }),
    );
    const diff = await command(["diff", join(folder, "state.json"), "--json"], { env: accessTo(api) });
    const { unmanaged } = JSON.parse(diff.stdout) as { unmanaged: { patternType: string; pattern: string }[] };
    expect(unmanaged).to.have.length(entries - total);
    for (const { patternType, pattern } of unmanaged) expect(`${patternType} ${pattern}`).to.match(/^UNKNOWN|^IP 10\./);
  });
});
