import { expect } from "chai";
import ts from "typescript";

const options: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  skipLibCheck: true,
  types: [],
  noEmit: true,
};

/** An editor that has a program of a user open. Its next program is a change of the same file. */
class Editor {
  readonly #file = `${process.cwd()}/test/resources/program-in-an-editor.ts`;
  #text = "";
  #version = 0;
  readonly #service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [this.#file],
    getScriptVersion: (path) => (path === this.#file ? String(this.#version) : ""),
    getScriptSnapshot: (path) => {
      const content = this.#read(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => process.cwd(),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === this.#file || ts.sys.fileExists(path),
    readFile: (path) => this.#read(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    realpath: (path) => ts.sys.realpath?.(path) ?? path,
  });

  #read(path: string): string | undefined {
    return path === this.#file ? this.#text : ts.sys.readFile(path);
  }

  /** Opens the statement below its import. `|` is where the user stands. @returns that position */
  #open(statement: string): number {
    const source = `import { AllowPolicy, AllowPolicySet, BlockSender, Domain, getAllowPolicies, TrustedDomain } from "pulumi-cloudflare-email-security";\n${statement}\n`;
    this.#text = source.replace("|", "");
    this.#version += 1;
    return source.indexOf("|");
  }

  /** What is shown for the word after `|`. */
  hover(statement: string): { signature: string; text: string } {
    const info = this.#service.getQuickInfoAtPosition(this.#file, this.#open(statement));
    return {
      signature: ts.displayPartsToString(info?.displayParts),
      text: ts.displayPartsToString(info?.documentation),
    };
  }

  completions(statement: string): string[] {
    const position = this.#open(statement);
    return (this.#service.getCompletionsAtPosition(this.#file, position, {})?.entries ?? []).map(({ name }) => name);
  }

  errors(statement: string): string[] {
    this.#open(statement);
    return this.#service
      .getSemanticDiagnostics(this.#file)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  }
}

describe("an editor", function () {
  this.timeout(60_000);
  const editor = new Editor();

  it("shows type and comment of an argument", () => {
    const { signature, text } = editor.hover(
      `new AllowPolicy("x", { |isTrustedSender: true, pattern: "acme.example" });`,
    );
    expect(signature).to.equal("(property) isTrustedSender?: Input<boolean | undefined>");
    expect(text).to.equal("Messages from this sender bypass all detections and link following.");
    const type = editor.hover(`new BlockSender("x", { pattern: "acme.example", |patternType: "IP" });`);
    expect(type.signature).to.equal("(property) patternType?: Input<PatternType | undefined>");
    expect(type.text).to.contain("How `pattern` is read");
    expect(editor.hover(`new BlockSender("x", { |pattern: "acme.example" });`).text).to.contain("Whom to block");
  });

  it("shows type and comment of an output, of a set's entry and of what a look-up found", () => {
    const output = editor.hover(`new TrustedDomain("x", { pattern: "acme.example" }).|isRecent;`);
    expect(output.signature).to.equal("(property) isRecent: OutputInstance<boolean>");
    expect(output.text).to.contain("A recently registered domain");
    const entry = editor.hover(
      `new AllowPolicySet("x", { policies: { a: { pattern: "a.example", |verifySender: false } } });`,
    );
    expect(entry.text).to.contain("Apply the policy only to messages that pass");
    const policies = editor.hover(`new AllowPolicySet("x", { policies: {} }).|policies;`);
    expect(policies.signature).to.contain("policies: Output<Record<string, AllowPolicyMember>>");
    const condition = editor.hover(`getAllowPolicies({ |isTrustedSender: true });`);
    expect(condition.signature).to.contain("isTrustedSender?: boolean");
    expect(condition.text).to.contain("bypass all detections");
    const found = editor.hover(`(await getAllowPolicies()).results[0]?.|comments;`);
    expect(found.signature).to.contain("comments?: string");
    expect(found.text).to.contain("A note for people");
  });

  it("offers the arguments, and nothing that is not one", () => {
    expect(editor.completions(`new TrustedDomain("x", { | });`)).to.have.members([
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
    expect(editor.completions(`new Domain("x", { domain: "acme.example", regions: ["|"] });`)).to.have.members([
      ...["GLOBAL", "AU", "DE", "IN", "US"],
    ]);
  });

  it("says what was meant by a misspelt property, and names the type by its name", () => {
    expect(editor.errors(`new AllowPolicy("x", { patern: "acme.example" });`)).to.deep.equal([
      "Object literal may only specify known properties, but 'patern' does not exist in type 'AllowPolicyArgs'. Did you mean to write 'pattern'?",
    ]);
    const [wrong = ""] = editor.errors(`new AllowPolicy("x", { pattern: "acme.example", patternType: "DOMAINS" });`);
    expect(wrong).to.equal(
      `Type '"DOMAINS"' is not assignable to type 'Input<PatternType | undefined>'. Did you mean '"DOMAIN"'?`,
    );
  });
});
