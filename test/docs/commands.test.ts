import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect } from "chai";
import prettier from "prettier";
import { command } from "../cli/support";

const NAME = "pulumi-cloudflare-email-security";

async function help(...args: string[]): Promise<string> {
  return (await command([...args, "--help"])).stdout;
}

/** Each call of the command in a text, up to what ends it in a shell or in Markdown. */
function callsIn(text: string): string[][] {
  return [...text.matchAll(new RegExp(`npx ${NAME} ([^\\n|\`>;)]+)`, "g"))].map(([, rest = ""]) =>
    rest.replace(/[[\]]/g, "").replace(/ #.*/, "").trim().split(/\s+/),
  );
}

describe("what users are told to run", function () {
  this.timeout(30_000);
  const list = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", list, { encoding: "utf8" }).split("\n");
  const workflows = files.filter((file) => /\.github\/workflows\/[^/]+\.yml$/.test(file));

  it("is a sub-command that is there, with options that it has", async () => {
    const pages = [...files.filter((file) => file.endsWith(".md") && file !== "CHANGELOG.md"), ...workflows];
    const names = [...(await help()).matchAll(/^ {2}([a-z]+) (?=\[options\])/gm)].map(([, name = ""]) => name);
    const options = new Map<string, string>();
    for (const name of names) options.set(name, await help(name));
    const calls = pages.flatMap((page) => callsIn(readFileSync(page, "utf8")).map((words) => ({ page, words })));
    expect(new Set(calls.map(({ words: [name] }) => name))).to.include.keys(...names);
    const wrong = calls.flatMap(({ page, words: [name = "", ...rest] }) =>
      rest
        .filter((word) => word.startsWith("--"))
        .filter((option) => !new RegExp(`^ {2}(-\\w, )?${option}\\b`, "m").test(options.get(name) ?? ""))
        .map((option) => `${page}: ${name} ${option}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  for (const file of workflows) {
    it(`is, in ${file}, YAML whose actions are pinned by commit`, async () => {
      const text = readFileSync(file, "utf8");
      await prettier.format(text, { parser: "yaml" });
      const uses = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action);
      expect(uses).to.not.be.empty;
      for (const action of uses) expect(action).to.match(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });
  }

  it("pins one commit of an action, in examples too", () => {
    const pins = workflows.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/uses: ((\S+)@\S+)/g)]);
    expect(new Set(pins.map(([, pin]) => pin))).to.have.length(new Set(pins.map(([, , action]) => action)).size);
    expect(workflows.join()).to.contain("partners-from-csv/.github/workflows/nightly.yml");
  });
});
