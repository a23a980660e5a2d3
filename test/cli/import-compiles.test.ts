import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { check } from "prettier";
import { startEmulator } from "../../emulator";
import { fillAccount } from "./mixed-account";
import { accessTo, command } from "./support";
import { fillWholeAccount } from "./whole-account";

describe("a program that the command import wrote", function () {
  this.timeout(60_000);

  it("is what prettier would not change and the compiler takes, with resources and with sets", async () => {
    const emulator = await startEmulator();
    fillAccount(emulator, 400);
    fillWholeAccount(emulator, 12);
    // Below the package itself, so that its name is found.
    mkdirSync(".cache", { recursive: true });
    const folder = mkdtempSync(join(".cache", "import-"));
    try {
      const programs: string[] = [];
      for (const flags of [[], ["--set"]]) {
        const { stdout } = await command(["import", ...flags], { env: accessTo(emulator) });
        expect(await check(stdout, { parser: "typescript" })).to.be.true;
        const path = join(folder, `program${flags.join()}.ts`);
        writeFileSync(path, stdout);
        programs.push(path);
      }
      const options = ["--noEmit", "--strict", "--ignoreConfig", "--skipLibCheck", "--module", "node16"];
      execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", ...options, ...programs], {
        stdio: "inherit",
      });
    } finally {
      rmSync(folder, { recursive: true });
      await emulator.close();
    }
  });
});
