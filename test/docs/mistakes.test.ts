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

One \`pulumi preview\` shows the mistakes of all resources of a program, each on its resource, and then fails. Nothing is sent for a
resource with a mistake. If a resource has many, it shows the first twenty and how many more there are. Mistakes in a provider's
settings are shown once. \`pulumi up\` stops at that preview. With \`--skip-preview\` it stops at the first resource with a mistake,
and shows all mistakes of that one.

Each message begins with the property. It shows the value where that helps, but never a secret: then it only says that there is a
mistake. A value that depends on a resource which is not made yet is checked as soon as it is known. While an argument of an explicit
provider is not known, Pulumi checks none of that provider's resources.

| mistake | given | the preview says |
| --- | --- | --- |`;
    await expectCurrent("docs/mistakes.md", [head, ...rows].join("\n"));
  });
});
