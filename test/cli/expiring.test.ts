import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clock } from "../../provider/config/clock";
import { command } from "./support";

describe("the command expiring", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "expiring-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const urn = (type: string, name: string) =>
    `urn:pulumi:prod::mail::pulumi-nodejs:dynamic/email-security:${type}::${name}`;
  const type = (name: string) => `pulumi-nodejs:dynamic/email-security:${name}`;
  const state = (resources: unknown[]): string => {
    const file = join(folder, "state.json");
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }));
    return file;
  };
  // Long over, and never to come while anybody runs this.
  const [over, far] = ["2020-01-31", "9999-12-31"];
  const single = {
    type: type("AllowPolicy"),
    urn: urn("AllowPolicy", "acme"),
    id: "id-1",
    outputs: { accountId: "a", pattern: "acme.example", expiresAt: over },
  };
  const set = {
    type: type("BlockSenderSet"),
    urn: urn("BlockSenderSet", "hosts"),
    id: "set",
    outputs: {
      accountId: "a",
      ids: { one: "id-2", two: "id-3", three: "id-4" },
      senders: {
        one: { pattern: "203.0.113.66", expiresAt: "2020-03-01T00:00:00Z" },
        two: { pattern: "203.0.113.67", expiresAt: far },
        three: { pattern: "203.0.113.68" },
      },
    },
  };

  it("lists what has ended or ends soon, by its end, with the resource that has it", async () => {
    const { stdout, code } = await command(["expiring", state([set, single]), "--json", "--exit-code"]);
    expect(JSON.parse(stdout)).to.deep.equal({
      entries: [
        {
          kind: "AllowPolicy",
          id: "id-1",
          resource: "prod AllowPolicy acme",
          entry: "acme.example",
          expiresAt: over,
          ended: true,
        },
        {
          kind: "BlockSender",
          id: "id-2",
          resource: "prod BlockSenderSet hosts: one",
          entry: "203.0.113.66",
          expiresAt: "2020-03-01T00:00:00Z",
          ended: true,
        },
      ],
    });
    expect(code).to.equal(2);
  });

  it("says so for people", async () => {
    const { stdout, code } = await command(["expiring", state([single, set]), "--within", "9999"]);
    expect(stdout).to.contain("2 ended, 0 end within 9999 days.");
    expect(stdout).to.match(/^2020-01-31 +ended +acme\.example +prod AllowPolicy acme$/m);
    expect(stdout).not.to.contain("203.0.113.68");
    expect(code).to.equal(0);
  });

  it("has nothing to say of a stack without ends", async () => {
    const { stdout, code } = await command(["expiring", state([]), "--exit-code"]);
    expect(stdout).to.equal("0 ended, 0 end within 30 days.\n");
    expect(code).to.equal(0);
  });

  it("has exit code 2 for a single one, and shows no pattern that is a secret", async () => {
    const hidden = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
    const file = state([{ ...single, outputs: { ...single.outputs, pattern: hidden } }]);
    const { stdout, code } = await command(["expiring", file, "--exit-code"]);
    expect(stdout).to.match(/^2020-01-31 +ended +\(secret\) +prod AllowPolicy acme$/m);
    expect(code).to.equal(2);
  });

  it("says in how many days each ends, of which one that has begun counts", async () => {
    const { now } = clock;
    clock.now = () => Date.parse("2030-06-15T12:00:00Z");
    try {
      const outputs = { ...single.outputs, expiresAt: "2030-06-16" };
      const { stdout } = await command(["expiring", state([{ ...single, outputs }, set])]);
      expect(stdout).to.equal(`\
end                              entry         resource
2020-03-01T00:00:00Z  ended      203.0.113.66  prod BlockSenderSet hosts: one
2030-06-16            in 2 days  acme.example  prod AllowPolicy acme

1 ended, 1 ends within 30 days.
`);
    } finally {
      clock.now = now;
    }
  });

  it("counts an end that is now as over, and one that is as far ahead as is looked", async () => {
    const { now } = clock;
    const entry = (expiresAt: unknown) => ({ ...single, outputs: { ...single.outputs, expiresAt } });
    const ended = async (at: string, ...flags: string[]) => {
      clock.now = () => Date.parse(at);
      const { stdout } = await command(["expiring", state([entry("2030-06-15T12:00:00Z")]), "--json", ...flags]);
      return (JSON.parse(stdout) as { entries: { ended: boolean }[] }).entries.map((one) => one.ended);
    };
    try {
      expect(await ended("2030-06-15T12:00:00Z")).to.deep.equal([true]);
      expect(await ended("2030-06-15T11:59:59Z")).to.deep.equal([false]);
      expect(await ended("2030-05-16T12:00:00Z")).to.deep.equal([false]);
      expect(await ended("2030-05-16T11:59:59Z")).to.deep.equal([]);
      expect(await ended("2030-06-14T12:00:00Z", "--within", "1")).to.deep.equal([false]);
      clock.now = () => Date.parse("2030-06-15T12:00:00Z");
      const { stdout } = await command([
        "expiring",
        state([entry("2030-06-15T12:00:00Z"), entry("2030-06-15T12:00:01Z")]),
      ]);
      expect(stdout).to.match(
        /^2030-06-15T12:00:00Z +ended .*\n2030-06-15T12:00:01Z +in 1 day .*\n\n1 ended, 1 ends within/m,
      );
      for (const odd of ["soon", 7, null, undefined]) {
        expect((await command(["expiring", state([entry(odd)])])).stdout).to.contain("0 ended, 0 end within 30 days.");
      }
    } finally {
      clock.now = now;
    }
  });

  it("does without a set whose record is a secret", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
    const { stdout, code } = await command(["expiring", state([{ ...set, outputs: { ...set.outputs, ids: secret } }])]);
    expect({ stdout, code }).to.deep.equal({ stdout: "0 ended, 0 end within 30 days.\n", code: 0 });
  });

  it("refuses what is no number of days", async () => {
    for (const days of ["soon", "x30", "30x", "30days", "99999"]) {
      const { stderr, code } = await command(["expiring", state([]), "--within", days]);
      expect(stderr, days).to.equal(
        `error: option '--within <days>' argument '${days}' is invalid. It takes a number of days, such as 30d.\n`,
      );
      expect(code).to.equal(1);
    }
  });
});
