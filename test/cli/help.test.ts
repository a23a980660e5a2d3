import { expect } from "chai";
import { command } from "./support";

const help = async (...args: string[]): Promise<string> => (await command([...args, "--help"])).stdout;

describe("the help of the command", () => {
  it("says how it is called, and what each sub-command does", async () => {
    const text = await help();
    expect(text).to.match(/^Usage: pulumi-cloudflare-email-security \[options\] \[command\]\n/);
    const names = [...text.matchAll(/^ {2}([a-z]+) (?=\[options\])/gm)].map(([, name = ""]) => name);
    expect(names).to.deep.equal(["import", "check", "diff", "usage", "impact", "expiring", "emulator"]);
    for (const name of names) {
      expect(text).to.match(new RegExp(`^ {2}${name} \\[options\\].* {2}\\w`, "m"));
      const own = await help(name);
      // A description stands beside its name, or where that is long in the next line.
      const [, ...parts] = own.split(/^(?:Arguments|Options):$/m);
      const terms = parts.flatMap((part) => part.split("\n\n")[0]?.split(/\n(?= {2}\S)/) ?? []).filter(Boolean);
      expect(terms.length, name).to.be.above(2);
      for (const term of terms) expect(term, name).to.match(/^\s+\S.*?(?: {2,}|\n +)\w/s);
    }
  });

  it("names the environment variables where an account is read", async () => {
    for (const name of ["import", "diff", "usage", "impact"]) {
      expect(await help(name), name).to.contain('CLOUDFLARE_API_TOKEN  API token with the permission "Cloud Email');
    }
  });

  it("names the exit codes", async () => {
    for (const name of ["check", "diff", "usage", "impact", "expiring"]) {
      expect(await help(name), name).to.match(/^Exit code: 0,? /m);
    }
  });

  it("is not followed by another word on what is wrong", async () => {
    expect(await command(["check"])).to.deep.equal({
      ...{ code: 1, stdout: "", stderr: "error: missing required argument 'file.csv'\n" },
    });
    expect(await command(["--version"])).to.include({ code: 0, stderr: "" });
  });
});
