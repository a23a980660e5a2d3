import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import type { Emulator } from "../../emulator";
import { ALL_COLLECTIONS } from "../../provider/collections/all-collections";
import { fillAccount } from "../cli/mixed-account";
import { accessTo, command } from "../cli/support";
import { fillWholeAccount } from "../cli/whole-account";
import { useEngine } from "./support/engine";
import type { EngineStack } from "./support/engine-stack";
import type { Outcome } from "./support/outcome";

/** `IMPORT_ENTRIES=2500` makes it the proof for a large account; it takes some minutes. */
const entries = Number(process.env.IMPORT_ENTRIES ?? 60);
/** `WHOLE_ENTRIES=300` makes it the proof for an account with so many of each collection. */
const ofEach = Number(process.env.WHOLE_ENTRIES ?? 6);

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
    const { stack, written, managed, program } = await imported();
    const { api } = stack;
    const before = content(api);
    const preview = await stack.preview();
    // The CLI shows each line as it comes, and again in its summary.
    const adopted = [...new Set(preview.stdout.match(/[\w-]+: will be adopted; .*/g))];
    const total = managed.policies + managed.domains + managed.blocks;
    expect(preview.steps.filter((step) => step.startsWith("create"))).to.have.length(total);
    expect(preview.steps).to.have.length(total);
    expect(adopted).to.have.length(total);
    for (const line of adopted) expect(line).to.match(/: will be adopted; nothing in it will change$/);
    expect(writes(preview)).to.be.empty;
    if (process.env.IMPORT_ENTRIES) {
      console.log(`      import: ${written}; preview: ${preview.requests.length} requests, ${total} adopted`);
      return;
    }
    expect(writes(await stack.up())).to.be.empty;
    expect(content(api)).to.deep.equal(before);
    expect((await stack.preview({ expectNoChanges: true })).requests).to.be.empty;
    await expectUnmanaged(stack, program, entries - total);
  });

  it(`adopts them in sets, but for what has a pattern that is there already`, async () => {
    const { stack, written, managed, program } = await imported("--set");
    const { api } = stack;
    const before = content(api);
    const preview = await stack.preview();
    expect(preview.steps).to.have.members([
      "create AllowPolicySet policies",
      "create TrustedDomainSet domains",
      "create BlockSenderSet senders",
    ]);
    const policies = managed.policies - managed.twins;
    for (const line of [
      `${policies} of ${policies} allow policy entries exist and will be adopted; nothing in them will change`,
      `${managed.domains} of ${managed.domains} trusted domain entries exist and will be adopted; nothing in them will change`,
      `${managed.blocks} of ${managed.blocks} blocked sender entries exist and will be adopted; nothing in them will change`,
    ]) {
      expect(preview.stdout).to.contain(line);
    }
    expect(writes(preview)).to.be.empty;
    if (process.env.IMPORT_ENTRIES) {
      console.log(`      import --set: ${written}; preview: ${preview.requests.length} requests`);
      return;
    }
    expect(writes(await stack.up())).to.be.empty;
    expect(content(api)).to.deep.equal(before);
    await expectUnmanaged(stack, program, entries - policies - managed.domains - managed.blocks);
  });

  it(`adopts ${ofEach} entries of each collection: nothing is changed, nothing is made`, async function () {
    this.timeout(60_000 + ofEach * 4_000);
    const program = join(folder, "index.ts");
    const stack = await engine.stack(program);
    const total = ofEach * ALL_COLLECTIONS.length - fillWholeAccount(stack.api, ofEach);
    const started = Date.now();
    writeFileSync(program, (await command(["import"], { env: accessTo(stack.api) })).stdout);
    const written = `${stack.api.requests.length} requests, ${(Date.now() - started) / 1000} s`;
    const before = content(stack.api);
    const preview = await stack.preview();
    expect(preview.steps.filter((step) => step.startsWith("create"))).to.have.length(total);
    expect(preview.steps).to.have.length(total);
    const adopted = [...new Set(preview.stdout.match(/\S+: will be adopted; .*/g))];
    expect(adopted).to.have.length(total);
    for (const line of adopted) expect(line).to.match(/: will be adopted; nothing in it will change$/);
    expect(writes(preview)).to.be.empty;
    if (process.env.WHOLE_ENTRIES) {
      console.log(`      import: ${written}; preview: ${preview.requests.length} requests, ${total} adopted`);
      return;
    }
    expect(writes(await stack.up())).to.be.empty;
    expect(content(stack.api)).to.deep.equal(before);
    expect((await stack.preview({ expectNoChanges: true })).requests).to.be.empty;
  });

  /** A stack of the program that the command writes for a mixed account. */
  async function imported(...flags: string[]) {
    const program = join(folder, "index.ts");
    const stack = await engine.stack(program);
    const managed = fillAccount(stack.api, entries);
    const started = Date.now();
    const { stdout } = await command(["import", ...flags], { env: accessTo(stack.api) });
    writeFileSync(program, stdout);
    const written = `${stack.api.requests.length} requests, ${(Date.now() - started) / 1000} s`;
    return { stack, written, managed, program };
  }

  /** Holds the command diff against the account. */
  async function expectUnmanaged({ api, resources }: EngineStack, program: string, count: number): Promise<void> {
    const state = join(dirname(program), "state.json");
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources } }));
    const { stdout } = await command(["diff", state, "--json"], { env: accessTo(api) });
    const { unmanaged } = JSON.parse(stdout) as { unmanaged: { patternType: string; pattern: string }[] };
    expect(unmanaged).to.have.length(count);
    for (const { patternType, pattern } of unmanaged) {
      expect(`${patternType} ${pattern}`).to.match(/^UNKNOWN|^IP (10|198)\.|^DOMAIN twice\.example$/);
    }
  }
});

const content = (api: Emulator) => ALL_COLLECTIONS.map(({ path }) => api.content(path).list());
const writes = ({ requests }: Outcome) => requests.filter(({ method }) => method !== "GET");
