import { expect } from "chai";
import { entryProvider } from "../../provider/lifecycle/entry-provider";
import { ProviderInstance } from "../../provider/lifecycle/provider-instance";
import { expectCurrent } from "./document";
import { GOOD_CONFIG, MISTAKES, type MistakeRow } from "./mistakes";

async function failuresOf({ collection, args, config }: MistakeRow): Promise<string[]> {
  const settings = { ...GOOD_CONFIG, ...config };
  const instance = new ProviderInstance({ env: {} });
  instance.configure((key) => settings[key]);
  const { failures = [] } = await entryProvider(instance, collection).check({}, { ...args });
  return failures.map(({ reason }) => reason);
}

/** The properties as a program writes them, or the command that configures what the mistake is about. */
function given({ args, config }: MistakeRow): string {
  if (config === undefined) {
    const list = Object.entries(args).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    return `{ ${list.join(", ")} }`;
  }
  const set = Object.entries(config).flatMap(([key, value]) => (value === undefined ? [] : [`${key} is set`]));
  return [...Object.keys(config).flatMap((key) => (config[key] === undefined ? [`no ${key}`] : [])), ...set].join(", ");
}

const cell = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;

describe("docs/mistakes.md", () => {
  for (const row of MISTAKES) {
    it(`is right about ${row.mistake}`, async () => {
      expect(await failuresOf(row)).to.deep.equal(row.says);
    });
  }

  it("has the mistakes that are tested, with what the preview says", async () => {
    const rows = MISTAKES.map((row) => `| ${row.mistake} | ${cell(given(row))} | ${row.says.map(cell).join("<br>")} |`);
    const head = `# What a newcomer gets wrong

One \`pulumi preview\` says all that is wrong with all resources of a program, each on its resource, and fails at its end; nothing
is sent for a resource with a mistake. Of many mistakes of one resource it shows the first twenty and how many more there are;
what is wrong with a provider's settings it shows once. \`pulumi up\` stops at that preview. With \`--skip-preview\` it stops at
the first resource with a mistake, of which it says all.

Each sentence begins with the property. It holds the value of the property where that is needed to say what is wrong with it,
but never that of a secret: then it says only that there is a mistake. What is not known before other resources are made is
checked when it is known, and what is wrong counts as not known to the resources that depend on it; where an argument of an
explicit provider is not known yet, Pulumi checks none of that provider's resources until it is.

| mistake | given | the preview says |
| --- | --- | --- |`;
    await expectCurrent("docs/mistakes.md", [head, ...rows].join("\n"));
  });
});
