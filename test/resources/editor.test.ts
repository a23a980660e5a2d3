import { expect } from "chai";
import ts from "typescript";

/** A program of a user, as an editor has it open. `|` is where the user stands. */
function open(source: string): { service: ts.LanguageService; position: number; file: string } {
  const file = `${process.cwd()}/test/resources/program-in-an-editor.ts`;
  const position = source.indexOf("|");
  const text = source.replace("|", "");
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    types: [],
    noEmit: true,
  };
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const content = path === file ? text : ts.sys.readFile(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => process.cwd(),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: (path) => (path === file ? text : ts.sys.readFile(path)),
    directoryExists: (path) => ts.sys.directoryExists(path),
    realpath: (path) => ts.sys.realpath?.(path) ?? path,
  });
  return { service, position, file };
}

const program = (statement: string) =>
  `import { AllowPolicy, AllowPolicySet, BlockSender, Domain, getAllowPolicies, TrustedDomain } from "pulumi-cloudflare-email-security";\n${statement}\n`;

/** What an editor shows for the word after `|`. */
function hover(statement: string): { signature: string; text: string } {
  const { service, position, file } = open(program(statement));
  const info = service.getQuickInfoAtPosition(file, position);
  return {
    signature: ts.displayPartsToString(info?.displayParts),
    text: ts.displayPartsToString(info?.documentation),
  };
}

function completions(statement: string): string[] {
  const { service, position, file } = open(program(statement));
  return (service.getCompletionsAtPosition(file, position, {})?.entries ?? []).map(({ name }) => name);
}

function errors(statement: string): string[] {
  const { service, file } = open(program(statement));
  return service
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("an editor", function () {
  this.timeout(60_000);

  it("shows type and comment of an argument", () => {
    const { signature, text } = hover(`new AllowPolicy("x", { |isTrustedSender: true, pattern: "acme.example" });`);
    expect(signature).to.equal("(property) isTrustedSender?: Input<boolean | undefined>");
    expect(text).to.equal("Messages from this sender bypass all detections and link following.");
    const type = hover(`new BlockSender("x", { pattern: "acme.example", |patternType: "IP" });`);
    expect(type.signature).to.equal("(property) patternType?: Input<PatternType | undefined>");
    expect(type.text).to.contain("How `pattern` is read");
    expect(hover(`new BlockSender("x", { |pattern: "acme.example" });`).text).to.contain("Whom to block");
  });

  it("shows type and comment of an output, of a set's entry and of what a look-up found", () => {
    const output = hover(`new TrustedDomain("x", { pattern: "acme.example" }).|isRecent;`);
    expect(output.signature).to.equal("(property) isRecent: OutputInstance<boolean>");
    expect(output.text).to.contain("A recently registered domain");
    const entry = hover(
      `new AllowPolicySet("x", { policies: { a: { pattern: "a.example", |verifySender: false } } });`,
    );
    expect(entry.text).to.contain("Honour the policy only for messages that pass");
    const policies = hover(`new AllowPolicySet("x", { policies: {} }).|policies;`);
    expect(policies.signature).to.contain("policies: Output<Record<string, AllowPolicyMember>>");
    const condition = hover(`getAllowPolicies({ |isTrustedSender: true });`);
    expect(condition.signature).to.contain("isTrustedSender?: boolean");
    expect(condition.text).to.contain("bypass all detections");
    const found = hover(`(await getAllowPolicies()).results[0]?.|comments;`);
    expect(found.signature).to.contain("comments?: string");
    expect(found.text).to.contain("A note for people");
  });

  it("offers the arguments, and nothing that is not one", () => {
    expect(completions(`new TrustedDomain("x", { | });`)).to.have.members([
      ...[
        "accountId",
        "pattern",
        "isRegex",
        "isRecent",
        "isSimilarity",
        "comments",
        "expiresAt",
        "adoptExisting",
        "silence",
      ],
    ]);
    expect(completions(`new Domain("x", { domain: "acme.example", regions: ["|"] });`)).to.have.members([
      ...["GLOBAL", "AU", "DE", "IN", "US"],
    ]);
  });

  it("says what was meant by a misspelt property, and names the type by its name", () => {
    expect(errors(`new AllowPolicy("x", { patern: "acme.example" });`)).to.deep.equal([
      "Object literal may only specify known properties, but 'patern' does not exist in type 'AllowPolicyArgs'. Did you mean to write 'pattern'?",
    ]);
    const [wrong = ""] = errors(`new AllowPolicy("x", { pattern: "acme.example", patternType: "DOMAINS" });`);
    expect(wrong).to.equal(
      `Type '"DOMAINS"' is not assignable to type 'Input<PatternType | undefined>'. Did you mean '"DOMAIN"'?`,
    );
  });
});
